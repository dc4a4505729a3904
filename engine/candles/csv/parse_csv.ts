/**
 * Candles from the text of a delimited file: this product's own columns, and the exports that people have. docs/candle_files.md
 * lists what is read and what is refused.
 */
import { candleProblem, type CandleSeries, candlesFromColumns } from "../candle_series.ts";
import { findFitProblem } from "../timeframe_fit.ts";
import {
  chosenLayout,
  type ColumnChoice,
  type Field,
  FIELDS,
  findLayout,
  HEAD_LINES,
  type Layout,
  type LayoutProblem,
} from "./csv_layout.ts";
import { isBlankOrRemark, linesOf, LONGEST_LINE, splitLine } from "./csv_lines.ts";
import { type DecimalMark, DecimalMarkFinder, readNumber } from "./csv_numbers.ts";
import { TIME_FORMS, type TimeOptions, TimeReader } from "./csv_times.ts";

export interface CsvProblem {
  /** Line of the file, from 1; 0 = the file as a whole. */
  readonly line: number;
  readonly message: string;
}

export type CsvResult =
  | { readonly ok: true; readonly candles: CandleSeries }
  | {
    readonly ok: false;
    readonly problems: readonly CsvProblem[];
    /** How many there are, those that are not told one by one included. */
    readonly count: number;
  };

export interface CsvOptions extends TimeOptions {
  /** The timeframe that the candles are said to be of; the commonest spacing without it. */
  readonly timeframeMs?: number | undefined;
  /** Which column holds what, instead of what the header says. */
  readonly columns?: ColumnChoice | undefined;
  /** Called now and then with the number of lines that have been read. */
  readonly onLines?: ((lines: number) => void) | undefined;
}

/** Bad lines that are told one by one; the others are counted. */
export const MAX_PROBLEMS = 500;
const LINES_BETWEEN_REPORTS = 10_000;
/** How files say that a candle has no volume. */
const NO_VOLUME = /^(|nan|null|none|n\/a|na|-)$/i;

/** Where a file comes from: its text in pieces, from the beginning each time that it is asked for. */
export type TextPieces = () => Iterable<string>;

/**
 * Reads candles. Lines may run forwards or backwards; a line that repeats the one before it is left out. Times without an
 * offset are UTC unless `zone` says otherwise. A file without volumes gives a series without (`hasVolume`).
 *
 * @param text the text, or its pieces: of a long file no more than one is held at a time
 * @returns the candles, or what is wrong with the lines (the first 500 problems, and how many there are).
 */
export function parseCandleCsv(text: string | TextPieces, options: CsvOptions = {}): CsvResult {
  const pieces = typeof text === "string" ? () => [text] : text;
  const layout = layoutOf(pieces, options);
  if ("message" in layout) return refused([layout]);
  const mark = decimalMarkOf(pieces, layout);
  if (typeof mark !== "string") return refused([mark]);
  const rows = readRows(pieces, layout, mark, options);
  return "problems" in rows ? { ok: false, ...rows } : assemble(rows, options);
}

/** The first lines of a file. */
export function headOf(pieces: TextPieces, most = HEAD_LINES): string[] {
  const lines: string[] = [];
  for (const line of linesOf(pieces())) {
    lines.push(line);
    if (lines.length >= most) break;
  }
  return lines;
}

function layoutOf(pieces: TextPieces, { columns }: CsvOptions): Layout | LayoutProblem {
  const layout = findLayout(headOf(pieces));
  return columns === undefined ? layout : chosenLayout(headOf(pieces), columns, layout);
}

/** Lines that hold a candle each, in the order of the file. */
export interface Rows {
  readonly times: readonly number[];
  /** By the order of `FIELDS`; volumes that there are not are NaN throughout. */
  readonly values: readonly (readonly number[])[];
  /** From 1. */
  readonly lines: readonly number[];
  /** A time that was written with an exponent, if there is one. */
  readonly shortened: string | null;
  /** What the times count. */
  readonly unit: string | null;
}

/** What is wrong, line by line. */
interface Refused {
  readonly problems: readonly CsvProblem[];
  /** How many there are in all. */
  readonly count: number;
}

function refused(problems: readonly CsvProblem[], count = problems.length) {
  return { ok: false as const, problems, count };
}

/** Reads lines as candles, without holding them to a timeframe. */
export function readRows(
  pieces: TextPieces,
  layout: Layout,
  mark: DecimalMark,
  options: CsvOptions,
): Rows | Refused {
  const { fields } = layout;
  const times = new TimeReader(
    layout.dayFirst && options.dateOrder === undefined
      ? { ...options, dateOrder: "day_first" }
      : options,
  );
  const values: number[][] = FIELDS.map(() => []);
  const [opens, highs, lows, closes, volumes] = values as [
    number[],
    number[],
    number[],
    number[],
    number[],
  ];
  const lineOf: number[] = [];
  const withoutVolume: number[] = [];
  let bareCount = 0;
  const problems: CsvProblem[] = [];
  let count = 0;
  let formsNamed = false;
  const report = (line: number, message: string) => {
    count++;
    if (problems.length < MAX_PROBLEMS) problems.push({ line, message });
  };
  let line = 0;
  for (const text of linesOf(pieces())) {
    line++;
    if (line <= layout.first) continue;
    if (line % LINES_BETWEEN_REPORTS === 0) options.onLines?.(line);
    if (isBlankOrRemark(text)) continue;
    if (text.length > LONGEST_LINE) {
      report(line, `The line is longer than ${LONGEST_LINE} characters: it holds no candle.`);
      continue;
    }
    const cells = splitLine(text, layout.separator);
    if (hasMore(cells, layout.columns)) {
      report(line, tooMany(cells.length, layout));
      continue;
    }
    const open = readNumber(cells[fields.open], mark);
    const high = readNumber(cells[fields.high], mark);
    const low = readNumber(cells[fields.low], mark);
    const close = readNumber(cells[fields.close], mark);
    const cell = fields.volume === null ? "" : cells[fields.volume];
    const isEmpty = cell !== undefined && NO_VOLUME.test(cell);
    const volume = isEmpty ? 0 : readNumber(cell, mark);
    const timeProblem = times.add(timeOf(cells, layout), line);
    if (timeProblem !== null) {
      report(line, formsNamed ? timeProblem : `${timeProblem} ${TIME_FORMS}`);
      formsNamed = true;
      continue;
    }
    // NaN, what is no number, makes the sum NaN.
    const sum = open + high + low + close + volume;
    const problem = sum === sum
      ? candleProblem(open, high, low, close, volume)
      : notNumbers(cells, layout, [open, high, low, close, volume]);
    if (problem !== null) {
      report(line, sum === sum ? `The candle makes no sense: ${problem}.` : problem);
      times.drop();
      continue;
    }
    if (isEmpty && ++bareCount <= MAX_PROBLEMS) withoutVolume.push(line);
    opens.push(open);
    highs.push(high);
    lows.push(low);
    closes.push(close);
    volumes.push(volume);
    lineOf.push(line);
  }
  if (problems.length > 0) return { problems, count };
  if (lineOf.length === 0) {
    return refused([{ line: layout.first + 1, message: "The file holds no candles." }]);
  }
  const read = times.finish();
  if ("problems" in read) return refused(read.problems);
  if (bareCount === lineOf.length) volumes.fill(NaN);
  else if (bareCount > 0) {
    const message = "The volume is missing here, while other lines have one.";
    return refused(withoutVolume.map((line) => ({ line, message })), bareCount);
  }
  return {
    times: read.times,
    values,
    lines: lineOf,
    shortened: times.shortened,
    unit: times.unit,
  };
}

/** Puts rows in the order of time, without repeated ones, and holds them to the timeframe. */
function assemble({ times, values, lines, shortened }: Rows, options: CsvOptions): CsvResult {
  const count = times.length;
  const backwards = count > 1 && times[0]! > times[count - 1]!;
  const kept: number[] = [];
  const problems: CsvProblem[] = [];
  let wrong = 0;
  const report = (row: number, message: string) => {
    wrong++;
    if (problems.length < MAX_PROBLEMS) problems.push({ line: lines[row]!, message });
  };
  for (let k = 0; k < count; k++) {
    const row = backwards ? count - 1 - k : k;
    const previous = kept[kept.length - 1];
    const distance = previous === undefined ? 1 : times[row]! - times[previous]!;
    if (distance > 0) kept.push(row);
    else if (distance < 0) report(row, "Its time is out of order.");
    else if (!values.every((column) => Object.is(column[row], column[previous!]))) {
      report(row, "A second, different candle for the same time.");
    }
  }
  if (problems.length === 0) {
    const time = Float64Array.from(kept, (row) => times[row]!);
    const [open, high, low, close, volume] = values.map((column) =>
      Float64Array.from(kept, (row) => column[row]!)
    ) as [Float64Array, Float64Array, Float64Array, Float64Array, Float64Array];
    const { timeframeMs } = options;
    const candles = candlesFromColumns({ time, open, high, low, close, volume }, { timeframeMs });
    const misfit = findFitProblem(time, candles.timeframeMs, timeframeMs !== undefined);
    if (misfit === null) return { ok: true, candles };
    report(kept[misfit.index ?? 0]!, misfit.message);
  }
  if (shortened !== null) {
    return refused([{
      line: problems[0]!.line,
      message:
        `The times have lost their last digits, as in "${shortened}": spreadsheets shorten long numbers. ` +
        "Format the column as a whole number, without an exponent, and save the file again.",
    }]);
  }
  return refused(problems, wrong);
}

function timeOf(cells: readonly string[], { time, clock }: Layout): string | undefined {
  const cell = cells[time];
  if (clock === null || cell === undefined || cell === "") return cell;
  return `${cell} ${cells[clock] ?? ""}`;
}

/** Whether a line has values beyond the last column; separators alone at its end are none. */
function hasMore(cells: readonly string[], columns: number): boolean {
  return cells.length > columns && cells.slice(columns).some((cell) => cell !== "");
}

function tooMany(count: number, { columns, separator }: Layout): string {
  const advice = separator === ","
    ? " Decimal commas need another separator between the values, such as a semicolon."
    : "";
  return `The line has ${count} values, but there are ${columns} columns.${advice}`;
}

/** Which values of a line are missing or no numbers. */
function notNumbers(cells: readonly string[], layout: Layout, numbers: readonly number[]): string {
  const wrong = FIELDS.filter((_, k) => Number.isNaN(numbers[k]));
  const field = wrong[0]!;
  const place = layout.fields[field];
  const cell = place === null ? undefined : cells[place];
  const advice = cells.length < layout.columns
    ? ` The line has ${cells.length} of ${layout.columns} values.`
    : "";
  if (cell === undefined || cell === "") return `The ${wordOf(field)} is missing.${advice}`;
  return `The ${wordOf(field)} "${cell.slice(0, 40)}" is not a number.${advice}`;
}

function wordOf(field: Field): string {
  return field === "volume" ? "volume" : `${field} price`;
}

/** The decimal mark of the prices and volumes. Without quotes a comma that separates values cannot be part of one. */
export function decimalMarkOf(
  pieces: TextPieces,
  { separator, first, fields }: Layout,
): DecimalMark | CsvProblem {
  const wanted = separator === "," ? '"' : ",";
  if (!someLine(pieces, (line) => line.includes(wanted))) return ".";
  const finder = new DecimalMarkFinder();
  const places = Object.values(fields).filter((place) => place !== null);
  let line = 0;
  for (const text of linesOf(pieces())) {
    line++;
    if (line <= first || isBlankOrRemark(text) || text.length > LONGEST_LINE) continue;
    const cells = splitLine(text, separator);
    for (const place of places) finder.add(cells[place] ?? "", line);
  }
  const found = finder.found();
  return "mark" in found ? found.mark : found;
}

function someLine(pieces: TextPieces, test: (line: string) => boolean): boolean {
  for (const line of linesOf(pieces())) if (test(line)) return true;
  return false;
}
