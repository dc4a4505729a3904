/** The standard normal distribution, from the four basic operations and roots alone; both to better than 1e-12. */
import { exponential, naturalLog } from "./power.ts";

const ROOT_2_PI = 2.5066282746310002;

/** Density at x. */
function density(x: number): number {
  return exponential(-x * x / 2) / ROOT_2_PI;
}

/**
 * Φ(x). Within 2 of 0 by the series Φ = ½ + φ(x)·(x + x³/3 + x⁵/(3·5) + …) (Marsaglia 2004), whose terms all have one sign; outside
 * by the continued fraction of Mills' ratio.
 */
export function normalCdf(x: number): number {
  if (x !== x) return NaN;
  if (x > 2) return 1 - upperTail(x);
  if (x < -2) return upperTail(-x);
  let term = x;
  let sum = x;
  for (let n = 3; Math.abs(term) > 1e-18 * Math.abs(sum); n += 2) {
    term *= x * x / n;
    sum += term;
  }
  return 0.5 + density(x) * sum;
}

/** 1 − Φ(x) for x > 0 that is not small: φ(x) / (x + 1/(x + 2/(x + 3/…))). */
function upperTail(x: number): number {
  if (x === Infinity) return 0;
  let fraction = x;
  for (let n = 80; n >= 1; n--) fraction = x + n / fraction;
  return density(x) / fraction;
}

/**
 * Φ⁻¹(p): Acklam's rational approximation (relative error 1.15e-9), then two steps of Halley's method.
 *
 * @returns −Infinity for 0, Infinity for 1, NaN outside
 */
export function normalQuantile(p: number): number {
  if (!(p >= 0 && p <= 1)) return NaN;
  if (p === 0) return -Infinity;
  if (p === 1) return Infinity;
  if (p > 0.5) return -normalQuantile(1 - p);
  let x = p < 0.02425 ? lowerGuess(p) : centralGuess(p);
  for (let step = 0; step < 2; step++) {
    const error = normalCdf(x) - p;
    const newton = error / density(x);
    x -= newton / (1 + x * newton / 2);
  }
  return x;
}

function lowerGuess(p: number): number {
  const q = Math.sqrt(-2 * naturalLog(p));
  const above = ((((-7.784894002430293e-3 * q - 3.223964580411365e-1) * q - 2.400758277161838) * q -
            2.549732539343734) * q + 4.374664141464968) * q + 2.938163982698783;
  const below = (((7.784695709041462e-3 * q + 3.224671290700398e-1) * q + 2.445134137142996) * q +
        3.754408661907416) * q + 1;
  return above / below;
}

function centralGuess(p: number): number {
  const q = p - 0.5;
  const r = q * q;
  const above =
    (((((-3.969683028665376e1 * r + 2.209460984245205e2) * r - 2.759285104469687e2) * r +
              1.383577518672690e2) * r - 3.066479806614716e1) * r + 2.506628277459239) * q;
  const below = ((((-5.447609879822406e1 * r + 1.615858368580409e2) * r - 1.556989798598866e2) * r +
            6.680131188771972e1) * r - 1.328068155288572e1) * r + 1;
  return above / below;
}
