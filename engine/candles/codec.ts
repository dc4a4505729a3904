/** Candles as bytes, for the way from the server to the browser: a header, then the columns, little-endian. */
import { type CandleSeries, candlesFromColumns } from "./candle_series.ts";

/** "BBC1" */
const MAGIC = 0x31434242;
const HEADER_BYTES = 16;
const COLUMNS = ["time", "open", "high", "low", "close", "volume"] as const;

/** Encodes: magic (4 bytes), length (4), timeframe in ms (8, float64), then six columns of float64. */
export function encodeCandles(candles: CandleSeries): Uint8Array<ArrayBuffer> {
  const { length } = candles;
  const bytes = new Uint8Array(HEADER_BYTES + COLUMNS.length * 8 * length);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, MAGIC, true);
  view.setUint32(4, length, true);
  view.setFloat64(8, candles.timeframeMs, true);
  let at = HEADER_BYTES;
  for (const name of COLUMNS) {
    const column = candles[name];
    for (let i = 0; i < length; i++, at += 8) view.setFloat64(at, column[i]!, true);
  }
  return bytes;
}

/** The inverse of `encodeCandles`. @throws {RangeError} for bytes that are not candles, or broken ones. */
export function decodeCandles(bytes: Uint8Array): CandleSeries {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.byteLength < HEADER_BYTES || view.getUint32(0, true) !== MAGIC) {
    throw new RangeError("candles: these bytes are not candles");
  }
  const length = view.getUint32(4, true);
  if (bytes.byteLength !== HEADER_BYTES + COLUMNS.length * 8 * length) {
    throw new RangeError(`candles: ${bytes.byteLength} bytes do not hold ${length} candles`);
  }
  let at = HEADER_BYTES;
  const [time, open, high, low, close, volume] = COLUMNS.map(() => {
    const column = new Float64Array(length);
    for (let i = 0; i < length; i++, at += 8) column[i] = view.getFloat64(at, true);
    return column;
  }) as [Float64Array, Float64Array, Float64Array, Float64Array, Float64Array, Float64Array];
  const timeframeMs = view.getFloat64(8, true);
  return candlesFromColumns({ time, open, high, low, close, volume }, { timeframeMs });
}
