/** Times that are written as one number: Unix times, and dates without anything between year, month, day and hour. */
import { momentOf } from "./written_times.ts";

/** What a number says as a time. */
export interface DigitTime {
  /** Unix milliseconds; NaN where it is no plausible time. */
  readonly ms: number;
  /** What it counts, for messages: `milliseconds`; empty where it is no plausible time. */
  readonly unit: string;
  /** What it is instead, where it is no plausible time. */
  readonly reason: string;
  /** Whether it was written with an exponent. */
  readonly shortened: boolean;
}

const WHOLE = /^\d+$/;
const DECIMAL = /^([-+]?)(\d+)(?:[.,](\d*))?(?:[eE]\+?(\d{1,3}))?$/;
/** Longer ones are no times in any unit. */
const MOST_DIGITS = 25;

/** Unix units by how many of their digits make a millisecond: −3 = seconds. */
const UNITS = [["seconds", -3], ["milliseconds", 0], ["microseconds", 3], [
  "nanoseconds",
  6,
]] as const;

/** What a number may count. */
export type TimeUnit = typeof UNITS[number][0];

/**
 * Reads a number as a time. The spans of the units from `fromMs` to `toMs` do not meet, so each number has one reading at most.
 *
 * @returns `null` when the cell is not a number at all
 */
export function readDigits(
  cell: string,
  fromMs: number,
  toMs: number,
  unit?: TimeUnit,
): DigitTime | null {
  const span = { fromMs, toMs, unit };
  if (WHOLE.test(cell)) return readWhole(cell, "", false, span);
  const match = DECIMAL.exec(cell);
  if (!match) return null;
  const [, sign, whole = "", fraction = "", exponent = "0"] = match;
  const shortened = /e/i.test(cell);
  if (sign === "-") return { ms: NaN, unit: "", reason: "it lies before 1970", shortened };
  const shift = Number(exponent);
  const digits = whole + fraction.slice(0, shift).padEnd(shift > MOST_DIGITS ? 0 : shift, "0");
  if (shift > MOST_DIGITS) return { ms: NaN, unit: "", reason: "it is far too large", shortened };
  return readWhole(digits.replace(/^0+(?=\d)/, ""), fraction.slice(shift), shortened, span);
}

function readWhole(
  digits: string,
  fraction: string,
  shortened: boolean,
  { fromMs, toMs, unit: only }: {
    readonly fromMs: number;
    readonly toMs: number;
    readonly unit: TimeUnit | undefined;
  },
): DigitTime {
  for (const [unit, scale] of UNITS) {
    if (only !== undefined && only !== unit) continue;
    const ms = inUnit(digits, fraction, scale);
    if (ms >= fromMs && ms <= toMs) return { ms, unit, reason: "", shortened };
  }
  const date = only === undefined && /^0*$/.test(fraction) ? readCalendar(digits) : NaN;
  if (date >= fromMs && date <= toMs) return { ms: date, unit: "a date", reason: "", shortened };
  return { ms: NaN, unit: "", reason: reasonOf(digits, date, fromMs, toMs), shortened };
}

/** Unix milliseconds of a number in a unit. Cut off as text, so that nanoseconds keep all their digits. */
function inUnit(digits: string, fraction: string, scale: number): number {
  if (scale < 0) return Number(digits + fraction.slice(0, -scale).padEnd(-scale, "0"));
  return Number(digits.slice(0, digits.length - scale));
}

/** Unix milliseconds of 20210131, 2021013113, 202101311300, 20210131130000 and 20210131130000000; NaN for other numbers. */
function readCalendar(digits: string): number {
  if (![8, 10, 12, 14, 17].includes(digits.length)) return NaN;
  const part = (from: number, to: number) => Number(digits.slice(from, to));
  return momentOf(
    part(0, 4),
    part(4, 6),
    part(6, 8),
    part(8, 10),
    part(10, 12),
    part(12, 14),
    part(14, 17),
  );
}

function reasonOf(digits: string, date: number, fromMs: number, toMs: number): string {
  const value = Number(digits);
  if (value < 20_000) return "it looks like the number of a row";
  if (value < 80_000) {
    return "it looks like the number of a row, or the day number of a spreadsheet";
  }
  const span = `candles are from ${yearOf(fromMs)} to ${yearOf(toMs)} here`;
  if (!Number.isNaN(date)) return `it is a date of ${yearOf(date)}, and ${span}`;
  // The unit that times of today have this many digits in.
  const [unit, scale] =
    UNITS[digits.length < 12 ? 0 : digits.length < 15 ? 1 : digits.length < 18 ? 2 : 3];
  const year = yearOf(inUnit(digits, "", scale));
  return year < 10_000
    ? `as Unix ${unit} it is of the year ${year}, and ${span}`
    : "it is far too large";
}

function yearOf(ms: number): number {
  return ms <= 8.64e15 ? new Date(ms).getUTCFullYear() : Infinity;
}
