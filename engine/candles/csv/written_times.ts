/** Dates that are written out, with or without a time of day and an offset. Without an offset a time is UTC. */

/** What is plausible where nobody says more, Unix milliseconds. */
export const PLAUSIBLE = {
  /** Earlier numbers are too short to tell from row numbers and dates. */
  numbersFromMs: Date.UTC(1990, 0, 1),
  datesFromMs: Date.UTC(1900, 0, 1),
} as const;

/** A moment, Unix milliseconds, by both orders of day and month; the two are equal where the date leaves no choice. */
export interface WrittenTime {
  /** NaN where it is no date that way. */
  readonly dayFirst: number;
  readonly monthFirst: number;
}

const SEP = "[-/.]";
const AFTER = "(?:[T ,_]+(.*)|(Z|[-+]\\d{2}:?\\d{2}))?";
const YEAR_FIRST = new RegExp(`^(\\d{4})(${SEP})(\\d{1,2})\\2(\\d{1,2})${AFTER}$`, "i");
const YEAR_LAST = new RegExp(`^(\\d{1,2})(${SEP})(\\d{1,2})\\2(\\d{4})${AFTER}$`, "i");
const COMPACT = /^(\d{4})(\d{2})(\d{2})[T _]+(.+)$/i;
const SHORT_YEAR = new RegExp(`^\\d{1,2}(${SEP})\\d{1,2}\\1\\d{2}(?!\\d)`);
const WEEKDAY = /^(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?,? +/i;
const DAY_MONTH_NAME =
  /^(\d{1,2})(?:st|nd|rd|th)?[-\/ .]+([a-z]{3,9})\.?[-\/ ,]+(\d{4})(?:[T ,]+(.*))?$/i;
const MONTH_NAME_DAY =
  /^([a-z]{3,9})\.?[-\/ ]+(\d{1,2})(?:st|nd|rd|th)?[-\/ ,]+(\d{4})(?:[T ,]+(.*))?$/i;
const YEAR_MONTH_NAME = /^(\d{4})[-\/ ]([a-z]{3,9})[-\/ ](\d{1,2})(?:[T ,]+(.*))?$/i;
/** A date in any form with what stands behind it. */
const AFTER_DATE =
  /^(?:\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.]\d{4}|\d{8}|\d{1,2}(?:st|nd|rd|th)?[-\/ .]+[a-z]{3,9}\.?[-\/ ,]+\d{4}|[a-z]{3,9}\.?[-\/ ]+\d{1,2}(?:st|nd|rd|th)?[-\/ ,]+\d{4}|\d{4}[-/ ][a-z]{3,9}[-/ ]\d{1,2})(?:[T ,_]+(.*)|(Z|[-+]\d{2}:?\d{2}))?$/i;
const CLOCK = new RegExp(
  "^(\\d{1,2})(?::(\\d{2})(?::(\\d{2})(?:[.,](\\d+))?)?|(\\d{2})(\\d{2})?)?" +
    "(?:[- ]?([ap])\\.?m\\.?)?" +
    " *(?:z|utc|gmt)? *([-+]\\d{2}:?\\d{2}|[-+]\\d{1,2})?(?: *\\([^)]*\\))?$",
  "i",
);

const MONTHS = [
  "january",
  "february",
  "march",
  "april",
  "may",
  "june",
  "july",
  "august",
  "september",
  "october",
  "november",
  "december",
];

/** Reads a date. `null` when the cell has no form of one; a reason when it has and is none. */
export function readWritten(cell: string): WrittenTime | { readonly reason: string } | null {
  const plain = cell.replace(WEEKDAY, "");
  const yearFirst = YEAR_FIRST.exec(plain);
  if (yearFirst) {
    const [, year, , month, day, clock, offset] = yearFirst;
    return certain(year, Number(month), day, clock ?? withoutClock(offset));
  }
  const yearLast = YEAR_LAST.exec(plain);
  if (yearLast) {
    const [, first, , second, year, clock, offset] = yearLast;
    const time = readClock(clock ?? withoutClock(offset));
    if (time === null) return NO_CLOCK;
    const dayFirst = momentOf(Number(year), Number(second), Number(first)) + time;
    const monthFirst = momentOf(Number(year), Number(first), Number(second)) + time;
    return Number.isNaN(dayFirst) && Number.isNaN(monthFirst) ? NO_DAY : { dayFirst, monthFirst };
  }
  const compact = COMPACT.exec(plain);
  if (compact) return certain(compact[1], Number(compact[2]), compact[3], compact[4]);
  const [year, month, day, clock] = withMonthName(plain) ?? [];
  if (year !== undefined) return certain(year, month!, day, clock);
  return SHORT_YEAR.test(plain) ? { reason: "a year has four digits" } : null;
}

/** Whether a written date says its offset, or that it is UTC. */
export function hasOffset(cell: string): boolean {
  const plain = cell.replace(WEEKDAY, "");
  const [, clock, zulu] = AFTER_DATE.exec(plain) ?? [];
  if (zulu !== undefined) return true;
  const match = CLOCK.exec((clock ?? "").trim());
  return match !== null && (match[8] !== undefined || /z|utc|gmt/i.test(match[0]));
}

const NO_DAY = { reason: "there is no such day" };
const NO_CLOCK = { reason: "the time of day is not one" };

/** Whether a cell is a time of day, as files have them in a column beside the date. */
export function isClock(cell: string): boolean {
  return /^(?:\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?|\d{4}|\d{6})$/.test(cell);
}

/** Unix milliseconds of a day and a time of day, UTC; NaN where there is no such moment. */
export function momentOf(
  year: number,
  month: number,
  day: number,
  hour = 0,
  minute = 0,
  second = 0,
  ms = 0,
): number {
  // Date.UTC takes 21 for 1921, and the 31st of February for the 3rd of March.
  if (year < 1000 || hour > 23 || minute > 59 || second > 59) return NaN;
  const time = Date.UTC(year, month - 1, day, hour, minute, second, ms);
  const date = new Date(time);
  return date.getUTCDate() === day && date.getUTCMonth() === month - 1 ? time : NaN;
}

function certain(
  year: string | undefined,
  month: number,
  day: string | undefined,
  clock: string | undefined,
): WrittenTime | { readonly reason: string } {
  const time = readClock(clock);
  if (time === null) return NO_CLOCK;
  const moment = momentOf(Number(year), month, Number(day)) + time;
  return Number.isNaN(moment) ? NO_DAY : { dayFirst: moment, monthFirst: moment };
}

function withoutClock(offset: string | undefined): string | undefined {
  return offset === undefined ? undefined : `00:00${offset}`;
}

/** Milliseconds from the day's 00:00 UTC to a time of day with its offset; `null` for what is none. */
function readClock(text: string | undefined): number | null {
  if (text === undefined || text.trim() === "") return 0;
  const match = CLOCK.exec(text.trim());
  if (!match) return null;
  const [, hours, colonMinutes, colonSeconds, fraction = "", minutes, seconds, half, offset] =
    match;
  let hour = Number(hours);
  const minute = Number(colonMinutes ?? minutes ?? 0);
  const second = Number(colonSeconds ?? seconds ?? 0);
  const bare = colonMinutes === undefined && minutes === undefined;
  if (half !== undefined) {
    if (hour < 1 || hour > 12) return null;
    hour = (hour % 12) + (half.toLowerCase() === "p" ? 12 : 0);
  } else if (bare && (hours!.length < 2 || offset !== undefined)) {
    return null;
  }
  if (hour > 23 || minute > 59 || second > 59) return null;
  const ahead = readOffset(offset);
  if (ahead === null) return null;
  const ms = Number(fraction.slice(0, 3).padEnd(3, "0"));
  return ((hour * 60 + minute) * 60 + second) * 1000 + ms - ahead;
}

/** How far an offset (`+08:00`, `-0530`, `+8`) is ahead of UTC, milliseconds; `null` for what is none on Earth. */
function readOffset(offset: string | undefined): number | null {
  if (offset === undefined) return 0;
  const digits = offset.slice(1).replace(":", "");
  const hours = Number(digits.length > 2 ? digits.slice(0, 2) : digits);
  const minutes = Number(digits.length > 2 ? digits.slice(2) : 0);
  if (hours > 14 || minutes > 59) return null;
  return (offset.startsWith("-") ? -1 : 1) * (hours * 60 + minutes) * 60_000;
}

function withMonthName(
  cell: string,
): [year: string, month: number, day: string, clock: string | undefined] | null {
  const read = (year: string, name: string, day: string, clock: string | undefined) => {
    const month = MONTHS.findIndex((full) => {
      const word = name.toLowerCase();
      return full === word || (word.length === 3 || word === "sept") && full.startsWith(word);
    });
    return month < 0 ? null : [year, month + 1, day, clock] as [string, number, string, string?];
  };
  const dayMonth = DAY_MONTH_NAME.exec(cell);
  const found = dayMonth ? read(dayMonth[3]!, dayMonth[2]!, dayMonth[1]!, dayMonth[4]) : null;
  if (found) return found as [string, number, string, string | undefined];
  const monthDay = MONTH_NAME_DAY.exec(cell);
  if (monthDay) {
    return read(monthDay[3]!, monthDay[1]!, monthDay[2]!, monthDay[4]) as
      | [string, number, string, string | undefined]
      | null;
  }
  const yearMonth = YEAR_MONTH_NAME.exec(cell);
  if (!yearMonth) return null;
  return read(yearMonth[1]!, yearMonth[2]!, yearMonth[3]!, yearMonth[4]) as
    | [string, number, string, string | undefined]
    | null;
}
