/** Signals that are told by the places at which they are true. */
import { NEVER, type SignalReader } from "./signal_reader.ts";

export class PlaceReader implements SignalReader {
  #k: number;

  /**
   * @param places ascending from `first` up to `end`
   * @param step 2 where only every second one of them counts
   */
  constructor(
    private readonly places: Int32Array,
    private readonly first = 0,
    private readonly end = places.length,
    private readonly step = 1,
  ) {
    this.#k = first;
  }

  next(from: number): number {
    const k = this.seek(from);
    return k < this.end ? this.places[k]! : NEVER;
  }

  /** Which of the places is the first at or after `from`; searched from the one that was found last. */
  protected seek(from: number): number {
    const { places, first, end, step } = this;
    let k = this.#k;
    if (k > first && places[k - step]! >= from) k = first;
    while (k < end && places[k]! < from) k += step;
    this.#k = k;
    return k;
  }
}

/** For who needs to know how often a signal is true, too. */
export class CountedPlaces extends PlaceReader {
  constructor(private readonly all: Int32Array) {
    super(all);
  }

  count(from: number, to: number): number {
    const { all } = this;
    const first = this.seek(from);
    let k = first;
    while (k < all.length && all[k]! < to) k++;
    return k - first;
  }
}
