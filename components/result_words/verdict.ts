/** The answer in two plain sentences, before any number needs to be understood. */
import { counted, date, pair, plain } from "../../text/format.ts";
import { equityText, metricText } from "../../text/metric_text.ts";
import type { ResultSummary } from "./result.ts";

/** Closed trades below which nothing can be said with confidence. */
export const FEW_TRADES = 30;

export interface VerdictInput {
  readonly asset: string;
  /** The run's range, Unix ms; `toMs` is exclusive. */
  readonly fromMs: number;
  readonly toMs: number;
  readonly initialCapital: number;
  readonly metrics: ResultSummary["metrics"];
  /** `null`: the range held too little history for the strategy to begin. */
  readonly firstTradableBar: number | null;
  /** A position was still open at the end. */
  readonly open: boolean;
}

/** Two sentences: what became of the money beside doing nothing, and how far to trust it. */
export function verdict(input: VerdictInput): readonly [string, string] {
  const { metrics, firstTradableBar } = input;
  const trades = metrics.num_trades ?? 0;
  if (firstTradableBar === null) {
    return [
      `The strategy could not begin ${
        when(input)
      }: its indicators need more candles than there are.`,
      "Choose an earlier first day, a longer period or a shorter timeframe, and run it again.",
    ];
  }
  if (trades === 0 && !input.open) {
    return [
      `This strategy never bought ${when(input)}, so the ${
        plain(input.initialCapital)
      } USDT stayed as they were${holding(input)}.`,
      "Without a trade there is nothing to judge: its entry signal never came.",
    ];
  }
  return [outcome(input), trust(input, trades)];
}

function outcome(input: VerdictInput): string {
  const { initialCapital, metrics } = input;
  const change = metrics.total_return ?? 0;
  return `This strategy would have turned ${plain(initialCapital)} into ${
    equityText(initialCapital * (1 + change))
  }\u00a0USDT ${when(input)} (${metricText("total_return", change)})${holding(input)}.`;
}

function holding({ asset, metrics }: VerdictInput): string {
  const hold = metrics.buy_and_hold_return;
  if (hold === null || hold === undefined) return "";
  return `, while simply holding ${pair(asset).base} made ${
    metricText("buy_and_hold_return", hold)
  }`;
}

function trust({ metrics, open }: VerdictInput, trades: number): string {
  const fall = metrics.max_drawdown ?? 0;
  const worst = fall < 0
    ? `Its worst drawdown was ${metricText("max_drawdown", fall, { size: true })}`
    : "It had no drawdown";
  if (trades === 0 && open) {
    return `${worst}, and its only position was still open at the end, which is too little to judge it.`;
  }
  const count = counted(trades, "trade");
  if (trades < FEW_TRADES) {
    return `${worst}, and ${count} ${trades === 1 ? "is" : "are"} too few to judge it.`;
  }
  const won = metrics.win_rate ?? 0;
  return `${worst}, and ${metricText("win_rate", won)} of its ${count} ended with a gain.`;
}

/** "in 2021", "in March 2021" or "from 5 Jan 2021 to 3 May 2022". */
function when({ fromMs, toMs }: VerdictInput): string {
  const from = new Date(fromMs);
  const last = new Date(toMs - 1);
  const year = from.getUTCFullYear();
  const startsYear = fromMs === Date.UTC(year, 0, 1);
  if (startsYear && toMs === Date.UTC(year + 1, 0, 1)) return `in ${year}`;
  if (startsYear && toMs === Date.UTC(last.getUTCFullYear() + 1, 0, 1)) {
    return `from ${year} to ${last.getUTCFullYear()}`;
  }
  return `from ${date(fromMs)} to ${date(toMs - 1)}`;
}
