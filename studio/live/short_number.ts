/** Numbers as short as they can be told apart: on its own, because cards need it and readings are the worker's. */
import { plain } from "../../text/format.ts";

/** As many digits as tell it from its neighbours at a glance: 33.1, 29,374, 0.0421. */
export function shortNumber(value: number): string {
  const size = Math.abs(value);
  if (size !== 0 && size < 0.001) return value.toPrecision(2);
  return rounded(value, digitsOf(size));
}

/** Digits behind the point of a number of this size. */
export function digitsOf(size: number): number {
  return size >= 1000 ? 0 : size >= 10 ? 1 : size >= 1 ? 2 : 4;
}

/** At most so many digits behind the point. */
export function rounded(value: number, digits: number): string {
  return plain(Number(value.toFixed(digits)));
}
