/** Local times of a zone in UTC. The engine has no list of zones: whoever calls says when a zone's clock changed. */

/** How far a zone's clock is ahead of UTC, from a moment on. */
export interface ZoneShift {
  /** Unix ms; −Infinity for the first. */
  readonly fromMs: number;
  /** Milliseconds. */
  readonly aheadMs: number;
}

/** All shifts of a zone, ascending; the first begins before any candle. */
export type Zone = readonly ZoneShift[];

/**
 * Reads times one after the other. An hour that the clock goes through twice is told apart by what came before: it goes on in
 * the direction of the file, and no two lines are of one moment.
 */
export class ZoneClock {
  #before = NaN;
  #direction = 0;

  constructor(private readonly zone: Zone) {}

  /** Unix ms of a local time, given as if it were UTC; NaN for an hour that the clock leaves out. */
  utcOf(localMs: number): number {
    const found: number[] = [];
    this.zone.forEach(({ fromMs, aheadMs }, i) => {
      const ms = localMs - aheadMs;
      if (ms >= fromMs && ms < (this.zone[i + 1]?.fromMs ?? Infinity)) found.push(ms);
    });
    const ms = found.length < 2 ? found[0] ?? NaN : this.#nearest(found);
    if (!Number.isNaN(this.#before) && !Number.isNaN(ms) && ms !== this.#before) {
      this.#direction = ms > this.#before ? 1 : -1;
    }
    if (!Number.isNaN(ms)) this.#before = ms;
    return ms;
  }

  /** Of two moments with the same local time the one that follows what came before. */
  #nearest(found: readonly number[]): number {
    const before = this.#before;
    if (Number.isNaN(before)) return found[0]!;
    const ahead = found.filter((ms) => (ms - before) * this.#direction > 0);
    const others = ahead.length > 0 ? ahead : found.filter((ms) => ms !== before);
    return others.reduce((best, ms) => Math.abs(ms - before) < Math.abs(best - before) ? ms : best);
  }
}
