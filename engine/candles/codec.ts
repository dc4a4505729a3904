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

/**
 * The inverse of `encodeCandles`. Where the machine's numbers lie as the bytes do, the columns are views on `bytes`, which
 * must not be written to any more; elsewhere they are copies. @throws {RangeError} for bytes that are not candles, or broken ones.
 */
export function decodeCandles(bytes: Uint8Array): CandleSeries {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.byteLength < HEADER_BYTES || view.getUint32(0, true) !== MAGIC) {
    throw new RangeError("candles: these bytes are not candles");
  }
  const length = view.getUint32(4, true);
  if (bytes.byteLength !== HEADER_BYTES + COLUMNS.length * 8 * length) {
    throw new RangeError(`candles: ${bytes.byteLength} bytes do not hold ${length} candles`);
  }
  const [time, open, high, low, close, volume] = COLUMNS.map((_name, k) =>
    columnAt(view, HEADER_BYTES + k * 8 * length, length)
  ) as [Float64Array, Float64Array, Float64Array, Float64Array, Float64Array, Float64Array];
  const timeframeMs = view.getFloat64(8, true);
  return candlesFromColumns({ time, open, high, low, close, volume }, { timeframeMs });
}

const LITTLE_ENDIAN = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1;

function columnAt(view: DataView, at: number, length: number): Float64Array {
  const place = view.byteOffset + at;
  if (LITTLE_ENDIAN && place % 8 === 0) return new Float64Array(view.buffer, place, length);
  return Float64Array.from({ length }, (_, i) => view.getFloat64(at + 8 * i, true));
}
