/**
 * Times of a candle file, in all the forms that are known. A time that can mean two moments, or lies outside the plausible span,
 * is refused: a file is never read as one of another year.
 */
import { readDigits } from "./digit_times.ts";
import { PLAUSIBLE, readWritten } from "./written_times.ts";

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
}

/** Units that stand side by side in good files: Binance went from milliseconds to microseconds in 2025. */
const SAME_UNITS: ReadonlySet<string> = new Set(["milliseconds", "microseconds"]);

/** Reads the times of a file line by line; what only the whole file can settle is settled at the end. */
export class TimeReader {
  /** Whether a number had an exponent: spreadsheets that write them drop digits. */
  shortened: string | null = null;
  readonly #dayFirst: number[] = [];
  /** The same times with the month first; holds something only once there is such a date. */
  #monthFirst: number[] | null = null;
  readonly #lines: number[] = [];
  readonly #cells: string[] = [];
  readonly #implausible: TimeProblem[] = [];
  #implausibleCount = 0;
  #unit: { readonly unit: string; readonly line: number } | null = null;
  #mixed: TimeProblem | null = null;
  readonly #latestMs: number;

  constructor(private readonly options: TimeOptions) {
    this.#latestMs = options.nowMs === undefined
      ? LATEST_WITHOUT_CLOCK_MS
      : options.nowMs + YEAR_MS;
  }

  /** How many times were read. */
  get length(): number {
    return this.#dayFirst.length;
  }

  /**
   * Reads a cell. Answers what is wrong when it has no form of a time at all; whether a number is a plausible time is told by
   * `finish`, so that what else is wrong with the line can be told first.
   */
  add(cell: string | undefined, line: number): string | null {
    if (cell === undefined || cell === "") return "The time is missing.";
    const number = readDigits(
      cell,
      this.options.earliestMs ?? PLAUSIBLE.numbersFromMs,
      this.#latestMs,
    );
    if (number !== null) {
      if (number.unit !== "") this.#note(number.unit, cell, line);
      if (number.shortened) this.shortened ??= cell;
      if (Number.isNaN(number.ms)) {
        this.#refuse(line, `"${cut(cell)}" is not a time: ${number.reason}.`);
      }
      this.#push(number.ms, number.ms, cell, line);
      return null;
    }
    const written = readWritten(cell);
    if (written === null) return `"${cut(cell)}" is not a time.`;
    this.#note(WRITTEN, cell, line);
    if ("reason" in written) return `"${cut(cell)}" is not a time: ${written.reason}.`;
    this.#push(written.dayFirst, written.monthFirst, cell, line);
    return null;
  }

  /** Takes back the last time, whose line is refused for another reason. */
  drop(): void {
    this.#dayFirst.pop();
    this.#monthFirst?.pop();
    this.#cells.pop();
    const line = this.#lines.pop();
    if (this.#implausible.at(-1)?.line === line) {
      this.#implausible.pop();
      this.#implausibleCount--;
    }
  }

  /** The times in Unix milliseconds, or what is wrong with them. */
  finish(): { readonly times: readonly number[] } | { readonly problems: readonly TimeProblem[] } {
    if (this.#implausibleCount > 0) return { problems: this.#implausibleProblems() };
    if (this.#mixed) return { problems: [this.#mixed] };
    const order = this.#dateOrder();
    if (typeof order !== "string") return { problems: [order] };
    const times = order === "month_first" ? this.#monthFirst ?? this.#dayFirst : this.#dayFirst;
    const earliest = this.options.earliestMs ?? PLAUSIBLE.datesFromMs;
    const problems: TimeProblem[] = [];
    times.forEach((time, i) => {
      if (time >= earliest && time <= this.#latestMs) return;
      problems.push({
        line: this.#lines[i]!,
        message: `"${cut(this.#cells[i]!)}" is not a plausible time of a candle: candles are from ${
          dayOf(earliest)
        } to ${dayOf(this.#latestMs)} here.`,
      });
    });
    return problems.length > 0 ? { problems: problems.slice(0, MOST_PROBLEMS) } : { times };
  }

  #push(dayFirst: number, monthFirst: number, cell: string, line: number): void {
    if (this.#monthFirst === null && !Object.is(dayFirst, monthFirst)) {
      this.#monthFirst = this.#dayFirst.slice();
    }
    this.#dayFirst.push(dayFirst);
    this.#monthFirst?.push(monthFirst);
    this.#lines.push(line);
    this.#cells.push(cell);
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

  #refuse(line: number, message: string): void {
    this.#implausibleCount++;
    if (this.#implausible.length < MOST_PROBLEMS) this.#implausible.push({ line, message });
  }

  #implausibleProblems(): TimeProblem[] {
    const [first, ...others] = this.#implausible;
    if (!first) return [];
    // A column that holds something else throughout is one problem, not one of every line.
    const all = this.#implausibleCount === this.length && this.length > 1;
    const named = {
      line: first.line,
      message: `${first.message}${all ? ` No other line has a time either.` : ""} ${TIME_FORMS}`,
    };
    return all ? [named] : [named, ...others];
  }

  /** Which reading of the dates holds for the whole file, or the question that has to be answered. */
  #dateOrder(): DateOrder | TimeProblem {
    const monthFirst = this.#monthFirst;
    if (monthFirst === null) return "day_first";
    const dayFirst = this.#dayFirst;
    const notDayFirst = dayFirst.findIndex(Number.isNaN);
    const notMonthFirst = monthFirst.findIndex(Number.isNaN);
    const said = this.options.dateOrder;
    if (said !== undefined) {
      const wrong = said === "day_first" ? notDayFirst : notMonthFirst;
      if (wrong < 0) return said;
      return {
        line: this.#lines[wrong]!,
        message: `"${cut(this.#cells[wrong]!)}" is no date with the ${
          said === "day_first" ? "day" : "month"
        } first.`,
      };
    }
    if (notDayFirst >= 0 && notMonthFirst >= 0) {
      const [early, late] = [notDayFirst, notMonthFirst].sort((a, b) => a - b) as [number, number];
      const first = (i: number) => i === notDayFirst ? "month" : "day";
      return {
        line: this.#lines[late]!,
        message: `"${cut(this.#cells[late]!)}" has the ${first(late)} first, but "${
          cut(this.#cells[early]!)
        }" in line ${this.#lines[early]!} has the ${first(early)} first.`,
      };
    }
    if (notDayFirst >= 0) return "month_first";
    if (notMonthFirst >= 0) return "day_first";
    const differs = dayFirst.findIndex((time, i) => time !== monthFirst[i]);
    if (differs < 0) return "day_first";
    return {
      line: this.#lines[differs]!,
      message: `Is "${cut(this.#cells[differs]!)}" ${dayOf(dayFirst[differs]!)} or ${
        dayOf(monthFirst[differs]!)
      }? No line of the file settles it. Say which comes first, the day or the month, or write dates as ${
        new Date(dayFirst[differs]!).toISOString().slice(0, 10)
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
