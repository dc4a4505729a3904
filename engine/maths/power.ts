/**
 * Powers from the four basic operations alone: `Math.pow`, `exp` and `log` differ between JavaScript engines in the last
 * digit, and a result must be the same everywhere.
 */

const LN2_HIGH = 6.93147180369123816490e-01;
const LN2_LOW = 1.90821492927058770002e-10;

/** Natural logarithm of x > 0: x = m × 2^k, then 2 × artanh((m−1)/(m+1)) as a series. */
export function naturalLog(x: number): number {
  if (!(x > 0)) return x === 0 ? -Infinity : NaN;
  if (x === Infinity) return Infinity;
  let k = 0;
  let m = x;
  while (m > 1.4142135623730951) {
    m /= 2;
    k++;
  }
  while (m < 0.7071067811865476) {
    m *= 2;
    k--;
  }
  const z = (m - 1) / (m + 1);
  const square = z * z;
  let sum = 0;
  // |z| ≤ 0.172: the 12th term is below 1e-18 of the first.
  for (let n = 23; n >= 1; n -= 2) sum = sum * square + 1 / n;
  return k * LN2_HIGH + (2 * z * sum + k * LN2_LOW);
}

/** e^x: x = k × ln 2 + r, the series for r, then k doublings. */
export function exponential(x: number): number {
  if (x !== x) return NaN;
  if (x > 709.8) return Infinity;
  if (x < -745.2) return 0;
  const k = Math.round(x / (LN2_HIGH + LN2_LOW));
  const r = (x - k * LN2_HIGH) - k * LN2_LOW;
  let sum = 1;
  // |r| ≤ 0.347: the 17th term is below 1e-21.
  for (let n = 17; n >= 1; n--) sum = 1 + sum * r / n;
  let result = sum;
  for (let i = 0; i < k; i++) result *= 2;
  for (let i = 0; i > k; i--) result /= 2;
  return result;
}

/** base^exponent for base ≥ 0; 0^0 is 1. */
export function power(base: number, exponent: number): number {
  if (base === 0) return exponent === 0 ? 1 : exponent > 0 ? 0 : Infinity;
  return exponential(exponent * naturalLog(base));
}
