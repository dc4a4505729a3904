/** How the returns of closed trades are distributed: bins of a histogram, and how much of the profit hangs on few trades. */
import type { ResultTrade } from "../../components/result_words/result.ts";
import { counted, money, percent } from "../../text/format.ts";

type Trade = Pick<ResultTrade, "pnl" | "return" | "exit_time">;

/** One bar of the histogram: trades with `above < return <= upTo`, fractions; an end that is open is `null`. */
export interface ReturnBin {
  readonly above: number | null;
  readonly upTo: number | null;
  readonly trades: number;
  /** Its trades made money; a trade at cost did not. */
  readonly won: boolean;
}

export interface ReturnHistogram {
  readonly bins: readonly ReturnBin[];
  /** Width of a bin, a fraction. */
  readonly step: number;
  /** Return at the left edge of the first bin. */
  readonly from: number;
  readonly most: number;
}

const MOST_BINS = 24;
/** From so many trades on, the ends of the scale leave out the furthest trades, which are counted in the outermost bins. */
const TRIMMED_FROM = 50;
const TRIMMED_SHARE = 0.02;
/** Returns that are nearer to each other are written alike. */
const LEAST_SPAN = 1e-7;
const MANTISSAS = [1, 2, 2.5, 5, 10] as const;
/** Dust of doubles: a return this near to an edge is on it, in steps. */
const DUST = 1e-9;

/** The trades that were closed; one that is still open has no final return. */
export function closedTrades<T extends Trade>(trades: readonly T[]): readonly T[] {
  return trades.filter(({ exit_time }) => exit_time !== null);
}

/** Bins of one round width with an edge at 0, so that none holds gains and losses; `null` without closed trades, and for returns that no scale can hold. */
export function returnHistogram(trades: readonly Trade[]): ReturnHistogram | null {
  const returns = closedTrades(trades).map((trade) => trade.return).sort((a, b) => a - b);
  if (returns.length === 0) return null;
  const cut = returns.length < TRIMMED_FROM ? 0 : Math.floor(returns.length * TRIMMED_SHARE);
  const low = Math.min(0, returns[cut]!);
  const high = Math.max(0, returns[returns.length - 1 - cut]!);
  const step = stepFor(high - low);
  if (!Number.isFinite(step)) return null;
  const first = Math.min(-1, binOf(low, step));
  const last = Math.max(0, binOf(high, step));
  const counts = new Array<number>(last - first + 1).fill(0);
  for (const value of returns) {
    const bin = Math.min(last, Math.max(first, binOf(value, step)));
    counts[bin - first]!++;
  }
  const opensBelow = binOf(returns[0]!, step) < first;
  const opensAbove = binOf(returns.at(-1)!, step) > last;
  return {
    step,
    from: edge(first, step),
    most: Math.max(...counts),
    bins: counts.map((count, k) => ({
      above: k === 0 && opensBelow ? null : edge(first + k, step),
      upTo: k === counts.length - 1 && opensAbove ? null : edge(first + k + 1, step),
      trades: count,
      won: first + k >= 0,
    })),
  };
}

/** Which bin a return falls in; bin 0 is the first above 0. */
function binOf(value: number, step: number): number {
  const steps = value / step;
  const nearest = Math.round(steps);
  return (Math.abs(steps - nearest) < DUST ? nearest : Math.ceil(steps)) - 1;
}

function edge(bin: number, step: number): number {
  return Number((bin * step).toPrecision(12)) + 0;
}

/** The smallest round width that needs no more bins than there is room for. */
function stepFor(span: number): number {
  if (!(span > LEAST_SPAN)) return 0.01;
  const least = span / (MOST_BINS - 2);
  const decade = 10 ** Math.floor(Math.log10(least));
  const mantissa = MANTISSAS.find((one) => one * decade >= least * (1 - DUST)) ?? 10;
  return Number((mantissa * decade).toPrecision(3));
}

/** An edge of a bin with the digits that the width asks for: "+2 %", "−0.25 %". */
export function edgeText(value: number, step: number): string {
  let digits = 0;
  while (digits < 6 && Math.abs(Number((step * 100).toFixed(digits)) - step * 100) > 1e-9) digits++;
  return percent(value, { digits });
}

/** "3 trades made +2 % to +4 %" */
export function binWords({ above, upTo, trades }: ReturnBin, step: number): string {
  const text = (value: number) => edgeText(value, step);
  const range = above === null
    ? upTo === null ? "any return" : `${text(upTo)} or less`
    : upTo === null
    ? `more than ${text(above)}`
    : `${text(above)} to ${text(upTo)}`;
  return `${counted(trades, "trade")}: ${range}`;
}

/** How much of the profit is the work of few trades, in one or two sentences; `null` without closed trades. */
export function concentrationWords(trades: readonly Trade[]): string | null {
  const profits = closedTrades(trades).map(({ pnl }) => pnl).sort((a, b) => b - a);
  const [best] = profits;
  if (best === undefined) return null;
  const total = sum(profits);
  if (best <= 0) return "No trade made money.";
  if (total <= 0) {
    return profits.length === 1
      ? null
      : `The best trade made ${money(best)}, and the others lost ${
        money(best - total)
      }: together the trades lost ${money(-total)}.`;
  }
  if (profits.length === 1) return "One trade made all of the profit.";
  if (best >= total) {
    const others = best - total;
    return `One trade made all of the profit. ${
      others > 0
        ? `The other ${counted(profits.length - 1, "trade")} lost ${money(others)} together.`
        : "The others came to nothing together."
    }`;
  }
  const first = `One trade made ${share(best / total)} of the profit.`;
  if (profits.length <= FEW) return first;
  const few = sum(profits.slice(0, FEW));
  return few > total
    ? `${first} Without the best ${FEW}, the others would have lost ${money(few - total)}.`
    : `${first} The best ${FEW} of ${profits.length} made ${share(few / total)}.`;
}

const FEW = 5;

function share(fraction: number): string {
  return percent(fraction, { digits: 0, sign: "negative" });
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
