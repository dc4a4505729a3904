/**
 * Numbers and times as a person reads them. Assembled by hand where the browser and the server might otherwise differ, so that
 * a hydrated page says what the server said.
 */

import { fixedNumber, plainNumber } from "../contracts/number_text.ts";

/** What stands where there is no number. */
export const UNKNOWN = "–";
/** Keeps a number and its unit on one line. */
const NBSP = "\u00a0";

export type Sign = "always" | "negative";

/** A name within a sentence: a long one is cut, with an ellipsis. */
export function shortName(name: string, letters = 40): string {
  const signs = [...name];
  return signs.length <= letters ? name : `${signs.slice(0, letters - 1).join("").trimEnd()}…`;
}

/** `1234.5, 2` → `1,234.50`; `sign: "always"` puts a plus before what is above zero. */
export function number(
  value: number | null | undefined,
  digits = 0,
  sign: Sign = "negative",
): string {
  if (value === null || value === undefined || !Number.isFinite(value)) return UNKNOWN;
  const text = fixedNumber(value, digits);
  return sign === "always" && value > 0 && /[1-9]/.test(text) ? `+${text}` : text;
}

/** A fraction as a signed percentage: `0.124` → `+12.4 %`. */
export function percent(
  fraction: number | null | undefined,
  { digits = 1, sign = "always" }: { digits?: number; sign?: Sign } = {},
): string {
  if (fraction === null || fraction === undefined || !Number.isFinite(fraction)) return UNKNOWN;
  return `${number(fraction * 100, digits, sign)}${NBSP}%`;
}

/** A value that is a percentage already, such as a fee: `0.1` → `0.1 %`. */
export function percentPoints(value: number | null | undefined): string {
  return value === null || value === undefined ? UNKNOWN : `${plain(value)}${NBSP}%`;
}

/** `1234.5` → `1,234.50 USDT`. */
export function money(
  value: number | null | undefined,
  { currency = "USDT", digits = 2, sign = "negative" }: {
    currency?: string;
    digits?: number;
    sign?: Sign;
  } = {},
): string {
  const text = number(value, digits, sign);
  return text === UNKNOWN ? text : `${text}${NBSP}${currency}`;
}

/** A price with as many digits as its size calls for: five significant ones, two behind the point at the least. */
export function price(value: number | null | undefined, decimals?: number): string {
  if (value === null || value === undefined || !Number.isFinite(value)) return UNKNOWN;
  return number(value, decimals ?? digitsFor(value, 5, 2));
}

/** An amount of coins: `0.0421 BTC`. */
export function quantity(value: number | null | undefined, currency: string): string {
  if (value === null || value === undefined || !Number.isFinite(value)) return UNKNOWN;
  return `${number(value, digitsFor(value, 4, 2))}${NBSP}${currency}`;
}

function digitsFor(value: number, significant: number, least: number): number {
  const size = Math.abs(value);
  if (size === 0) return least;
  const magnitude = Math.floor(Math.log10(size));
  return Math.min(12, Math.max(least, significant - 1 - magnitude));
}

/** A number as it was typed, thousands apart: all the digits that it has, and no more. */
export function plain(value: number): string {
  return Number.isFinite(value) ? plainNumber(value) : UNKNOWN;
}

/** `1, "trade"` → `1 trade`; `2, "day"` → `2 days`. */
export function counted(n: number, one: string, many = `${one}s`): string {
  return `${number(n)} ${n === 1 ? one : many}`;
}

export const MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(" ");
const zones = new Map<string, Intl.DateTimeFormat>();

/** What a calendar and a clock show; months count from 1. */
export interface Moment {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
}

/** The calendar's and the clock's reading of a time in a zone; an unknown zone reads as UTC. */
export function moment(timeMs: number, zone: string): Moment {
  let format = zones.get(zone);
  if (!format) {
    const options = {
      hourCycle: "h23",
      year: "numeric",
      month: "numeric",
      day: "numeric",
      hour: "numeric",
      minute: "numeric",
    } as const;
    try {
      format = new Intl.DateTimeFormat("en", { ...options, timeZone: zone });
    } catch {
      format = new Intl.DateTimeFormat("en", { ...options, timeZone: "UTC" });
    }
    zones.set(zone, format);
  }
  const parts: Record<string, number> = {};
  for (const { type, value } of format.formatToParts(timeMs)) parts[type] = Number(value);
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0 } = parts;
  return { year, month, day, hour, minute };
}

function toMs(time: string | number): number {
  return typeof time === "number" ? time : Date.parse(time);
}

/** `10 Jan 2025`. */
export function date(time: string | number, zone = "UTC"): string {
  const ms = toMs(time);
  if (!Number.isFinite(ms)) return UNKNOWN;
  const { year, month, day } = moment(ms, zone);
  return `${day}${NBSP}${MONTHS[month - 1]}${NBSP}${year}`;
}

/** `10 Jan 2025, 14:22`. */
export function dateTime(time: string | number, zone = "UTC"): string {
  const ms = toMs(time);
  if (!Number.isFinite(ms)) return UNKNOWN;
  return `${date(ms, zone)}, ${clock(ms, zone)}`;
}

/** `14:22`. */
export function clock(time: string | number, zone = "UTC"): string {
  const { hour, minute } = moment(toMs(time), zone);
  return `${String(hour).padStart(2, "0")}:${String(minute).padStart(2, "0")}`;
}

/** When candles end: `31 Dec 2022, 14:00`; where those of a whole day of UTC are there, that day: `31 Dec 2022`. */
export function endTime(ms: number, zone = "UTC"): string {
  return zone === "UTC" && ms % 86_400_000 === 0 ? date(ms - 1) : dateTime(ms, zone);
}

/** `2025-01-10`, as forms and the API write a day. */
export function isoDay(time: string | number, zone = "UTC"): string {
  const { year, month, day } = moment(toMs(time), zone);
  return `${year}-${String(month).padStart(2, "0")}-${String(day).padStart(2, "0")}`;
}

/**
 * A run's range in days, the last one included: `1 Jan 2021 – 31 Dec 2021`. `to` is exclusive, as everywhere in the API.
 */
export function period(from: string | number, to: string | number): string {
  return `${date(from)} – ${date(toMs(to) - 1)}`;
}

/** How long something took or lasts, in its two largest units: `3 days 4 h`, `45 min`. */
export function duration(ms: number): string {
  const minutes = Math.round(ms / 60_000);
  if (minutes < 1) {
    return ms < 1000 ? `${Math.round(ms)}${NBSP}ms` : `${number(ms / 1000, 1)}${NBSP}s`;
  }
  if (minutes < 60) return `${minutes}${NBSP}min`;
  const hours = Math.floor(minutes / 60);
  if (hours < 24) return joined(`${hours}${NBSP}h`, minutes % 60, "min");
  const days = Math.floor(hours / 24);
  const head = `${number(days)}${NBSP}${days === 1 ? "day" : "days"}`;
  return days < 14 ? joined(head, hours % 24, "h") : head;
}

function joined(head: string, rest: number, unit: string): string {
  return rest === 0 ? head : `${head} ${rest}${NBSP}${unit}`;
}

/** Whether a number is good, bad or neither for the person, as a class name. */
export function tone(value: number | null | undefined): "gain" | "loss" | undefined {
  if (value === null || value === undefined || value === 0 || !Number.isFinite(value)) {
    return undefined;
  }
  return value > 0 ? "gain" : "loss";
}

/** `BTC/USDT` → its two currencies. */
export function pair(asset: string): { readonly base: string; readonly quote: string } {
  const [base = asset, quote = ""] = asset.split("/");
  return { base, quote };
}

/** A sentence as the rest of one: "The market swings …" goes on after "Works when:". */
export function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
