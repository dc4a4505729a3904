/**
 * What a candle file is, as its first lines tell: whose export, which column holds what, what the times count, of which
 * timeframe it is. Everything is a guess that whoever imports the file confirms or changes.
 */
import { commonestSpacing } from "../candle_series.ts";
import { TIMEFRAMES } from "../timeframe.ts";
import {
  chosenLayout,
  type ColumnChoice,
  findLayout,
  HEAD_LINES,
  type Layout,
} from "./csv_layout.ts";
import { isBlankOrRemark, splitLine } from "./csv_lines.ts";
import type { DecimalMark } from "./csv_numbers.ts";
import { type CsvOptions, type CsvProblem, decimalMarkOf, headOf, readRows } from "./parse_csv.ts";
import { formatOf } from "./file_formats.ts";

/** A candle as it was read, for whoever confirms it. */
export interface ReadCandle {
  readonly line: number;
  /** Unix ms. */
  readonly time: number;
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
  /** NaN where the file has none. */
  readonly volume: number;
}

/** What was found of a file. */
export interface DetectedFile {
  /** Whose export it looks like: `TradingView`; `CSV` where it is nobody's. */
  readonly format: string;
  /** The names of the columns; of a file without a header `Column 1` … */
  readonly names: readonly string[];
  /** Which column holds what; `null` where that could not be found. */
  readonly columns: ColumnChoice | null;
  readonly decimalMark: DecimalMark;
  /** What the times count: `seconds`, `a written date` …; `null` where none could be read. */
  readonly unit: string | null;
  /** Whether 03/04/2021 is 3 April or 4 March has to be said. */
  readonly asksDateOrder: boolean;
  /** The named timeframe that the candles are apart by; `null` where they are apart by none of them. */
  readonly timeframe: keyof typeof TIMEFRAMES | null;
  /** The newest candle stands first. */
  readonly newestFirst: boolean;
  /** The first candles of the file as they are read. */
  readonly rows: readonly ReadCandle[];
  /** The cells of the first lines below the header, as they stand there. */
  readonly cells: readonly (readonly string[])[];
  /** What keeps the lines from being read, where something does. */
  readonly problems: readonly CsvProblem[];
}

const SHOWN = 8;
/** A file whose last line is cut off is read without it. */
const LEAST_LINES = 2;

/**
 * @param head the beginning of the text, some thousand lines of it
 * @param isWhole whether that is all of the file; otherwise the last line, which is cut off, is left out
 */
export function detectCandleFile(
  head: string,
  isWhole: boolean,
  options: Omit<CsvOptions, "onLines" | "timeframeMs"> = {},
): DetectedFile {
  const lines = headOf(() => [head], Math.max(HEAD_LINES, LEAST_LINES));
  if (!isWhole && lines.length >= LEAST_LINES && lines.length < HEAD_LINES) lines.pop();
  const pieces = () => [lines.join("\n")];
  const found = findLayout(lines);
  const layout = options.columns ? chosenLayout(lines, options.columns, found) : found;
  if ("message" in layout) return unread(lines, [layout]);
  const mark = decimalMarkOf(pieces, layout);
  const head_ = {
    ...shapeOf(lines, layout),
    decimalMark: typeof mark === "string" ? mark : ".",
  } as const;
  if (typeof mark !== "string") return { ...head_, ...NOTHING, problems: [mark] };
  const rows = readRows(pieces, layout, mark, options);
  if ("problems" in rows) {
    const asksDateOrder = rows.problems.some(({ message }) =>
      message.includes("Say which comes first")
    );
    return { ...head_, ...NOTHING, asksDateOrder, problems: rows.problems };
  }
  const { times, values, unit } = rows;
  const ascending = [...new Set(times)].sort((a, b) => a - b);
  const spacing = ascending.length > 1 ? commonestSpacing(ascending) : null;
  const value = (field: number, row: number) => values[field]?.[row] ?? NaN;
  return {
    ...head_,
    unit,
    asksDateOrder: false,
    timeframe: nameOf(spacing),
    newestFirst: times.length > 1 && times[0]! > times[times.length - 1]!,
    rows: times.slice(0, SHOWN).map((time, i) => ({
      line: rows.lines[i]!,
      time,
      open: value(0, i),
      high: value(1, i),
      low: value(2, i),
      close: value(3, i),
      volume: value(4, i),
    })),
    problems: [],
  };
}

const NOTHING = {
  unit: null,
  asksDateOrder: false,
  timeframe: null,
  newestFirst: false,
  rows: [],
} as const;

function shapeOf(lines: readonly string[], { first, separator, ...layout }: Layout) {
  const isHeader = first > 0 && !/^\s*$/.test(lines[first - 1] ?? "");
  const header = isHeader
    ? splitLine((lines[first - 1] ?? "").replace(/^\s*(#|\/\/)\s*/, ""), separator)
    : [];
  const named = header.length >= layout.columns ? header : [];
  const names = Array.from(
    { length: layout.columns },
    (_, i) => named[i]?.trim() || `Column ${i + 1}`,
  );
  const cells = lines.slice(first).filter((line) => !isBlankOrRemark(line)).slice(0, SHOWN)
    .map((line) => splitLine(line, separator));
  const { time, clock, fields } = layout;
  return {
    format: formatOf(lines.slice(0, first), named, cells[0] ?? []),
    names,
    columns: { time, clock, ...fields },
    cells,
  };
}

/** A file in which no candles were found. */
function unread(lines: readonly string[], problems: readonly CsvProblem[]): DetectedFile {
  const first = lines.find((line) => !isBlankOrRemark(line)) ?? "";
  const separator = (["\t", ";", "|", ","] as const).find((one) => first.includes(one)) ?? ",";
  const cells = lines.filter((line) => !isBlankOrRemark(line)).slice(0, SHOWN)
    .map((line) => splitLine(line.slice(0, 2_000), separator));
  const most = Math.min(50, Math.max(0, ...cells.map((row) => row.length)));
  return {
    ...NOTHING,
    format: "CSV",
    names: Array.from({ length: most }, (_, i) => `Column ${i + 1}`),
    columns: null,
    decimalMark: ".",
    cells,
    problems,
  };
}

function nameOf(spacingMs: number | null): keyof typeof TIMEFRAMES | null {
  const found = Object.entries(TIMEFRAMES).find(([, ms]) => ms === spacingMs);
  return (found?.[0] ?? null) as keyof typeof TIMEFRAMES | null;
}
