/** Where an axis of values has its ticks: round numbers at an even distance, as many as its height has room for. */

/** Mantissas of the distances between ticks, times ten so that they are whole. */
const MANTISSAS = [10, 20, 25, 50] as const;
/** Height of a line of text, pixels: ticks that are nearer than this would be written over each other. */
const LINE_PX = 14;
/** Ends that are no further apart than this share of their size are one value: between them there are too few doubles. */
const NO_SPAN = 1e-12;

/** A distance of `mantissa × 10^exponent`. */
interface Step {
  readonly mantissa: number;
  readonly exponent: number;
}

/**
 * Round values within `min … max`, ascending, at an even distance of at least `spacePx` pixels, where that leaves two of them;
 * otherwise as far apart as two fit. Each is the double nearest to its decimal number, so that it can be written exactly.
 *
 * @param heightPx of the axis
 * @returns two values or more for any finite `min < max`, none for ends that are the same or not finite
 */
export function valueTicks(
  min: number,
  max: number,
  heightPx: number,
  spacePx: number,
): number[] {
  const span = max - min;
  if (!(span > NO_SPAN * Math.max(Math.abs(min), Math.abs(max))) || span === Infinity) return [];
  const least = span * Math.min(1, spacePx / Math.max(1, heightPx));
  let step = stepFrom(least);
  let ticks = multiples(step, min, max);
  while (ticks.length < 2) {
    step = stepBelow(step);
    ticks = multiples(step, min, max);
  }
  const between = size(step) / span * heightPx;
  return between < LINE_PX && between < spacePx ? [ticks[0]!, ticks.at(-1)!] : ticks;
}

function size({ mantissa, exponent }: Step): number {
  return multiple({ mantissa, exponent }, 1);
}

/** `k` steps, with one rounding at most: powers of ten up to 10^22 are exact. */
function multiple({ mantissa, exponent }: Step, k: number): number {
  const whole = k * mantissa;
  return exponent < 0 ? whole / 10 ** -exponent : whole * 10 ** exponent;
}

/** The smallest round distance that is not below `least`. */
function stepFrom(least: number): Step {
  const exponent = Math.floor(Math.log10(least)) - 1;
  for (let up = 0; up <= 2; up++) {
    for (const mantissa of MANTISSAS) {
      const step = { mantissa, exponent: exponent + up - 1 };
      if (size(step) >= least * (1 - 1e-9)) return step;
    }
  }
  return { mantissa: 10, exponent: exponent + 2 };
}

function stepBelow({ mantissa, exponent }: Step): Step {
  const at = MANTISSAS.findIndex((candidate) => candidate === mantissa);
  return at > 0
    ? { mantissa: MANTISSAS[at - 1]!, exponent }
    : { mantissa: MANTISSAS.at(-1)!, exponent: exponent - 1 };
}

function multiples(step: Step, min: number, max: number): number[] {
  const one = size(step);
  // An end that is a multiple itself counts, whatever dust it carries.
  const first = Math.ceil(min / one - 1e-9);
  const last = Math.floor(max / one + 1e-9);
  const found: number[] = [];
  for (let k = first; k <= last; k++) found.push(multiple(step, k) + 0);
  return found;
}
