/** How a simulation asks a signal where it is true. Places are those of the loaded candles. */

/** The place of what never comes. A small integer, so that places stay integers for the compiler. */
export const NEVER = 0x3fff_ffff;

export interface SignalReader {
  /** Place of the first true value at or after `from`, `NEVER` when there is none. */
  next(from: number): number;
  /** How many of the values at `from` … `to − 1` are true, where it can tell; a search that leaps cannot. */
  count?(from: number, to: number): number;
}

/** Bars searched one by one before the search is handed to the runtime, whose call costs as much as some fifty bars. */
const NEAR = 64;

/** A signal that has been computed for every bar. */
export class ColumnReader implements SignalReader {
  constructor(private readonly column: Uint8Array) {}

  next(from: number): number {
    const { column } = this;
    const near = Math.min(column.length, from + NEAR);
    for (let i = from; i < near; i++) if (column[i] === 1) return i;
    const found = near < column.length ? column.indexOf(1, near) : -1;
    return found < 0 ? NEVER : found;
  }

  count(from: number, to: number): number {
    return countTrue(this.column, from, to);
  }
}

/** How many of the values at `from` … `to − 1` are true; of many, four at a time. */
export function countTrue(column: Uint8Array, from: number, to: number): number {
  let count = 0;
  let i = from;
  if (to - from > NEAR) {
    while ((column.byteOffset + i) % 4 !== 0) count += column[i++]!;
    const words = new Uint32Array(column.buffer, column.byteOffset + i, (to - i) >> 2);
    // The highest byte of the product is the sum of the four.
    for (let k = 0; k < words.length; k++) count += Math.imul(words[k]!, 0x01010101) >>> 24;
    i += 4 * words.length;
  }
  for (; i < to; i++) count += column[i]!;
  return count;
}
