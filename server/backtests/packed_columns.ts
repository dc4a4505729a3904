/**
 * Columns of numbers as few bytes, every bit kept. What a number is expected to be is taken from it first: the value before,
 * the line through the two before, or what the reader computes; decimal numbers become whole ones. The rest, mostly zeros, is
 * written byte by byte of equal weight, planes of zeros left out, for a packer that comes after it.
 */

/** How a column is written; kept with it. */
export interface ColumnHead {
  readonly as: "whole" | "linear" | "bits";
  readonly length: number;
  /** The planes that are there, a bit each, the lowest byte first. */
  readonly planes: number;
  /** Of `whole`: decimal places. */
  readonly places?: number | undefined;
}

/** What a value of a column is expected to be, from those before it. */
export type Prediction = (i: number, before: Float64Array) => number;

/** Longer than any column on offer: a decade of minutes is 5.3 million. */
const MOST_VALUES = 16_777_216;
const MOST_PLACES = 8;
/** Differences of whole numbers below this, doubled, are exact. */
const MOST_WHOLE = 2 ** 51;
const PLANES = 8;
const LOW = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1 ? 0 : 1;
const HIGH = 1 - LOW;

const previous: Prediction = (i, before) => i > 0 ? before[i - 1]! : 0;
const line: Prediction = (i, before) =>
  i > 1 ? before[i - 1]! + (before[i - 1]! - before[i - 2]!) : previous(i, before);

/** Collects the bytes of columns one after the other. */
export class ColumnWriter {
  readonly #parts: Uint8Array[] = [];

  /** Writes a column in the way that suits it; `predict` comes from who will read it. */
  write(values: Float64Array, predict?: Prediction): ColumnHead {
    if (predict) return this.#bits(values, "bits", predict);
    const places = placesOf(values);
    if (places === null) return this.#bits(values, "bits", previous);
    return isLine(values) ? this.#bits(values, "linear", line) : this.#whole(values, places);
  }

  bytes(): Uint8Array {
    const all = new Uint8Array(this.#parts.reduce((sum, { length }) => sum + length, 0));
    let at = 0;
    for (const part of this.#parts) {
      all.set(part, at);
      at += part.length;
    }
    return all;
  }

  #bits(values: Float64Array, as: "bits" | "linear", predict: Prediction): ColumnHead {
    const { length } = values;
    const expected = new Float64Array(length);
    for (let i = 0; i < length; i++) expected[i] = predict(i, values);
    const words = wordsOf(values.slice());
    const others = wordsOf(expected);
    for (let i = 0; i < words.length; i++) words[i]! ^= others[i]!;
    return { as, length, planes: this.#planes(words) };
  }

  #whole(values: Float64Array, places: number): ColumnHead {
    const { length } = values;
    const scale = 10 ** places;
    const words = new Uint32Array(2 * length);
    let before = 0;
    for (let i = 0; i < length; i++) {
      const whole = Math.round(values[i]! * scale);
      const step = whole - before;
      before = whole;
      // The sign becomes the lowest bit.
      const folded = step < 0 ? -2 * step - 1 : 2 * step;
      words[2 * i + LOW] = folded;
      words[2 * i + HIGH] = folded / 2 ** 32;
    }
    return { as: "whole", length, planes: this.#planes(words), places };
  }

  /** Returns which planes are not zero. */
  #planes(words: Uint32Array): number {
    let low = 0;
    let high = 0;
    const length = words.length / 2;
    for (let i = 0; i < length; i++) {
      low |= words[2 * i + LOW]!;
      high |= words[2 * i + HIGH]!;
    }
    let planes = 0;
    for (let plane = 0; plane < PLANES; plane++) {
      const shift = 8 * (plane % 4);
      if ((((plane < 4 ? low : high) >>> shift) & 255) === 0) continue;
      planes |= 1 << plane;
      const bytes = new Uint8Array(length);
      const half = plane < 4 ? LOW : HIGH;
      for (let i = 0; i < length; i++) bytes[i] = words[2 * i + half]! >>> shift;
      this.#parts.push(bytes);
    }
    return planes;
  }
}

/** Reads columns in the order in which they were written. */
export class ColumnReader {
  #at = 0;

  constructor(private readonly bytes: Uint8Array) {}

  /** All bytes have been read. */
  get isAtEnd(): boolean {
    return this.#at === this.bytes.length;
  }

  /** @throws {RangeError} for a head that cannot be, and where bytes are missing */
  read(head: ColumnHead, predict?: Prediction): Float64Array {
    const { as, length, planes, places = 0 } = head;
    if (!isCount(length, MOST_VALUES) || !isCount(planes, 255) || !isCount(places, MOST_PLACES)) {
      throw new RangeError("a column's head cannot be");
    }
    const words = this.#words(length, planes);
    if (as === "whole") return wholeFrom(words, 10 ** places);
    if (as !== "bits" && as !== "linear") throw new RangeError("a column of an unknown kind");
    const expect = as === "linear" ? line : predict ?? previous;
    const values = new Float64Array(length);
    const bits = wordsOf(values);
    const one = new Float64Array(1);
    const expected = wordsOf(one);
    for (let i = 0; i < length; i++) {
      one[0] = expect(i, values);
      bits[2 * i] = words[2 * i]! ^ expected[0]!;
      bits[2 * i + 1] = words[2 * i + 1]! ^ expected[1]!;
    }
    return values;
  }

  #words(length: number, planes: number): Uint32Array {
    const words = new Uint32Array(2 * length);
    for (let plane = 0; plane < PLANES; plane++) {
      if ((planes & (1 << plane)) === 0) continue;
      const bytes = this.bytes.subarray(this.#at, this.#at + length);
      if (bytes.length !== length) throw new RangeError("a column is cut off");
      this.#at += length;
      const shift = 8 * (plane % 4);
      const half = plane < 4 ? LOW : HIGH;
      for (let i = 0; i < length; i++) words[2 * i + half]! |= bytes[i]! << shift;
    }
    return words;
  }
}

function wholeFrom(words: Uint32Array, scale: number): Float64Array {
  const values = new Float64Array(words.length / 2);
  let whole = 0;
  for (let i = 0; i < values.length; i++) {
    const low = words[2 * i + LOW]!;
    const folded = words[2 * i + HIGH]! * 2 ** 32 + low;
    whole += low % 2 === 1 ? -(folded + 1) / 2 : folded / 2;
    values[i] = whole / scale;
  }
  return values;
}

/** With how many decimal places all values can be written as whole numbers and come back as they are; `null` with none. */
function placesOf(values: Float64Array): number | null {
  let places = 0;
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    while (!isWhole(value, 10 ** places)) if (++places > MOST_PLACES) return null;
  }
  // Those looked at with fewer places have to come back with this many, too.
  const scale = 10 ** places;
  return values.every((value) => isWhole(value, scale)) ? places : null;
}

function isWhole(value: number, scale: number): boolean {
  const whole = Math.round(value * scale);
  return Math.abs(whole) < MOST_WHOLE && Object.is(whole / scale, value) && !Object.is(whole, -0);
}

/** Nearly all values lie on the line through the two before, as times do. */
function isLine(values: Float64Array): boolean {
  let off = 0;
  for (let i = 2; i < values.length; i++) if (line(i, values) !== values[i]) off++;
  return off < values.length / 20;
}

/** The bits of numbers as pairs of words. */
function wordsOf(values: Float64Array): Uint32Array {
  return new Uint32Array(values.buffer, values.byteOffset, 2 * values.length);
}

function isCount(value: number, most: number): boolean {
  return Number.isInteger(value) && value >= 0 && value <= most;
}
