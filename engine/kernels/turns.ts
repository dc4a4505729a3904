/**
 * Crosses of many pairs of series over the same bars, as a sweep asks for them: each series is put once where the kernel can
 * read it, and each pair is gone through once for both directions.
 */
import { type CrossKernel, crossKernel, GROUP_BARS } from "./cross_kernel.ts";
import { CrossFinder } from "./cross_places.ts";
import { PlaceReader } from "./place_reader.ts";
import type { SignalReader } from "./signal_reader.ts";

/** Bytes of the kernel's memory, which is never given back: a hundred series of ten years of hours. */
const MOST_BYTES = 40 * 1024 * 1024;
const PAGE_BYTES = 65_536;
/** Where the places go; not 0, which says that there are none to be told. */
const OUT = 8;

/** Made when it is first needed; every sweep of the thread uses it. */
let kernel: CrossKernel | null | undefined;
/** Whose series its memory holds; a mark and not the object, which would keep all its series. */
let owner: object | null = null;

/** Places that are kept in one piece of memory, as long as any reader holds it. */
const POOL = 1 << 15;

interface Pair {
  readonly a: Float64Array;
  readonly b: Float64Array;
  /** Where a crosses above b, and b above a; `null` where it is not told. */
  readonly up: SignalReader | null;
  readonly down: SignalReader | null;
}

interface Placed {
  readonly address: number;
  /** First bar that is known; all bars where a later one is not, so that nothing is left to the kernel. */
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
  #pool = new Int32Array(0);
  #pooled = 0;
  #view = new Int32Array(0);

  /** @param bars of each of the series */
  constructor(
    private readonly bars: number,
    private readonly mostBytes = MOST_BYTES,
  ) {
    // Room for the places at the least: 4 bytes a bar.
    this.#stride = 4 * (bars + GROUP_BARS) + OUT;
  }

  /**
   * Searches where `a` crosses above `b`, as `CrossSearch` does; `null` when the series are too many, or where there is no
   * WebAssembly.
   */
  search(a: Float64Array, b: Float64Array): SignalReader | null {
    const last = this.#last;
    if (last !== null && last.a === b && last.b === a) return last.down;
    if (last !== null && last.a === a && last.b === b) return last.up;
    return (this.#last = this.#find(a, b)).up;
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
    const none: Pair = { a, b, up: null, down: null };
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
    if (from >= bars) return { a, b, ...new CrossFinder().find(a, b) };
    const above = a[from]! > b[from]! ? 1 : 0;
    const end = kernel.turns(
      placedA.address + 4 * from,
      placedB.address + 4 * from,
      placedA.address + 4 * bars,
      OUT,
      from,
      above,
    );
    // Equal somewhere, or as good as equal: a look at each bar.
    if (end === 0) return { a, b, ...new CrossFinder().find(a, b) };
    const count = (end - OUT) >> 2;
    if (this.#pooled + count > this.#pool.length) {
      this.#pool = new Int32Array(Math.max(POOL, count));
      this.#pooled = 0;
    }
    const pool = this.#pool;
    const start = this.#pooled;
    const told = this.#words(kernel);
    for (let k = 0; k < count; k++) pool[start + k] = told[OUT / 4 + k]!;
    this.#pooled += count;
    // As the two differ at every bar, b rises above a where a > b ends.
    return {
      a,
      b,
      up: new PlaceReader(pool, start + above, start + count, 2),
      down: new PlaceReader(pool, start + 1 - above, start + count, 2),
    };
  }

  /** The kernel's memory in words; another view once it has grown. */
  #words({ memory }: CrossKernel): Int32Array {
    if (this.#view.buffer !== memory.buffer) this.#view = new Int32Array(memory.buffer);
    return this.#view;
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
    const { bars } = this;
    const column = new Float32Array(memory.buffer, address, bars + GROUP_BARS);
    let known = 0;
    while (known < bars && series[known] !== series[known]) known++;
    let unknown = 0;
    for (let i = known; i < bars; i++) {
      const value = series[i]!;
      column[i] = value;
      unknown |= Number(value !== value);
    }
    if (unknown !== 0) known = bars;
    // What fills the last group is as the last bar, and so brings no turn.
    column.fill(column[bars - 1] ?? 0, bars);
    const placed = { address, known };
    this.#placed.set(series, placed);
    return placed;
  }
}
