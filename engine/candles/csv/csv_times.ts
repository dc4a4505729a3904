/**
 * Times of a candle file, in all the forms that are known. A time that can mean two moments, or lies outside the plausible span,
 * is refused: a file is never read as one of another year.
 */
import { readDigits, type TimeUnit } from "./digit_times.ts";
import { hasOffset, PLAUSIBLE, readWritten } from "./written_times.ts";
import { type Zone, ZoneClock } from "./zone_clock.ts";

/** Which of day and month comes first in dates such as 03/04/2021. */
export type DateOrder = "day_first" | "month_first";

/** Every form of a time that is read, for messages. */
export const TIME_FORMS =
  "Known are Unix seconds, milliseconds, microseconds and nanoseconds, 20210131, 202101311300, 20210131130000, " +
  "and dates such as 2021-01-31 13:00, 2021/01/31 01-PM, 2021-01-31T13:00:00Z and 2021-01-31T13:00:00+08:00.";

const YEAR_MS = 366 * 86_400_000;
/** Without a clock times end here: beyond it 2033010100 could be Unix seconds as well as a date. */
const LATEST_WITHOUT_CLOCK_MS = Date.UTC(2033, 0, 1);
/** Collected in full, problems of a long file would be as long as the file. */
const MOST_PROBLEMS = 20;

const WRITTEN = "a written date";

function inWords(unit: string): string {
  if (unit === WRITTEN) return "a date that is written out";
  return unit === "a date" ? "a date in digits" : `in Unix ${unit}`;
}

/** Something that keeps a line from having a time. */
export interface TimeProblem {
  /** Line of the file, from 1. */
  readonly line: number;
  readonly message: string;
}

export interface TimeOptions {
  /** Now, Unix milliseconds: candles later than a year from now are not plausible. */
  readonly nowMs?: number | undefined;
  /** Earliest plausible open time, Unix milliseconds; without it 1990 for numbers and 1900 for dates that are written out. */
  readonly earliestMs?: number | undefined;
  /** Settles dates such as 03/04/2021; without it they are read where a line of the file settles them. */
  readonly dateOrder?: DateOrder | undefined;
  /** What numbers count; without it they are read in the one unit in which they are plausible. */
  readonly unit?: TimeUnit | undefined;
  /** The clock of dates without an offset; UTC without it. */
  readonly zone?: Zone | undefined;
}

/** Units that stand side by side in good files: Binance went from milliseconds to microseconds in 2025. */
const SAME_UNITS: ReadonlySet<string> = new Set(["milliseconds", "microseconds"]);

/** A time that a message may have to name. */
interface NamedTime {
  readonly line: number;
  readonly cell: string;
}

/** What is known of the times with one of the two orders of day and month. */
class Order {
  readonly times: number[] = [];
  /** The first that is no date this way. */
  impossible: NamedTime | null = null;
  readonly implausible: NamedTime[] = [];

  constructor(private readonly span: { readonly fromMs: number; readonly toMs: number }) {}

  push(time: number, line: number, cell: string): void {
    this.times.push(time);
    if (Number.isNaN(time)) this.impossible ??= { line, cell };
    else if (time < this.span.fromMs || time > this.span.toMs) {
      if (this.implausible.length < MOST_PROBLEMS) this.implausible.push({ line, cell });
    }
  }

  /** The same times so far, before the two orders part. */
  copy(): Order {
    const order = new Order(this.span);
    for (const time of this.times) order.times.push(time);
    order.impossible = this.impossible;
    order.implausible.push(...this.implausible);
    return order;
  }
}

/** A time that was read and whose line may still be refused. */
interface Pending extends NamedTime {
  readonly dayFirst: number;
  readonly monthFirst: number;
  readonly unit: string;
  readonly shortened: boolean;
  /** Why a number is no plausible time. */
  readonly refusal: string | null;
}

/** Reads the times of a file line by line; what only the whole file can settle is settled at the end. */
export class TimeReader {
  /** Whether a number had an exponent: spreadsheets that write them drop digits. */
  shortened: string | null = null;
  readonly #dayFirst: Order;
  /** The same times with the month first; is there only once there is such a date. */
  #monthFirst: Order | null = null;
  /** The first date that is another one with the month first. */
  #differs: NamedTime & { readonly dayFirst: number; readonly monthFirst: number } | null = null;
  readonly #refused: TimeProblem[] = [];
  #refusedCount = 0;
  #unit: { readonly unit: string; readonly line: number } | null = null;
  #mixed: TimeProblem | null = null;
  readonly #latestMs: number;
  readonly #zone: ZoneClock | null;
  #pending: Pending | null = null;

  constructor(private readonly options: TimeOptions) {
    this.#latestMs = options.nowMs === undefined
      ? LATEST_WITHOUT_CLOCK_MS
      : options.nowMs + YEAR_MS;
    this.#dayFirst = new Order({
      fromMs: options.earliestMs ?? PLAUSIBLE.datesFromMs,
      toMs: this.#latestMs,
    });
    this.#zone = options.zone === undefined ? null : new ZoneClock(options.zone);
  }

  /** What the times count, for messages: `milliseconds`, `a written date`; `null` before one was read. */
  get unit(): string | null {
    return this.#unit?.unit ?? null;
  }

  /** Whether some date is another one with the month first. */
  get hasTwoOrders(): boolean {
    return this.#differs !== null;
  }

  /**
   * Reads a cell. Answers what is wrong when it has no form of a time at all; whether a number is a plausible time is told by
   * `finish`, so that what else is wrong with the line can be told first.
   */
  add(cell: string | undefined, line: number): string | null {
    this.#settle();
    if (cell === undefined || cell === "") return "The time is missing.";
    const number = readDigits(
      cell,
      this.options.earliestMs ?? PLAUSIBLE.numbersFromMs,
      this.#latestMs,
      this.options.unit,
    );
    if (number !== null) {
      const { unit, shortened, reason } = number;
      const ms = unit === "a date" ? this.#inUtc(number.ms) : number.ms;
      const refusal = Number.isNaN(ms) ? `"${cut(cell)}" is not a time: ${reason}.` : null;
      this.#pending = { line, cell, dayFirst: ms, monthFirst: ms, unit, shortened, refusal };
      return null;
    }
    const written = readWritten(cell);
    if (written === null) return `"${cut(cell)}" is not a time.`;
    if ("reason" in written) {
      this.#note(WRITTEN, cell, line);
      return `"${cut(cell)}" is not a time: ${written.reason}.`;
    }
    const isLocal = this.#zone !== null && !hasOffset(cell);
    const inUtc = (ms: number) => isLocal ? this.#inUtc(ms) : ms;
    const dayFirst = inUtc(written.dayFirst);
    const monthFirst = Object.is(written.dayFirst, written.monthFirst)
      ? dayFirst
      : inUtc(written.monthFirst);
    if (Number.isNaN(dayFirst) && Number.isNaN(monthFirst)) {
      return `"${cut(cell)}" is no time of the chosen zone: its clock leaves that hour out.`;
    }
    this.#pending = {
      line,
      cell,
      dayFirst,
      monthFirst,
      unit: WRITTEN,
      shortened: false,
      refusal: null,
    };
    return null;
  }

  /** Takes back the last time, whose line is refused for another reason. */
  drop(): void {
    this.#pending = null;
  }

  /** The times in Unix milliseconds, or what is wrong with them. */
  finish(): { readonly times: readonly number[] } | { readonly problems: readonly TimeProblem[] } {
    this.#settle();
    if (this.#refusedCount > 0) return { problems: this.#refusals() };
    if (this.#mixed) return { problems: [this.#mixed] };
    const order = this.#dateOrder();
    if (typeof order !== "string") return { problems: [order] };
    const { times, implausible } = order === "month_first"
      ? this.#monthFirst ?? this.#dayFirst
      : this.#dayFirst;
    if (implausible.length === 0) return { times };
    const earliest = this.options.earliestMs ?? PLAUSIBLE.datesFromMs;
    return {
      problems: implausible.map(({ line, cell }) => ({
        line,
        message: `"${cut(cell)}" is not a plausible time of a candle: candles are from ${
          dayOf(earliest)
        } to ${dayOf(this.#latestMs)} here.`,
      })),
    };
  }

  #inUtc(ms: number): number {
    return this.#zone === null ? ms : this.#zone.utcOf(ms);
  }

  /** The line of the last time was not refused: the time counts. */
  #settle(): void {
    if (this.#pending === null) return;
    const { line, cell, dayFirst, monthFirst, unit, shortened, refusal } = this.#pending;
    this.#pending = null;
    if (unit !== "") this.#note(unit, cell, line);
    if (shortened) this.shortened ??= cell;
    if (refusal !== null) {
      this.#refusedCount++;
      if (this.#refused.length < MOST_PROBLEMS) this.#refused.push({ line, message: refusal });
    }
    if (this.#monthFirst === null && !Object.is(dayFirst, monthFirst)) {
      this.#monthFirst = this.#dayFirst.copy();
    }
    if (!Object.is(dayFirst, monthFirst)) {
      this.#differs ??= { line, cell, dayFirst, monthFirst };
    }
    // A number that is no time is told of already.
    if (refusal !== null) this.#dayFirst.times.push(NaN);
    else this.#dayFirst.push(dayFirst, line, cell);
    if (this.#monthFirst === null) return;
    if (refusal !== null) this.#monthFirst.times.push(NaN);
    else this.#monthFirst.push(monthFirst, line, cell);
  }

  /** Takes note of what a time counts: all times of a file count the same. */
  #note(unit: string, cell: string, line: number): void {
    this.#unit ??= { unit, line };
    const { unit: first, line: from } = this.#unit;
    if (first === unit || (SAME_UNITS.has(first) && SAME_UNITS.has(unit)) || this.#mixed) return;
    this.#mixed = {
      line,
      message: `The time "${cut(cell)}" is ${inWords(unit)}, but those from line ${from} on are ${
        inWords(first)
      }.`,
    };
  }

  #refusals(): TimeProblem[] {
    const [first, ...others] = this.#refused;
    if (!first) return [];
    // A column that holds something else throughout is one problem, not one of every line.
    const length = this.#dayFirst.times.length;
    const all = this.#refusedCount === length && length > 1;
    const named = {
      line: first.line,
      message: `${first.message}${all ? ` No other line has a time either.` : ""} ${TIME_FORMS}`,
    };
    return all ? [named] : [named, ...others];
  }

  /** Which reading of the dates holds for the whole file, or the question that has to be answered. */
  #dateOrder(): DateOrder | TimeProblem {
    if (this.#monthFirst === null) return "day_first";
    const notDayFirst = this.#dayFirst.impossible;
    const notMonthFirst = this.#monthFirst.impossible;
    const said = this.options.dateOrder;
    if (said !== undefined) {
      const wrong = said === "day_first" ? notDayFirst : notMonthFirst;
      if (wrong === null) return said;
      return {
        line: wrong.line,
        message: `"${cut(wrong.cell)}" is no date with the ${
          said === "day_first" ? "day" : "month"
        } first.`,
      };
    }
    if (notDayFirst !== null && notMonthFirst !== null) {
      const [early, late] = [notDayFirst, notMonthFirst].sort((a, b) => a.line - b.line) as [
        NamedTime,
        NamedTime,
      ];
      const first = (time: NamedTime) => time === notDayFirst ? "month" : "day";
      return {
        line: late.line,
        message: `"${cut(late.cell)}" has the ${first(late)} first, but "${
          cut(early.cell)
        }" in line ${early.line} has the ${first(early)} first.`,
      };
    }
    if (notDayFirst !== null) return "month_first";
    if (notMonthFirst !== null) return "day_first";
    const differs = this.#differs;
    if (differs === null) return "day_first";
    return {
      line: differs.line,
      message: `Is "${cut(differs.cell)}" ${dayOf(differs.dayFirst)} or ${
        dayOf(differs.monthFirst)
      }? No line of the file settles it. Say which comes first, the day or the month, or write dates as ${
        new Date(differs.dayFirst).toISOString().slice(0, 10)
      }.`,
    };
  }
}

const MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(" ");

/** `3 Apr 2021`, UTC. */
function dayOf(ms: number): string {
  const date = new Date(ms);
  return `${date.getUTCDate()} ${MONTHS[date.getUTCMonth()]} ${date.getUTCFullYear()}`;
}

/** A cell as it is quoted in a message. */
function cut(cell: string): string {
  return cell.length > 40 ? `${cell.slice(0, 40)}…` : cell;
}
