/** Taking in a file of candles: the whole of it, or nothing and a list of what is wrong, line by line. */
import type { Kysely, Transaction } from "kysely";
import { candleOpen, type CandleSeries, findGaps } from "../../engine/mod.ts";
import type { CsvOptions, CsvProblem } from "../../engine/candle_files.ts";
import type { Database } from "../db/schema.ts";
import type { CandleFileReader } from "./candle_file_reader.ts";
import { MARKET_TIMEFRAMES } from "./catalog.ts";
import type { CoverageStore } from "./coverage.ts";
import type { CandleFile } from "./read_candles.ts";
import type { SeriesKey } from "./series.ts";
import type { CandleStore, Comparison, DifferingCandle } from "./store.ts";
import { candlesInWords, dayInWords, minuteInWords } from "./words.ts";

/** Nothing was traded for crypto before: candles of an earlier year are of another market, or their times are misread. */
export const EARLIEST_CANDLE_MS = Date.UTC(2009, 0, 1);

export type { CsvProblem };

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
  /** How many there are, those included that are not told one by one. */
  readonly count: number;
  /** The file is longer than it may be. */
  readonly tooLarge?: boolean;
  /** What differs from what is stored, without an instruction what to do about it; nothing was stored then. */
  readonly conflict?: Comparison;
};

/** What somebody says of a file. */
export type FileReading = Pick<CsvOptions, "columns" | "unit" | "zone" | "dateOrder">;

export interface CsvImportOptions {
  readonly nowMs: number;
  /** Without it a file that differs from what is stored is not imported. */
  readonly onConflict?: ConflictChoice | undefined;
  /** How the file is read, where that is said. */
  readonly reading?: FileReading | undefined;
  /** The longest text of a file, bytes, also of a packed one. */
  readonly mostBytes?: number | undefined;
  readonly signal?: AbortSignal;
  readonly onProgress?: (rows: number) => void;
  /** Asked before anything is stored, with the number of candles that are new; it throws, or calls `store`. */
  readonly admit?: AdmitImport;
}

/** What storing a file did. */
export type Stored = Pick<CsvImported, "inserted" | "differing" | "replaced">;

/** What an import does in the transaction that makes it whole. */
type Finish = (trx: Transaction<Database>) => Promise<void>;

/** Decides whether so many new candles may be stored. */
export type AdmitImport = (
  newCandles: number,
  store: (finish?: Finish) => Promise<Stored>,
) => Promise<Stored>;

/** A file and where its candles go. */
export type CsvImportRequest =
  & {
    readonly asset: string;
    readonly timeframe: string;
    /** The longest text of a file, bytes, also of a packed one. */
    readonly mostBytes?: number;
    readonly venue?: string;
    readonly ownerId?: string;
    readonly importName?: string;
    /** What to do with candles that are stored with other values; without it nothing is stored where there are any. */
    readonly onConflict?: ConflictChoice | undefined;
    /** How the file is read, where that is said. */
    readonly reading?: FileReading | undefined;
    readonly signal?: AbortSignal;
    readonly onProgress?: (rows: number) => void;
    readonly admit?: AdmitImport;
  }
  & (
    | { readonly text: string }
    /** Packed or not; a large one is handed over to a thread, and its bytes are gone afterwards. */
    | { readonly file: Exclude<CandleFile, string> }
  );

/**
 * Imports a CSV file into a series. The span of the file counts as complete afterwards: what is missing inside
 * it is a real gap. Candles already stored stay as they are, unless `onConflict` is `replace`.
 */
export async function importCsv(
  parts: {
    readonly db: Kysely<Database>;
    readonly store: CandleStore;
    readonly coverage: CoverageStore;
    readonly files: Pick<CandleFileReader, "read">;
  },
  key: SeriesKey,
  file: CandleFile,
  options: CsvImportOptions,
): Promise<CsvImportResult> {
  const { nowMs, mostBytes, signal } = options;
  const timeframeMs = MARKET_TIMEFRAMES[key.timeframe];
  const reading = {
    ...options.reading,
    timeframeMs,
    nowMs,
    earliestMs: EARLIEST_CANDLE_MS,
    mostBytes,
  };
  const read = await parts.files.read(file, reading, signal);
  if (!read.ok) return read;
  const { candles, unclosed } = read;
  const misfit = weekProblem(key, candles) ?? await volumeProblem(parts.store, key, candles);
  if (misfit !== null) return problem(misfit);
  const conflict = await parts.store.compare(key, candles, options);
  if (conflict.differing > 0 && options.onConflict === undefined) {
    return { ...problem(conflictInWords(conflict.differing)), conflict };
  }
  const firstMs = candles.time[0] ?? 0;
  const lastMs = candles.time[candles.length - 1] ?? 0;
  const span = { from: firstMs, to: lastMs + MARKET_TIMEFRAMES[key.timeframe] };
  const store = async (finish?: Finish): Promise<Stored> => {
    const complete: Finish = async (trx) => {
      await finish?.(trx);
      await parts.coverage.addWithin(trx, key, span);
    };
    if (options.onConflict === "replace") {
      const { inserted, replaced } = await parts.store.replace(key, candles, complete, options);
      return { inserted, replaced, differing: replaced };
    }
    const { differing, known } = conflict;
    const { inserted } = known === candles.length
      ? { inserted: 0 }
      : await parts.store.insert(key, candles, options);
    await parts.db.transaction().execute(complete);
    return { inserted, differing, replaced: 0 };
  };
  const stored = options.admit
    ? await options.admit(candles.length - conflict.known, store)
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

/** Weeks that everybody uses begin on Monday: those that are made of hours do. */
function weekProblem(key: SeriesKey, { time, timeframeMs }: CandleSeries): string | null {
  if (key.ownerId !== null) return null;
  const other = time.find((opens) => candleOpen(opens, timeframeMs) !== opens);
  return other === undefined
    ? null
    : `${key.timeframe} candles that everybody uses begin on Monday, 00:00 UTC; that of ${
      dayInWords(other)
    } does not.`;
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

function problem(message: string): { ok: false; problems: CsvProblem[]; count: number } {
  return { ok: false, problems: [{ line: 0, message }], count: 1 };
}
