/**
 * Comparisons of two series, or of a series with a number. Comparisons with NaN are false. Truth is written as a number
 * (`Number(a > b)`), not chosen by a branch: prices cross too often for a branch to be guessed well.
 */

/** True where a > b. */
export function above(a: Float64Array, b: Float64Array, out: Uint8Array): void {
  for (let i = 0; i < a.length; i++) out[i] = Number(a[i]! > b[i]!);
}

/** True where a ≥ b. */
export function atLeast(a: Float64Array, b: Float64Array, out: Uint8Array): void {
  for (let i = 0; i < a.length; i++) out[i] = Number(a[i]! >= b[i]!);
}

/** True where `sign` × x > `sign` × level; a sign of −1 asks for below. */
export function beyondLevel(x: Float64Array, level: number, sign: number, out: Uint8Array): void {
  const limit = sign * level;
  for (let i = 0; i < x.length; i++) out[i] = Number(sign * x[i]! > limit);
}

/** True where `sign` × x ≥ `sign` × level. */
export function atLevel(x: Float64Array, level: number, sign: number, out: Uint8Array): void {
  const limit = sign * level;
  for (let i = 0; i < x.length; i++) out[i] = Number(sign * x[i]! >= limit);
}

/** True where a rises above b: a[i−1] ≤ b[i−1] and a[i] > b[i]. That b falls below a is the same with the two exchanged. */
export function crossesAbove(a: Float64Array, b: Float64Array, out: Uint8Array): void {
  let before = 0;
  for (let i = 0; i < a.length; i++) {
    const x = a[i]!;
    const y = b[i]!;
    out[i] = before & Number(x > y);
    before = Number(x <= y);
  }
}

/** True where x passes a number going up (`sign` 1) or down (`sign` −1): it was not beyond it on the bar before, and is now. */
export function crossesLevel(x: Float64Array, level: number, sign: number, out: Uint8Array): void {
  const limit = sign * level;
  let before = 0;
  for (let i = 0; i < x.length; i++) {
    const value = sign * x[i]!;
    out[i] = before & Number(value > limit);
    before = Number(value <= limit);
  }
}
