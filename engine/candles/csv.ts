/** Candles from CSV text: this product's own columns, and the exports of Binance and CryptoDataDownload. */
import { candleProblem, type CandleSeries, candlesFromColumns } from "./candle_series.ts";

export interface CsvProblem {
  /** Line of the file, from 1. */
  readonly line: number;
  readonly message: string;
}

export type CsvResult =
  | { readonly ok: true; readonly candles: CandleSeries }
  | { readonly ok: false; readonly problems: readonly CsvProblem[] };

/** Where each field stands in a line. */
interface Layout {
  readonly time: number;
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
  readonly volume: number;
}

const MAX_PROBLEMS = 20;
const LINES_BETWEEN_REPORTS = 10_000;

/** Names that the known exports give their columns, the preferred one first. */
const NAMES: Record<keyof Layout, readonly RegExp[]> = {
  time: [/^timestamp$/, /^open[_ ]time$/, /^unix$/, /^time$/, /^date$/, /^datetime$/],
  open: [/^open$/],
  high: [/^high$/],
  low: [/^low$/],
  close: [/^close$/],
  // CryptoDataDownload names volumes by currency, the base first.
  volume: [/^volume$/, /^volume[_ ](?!usd|usdt|busd|quote)\w+$/, /^volume/],
};

/** Binance's own files have no header: open time, OHLC, volume, close time and five more. */
const BINANCE: Layout = { time: 0, open: 1, high: 2, low: 3, close: 4, volume: 5 };

/**
 * Reads candles. Times may be Unix seconds, milliseconds or microseconds, or ISO dates (UTC); lines may run forwards or
 * backwards; a line that repeats the one before it is left out.
 *
 * @returns the candles, or what is wrong with its lines (the first 20 problems).
 */
export function parseCandleCsv(
  text: string,
  options: {
    readonly timeframeMs?: number | undefined;
    /** Called now and then with the share of the lines that have been read, 0 … 1. */
    readonly onProgress?: (share: number) => void;
  } = {},
): CsvResult {
  const lines = text.replace(/^\uFEFF/, "").split(/\r\n|\n|\r/);
  const start = findLayout(lines);
  if ("problem" in start) return { ok: false, problems: [start.problem] };
  const { layout, first } = start;
  const rows: [number, number, number, number, number, number][] = [];
  const lineOf: number[] = [];
  const problems: CsvProblem[] = [];
  const report = (line: number, message: string) => {
    if (problems.length < MAX_PROBLEMS) problems.push({ line, message });
  };
  for (let n = first; n < lines.length; n++) {
    if (n % LINES_BETWEEN_REPORTS === 0) options.onProgress?.(n / lines.length);
    const line = lines[n]!;
    if (line.trim() === "") continue;
    const cells = line.split(",").map((cell) => cell.trim().replace(/^"(.*)"$/, "$1"));
    const time = readTime(cells[layout.time]);
    if (Number.isNaN(time)) {
      report(n + 1, `"${cells[layout.time] ?? ""}" is not a time.`);
      continue;
    }
    const numbers = ([layout.open, layout.high, layout.low, layout.close, layout.volume] as const)
      .map((column) => readNumber(cells[column]));
    const [open, high, low, close, volume] = numbers as [number, number, number, number, number];
    if (numbers.some(Number.isNaN)) {
      report(n + 1, "A price or the volume is missing or not a number.");
      continue;
    }
    const problem = candleProblem(open, high, low, close, volume);
    if (problem !== null) {
      report(n + 1, `The candle makes no sense: ${problem}.`);
      continue;
    }
    rows.push([time, open, high, low, close, volume]);
    lineOf.push(n + 1);
  }
  if (problems.length > 0) return { ok: false, problems };
  if (rows.length === 0) {
    return { ok: false, problems: [{ line: first + 1, message: "The file holds no candles." }] };
  }
  if (rows.length > 1 && rows[0]![0] > rows[rows.length - 1]![0]) {
    rows.reverse();
    lineOf.reverse();
  }
  const kept: typeof rows = [];
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i]!;
    const previous = kept[kept.length - 1];
    if (previous && row[0] === previous[0]) {
      if (row.every((value, k) => value === previous[k])) continue;
      report(lineOf[i]!, "A second, different candle for the same time.");
    } else if (previous && row[0] < previous[0]) {
      report(lineOf[i]!, "Its time is out of order.");
    } else {
      kept.push(row);
    }
  }
  if (problems.length > 0) return { ok: false, problems };
  const column = (k: number) => Float64Array.from(kept, (row) => row[k]!);
  const columns = {
    time: column(0),
    open: column(1),
    high: column(2),
    low: column(3),
    close: column(4),
    volume: column(5),
  };
  return { ok: true, candles: candlesFromColumns(columns, options) };
}

function findLayout(
  lines: readonly string[],
): { layout: Layout; first: number } | { problem: CsvProblem } {
  // CryptoDataDownload puts its address on the first line.
  for (let n = 0; n < Math.min(lines.length, 5); n++) {
    const cells = lines[n]!.split(",").map((cell) => cell.trim().replace(/^"(.*)"$/, "$1"));
    if (cells.length < 6) continue;
    if (
      cells.length >= 6 && !Number.isNaN(readTime(cells[0])) && !Number.isNaN(readNumber(cells[1]))
    ) {
      return { layout: BINANCE, first: n };
    }
    const names = cells.map((cell) => cell.toLowerCase());
    const layout = {} as Record<keyof Layout, number>;
    const missing: string[] = [];
    for (const [field, patterns] of Object.entries(NAMES)) {
      const pattern = patterns.find((p) => names.some((name) => p.test(name)));
      const at = pattern ? names.findIndex((name) => pattern.test(name)) : -1;
      if (at < 0) missing.push(field);
      layout[field as keyof Layout] = at;
    }
    if (missing.length === 0) return { layout, first: n + 1 };
    return {
      problem: {
        line: n + 1,
        message: `The header lacks ${
          missing.join(", ")
        }. Expected timestamp,open,high,low,close,volume.`,
      },
    };
  }
  return {
    problem: {
      line: 1,
      message:
        "This is not a candle file. Expected the header timestamp,open,high,low,close,volume.",
    },
  };
}

/** Unix milliseconds of a cell, NaN for what is no time. */
function readTime(cell: string | undefined): number {
  if (cell === undefined || cell === "") return NaN;
  if (/^\d+(\.0+)?$/.test(cell)) {
    const value = Number(cell);
    if (value >= 1e15) return Math.floor(value / 1000);
    return value >= 1e11 ? value : value * 1000;
  }
  const iso =
    /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?)?(?:Z|\+00:00)?$/.exec(
      cell,
    );
  if (!iso) return NaN;
  const [year, month, day, hour, minute, second] = iso.slice(1).map((part) =>
    Number(part ?? 0)
  ) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  const time = Date.UTC(year, month - 1, day, hour, minute, second);
  return new Date(time).getUTCDate() === day && hour < 24 && minute < 60 ? time : NaN;
}

function readNumber(cell: string | undefined): number {
  return cell !== undefined && /^[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?$/.test(cell)
    ? Number(cell)
    : NaN;
}
