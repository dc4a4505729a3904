/** A stored result as the charts draw it. */
import type { ChartedResult } from "../../charts/charted_result.ts";
import type { CandleSeries } from "../../engine/mod.ts";
import type { RunResult } from "../../components/result_words/result.ts";

/** Curves with the times of their bars, Unix milliseconds. */
export interface ResultCurves extends ChartedResult {
  readonly time: Float64Array;
}

type Stored = Pick<RunResult, "equity" | "buy_and_hold" | "data" | "settings" | "trades">;

/** The curves of a result, its price still to come. */
export function resultCurves(
  { equity, buy_and_hold, data, settings, trades }: Stored,
): ResultCurves {
  const time = Float64Array.from(equity.time);
  const value = Float64Array.from(equity.value);
  const barAt = new Map<number, number>();
  if (data.gaps.length > 0) equity.time.forEach((at, bar) => barAt.set(at, bar));
  return {
    time,
    equity: value,
    hold: buy_and_hold ? Float64Array.from(buy_and_hold.value) : new Array(time.length).fill(null),
    drawdown: drawdownOf(value, settings.initial_capital),
    candles: null,
    trades: {
      entryBar: Int32Array.from(trades, ({ entry_bar }) => entry_bar),
      exitBar: Int32Array.from(trades, ({ exit_bar }) => exit_bar ?? -1),
      returns: Float64Array.from(trades, (trade) => trade.return),
    },
    gapsAfter: Int32Array.from(
      data.gaps.flatMap(({ after_time }) => barAt.get(after_time) ?? []),
    ),
  };
}

/** At or below 0, from the running peak; the capital is the first peak. */
function drawdownOf(equity: Float64Array, capital: number): Float64Array {
  let peak = capital;
  return equity.map((worth) => {
    if (worth > peak) peak = worth;
    return worth / peak - 1;
  });
}

/** Whether candles are those of the curves' bars, one for one: a price at another time would mislead. */
export function areCandlesOf({ time }: Pick<ResultCurves, "time">, candles: CandleSeries): boolean {
  return candles.length === time.length && time.every((at, bar) => candles.time[bar] === at);
}
