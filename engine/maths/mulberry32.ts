/** Mulberry32 (Tommy Ettinger, public domain): 32 bits of state, integer operations only, the same in every engine. */

/** The next number in [0, 1). */
export type Draw = () => number;

/** @param seed 0 … 2^32 − 1 */
export function mulberry32(seed: number): Draw {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** Shuffles in place (Fisher–Yates, from the end). */
export function shuffle(values: Float64Array, draw: Draw): void {
  for (let i = values.length - 1; i > 0; i--) {
    const k = Math.floor(draw() * (i + 1));
    const kept = values[i]!;
    values[i] = values[k]!;
    values[k] = kept;
  }
}
