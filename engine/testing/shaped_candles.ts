/** Candles of a certain shape, for tests. */
import { type CandleSeries, candlesFromColumns } from "../candles/candle_series.ts";

/** Hourly candles whose price and volume are one number. */
export function flatCandles(price: number, bars: number): CandleSeries {
  const column = new Float64Array(bars).fill(price);
  const time = Float64Array.from({ length: bars }, (_, i) => i * 3_600_000);
  return candlesFromColumns({
    time,
    open: column,
    high: column,
    low: column,
    close: column,
    volume: column,
  });
}

/** The same candles with every price `factor` times as large. A power of two changes no digit of a price. */
export function inAnotherUnit(candles: CandleSeries, factor: number): CandleSeries {
  const scaled = (column: Float64Array) => column.map((value) => value * factor);
  const { open, high, low, close } = candles;
  return {
    ...candles,
    open: scaled(open),
    high: scaled(high),
    low: scaled(low),
    close: scaled(close),
  };
}
