/** Taking in a file of candles: the whole of it, or nothing and a list of what is wrong, line by line. */
import { type CandleSeries, findGaps, parseCandleCsv, sliceCandles } from "../../engine/mod.ts";
import { MARKET_TIMEFRAMES, type MarketTimeframe } from "./catalog.ts";
import type { CoverageStore } from "./coverage.ts";
import type { SeriesKey } from "./series.ts";
import type { CandleStore, InsertResult } from "./store.ts";

/** One thing wrong with a file. `line` counts from 1 with the header; 0 = the file as a whole. */
export interface CsvProblem {
  readonly line: number;
  readonly message: string;
}

export interface CsvImported extends InsertResult {
  readonly ok: true;
  /** Candles at the end that were not closed yet and were left out. */
  readonly unclosed: number;
  readonly firstMs: number;
  readonly lastMs: number;
  /** Candles missing inside the file's span. */
  readonly missing: number;
}

export type CsvImportResult = CsvImported | {
  readonly ok: false;
  readonly problems: readonly CsvProblem[];
};

export interface CsvImportOptions {
  readonly nowMs: number;
  readonly signal?: AbortSignal;
  readonly onProgress?: (rows: number) => void;
  /** Asked before anything is stored, with the number of candles that are new; it throws, or calls `store`. */
  readonly admit?: AdmitImport;
}

/** Decides whether so many new candles may be stored. */
export type AdmitImport = (
  newCandles: number,
  store: () => Promise<InsertResult>,
) => Promise<InsertResult>;

/**
 * Imports the text of a CSV file into a series. The span of the file counts as complete afterwards: what is missing inside
 * it is a real gap. Candles already stored stay as they are.
 */
export async function importCsv(
  parts: { readonly store: CandleStore; readonly coverage: CoverageStore },
  key: SeriesKey,
  text: string,
  options: CsvImportOptions,
): Promise<CsvImportResult> {
  const read = readCandles(text, key.timeframe, options.nowMs);
  if (!read.ok) return read;
  const { candles, unclosed } = read;
  const firstMs = candles.time[0] ?? 0;
  const lastMs = candles.time[candles.length - 1] ?? 0;
  const store = async () => {
    const inserted = await parts.store.insert(key, candles, options);
    await parts.coverage.add(key, {
      from: firstMs,
      to: lastMs + MARKET_TIMEFRAMES[key.timeframe],
    });
    return inserted;
  };
  const inserted = options.admit
    ? await options.admit(await parts.store.countNew(key, candles), store)
    : await store();
  const missing = findGaps(candles).reduce((sum, gap) => sum + gap.missing, 0);
  return { ok: true, ...inserted, unclosed, firstMs, lastMs, missing };
}

type Read =
  | { readonly ok: true; readonly candles: CandleSeries; readonly unclosed: number }
  | { readonly ok: false; readonly problems: readonly CsvProblem[] };

function readCandles(text: string, timeframe: MarketTimeframe, nowMs: number): Read {
  const timeframeMs = MARKET_TIMEFRAMES[timeframe];
  const parsed = parseCandleCsv(text);
  if (!parsed.ok) return parsed;
  const spacingMs = parsed.candles.length > 1 ? parsed.candles.timeframeMs : timeframeMs;
  if (spacingMs !== timeframeMs) {
    return problem(
      `The candles are ${
        spacingInWords(spacingMs)
      } apart, so this is not a file of ${timeframe} candles.`,
    );
  }
  for (const time of parsed.candles.time) {
    if (time % timeframeMs !== 0) {
      return problem(
        `A candle opens at ${new Date(time).toISOString()}; ${timeframe} candles open on whole ${
          timeframe === "1d" ? "UTC days" : "hours"
        }.`,
      );
    }
  }
  let closed = parsed.candles.length;
  while (closed > 0 && (parsed.candles.time[closed - 1] ?? 0) + timeframeMs > nowMs) closed--;
  if (closed === 0) return problem("The file holds no closed candles.");
  const candles = sliceCandles(parsed.candles, 0, closed);
  // The same rows, under the timeframe that was asked for: a single row has no spacing of its own.
  return {
    ok: true,
    candles: { ...candles, timeframeMs },
    unclosed: parsed.candles.length - closed,
  };
}

function problem(message: string): { ok: false; problems: CsvProblem[] } {
  return { ok: false, problems: [{ line: 0, message }] };
}

function spacingInWords(ms: number): string {
  const minutes = ms / 60_000;
  if (minutes < 60) return `${minutes} minutes`;
  const hours = minutes / 60;
  return hours === 1 ? "1 hour" : hours % 24 === 0 ? `${hours / 24} days` : `${hours} hours`;
}
