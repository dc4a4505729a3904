/** When a market with hours is open: its regular sessions, in the zone's own time. Holidays are not known. */
import type { MarketHours } from "./vendor.ts";

const MINUTE_MS = 60_000;
const DAY_MINUTES = 1_440;
const DAYS = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];

/** Tells of a stretch, both ends in Unix ms, the second exclusive, whether the market is open within it. */
export type OpenWithin = (fromMs: number, toMs: number) => boolean;

/**
 * The sessions of `hours` as a question. A stretch of a day or longer is open when a session falls on one of its days.
 *
 * @throws {RangeError} for a zone or a time of day that is none
 */
export function openWithin(hours: MarketHours): OpenWithin {
  const format = new Intl.DateTimeFormat("en-US", {
    timeZone: hours.zone,
    weekday: "short",
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  });
  const sessions = hours.sessions.map(({ day, open, close }) => ({
    open: day * DAY_MINUTES + minutesOf(open),
    // Until midnight is written 24:00 or 00:00.
    close: day * DAY_MINUTES + (minutesOf(close) || DAY_MINUTES),
  }));
  const week = 7 * DAY_MINUTES;
  return (fromMs, toMs) => {
    const parts = new Map(format.formatToParts(fromMs).map(({ type, value }) => [type, value]));
    const from = DAYS.indexOf(parts.get("weekday") ?? "") * DAY_MINUTES +
      Number(parts.get("hour")) * 60 + Number(parts.get("minute"));
    const to = from + (toMs - fromMs) / MINUTE_MS;
    if (to - from >= week) return sessions.length > 0;
    // A stretch may go on into the next week.
    return sessions.some(({ open, close }) =>
      open < to && close > from || open + week < to && close + week > from
    );
  };
}

function minutesOf(time: string): number {
  const [, hours, minutes] = /^(\d{2}):(\d{2})$/.exec(time) ?? [];
  const value = Number(hours) * 60 + Number(minutes);
  if (!(value >= 0 && value <= DAY_MINUTES)) throw new RangeError(`${time} is no time of day.`);
  return value;
}
