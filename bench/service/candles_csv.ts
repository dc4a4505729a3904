import type { CandleSeries } from "../../engine/mod.ts";

/** Candles as the CSV that the app imports. */
export function encodeCandlesCsv(candles: CandleSeries): string {
  const { time, open, high, low, close, volume, length } = candles;
  const lines = ["timestamp,open,high,low,close,volume"];
  for (let i = 0; i < length; i++) {
    lines.push([time[i], open[i], high[i], low[i], close[i], volume[i]].join(","));
  }
  return lines.join("\n") + "\n";
}
