/** Taking in a file of candles: the whole of it, or nothing and a list of what is wrong, line by line. */
import { type CandleSeries, findGaps, sliceCandles } from "../../engine/mod.ts";
import { type DateOrder, parseCandleCsv } from "../../engine/candle_files.ts";
import { MARKET_TIMEFRAMES, type MarketTimeframe } from "./catalog.ts";
import type { CoverageStore } from "./coverage.ts";
import type { SeriesKey } from "./series.ts";
import type { CandleStore, Comparison, DifferingCandle } from "./store.ts";
import { candlesInWords, minuteInWords } from "./words.ts";

/** Nothing was traded for crypto before: candles of an earlier year are of another market, or their times are misread. */
export const EARLIEST_CANDLE_MS = Date.UTC(2009, 0, 1);

/** One thing wrong with a file. `line` counts from 1 with the header; 0 = the file as a whole. */
export interface CsvProblem {
  readonly line: number;
  readonly message: string;
}

/** What to do with candles that are stored with other values than the file has. */
export const CONFLICT_CHOICES = ["keep", "replace"] as const;
export type ConflictChoice = typeof CONFLICT_CHOICES[number];

export interface CsvImported {
  readonly ok: true;
  /** Closed candles of the file. */
  readonly given: number;
  /** Candles that were not stored before. */
  readonly inserted: number;
  /** Candles that were stored with other values. */
  readonly differing: number;
  /** Those of them that took the file's values; the others stayed as they were. */
  readonly replaced: number;
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
  /** What differs from what is stored, without an instruction what to do about it; nothing was stored then. */
  readonly conflict?: Comparison;
};

export interface CsvImportOptions {
  readonly nowMs: number;
  /** Without it a file that differs from what is stored is not imported. */
  readonly onConflict?: ConflictChoice | undefined;
  readonly dateOrder?: DateOrder | undefined;
  readonly signal?: AbortSignal;
  readonly onProgress?: (rows: number) => void;
  /** Asked before anything is stored, with the number of candles that are new; it throws, or calls `store`. */
  readonly admit?: AdmitImport;
}

/** What storing a file did. */
export type Stored = Pick<CsvImported, "inserted" | "differing" | "replaced">;

/** Decides whether so many new candles may be stored. */
export type AdmitImport = (
  newCandles: number,
  store: () => Promise<Stored>,
) => Promise<Stored>;

/**
 * Imports the text of a CSV file into a series. The span of the file counts as complete afterwards: what is missing inside
 * it is a real gap. Candles already stored stay as they are, unless `onConflict` is `replace`.
 */
export async function importCsv(
  parts: { readonly store: CandleStore; readonly coverage: CoverageStore },
  key: SeriesKey,
  text: string,
  options: CsvImportOptions,
): Promise<CsvImportResult> {
  const read = readCandles(text, key.timeframe, options);
  if (!read.ok) return read;
  const { candles, unclosed } = read;
  const misfit = await volumeProblem(parts.store, key, candles);
  if (misfit !== null) return problem(misfit);
  const conflict = await parts.store.compare(key, candles);
  if (conflict.differing > 0 && options.onConflict === undefined) {
    return { ...problem(conflictInWords(conflict.differing)), conflict };
  }
  const firstMs = candles.time[0] ?? 0;
  const lastMs = candles.time[candles.length - 1] ?? 0;
  const span = { from: firstMs, to: lastMs + MARKET_TIMEFRAMES[key.timeframe] };
  const store = async (): Promise<Stored> => {
    if (options.onConflict === "replace") {
      const cover = (trx: Parameters<CoverageStore["addWithin"]>[0]) =>
        parts.coverage.addWithin(trx, key, span);
      const { inserted, replaced } = await parts.store.replace(key, candles, cover, options);
      return { inserted, replaced, differing: replaced };
    }
    const { inserted, differing } = await parts.store.insert(key, candles, options);
    await parts.coverage.add(key, span);
    return { inserted, differing, replaced: 0 };
  };
  const stored = options.admit
    ? await options.admit(await parts.store.countNew(key, candles), store)
    : await store();
  const missing = findGaps(candles).reduce((sum, gap) => sum + gap.missing, 0);
  return { ok: true, given: candles.length, ...stored, unclosed, firstMs, lastMs, missing };
}

/** "1 candle of the file differs from what is stored." */
export function conflictInWords(differing: number): string {
  return `${candlesInWords(differing)} of the file ${
    differing === 1 ? "differs" : "differ"
  } from what is stored.`;
}

/** "2021-01-01 00:00 UTC: volume 670.19 is stored, 671 is in the file." */
export function sampleInWords({ timeMs, fields }: DifferingCandle): string {
  const word = (value: number) => Number.isNaN(value) ? "none" : String(value);
  const parts = fields.map(({ field, stored, given }) =>
    `${field} ${word(stored)} is stored, ${word(given)} is in the file`
  );
  return `${minuteInWords(timeMs)} UTC: ${parts.join("; ")}.`;
}

type Read =
  | { readonly ok: true; readonly candles: CandleSeries; readonly unclosed: number }
  | { readonly ok: false; readonly problems: readonly CsvProblem[] };

function readCandles(
  text: string,
  timeframe: MarketTimeframe,
  { nowMs, dateOrder }: CsvImportOptions,
): Read {
  const timeframeMs = MARKET_TIMEFRAMES[timeframe];
  const earliestMs = EARLIEST_CANDLE_MS;
  const parsed = parseCandleCsv(text, { timeframeMs, nowMs, earliestMs, dateOrder });
  if (!parsed.ok) return parsed;
  const { candles } = parsed;
  let closed = candles.length;
  while (closed > 0 && (candles.time[closed - 1] ?? 0) + timeframeMs > nowMs) closed--;
  if (closed === 0) return problem("The file holds no closed candles.");
  return {
    ok: true,
    candles: sliceCandles(candles, 0, closed),
    unclosed: candles.length - closed,
  };
}

/** A series has volumes throughout or none: a run could not use those that only some candles have. */
async function volumeProblem(
  store: CandleStore,
  key: SeriesKey,
  { hasVolume }: CandleSeries,
): Promise<string | null> {
  if (!hasVolume && key.ownerId === null) {
    return "The file has no volume. Candles that everybody uses need one.";
  }
  const { some, none } = await store.volumes(key);
  if (!hasVolume && some) {
    return `The file has no volume, but the candles stored as "${key.venue}" have. Import it under another name.`;
  }
  if (hasVolume && none) {
    return `The file has volumes, but the candles stored as "${key.venue}" have none. Import it under another name.`;
  }
  return null;
}

function problem(message: string): { ok: false; problems: CsvProblem[] } {
  return { ok: false, problems: [{ line: 0, message }] };
}
