/**
 * How numbers are written for people: the marks, and the digits. What is written here is read back by `typed_number.ts`,
 * so that a number copied from a page into a field is the same number.
 */

/** Stands between the thousands. */
export const GROUP_MARK = ",";
/** Stands before the decimals. */
export const DECIMAL_MARK = ".";
/** The typographic minus sign, as wide as the plus sign. */
export const MINUS = "\u2212";

/** The most decimals that `toFixed` takes. */
const MOST_DECIMALS = 100;

/** `1234567` → `1,234,567`. What is not a run of digits alone is returned as it is. */
export function groupThousands(digits: string): string {
  return /^\d+$/.test(digits) ? digits.replace(/\B(?=(\d{3})+$)/g, GROUP_MARK) : digits;
}

/** `1234.5, 2` → `1,234.50`, and `−1,234.50`; no sign before a number whose digits are all 0. */
export function fixedNumber(value: number, decimals: number): string {
  const [whole = "0", fraction] = Math.abs(value).toFixed(decimals).split(".");
  const text = groupThousands(whole) + (fraction === undefined ? "" : DECIMAL_MARK + fraction);
  return value < 0 && /[1-9]/.test(text) ? MINUS + text : text;
}

/** A number with exactly the digits that it has: `10000` → `10,000`, `1e-7` → `0.0000001`. Different numbers read differently. */
export function plainNumber(value: number): string {
  const [mantissa = "", exponent = "0"] = String(Math.abs(value)).split("e");
  const decimals = (mantissa.split(".")[1]?.length ?? 0) - Number(exponent);
  if (decimals > MOST_DECIMALS) return `${value < 0 ? MINUS : ""}${Math.abs(value)}`;
  return fixedNumber(value, Math.max(0, decimals));
}
