/** Falls of the equity below its running peak, the starting capital being the first peak. */

export interface DeepestDrawdown {
  /** Fraction ≤ 0. */
  readonly depth: number;
  /** Bar of the peak before the fall, of its lowest point, and of the first bar back at the peak (`null` = never). */
  readonly startBar: number | null;
  readonly bottomBar: number | null;
  readonly recoveryBar: number | null;
  /** Longest stretch of bars below a peak. */
  readonly longestUnderwaterBars: number;
  /** The last peak, which is the highest of all. */
  readonly highest: number;
}

/**
 * Finds the deepest fall while a curve is told, stretch by stretch: the first of equals. Below one peak the lowest value is the
 * deepest fall, so there is one division a peak and not one a bar. Rounding keeps the order of values (cash + quantity × close
 * never falls as the close rises), so that the extremes of a stretch's closes tell those of its values.
 */
export class DrawdownTracker {
  /** The starting capital, or the highest value so far. */
  peak: number;
  /** The lowest value since the peak; Infinity where there is none. */
  lowest = Infinity;
  /** First bar below the peak. */
  #waterFrom = 0;
  /** Bar of the lowest value; −1 where it is only known that it lies in the holding that began at … */
  #lowestBar = -1;
  #lowestFrom = 0;
  #lowestCash = 0;
  #lowestQuantity = 0;
  #depth = 0;
  #startBar: number | null = null;
  #bottomBar: number | null = null;
  #recoveryBar: number | null = null;
  #longest = 0;

  /** @param close of each bar of the range */
  constructor(private readonly close: Float64Array, capital: number) {
    this.peak = capital;
  }

  /** The same value at the bars `from` … `to − 1`. */
  flat(from: number, to: number, value: number): void {
    if (value >= this.peak) {
      this.#surface(from, from);
      this.peak = value;
      this.#waterFrom = to;
    } else if (value < this.lowest) {
      this.lowest = value;
      this.#lowestBar = from;
    }
  }

  /** A holding whose values all lie below the peak, from bar `from` on, by its lowest close. */
  sunk(from: number, cash: number, quantity: number, lowestClose: number): void {
    const value = cash + quantity * lowestClose;
    if (!(value < this.lowest)) return;
    this.lowest = value;
    this.#lowestBar = -1;
    this.#lowestFrom = from;
    this.#lowestCash = cash;
    this.#lowestQuantity = quantity;
  }

  /** A holding at the bars `from` … `to − 1`, bar by bar; its values are written to `out` where there is one. */
  pass(from: number, to: number, cash: number, quantity: number, out?: Float64Array): void {
    const { close } = this;
    let peak = this.peak;
    let waterFrom = this.#waterFrom;
    let lowest = this.lowest;
    for (let i = from; i < to; i++) {
      const value = cash + quantity * close[i]!;
      if (out !== undefined) out[i] = value;
      if (value >= peak) {
        if (i > waterFrom) {
          this.peak = peak;
          this.#waterFrom = waterFrom;
          this.#surface(i, i);
          lowest = Infinity;
        }
        peak = value;
        waterFrom = i + 1;
      } else if (value < lowest) {
        lowest = this.lowest = value;
        this.#lowestBar = i;
      }
    }
    this.peak = peak;
    this.#waterFrom = waterFrom;
  }

  /** What was found, after the last bar. */
  found(): DeepestDrawdown {
    this.#surface(this.close.length, null);
    return {
      depth: this.#depth,
      startBar: this.#startBar,
      bottomBar: this.#bottomBar,
      recoveryBar: this.#recoveryBar,
      longestUnderwaterBars: this.#longest,
      highest: this.peak,
    };
  }

  /** Ends what lies below the peak, before `bar`, where the curve is back at it (or ends: `null`). */
  #surface(bar: number, recoveryBar: number | null): void {
    if (bar - this.#waterFrom > this.#longest) this.#longest = bar - this.#waterFrom;
    if (this.lowest === Infinity) return;
    const fall = this.lowest / this.peak - 1;
    if (fall < this.#depth) {
      this.#depth = fall;
      this.#startBar = Math.max(0, this.#waterFrom - 1);
      this.#bottomBar = this.#lowestBar >= 0 ? this.#lowestBar : this.#barOfLowest();
      this.#recoveryBar = recoveryBar;
    }
    this.lowest = Infinity;
  }

  #barOfLowest(): number {
    let bar = this.#lowestFrom;
    while (this.#lowestCash + this.#lowestQuantity * this.close[bar]! > this.lowest) bar++;
    return bar;
  }
}

/** The deepest fall of an equity curve, the first of equals. */
export function deepestDrawdownOf(equity: Float64Array, capital: number): DeepestDrawdown {
  const tracker = new DrawdownTracker(equity, capital);
  tracker.pass(0, equity.length, 0, 1);
  return tracker.found();
}
