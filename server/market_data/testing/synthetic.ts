import { type CandleSeries, candlesFromColumns } from "../../../engine/mod.ts";

export const HOUR = 3_600_000;

/** Candles at the given open times, each different from the next, `shift` telling two series apart. */
export function candlesAt(times: readonly number[], shift = 0, timeframeMs = HOUR): CandleSeries {
  const base = times.map((time) => 100 + ((time / HOUR) % 50) + shift);
  return candlesFromColumns({
    time: [...times],
    open: base,
    high: base.map((price) => price + 2.123456789),
    low: base.map((price) => price - 1.1),
    close: base.map((price) => price + 0.1),
    volume: base.map((price) => price / 7),
  }, { timeframeMs });
}

/** `count` open times from `fromMs` on. */
export function hours(fromMs: number, count: number, stepMs = HOUR): number[] {
  return Array.from({ length: count }, (_, i) => fromMs + i * stepMs);
}

/** The file that an import would read. */
export function csvOf(candles: CandleSeries): string {
  const lines = ["timestamp,open,high,low,close,volume"];
  for (let i = 0; i < candles.length; i++) {
    const { time, open, high, low, close, volume } = candles;
    lines.push([time, open, high, low, close, volume].map((column) => column[i]).join(","));
  }
  return lines.join("\n") + "\n";
}

/** The columns as plain arrays, for comparison. */
export function plain(candles: CandleSeries): Record<string, number[]> {
  const { time, open, high, low, close, volume } = candles;
  return Object.fromEntries(
    Object.entries({ time, open, high, low, close, volume })
      .map(([name, column]) => [name, Array.from(column)]),
  );
}
