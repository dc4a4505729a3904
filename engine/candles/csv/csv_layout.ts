/** Which column of a candle file holds what: by the names in its header, or by the layouts of exports without one. */
import {
  declaredSeparator,
  FEWEST_COLUMNS,
  isBlankOrRemark,
  type Separator,
  separatorOf,
  splitLine,
} from "./csv_lines.ts";
import { readDigits } from "./digit_times.ts";
import { isClock, readWritten } from "./written_times.ts";

/** The values of a candle, in the order in which a series holds them. */
export const FIELDS = ["open", "high", "low", "close", "volume"] as const;
export type Field = typeof FIELDS[number];

/** Where each value stands in a line, from 0. */
export interface Layout {
  readonly separator: Separator;
  /** The first line of candles, from 0. */
  readonly first: number;
  /** How many columns there are. */
  readonly columns: number;
  readonly time: number;
  /** The time of day, where it stands in a column beside the date. */
  readonly clock: number | null;
  /** `volume` is `null` for files that have none. */
  readonly fields: Readonly<Record<Exclude<Field, "volume">, number>> & {
    readonly volume: number | null;
  };
  /** Dates of this export begin with the day. */
  readonly dayFirst: boolean;
}

/** Which column of a line holds what, from 0, where somebody has said so. */
export interface ColumnChoice {
  readonly time: number;
  /** The time of day, where it stands beside the date. */
  readonly clock: number | null;
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
  readonly volume: number | null;
}

export interface LayoutProblem {
  /** From 1. */
  readonly line: number;
  readonly message: string;
}

/** How far down a header may stand: exports put addresses, titles and remarks above it. */
const LINES_ABOVE = 5_000;
/** So many lines show the layout of a file. */
export const HEAD_LINES = LINES_ABOVE + 50;

/** Names of the time, the preferred one first: an opening time before one that may be the closing time. */
const TIME_NAMES = [
  "open_time",
  "opentime",
  "time_open",
  "timeopen",
  "candle_open_time",
  "time_period_start",
  "timestamp",
  "timestamp_utc",
  "unix_timestamp",
  "unix_time",
  "unix",
  "epoch",
  "ts",
  "gmt_time",
  "local_time",
  "datetime",
  "date_time",
  "datetime_utc",
  "time",
  "time_utc",
  "start_time",
  "starttime",
  "start",
  "date",
  "date_utc",
  "dtyyyymmdd",
  "day",
  "t",
];

/** Names of the other columns, the preferred one first. CryptoDataDownload names volumes by currency, the base one first. */
const NAMES: Readonly<Record<Field, readonly RegExp[]>> = {
  open: [/^open$/, /^(open_price|price_open|o)$/],
  high: [/^high$/, /^(high_price|price_high|h)$/],
  low: [/^low$/, /^(low_price|price_low|l)$/],
  close: [/^close$/, /^(close_price|price_close|close_last|last|c)$/],
  volume: [
    /^volume$/,
    /^(base_volume|volume_base|basevolume|volumefrom|base_asset_volume)$/,
    /^volume_(?!usd|usdt|usdc|busd|eur|quote|currency|ma$|sma|ema)\w+$/,
    /^(vol|v|tickvol|tick_volume)$/,
    /^volume/,
  ],
};

const EXPECTED = "Expected timestamp,open,high,low,close,volume.";

/** Finds a file's layout, or what keeps it from having one. */
export function findLayout(lines: readonly string[]): Layout | LayoutProblem {
  const declared = declaredSeparator(lines[0] ?? "");
  for (let n = declared ? 1 : 0; n < Math.min(lines.length, LINES_ABOVE); n++) {
    const line = lines[n]!.replace(/^\s*(#|\/\/)\s*/, "");
    const separator = declared ?? separatorOf(line);
    if (separator === null) continue;
    const cells = splitLine(line, separator);
    if (cells.length < FEWEST_COLUMNS) continue;
    const remark = isBlankOrRemark(lines[n]!);
    if (isTime(cells[0]!, cells[1]!) && !remark) {
      return layoutWithoutHeader(cells, separator, n, () => rowsFrom(lines, n, separator));
    }
    const layout = layoutOfHeader(cells, separator, lines, n + 1);
    // A remark may hold the names, and may hold anything else.
    if (!remark || !("message" in layout)) return layout;
  }
  const first = lines.findIndex((line) => line.trim() !== "");
  return { line: Math.max(first, 0) + 1, message: whatElse(lines[first] ?? "") };
}

/**
 * The layout with the columns that somebody has chosen. Where the file begins, and what separates its values, is what was found;
 * where nothing was found, the candles begin with the first line that has all columns and a time where one is expected.
 */
export function chosenLayout(
  lines: readonly string[],
  choice: ColumnChoice,
  found: Layout | LayoutProblem,
): Layout | LayoutProblem {
  const { time, clock, volume, ...prices } = choice;
  const fields = { ...prices, volume };
  if (!("message" in found)) return { ...found, time, clock, fields };
  const declared = declaredSeparator(lines[0] ?? "");
  for (let n = declared ? 1 : 0; n < Math.min(lines.length, LINES_ABOVE); n++) {
    const line = lines[n]!;
    if (isBlankOrRemark(line)) continue;
    const separator = declared ?? separatorOf(line);
    if (separator === null) continue;
    const cells = splitLine(line, separator);
    const open = cells[fields.open] ?? "";
    if (!isTime(cells[time] ?? "", "0") || !/\d/.test(open)) continue;
    return { separator, first: n, columns: cells.length, time, clock, fields, dayFirst: false };
  }
  return found;
}

function isTime(cell: string, next: string): boolean {
  if (!/\d/.test(next)) return false;
  return readDigits(cell, 0, Infinity) !== null || readWritten(cell) !== null;
}

function layoutOfHeader(
  cells: readonly string[],
  separator: Separator,
  lines: readonly string[],
  first: number,
): Layout | LayoutProblem {
  const names = cells.map(normalized);
  const time = TIME_NAMES.map((name) => names.indexOf(name)).find((at) => at >= 0) ??
    // The index of a table that was saved by pandas has no name.
    (names[0] === "" ? 0 : -1);
  const at = (field: Field): number => {
    const pattern = NAMES[field].find((name) => names.some((text) => name.test(text)));
    return pattern ? names.findIndex((text) => pattern.test(text)) : -1;
  };
  const [open, high, low, close, volume] = FIELDS.map(at) as [
    number,
    number,
    number,
    number,
    number,
  ];
  const missing = Object.entries({ time, open, high, low, close })
    .filter(([, place]) => place < 0).map(([name]) => name);
  if (missing.length > 0) {
    const text = lines[first - 1] ?? "";
    const kind = /^\s*[[{]/.test(text) ? " This looks like JSON." : "";
    return {
      line: first,
      message: /^\s*<(?!date|ticker)/i.test(text)
        ? whatElse(text)
        : `The header lacks ${missing.join(", ")}.${kind} ${EXPECTED}`,
    };
  }
  // A date and a time of day side by side, as MetaTrader and Stooq write them.
  const date = ["date", "dtyyyymmdd"].map((name) => names.indexOf(name)).find((place) =>
    place >= 0
  );
  const clock = names.indexOf("time");
  const row = lines.slice(first).find((line) => !isBlankOrRemark(line));
  const sample = row === undefined ? [] : splitLine(row, separator);
  const apart = date !== undefined && clock >= 0 && (time === clock || time === date) &&
    isClock(sample[clock] ?? "") && readDateOf(sample[date] ?? "");
  return {
    separator,
    first,
    columns: cells.length,
    time: apart ? date : time,
    clock: apart ? clock : null,
    fields: { open, high, low, close, volume: volume < 0 ? null : volume },
    dayFirst: names[time] === "gmt_time" || names[time] === "local_time",
  };
}

function readDateOf(cell: string): boolean {
  return /^\d{8}$/.test(cell) || readWritten(cell) !== null;
}

/** Exports without a header are told apart by their number of columns. */
function layoutWithoutHeader(
  cells: readonly string[],
  separator: Separator,
  first: number,
  rows: () => readonly (readonly string[])[],
): Layout | LayoutProblem {
  const apart = readDateOf(cells[0]!) && isClock(cells[1]!) && cells.length >= FEWEST_COLUMNS + 1;
  const start = apart ? 2 : 1;
  const values = cells.length - start;
  const layout = (volume: number | null): Layout => ({
    separator,
    first,
    columns: cells.length,
    time: 0,
    clock: apart ? 1 : null,
    fields: {
      open: start,
      high: start + 1,
      low: start + 2,
      close: start + 3,
      volume: volume === null ? null : start + volume,
    },
    dayFirst: false,
  });
  const number = (place: number) => Number(cells[start + place] ?? NaN);
  if (values === 4) return layout(null);
  // Coinbase's API: low and high stand before open and close.
  if (values === 5 && !apart && isLowFirst(rows())) {
    return {
      ...layout(4),
      fields: { open: 3, high: 2, low: 1, close: 4, volume: 5 },
    };
  }
  // The plain layout; Kraken's files have the number of trades behind the volume.
  if (values === 5 || (values === 6 && !apart)) return layout(4);
  // Kraken's API: the average price stands before the volume.
  if (values === 7 && !apart && isBetween(number(4), number(2), number(1))) return layout(5);
  // Binance: the closing time stands behind the volume.
  if ((values === 11 || values === 10) && !apart && number(5) > Number(cells[0])) return layout(4);
  return {
    line: first + 1,
    message:
      `The file has no header, and its ${cells.length} columns are no layout that is known. ` +
      "Known are time,open,high,low,close with or without volume, Kraken's 7 and 8 columns, Binance's 12, and MetaTrader's " +
      "date,time,open,high,low,close,volume. Put the header timestamp,open,high,low,close,volume above the columns.",
  };
}

/** So many lines tell in which order the prices stand. */
const ORDER_LINES = 50;

function rowsFrom(lines: readonly string[], first: number, separator: Separator): string[][] {
  return lines.slice(first, first + ORDER_LINES).filter((line) => !isBlankOrRemark(line))
    .map((line) => splitLine(line, separator));
}

/** Whether the prices make sense as low, high, open, close, and not as open, high, low, close. */
function isLowFirst(rows: readonly (readonly string[])[]): boolean {
  let asUsual = 0;
  let lowFirst = 0;
  for (const [, ...cells] of rows) {
    const [a, b, c, d] = cells.map((cell) => Number(cell)) as [number, number, number, number];
    if (isBetween(a, c, b) && isBetween(d, c, b)) asUsual++;
    if (isBetween(c, a, b) && isBetween(d, a, b)) lowFirst++;
  }
  return lowFirst > asUsual && lowFirst >= 0.9 * rows.length;
}

function isBetween(value: number, low: number, high: number): boolean {
  return value === 0 || (value >= low && value <= high);
}

/** A name without the case, brackets and blanks that exports differ in. */
function normalized(name: string): string {
  return name.toLowerCase().replace(/[<>()[\]]/g, "").trim().replace(/[\s\-/]+/g, "_")
    .replace(/\.+$/, "");
}

/** What a file without candles seems to be. */
function whatElse(line: string): string {
  if (/^\s*</.test(line)) {
    return `This is a web page or XML, not a candle file. ${EXPECTED}`;
  }
  if (/^\s*[[{]/.test(line)) return `This looks like JSON, not a candle file. ${EXPECTED}`;
  return "This is not a candle file. Expected the header timestamp,open,high,low,close,volume.";
}
