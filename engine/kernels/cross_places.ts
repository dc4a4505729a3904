/** The places at which two series cross, both ways, found in one pass. */
import { CountedPlaces } from "./place_reader.ts";

export interface CrossPlaces {
  /** Where a rises above b: a[i−1] ≤ b[i−1] and a[i] > b[i]. */
  readonly up: CountedPlaces;
  /** Where b rises above a. */
  readonly down: CountedPlaces;
}

/** Places that are written over from run to run. */
class Places {
  #places = new Int32Array(256);
  #length = 0;

  clear(): void {
    this.#length = 0;
  }

  add(place: number): void {
    if (this.#length === this.#places.length) {
      const longer = new Int32Array(2 * this.#length);
      longer.set(this.#places);
      this.#places = longer;
    }
    this.#places[this.#length++] = place;
  }

  reader(): CountedPlaces {
    return new CountedPlaces(this.#places.subarray(0, this.#length));
  }
}

/** Finds crosses; what it found holds until it is asked for others. */
export class CrossFinder {
  readonly #up = new Places();
  readonly #down = new Places();

  /** A value that is unknown crosses nothing, neither on its bar nor on the next. */
  find(a: Float64Array, b: Float64Array): CrossPlaces {
    const up = this.#up;
    const down = this.#down;
    up.clear();
    down.clear();
    const { length } = a;
    let i = 1;
    while (i < length) {
      const x = a[i - 1]!;
      const y = b[i - 1]!;
      // Series stay on one side for a while: one comparison a bar until they no longer do.
      if (x > y) { while (i < length && a[i]! > b[i]!) i++; }
      else if (x < y) { while (i < length && a[i]! < b[i]!) i++; }
      if (i === length) break;
      if (x <= y && a[i]! > b[i]!) up.add(i);
      else if (x >= y && a[i]! < b[i]!) down.add(i);
      i++;
    }
    return { up: up.reader(), down: down.reader() };
  }
}
