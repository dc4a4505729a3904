/** A short, fixed piece of synthetic market for the palette's pictures: the same in every browser, and real to no one. */
import { type CandleSeries, candlesFromColumns } from "../../engine/mod.ts";

/** Candles a picture shows. */
export const SHOWN_BARS = 40;
/** Candles before them, so that every block knows its value where the picture begins. */
const RUN_UP = 160;

/** The candles: waves of three lengths on a slow rise, one hour each. */
export function exampleWalk(): CandleSeries {
  const bars = RUN_UP + SHOWN_BARS;
  const columns = {
    time: new Float64Array(bars),
    open: new Float64Array(bars),
    high: new Float64Array(bars),
    low: new Float64Array(bars),
    close: new Float64Array(bars),
    volume: new Float64Array(bars),
  };
  for (let i = 0; i < bars; i++) {
    const [open, close] = [wave(i - 1), wave(i)];
    const reach = 0.5 + 0.4 * Math.sin(i * 2.3);
    columns.time[i] = Date.UTC(2024, 0, 1) + i * 3_600_000;
    columns.open[i] = open;
    columns.close[i] = close;
    columns.high[i] = Math.max(open, close) + reach;
    columns.low[i] = Math.min(open, close) - reach;
    columns.volume[i] = 40 + 22 * Math.abs(close - open) + 14 * Math.sin(i * 1.7);
  }
  return candlesFromColumns(columns, { timeframeMs: 3_600_000 });
}

function wave(i: number): number {
  return 100 + 0.05 * i + 5 * Math.sin(i / 4.8) + 2 * Math.sin(i / 1.9 + 1) +
    0.3 * Math.sin(i * 2.1);
}

/** A signal of the same length: true in stretches of a few candles, at other times for each `phase`. */
export function exampleSignal(length: number, phase: number): Uint8Array {
  return Uint8Array.from({ length }, (_, i) => Math.sin(i / 2.9 + phase) > 0.25 ? 1 : 0);
}

/** The mean of the last candles, as something slow to hold a value against. */
export function slowly(values: Float64Array, bars = 14): Float64Array {
  return values.map((_, i) => {
    const latest = values.subarray(Math.max(0, i - bars + 1), i + 1);
    return latest.reduce((sum, value) => sum + value, 0) / latest.length;
  });
}
