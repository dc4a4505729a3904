/** Made-up candles of which the truth is known: a walk that nothing can foretell, or one with a momentum hidden in it. */
import { type CandleSeries, candlesFromColumns } from "../candles/candle_series.ts";
import type { Draw } from "../maths/mulberry32.ts";
import { normalQuantile } from "../maths/normal.ts";

export interface MadeUpOptions {
  readonly bars: number;
  readonly timeframeMs: number;
  /** Standard deviation of a candle's move, a fraction. */
  readonly deviation: number;
  /** Standard deviation of what is added to the momentum with each candle; 0 leaves a walk without an edge in it. */
  readonly momentum?: number;
}

const START_MS = Date.UTC(2020, 0, 1);
const START_PRICE = 100;
/** Share of the momentum that is left after a candle. */
const MOMENTUM_KEPT = 0.9;

/**
 * `close × (1 + m + deviation × z')` with `m ← 0.9 m + momentum × z`; each candle opens where the one before closed. The
 * expected move of a candle is 0 where there is no momentum.
 *
 * @param draw goes on with the draws that come after those of the candles
 */
export function madeUpCandles(
  draw: Draw,
  { bars, timeframeMs, deviation, momentum = 0 }: MadeUpOptions,
): CandleSeries {
  const normal = () => normalQuantile((draw() * 4294967296 + 0.5) / 4294967296);
  const column = () => new Float64Array(bars);
  const columns = {
    time: column(),
    open: column(),
    high: column(),
    low: column(),
    close: column(),
    volume: column(),
  };
  const { time, open, high, low, close, volume } = columns;
  let price = START_PRICE;
  let drift = 0;
  for (let i = 0; i < bars; i++) {
    drift = MOMENTUM_KEPT * drift + momentum * normal();
    const next = price * (1 + drift + deviation * normal());
    time[i] = START_MS + i * timeframeMs;
    open[i] = price;
    close[i] = next;
    high[i] = Math.max(price, next) * (1 + deviation / 2 * draw());
    low[i] = Math.min(price, next) * (1 - deviation / 2 * draw());
    volume[i] = 1_000 * draw();
    price = next;
  }
  return candlesFromColumns(columns, { timeframeMs });
}
