/** Columns of numbers as a parameter of a statement, in binary: text would have to be written and read digit by digit. */
import { Buffer } from "node:buffer";

/** PostgreSQL's number of `double precision`. */
const FLOAT8 = 701;
const HEAD_BYTES = 20;
/** A length of 4 bytes and the number. */
const ENTRY_BYTES = 12;

/** `values` as both drivers send a `float8[]` in binary; every bit is kept. */
export function floatArray(values: Float64Array): Buffer {
  const bytes = Buffer.allocUnsafe(HEAD_BYTES + ENTRY_BYTES * values.length);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  // One dimension, no nulls, type, length, first index.
  for (const [k, word] of [1, 0, FLOAT8, values.length, 1].entries()) view.setInt32(k * 4, word);
  for (let i = 0; i < values.length; i++) {
    const offset = HEAD_BYTES + i * ENTRY_BYTES;
    view.setInt32(offset, 8);
    view.setFloat64(offset + 4, values[i] ?? NaN);
  }
  return bytes;
}
