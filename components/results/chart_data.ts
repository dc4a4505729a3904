/** Columns for the charts: one row a candle, and an empty row where candles are missing, so that the line breaks there. */
import type { RunResult } from "./result.ts";

export interface ChartColumns {
  /** Candle open times, Unix seconds, as the chart wants them. */
  readonly time: Float64Array;
  readonly equity: (number | null)[];
  /** Buying and holding with the same costs; `null` when it is not known. */
  readonly hold: (number | null)[];
  /** Fractions at or below 0, from the running peak; the capital is the first peak. */
  readonly drawdown: (number | null)[];
}

export function chartColumns(
  { equity, buy_and_hold, data, settings }: Pick<
    RunResult,
    "equity" | "buy_and_hold" | "data" | "settings"
  >,
): ChartColumns {
  const bars = equity.time.length;
  const rows = bars + data.gaps.length;
  const time = new Float64Array(rows);
  const value: (number | null)[] = new Array(rows).fill(null);
  const hold: (number | null)[] = new Array(rows).fill(null);
  const drawdown: (number | null)[] = new Array(rows).fill(null);
  let peak = settings.initial_capital;
  let gap = 0;
  let row = 0;
  for (let bar = 0; bar < bars; bar++) {
    const now = equity.time[bar] ?? 0;
    const worth = equity.value[bar] ?? 0;
    if (worth > peak) peak = worth;
    time[row] = now / 1000;
    value[row] = worth;
    hold[row] = buy_and_hold?.value[bar] ?? null;
    drawdown[row] = worth / peak - 1;
    row++;
    const next = equity.time[bar + 1];
    if (data.gaps[gap]?.after_time === now && next !== undefined) {
      time[row++] = (now + (next - now) / 2) / 1000;
      gap++;
    }
  }
  return row === rows ? { time, equity: value, hold, drawdown } : {
    time: time.subarray(0, row),
    equity: value.slice(0, row),
    hold: hold.slice(0, row),
    drawdown: drawdown.slice(0, row),
  };
}
