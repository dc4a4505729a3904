/**
 * Candles from the text of a delimited file: this product's own columns, and the exports that people have. docs/candle_files.md
 * lists what is read and what is refused.
 */
import { candleProblem, type CandleSeries, candlesFromColumns } from "../candle_series.ts";
import { findFitProblem } from "../timeframe_fit.ts";
import { type Field, FIELDS, findLayout, type Layout } from "./csv_layout.ts";
import { isBlankOrRemark, linesOf, splitLine } from "./csv_lines.ts";
import { type DecimalMark, DecimalMarkFinder, readNumber } from "./csv_numbers.ts";
import { TIME_FORMS, type TimeOptions, TimeReader } from "./csv_times.ts";

export interface CsvProblem {
  /** Line of the file, from 1; 0 = the file as a whole. */
  readonly line: number;
  readonly message: string;
}

export type CsvResult =
  | { readonly ok: true; readonly candles: CandleSeries }
  | { readonly ok: false; readonly problems: readonly CsvProblem[] };

export interface CsvOptions extends TimeOptions {
  /** The timeframe that the candles are said to be of; the commonest spacing without it. */
  readonly timeframeMs?: number | undefined;
  /** Called now and then with the share of the lines that have been read, 0 … 1. */
  readonly onProgress?: ((share: number) => void) | undefined;
}

const MAX_PROBLEMS = 20;
const LINES_BETWEEN_REPORTS = 10_000;
/** How files say that a candle has no volume. */
const NO_VOLUME = /^(|nan|null|none|n\/a|na|-)$/i;

/**
 * Reads candles. Lines may run forwards or backwards; a line that repeats the one before it is left out. Times without an
 * offset are UTC. A file without volumes gives a series without (`hasVolume`).
 *
 * @returns the candles, or what is wrong with the lines (the first 20 problems).
 */
export function parseCandleCsv(text: string, options: CsvOptions = {}): CsvResult {
  const lines = linesOf(text);
  const layout = findLayout(lines);
  if ("message" in layout) return { ok: false, problems: [layout] };
  const mark = decimalMarkOf(lines, layout, text);
  if (typeof mark !== "string") return { ok: false, problems: [mark] };
  const rows = readRows(lines, layout, mark, options);
  return Array.isArray(rows) ? { ok: false, problems: rows } : assemble(rows, options);
}

/** Lines that hold a candle each, in the order of the file. */
interface Rows {
  readonly times: readonly number[];
  /** By the order of `FIELDS`; volumes that there are not are NaN throughout. */
  readonly values: readonly (readonly number[])[];
  /** From 1. */
  readonly lines: readonly number[];
  /** A time that was written with an exponent, if there is one. */
  readonly shortened: string | null;
}

function readRows(
  lines: readonly string[],
  layout: Layout,
  mark: DecimalMark,
  options: CsvOptions,
): Rows | CsvProblem[] {
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
  const problems: CsvProblem[] = [];
  let formsNamed = false;
  const report = (line: number, message: string) => {
    if (problems.length < MAX_PROBLEMS) problems.push({ line, message });
  };
  for (let n = layout.first; n < lines.length; n++) {
    if (n % LINES_BETWEEN_REPORTS === 0) options.onProgress?.(n / lines.length);
    const text = lines[n]!;
    if (isBlankOrRemark(text)) continue;
    const cells = splitLine(text, layout.separator);
    const line = n + 1;
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
    if (isEmpty) withoutVolume.push(line);
    opens.push(open);
    highs.push(high);
    lows.push(low);
    closes.push(close);
    volumes.push(volume);
    lineOf.push(line);
  }
  if (problems.length > 0) return problems;
  if (lineOf.length === 0) {
    return [{ line: layout.first + 1, message: "The file holds no candles." }];
  }
  const read = times.finish();
  if ("problems" in read) return [...read.problems];
  if (withoutVolume.length === lineOf.length) volumes.fill(NaN);
  else if (withoutVolume.length > 0) {
    return withoutVolume.slice(0, MAX_PROBLEMS).map((line) => ({
      line,
      message: "The volume is missing here, while other lines have one.",
    }));
  }
  return { times: read.times, values, lines: lineOf, shortened: times.shortened };
}

/** Puts rows in the order of time, without repeated ones, and holds them to the timeframe. */
function assemble({ times, values, lines, shortened }: Rows, options: CsvOptions): CsvResult {
  const count = times.length;
  const backwards = count > 1 && times[0]! > times[count - 1]!;
  const kept: number[] = [];
  const problems: CsvProblem[] = [];
  const report = (row: number, message: string) => {
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
    return {
      ok: false,
      problems: [{
        line: problems[0]!.line,
        message:
          `The times have lost their last digits, as in "${shortened}": spreadsheets shorten long numbers. ` +
          "Format the column as a whole number, without an exponent, and save the file again.",
      }],
    };
  }
  return { ok: false, problems };
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
function decimalMarkOf(
  lines: readonly string[],
  { separator, first, fields }: Layout,
  text: string,
): DecimalMark | CsvProblem {
  if (!text.includes(",") || (separator === "," && !text.includes('"'))) return ".";
  const finder = new DecimalMarkFinder();
  const places = Object.values(fields).filter((place) => place !== null);
  for (let n = first; n < lines.length; n++) {
    if (isBlankOrRemark(lines[n]!)) continue;
    const cells = splitLine(lines[n]!, separator);
    for (const place of places) finder.add(cells[place] ?? "", n + 1);
  }
  const found = finder.found();
  return "mark" in found ? found.mark : found;
}
