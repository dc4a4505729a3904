/** Numbers in addresses: digits and nothing else, so that one number has one spelling. */
import { z } from "zod";

/**
 * Reads a whole number from 0 that is written in decimal digits: no sign, space, point, exponent, other base or leading zero;
 * at most 15 digits, all of which a number holds. `null` for every other text.
 */
export function readWholeNumber(text: string): number | null {
  return /^(?:0|[1-9]\d{0,14})$/.test(text) ? Number(text) : null;
}

/** A parameter of a query, a whole number from `min` to `max`; `name` is the parameter's. */
export function queryNumber(name: string, min: number, max: number) {
  const message = `${name} is a whole number from ${min} to ${max}, in digits.`;
  return z.preprocess(
    (given: string | number) => typeof given === "string" ? readWholeNumber(given) : given,
    z.int(message).min(min, message).max(max, message),
  );
}
