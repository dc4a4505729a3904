/** The stretch of values around a number: its slider and the strip of results below share it, from end to end. */
import type { ParamSpec, PortScale } from "../../engine/mod.ts";
import { sliderRange, tidyNumber } from "./params.ts";

export interface ValueAxis {
  readonly min: number;
  readonly max: number;
  /** The slider's step. */
  readonly step: number;
}

/** Nearer to an end than this share of the axis, the axis is made anew. */
const MARGIN = 0.08;
/** How far an axis reaches beyond its value where that would stand at its end, as a share of it. */
const REACH = 0.25;
/** Results below a slider at the most. */
const MOST_VALUES = 60;

/**
 * The axis for a value: the one from before, as long as the value keeps off its ends, else a new one. The value stands at an end
 * only where the number itself may go no further. `null` where there is nothing to choose from.
 */
export function valueAxis(
  spec: ParamSpec,
  value: number,
  options: {
    readonly defaultValue: number | undefined;
    readonly scale: PortScale | null;
    readonly before: ValueAxis | null;
  },
): ValueAxis | null {
  const { defaultValue, scale, before } = options;
  if (before && fits(before, spec, value)) return before;
  const range = sliderRange(spec, value, defaultValue, scale);
  return range && widened(range, spec, value);
}

function fits({ min, max }: ValueAxis, spec: ParamSpec, value: number): boolean {
  const margin = MARGIN * (max - min);
  return min >= (spec.min ?? -Infinity) && max <= (spec.max ?? Infinity) &&
    value - min >= margin && max - value >= margin;
}

function widened({ min, max, step }: ValueAxis, spec: ParamSpec, value: number): ValueAxis {
  const span = max - min;
  const [lowest, highest] = [spec.min ?? -Infinity, spec.max ?? Infinity];
  const room = (size: number) => size >= MARGIN * span;
  const toStep = (bound: number, round: (steps: number) => number) =>
    tidyNumber(round(bound / step) * step);
  const low = room(value - min) ? min : toStep(value - REACH * span, Math.floor);
  const high = room(max - value) ? max : toStep(value + REACH * span, Math.ceil);
  return {
    min: Math.min(value, Math.max(low, Math.min(lowestStep(lowest, step), min))),
    max: Math.max(value, Math.min(high, highest)),
    step,
  };
}

/** The first stop of a slider that is not below the bound: from 0.01 on, a slider in steps of 0.1 begins at 0.1. */
function lowestStep(lowest: number, step: number): number {
  return lowest === -Infinity ? lowest : tidyNumber(Math.ceil(lowest / step) * step);
}

/** Values at even distances from one end of the axis to the other, ascending; `value` is one of them. */
export function axisValues(
  { min, max }: ValueAxis,
  { kind, min: lowest = -Infinity, max: highest = Infinity }: Pick<
    ParamSpec,
    "kind" | "min" | "max"
  >,
  value: number,
): { readonly values: readonly number[]; readonly distance: number } {
  const wanted = niceAtLeast((max - min) / MOST_VALUES);
  const distance = kind === "integer" ? Math.max(1, Math.round(wanted)) : wanted;
  const below = Math.floor(tidyNumber((value - min) / distance));
  const above = Math.floor(tidyNumber((max - value) / distance));
  const values = Array.from(
    { length: below + above + 1 },
    (_, k) => tidyNumber(value + (k - below) * distance),
  ).filter((next) => next >= lowest && next <= highest);
  return { values, distance };
}

/** The place of the value that is nearest to a number; of two as near, the lower one. `null` without values. */
export function nearestPlace(values: readonly number[], wanted: number): number | null {
  let nearest: number | null = null;
  for (const [place, value] of values.entries()) {
    const best = nearest === null ? Infinity : Math.abs(values[nearest]! - wanted);
    if (Math.abs(value - wanted) < best) nearest = place;
  }
  return nearest;
}

/** The least of 1, 2 and 5 times a power of ten that is no less than `size`. */
export function niceAtLeast(size: number): number {
  let power = 1;
  while (power > size) power /= 10;
  while (power * 10 < size) power *= 10;
  const factor = [1, 2, 5, 10].find((known) => known * power >= size) ?? 10;
  return tidyNumber(factor * power);
}
