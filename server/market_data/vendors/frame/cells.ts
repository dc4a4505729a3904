/** Strict reading of what vendors write into a candle: anything else is `Unreadable`. */
import { Unreadable } from "./call.ts";

export function listOf(value: unknown, what: string): readonly unknown[] {
  if (!Array.isArray(value)) throw new Unreadable(`${what} is not a list`);
  return value;
}

export function objectOf(value: unknown, what: string): Readonly<Record<string, unknown>> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new Unreadable(`${what} is not an object`);
  }
  return value as Readonly<Record<string, unknown>>;
}

/** The values of a row that is a list, `least` of them or more. */
export function cellsOf(row: unknown, least: number): readonly unknown[] {
  if (!Array.isArray(row) || row.length < least) {
    throw new Unreadable("a candle is not a row of values");
  }
  return row;
}

/** Decimal text, `"103.25"` or `"1e-8"`: the nearest double. */
export function decimal(value: unknown): number {
  if (typeof value !== "string" || !/^\d+(\.\d+)?(e[+-]?\d+)?$/i.test(value)) {
    throw new Unreadable(`a candle's value is not a decimal number (${shown(value)})`);
  }
  return Number(value);
}

/** A JSON number, not below 0. */
export function jsonNumber(value: unknown): number {
  if (typeof value !== "number" || !Number.isFinite(value) || value < 0) {
    throw new Unreadable(`a candle's value is not a number (${shown(value)})`);
  }
  return value;
}

/** Milliseconds since 1970. */
export function milliseconds(value: unknown): number {
  if (typeof value !== "number" || !Number.isSafeInteger(value)) {
    throw new Unreadable(`a candle's time is not a whole number (${shown(value)})`);
  }
  return value;
}

/** Seconds since 1970, as ms. */
export function seconds(value: unknown): number {
  return milliseconds(milliseconds(value) * 1000);
}

/** `2020-06-08T20:45:00.000000000Z`, to the nanosecond, as ms; a part of a millisecond is none of a candle's time. */
export function nanosecondText(value: unknown): number {
  const parts = typeof value === "string"
    ? /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?Z$/.exec(value)
    : null;
  const ms = parts
    ? Date.parse(`${parts[1]}.${(parts[2] ?? "").padEnd(3, "0").slice(0, 3)}Z`)
    : NaN;
  if (Number.isNaN(ms) || /[1-9]/.test(parts?.[2]?.slice(3) ?? "")) {
    throw new Unreadable(`a candle's time cannot be read (${shown(value)})`);
  }
  return ms;
}

/** `2021-01-04 14:30:00` or `2021-01-04`, in UTC, as ms. */
export function dateText(value: unknown): number {
  const parts = typeof value === "string"
    ? /^(\d{4}-\d\d-\d\d)(?: (\d\d:\d\d:\d\d))?$/.exec(value)
    : null;
  const ms = parts ? Date.parse(`${parts[1]}T${parts[2] ?? "00:00:00"}Z`) : NaN;
  if (Number.isNaN(ms)) throw new Unreadable(`a candle's time cannot be read (${shown(value)})`);
  return ms;
}

function shown(value: unknown): string {
  return String(value).slice(0, 40);
}
