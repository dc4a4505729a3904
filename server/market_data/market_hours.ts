/** The sessions of a market in UTC: its hours are those of its own zone, which moves its clocks twice a year. */
import type { MarketHours } from "./vendor.ts";

const DAY_MS = 86_400_000;

/**
 * Begin and end of each session that touches a range, one after the other, Unix ms. Candles of a day are told by its date: for
 * these a session is the whole date, UTC.
 */
export function sessionsBetween(
  { zone, sessions }: MarketHours,
  { fromMs, toMs, timeframeMs }: {
    readonly fromMs: number;
    readonly toMs: number;
    readonly timeframeMs: number;
  },
): Float64Array {
  const clock = new ZoneClock(zone);
  const ofDays = timeframeMs >= DAY_MS;
  const found: number[] = [];
  const first = Math.floor(fromMs / DAY_MS) * DAY_MS - DAY_MS;
  for (let date = first; date < toMs + DAY_MS; date += DAY_MS) {
    const weekday = new Date(date).getUTCDay();
    const ofDate = sessions.filter(({ day }) => day === weekday);
    const pairs = ofDays
      ? ofDate.slice(0, 1).map(() => [date, date + DAY_MS] as const)
      : ofDate.map(({ open, close }) =>
        [clock.toUtc(date + timeOfDay(open)), clock.toUtc(date + timeOfDay(close))] as const
      ).sort(([a], [b]) => a - b);
    for (const [opens, closes] of pairs) {
      if (closes > fromMs && opens < toMs) found.push(opens, closes);
    }
  }
  return Float64Array.from(found);
}

/** "09:30" in ms after midnight. @throws {RangeError} for a text that is no time of the day */
function timeOfDay(text: string): number {
  const [, hours, minutes] = /^([01]\d|2[0-4]):([0-5]\d)$/.exec(text) ?? [];
  if (hours === undefined) throw new RangeError(`"${text}" is no time of the day.`);
  return (Number(hours) * 60 + Number(minutes)) * 60_000;
}

/** What the clocks of a zone show. */
class ZoneClock {
  readonly #format: Intl.DateTimeFormat;

  /** @throws {RangeError} for a zone that is not known */
  constructor(zone: string) {
    this.#format = new Intl.DateTimeFormat("en-US", {
      timeZone: zone,
      hourCycle: "h23",
      year: "numeric",
      month: "numeric",
      day: "numeric",
      hour: "numeric",
      minute: "numeric",
      second: "numeric",
    });
  }

  /** The moment at which the clocks show a time, which is given as if they stood in UTC. */
  toUtc(shown: number): number {
    // The offset of a moment nearby is the right one, except within hours of a change of the clocks.
    const near = shown - this.#offset(shown);
    return shown - this.#offset(near);
  }

  #offset(time: number): number {
    const parts = Object.fromEntries(
      this.#format.formatToParts(time).map(({ type, value }) => [type, Number(value)]),
    );
    const { year = 0, month = 1, day, hour, minute, second } = parts;
    return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(time / 1000) * 1000;
  }
}
