/** Candles as columns of a series that the desk has seen, and as each follow has seen them. */
import { type CandleSeries, candlesFromColumns, firstAtOrAfter } from "../../engine/mod.ts";

export const PRICES = ["open", "high", "low", "close", "volume"] as const;

/** One candle; `volume` is NaN where it came without one. */
export interface SeenCandle {
  /** Open, Unix ms. */
  readonly time: number;
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
  readonly volume: number;
}

/** What a follow has seen otherwise; `null` = it has seen none at that time. */
export type Overrides = ReadonlyMap<number, SeenCandle | null>;

/** Candles in the order of their times. */
export type SeenCandles = readonly SeenCandle[];

export function candlesOf(series: CandleSeries): SeenCandle[] {
  const { time, open, high, low, close, volume, length } = series;
  return Array.from({ length }, (_, i) => ({
    time: time[i]!,
    open: open[i]!,
    high: high[i]!,
    low: low[i]!,
    close: close[i]!,
    volume: volume[i]!,
  }));
}

/** @throws {RangeError} for candles that are broken */
export function seriesOf(candles: SeenCandles, timeframeMs: number): CandleSeries {
  const column = (name: keyof SeenCandle) => Float64Array.from(candles, (candle) => candle[name]);
  const volume = column("volume");
  return candlesFromColumns({
    time: column("time"),
    open: column("open"),
    high: column("high"),
    low: column("low"),
    close: column("close"),
    // As market data does: one candle without a volume, and none can be calculated with.
    volume: volume.some(Number.isNaN) ? null : volume,
  }, { timeframeMs });
}

export function isSame(a: SeenCandle, b: SeenCandle): boolean {
  return PRICES.every((name) => Object.is(a[name], b[name]));
}

/** The candles as a follow has seen them, from `fromMs` on. */
export function asSeen(candles: SeenCandles, overrides: Overrides, fromMs: number): SeenCandle[] {
  const seen = candles.filter(({ time }) => time >= fromMs && !overrides.has(time));
  for (const [time, candle] of overrides) if (candle && time >= fromMs) seen.push(candle);
  return overrides.size === 0 ? seen : seen.sort((a, b) => a.time - b.time);
}

/** Open of the first candle that a run from `startMs` on uses. */
export function historyFrom(candles: CandleSeries, startMs: number, historyBars: number): number {
  const start = firstAtOrAfter(candles, startMs);
  return candles.time[Math.max(0, start - historyBars)] ?? startMs;
}
