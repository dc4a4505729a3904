/** How paths of trades spread on their way: quantiles of what they are worth after every few trades. For pictures. */
import { type Quantiles, quantilesOf } from "./quantiles.ts";

/** Places along the trades at which the paths are looked at, beside the beginning. */
const MOST_PLACES = 32;

export interface FanRow {
  /** Trades gone through; 0 at the beginning. */
  readonly trades: number;
  /** Total returns of the paths so far, fractions. */
  readonly paths: Quantiles;
  /** That of the run itself. */
  readonly own: number;
}

export class PathFan {
  readonly #after: readonly number[];
  readonly #returns: readonly Float64Array[];
  #taken = 0;

  /**
   * @param own growths of the run's closed trades; at least one
   * @param paths how many are taken
   */
  constructor(private readonly own: Float64Array, paths: number) {
    const places = Math.min(MOST_PLACES, own.length);
    this.#after = Array.from(
      { length: places },
      (_, k) => Math.round((k + 1) * own.length / places),
    );
    this.#returns = this.#after.map(() => new Float64Array(paths));
  }

  /** @param growths of one path, as many as the run has; at most as many calls as paths were told */
  take(growths: Float64Array): void {
    this.#walk(growths, (place, value) => {
      this.#returns[place]![this.#taken] = value;
    });
    this.#taken++;
  }

  /** From the beginning to the last trade. To be asked once, after every path. */
  rows(): readonly FanRow[] {
    const own: number[] = [];
    this.#walk(this.own, (place, value) => {
      own[place] = value;
    });
    const begin = { p5: 0, p25: 0, p50: 0, p75: 0, p95: 0 };
    return [
      { trades: 0, paths: begin, own: 0 },
      ...this.#after.map((trades, place) => ({
        trades,
        paths: quantilesOf(this.#returns[place]!.subarray(0, this.#taken)),
        own: own[place]!,
      })),
    ];
  }

  #walk(growths: Float64Array, tell: (place: number, totalReturn: number) => void): void {
    let worth = 1;
    let place = 0;
    for (let k = 0; k < growths.length; k++) {
      worth *= growths[k]!;
      if (k + 1 === this.#after[place]) tell(place++, worth - 1);
    }
  }
}
