/** Synthetic candles for tests and benchmarks: the same ones for the same seed, everywhere. */
import { type CandleSeries, candlesFromColumns } from "../candles/candle_series.ts";
import { mulberry32 } from "../maths/mulberry32.ts";

export interface WalkOptions {
  readonly bars: number;
  readonly seed: number;
  readonly start?: number;
  readonly timeframeMs?: number;
  /** Largest move of a bar, fraction. */
  readonly step?: number;
  /** Leaves out stretches of bars now and then. */
  readonly gaps?: boolean;
  /** Lets the open differ from the close before. */
  readonly jumps?: boolean;
}

export { mulberry32 as seededRandom };

export function randomWalk(options: WalkOptions): CandleSeries {
  const {
    bars,
    seed,
    start = 100,
    timeframeMs = 3_600_000,
    step = 0.02,
    gaps = false,
    jumps = false,
  } = options;
  const random = mulberry32(seed);
  const columns = ["time", "open", "high", "low", "close", "volume"].map(() =>
    new Float64Array(bars)
  );
  const [time, open, high, low, close, volume] = columns as [
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
  ];
  let at = Date.UTC(2020, 0, 1);
  let price = start;
  for (let i = 0; i < bars; i++) {
    if (jumps && random() < 0.05) price *= 1 + (random() - 0.5) * step * 4;
    const o = price;
    const c = o * (1 + (random() - 0.5) * 2 * step);
    time[i] = at;
    open[i] = o;
    close[i] = c;
    high[i] = Math.max(o, c) * (1 + random() * step * 0.7);
    low[i] = Math.min(o, c) * (1 - random() * step * 0.7);
    volume[i] = random() * 1000;
    price = c;
    at += timeframeMs * (gaps && random() < 0.02 ? 2 + Math.floor(random() * 5) : 1);
  }
  return candlesFromColumns({ time, open, high, low, close, volume }, { timeframeMs });
}
