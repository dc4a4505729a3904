/**
 * Crosses of many pairs of series over the same bars, as a sweep asks for them: each series is put once where the kernel can
 * read it, and each pair is gone through once for both directions.
 */
import { type CrossKernel, crossKernel, GROUP_BARS } from "./cross_kernel.ts";
import { PlaceReader } from "./place_reader.ts";
import type { SignalReader } from "./signal_reader.ts";

/** Bytes of the kernel's memory, which is never given back: a hundred series of five years of hours. */
const MOST_BYTES = 40 * 1024 * 1024;
const PAGE_BYTES = 65_536;
/** Where the places go; not 0, which says that there are none to be told. */
const OUT = 8;

/** Made when it is first needed; every sweep of the thread uses it. */
let kernel: CrossKernel | null | undefined;
/** Whose series its memory holds; a mark and not the object, which would keep all its series. */
let owner: object | null = null;

/** Where a > b begins and ends. */
interface Pair {
  readonly a: Float64Array;
  readonly b: Float64Array;
  /** `null` where the kernel cannot tell. */
  readonly places: Int32Array | null;
  /** Which of the places begins it: every second one from there on. */
  readonly first: 0 | 1;
}

interface Placed {
  readonly address: number;
  /** First bar whose value is known. */
  readonly known: number;
}

export class Turns {
  /** Bytes of a series, the bars that fill its last group included. */
  readonly #stride: number;
  readonly #placed = new Map<Float64Array, Placed>();
  readonly #free: number[] = [];
  readonly #mark = {};
  #slots = 0;
  #last: Pair | null = null;

  /** @param bars of each of the series */
  constructor(
    private readonly bars: number,
    private readonly mostBytes = MOST_BYTES,
  ) {
    this.#stride = 8 * (bars + GROUP_BARS);
  }

  /**
   * Searches where `a` crosses above `b`, as `CrossSearch` does; `null` when the two are equal at some bar, unknown behind their
   * first known ones, or too many, or where nothing can be made of WebAssembly.
   */
  search(a: Float64Array, b: Float64Array): SignalReader | null {
    let pair = this.#last;
    const turned = pair !== null && pair.a === b && pair.b === a;
    if (!turned && !(pair !== null && pair.a === a && pair.b === b)) {
      pair = this.#last = this.#find(a, b);
    }
    const { places, first } = pair!;
    // As two values differ at every bar, b rises above a where a > b ends.
    return places && new PlaceReader(places, turned ? 1 - first : first, 2);
  }

  /** To be told before a series is written over. */
  forget(series: Float64Array): void {
    const placed = this.#placed.get(series);
    if (placed) {
      this.#placed.delete(series);
      this.#free.push(placed.address);
    }
    if (this.#last?.a === series || this.#last?.b === series) this.#last = null;
  }

  #find(a: Float64Array, b: Float64Array): Pair {
    const { bars } = this;
    const none = { a, b, places: null, first: 0 } as const;
    if (kernel === undefined) kernel = crossKernel();
    if (kernel === null) return none;
    if (owner !== this.#mark) {
      owner = this.#mark;
      this.#placed.clear();
      this.#free.length = this.#slots = 0;
    }
    const placedA = this.#place(a, kernel);
    const placedB = this.#place(b, kernel);
    if (placedA === null || placedB === null) return none;
    const from = Math.max(placedA.known, placedB.known);
    if (from >= bars) return { ...none, places: new Int32Array(0) };
    const above = a[from]! > b[from]! ? 1 : 0;
    const start = placedA.address + 8 * from;
    const end = kernel.turns(
      start,
      placedB.address + 8 * from,
      placedA.address + 8 * bars,
      OUT,
      from,
      above,
    );
    if (end === 0) return none;
    const places = new Int32Array(kernel.memory.buffer, OUT, (end - OUT) >> 2).slice();
    return { a, b, places, first: above };
  }

  #place(series: Float64Array, { memory }: CrossKernel): Placed | null {
    const before = this.#placed.get(series);
    if (before) return before;
    const stride = this.#stride;
    let address = this.#free.pop();
    if (address === undefined) {
      // The places come first.
      address = stride + this.#slots * stride;
      const end = address + stride;
      if (end > this.mostBytes) return null;
      const missing = end - memory.buffer.byteLength;
      if (missing > 0) {
        try {
          memory.grow(Math.ceil(missing / PAGE_BYTES));
        } catch {
          return null;
        }
      }
      this.#slots++;
    }
    const column = new Float64Array(memory.buffer, address, this.bars + GROUP_BARS);
    column.set(series);
    // What fills the last group is as the last bar, and so brings no turn.
    column.fill(series[this.bars - 1] ?? NaN, this.bars);
    let known = 0;
    while (known < this.bars && series[known] !== series[known]) known++;
    const placed = { address, known };
    this.#placed.set(series, placed);
    return placed;
  }
}
