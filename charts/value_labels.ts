/** How the values of an axis are written: with the digits that its ticks are apart by, and no more. */
import { number } from "../text/format.ts";

/** What is written: an amount or a price, or a fraction as a percentage. */
export type Quantity = "amount" | "percent";

/** How one axis writes, as its ticks are now. */
export interface ValueLabels {
  /** A tick, exactly: no two ticks read the same. */
  readonly tick: (value: number) => string;
  /** A value between ticks, to a tenth of their distance at least. */
  readonly value: (value: number) => string;
}

interface Unit {
  readonly size: number;
  readonly name: string;
}

const UNITS: readonly Unit[] = [
  { size: 1, name: "" },
  { size: 1e3, name: "k" },
  { size: 1e6, name: "M" },
  { size: 1e9, name: "B" },
  { size: 1e12, name: "T" },
];
/** A number of at most as many characters is written without a unit. */
const SHORT = 6;
const MOST_DIGITS = 20;
/** A percentage has as many digits at the least, as everywhere in the app. */
const PERCENT_DIGITS = 1;
const NBSP = "\u00a0";

/** @param ticks at an even distance; one or none are written with the digits that they have */
export function valueLabels(ticks: readonly number[], quantity: Quantity): ValueLabels {
  const shown = quantity === "percent" ? ticks.map((tick) => tick * 100) : ticks;
  const distance = distanceOf(shown);
  const ways = UNITS.map((unit) => {
    const digits = exactDigits(shown, distance, unit);
    const longest = Math.max(0, ...shown.map((tick) => written(tick, unit, digits).length));
    return { unit, digits, longest };
  });
  const plain = ways[0]!;
  const { unit, digits } = plain.longest <= SHORT
    ? plain
    : ways.reduce((best, way) => way.longest < best.longest ? way : best, plain);
  const least = quantity === "percent" ? PERCENT_DIGITS : 0;
  // A unit hides the digits that a reader would see without it.
  const more = unit.size > 1 ? 2 : 1;
  const finer = Math.max(least, Math.ceil(-Math.log10(distance / unit.size) - 1e-9) + more);
  const write = (value: number, to: number) => {
    const text = written(quantity === "percent" ? value * 100 : value, unit, to);
    return quantity === "percent" ? `${text}${NBSP}%` : text;
  };
  return {
    tick: (value) => write(value, digits),
    value: (value) => write(value, Math.min(finer, MOST_DIGITS)),
  };
}

function written(value: number, { size, name }: Unit, digits: number): string {
  const text = number(value / size, digits);
  return name === "" ? text : `${text}${NBSP}${name}`;
}

/** The smallest distance of two neighbours; of one tick alone its own size. */
function distanceOf(ticks: readonly number[]): number {
  let least = Infinity;
  for (let k = 1; k < ticks.length; k++) {
    const distance = Math.abs(ticks[k]! - ticks[k - 1]!);
    if (distance > 0 && distance < least) least = distance;
  }
  return Number.isFinite(least) ? least : Math.abs(ticks[0] ?? 0) || 1;
}

/** The fewest digits that leave nothing of a tick out, up to a millionth of their distance: that is the dust of doubles. */
function exactDigits(ticks: readonly number[], distance: number, { size }: Unit): number {
  for (let digits = 0; digits < MOST_DIGITS; digits++) {
    const isExact = ticks.every((tick) => {
      const value = tick / size;
      return Math.abs(Number(value.toFixed(digits)) - value) <= 1e-6 * distance / size;
    });
    if (isExact) return digits;
  }
  return MOST_DIGITS;
}
