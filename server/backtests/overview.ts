/** A result in as few numbers as a first look at its chart needs. */
import { OVERVIEW_BUCKETS, type ResultOverview } from "../../contracts/result_overview.ts";
import type { RunResult } from "../../contracts/results.ts";
import type { CandleSeries } from "../../engine/mod.ts";

type Charted = Pick<RunResult, "equity" | "buy_and_hold" | "trades" | "settings">;

/**
 * Stretches of equally many bars, `buckets` at the most.
 *
 * @param candles of the run's dates as they are stored now; left out where they are not the bars of the result
 */
export function overviewOf(
  { equity, buy_and_hold, trades, settings }: Charted,
  candles: CandleSeries | null,
  buckets = OVERVIEW_BUCKETS,
): ResultOverview {
  const bars = equity.time.length;
  const each = Math.max(1, Math.ceil(bars / buckets));
  const starts = Array.from({ length: Math.ceil(bars / each) }, (_, bucket) => bucket * each);
  const ends = starts.map((start) => Math.min(start + each, bars));
  const atEnd = (column: readonly number[]) => ends.map((end) => column[end - 1]!);
  return {
    bars,
    bars_each: each,
    time: starts.map((start) => equity.time[start]!),
    candles: candles && isOf(candles, equity.time) ? candlesOf(candles, starts, ends) : null,
    equity: atEnd(equity.value),
    buy_and_hold: buy_and_hold ? atEnd(buy_and_hold.value) : null,
    drawdown: drawdownsOf(equity.value, settings.initial_capital, ends),
    trades: {
      entry: trades.map(({ entry_bar }) => Math.floor(entry_bar / each)),
      exit: trades.map(({ exit_bar }) => exit_bar === null ? -1 : Math.floor(exit_bar / each)),
      entry_price: trades.map(({ entry_price }) => entry_price),
      exit_price: trades.map(({ exit_price }) => exit_price),
      return: trades.map((trade) => trade.return),
      exit_reason: trades.map(({ exit_reason }) => exit_reason),
    },
  };
}

/** A price at another time would mislead. */
function isOf(candles: CandleSeries, time: readonly number[]): boolean {
  return candles.length === time.length && time.every((at, bar) => candles.time[bar] === at);
}

function candlesOf(
  { open, high, low, close, volume }: CandleSeries,
  starts: readonly number[],
  ends: readonly number[],
): NonNullable<ResultOverview["candles"]> {
  const folded = (column: Float64Array, fold: (a: number, b: number) => number) =>
    starts.map((start, bucket) => {
      let value = column[start]!;
      for (let bar = start + 1; bar < ends[bucket]!; bar++) value = fold(value, column[bar]!);
      return value;
    });
  return {
    open: starts.map((start) => open[start]!),
    high: folded(high, Math.max),
    low: folded(low, Math.min),
    close: ends.map((end) => close[end - 1]!),
    // Volumes that there are not are NaN, which JSON does not know.
    volume: folded(volume, (a, b) => a + b).map((sum) => Number.isFinite(sum) ? sum : null),
  };
}

/** The capital is the first peak. */
function drawdownsOf(
  equity: readonly number[],
  capital: number,
  ends: readonly number[],
): number[] {
  let peak = capital;
  let bar = 0;
  return ends.map((end) => {
    let deepest = 0;
    for (; bar < end; bar++) {
      peak = Math.max(peak, equity[bar]!);
      deepest = Math.min(deepest, equity[bar]! / peak - 1);
    }
    return deepest;
  });
}
