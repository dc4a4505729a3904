/**
 * The months of all series as columns: in memory up to a bound, and where they are closed and everybody's also as blobs in the
 * storage, which every process reads. Rows are the truth: a month is taken from elsewhere only when it has the version that the
 * rows have now, and is made from them whenever it cannot be had.
 */
import { describeError, type Logger } from "../logging/log.ts";
import type { BlobStorage } from "../storage/storage.ts";
import { ByteCache } from "./byte_cache.ts";
import { MARKET_TIMEFRAMES } from "./catalog.ts";
import { count } from "../telemetry/measuring.ts";
import { giveWay } from "../threads/give_way.ts";
import { COLUMN_NAMES, decodeMonth, encodeMonth, type MonthColumns } from "./month_columns.ts";
import { monthName, monthStart } from "./months.ts";
import { type SeriesKey, seriesName } from "./series.ts";
import { SeriesLock } from "./series_lock.ts";
import type { CandleStore } from "./store.ts";

/** 14 years of every asset's hours are about this much. */
const MEMORY_BYTES = 48 * 1024 * 1024;
/** Rows that are read from the database at once: a few ms of the embedded one, so that requests get their turn. */
const ROWS_AT_ONCE = 4_000;
/** Blobs that are asked for at once. */
const BLOBS_AT_ONCE = 16;
/** How long a blob is waited for: the rows are there too. */
const BLOB_PATIENCE_MS = 1_000;
const DAY_MS = 86_400_000;
/** How long a storage that failed is left alone. */
const STORAGE_REST_MS = 30_000;

/** Which month of a series, in which version. */
export interface WantedMonth {
  readonly month: number;
  readonly version: string;
}

export interface MonthCacheParts {
  readonly store: Pick<CandleStore, "months">;
  /** `null` = only in memory. */
  readonly storage: Pick<BlobStorage, "get" | "put"> | null;
  readonly log: Logger | null;
  /** Unix ms. */
  readonly now: () => number;
}

interface Kept {
  readonly version: string;
  readonly columns: MonthColumns;
}

function tally(cache: string, { hits, misses }: { hits: number; misses: number }): void {
  if (hits > 0) count("blockbuilders.cache.reads", { cache, outcome: "hit" }, hits);
  if (misses > 0) count("blockbuilders.cache.reads", { cache, outcome: "miss" }, misses);
}

export class MonthCache {
  readonly #parts: MonthCacheParts;
  readonly #memory = new ByteCache<Kept>(MEMORY_BYTES);
  readonly #lock = new SeriesLock();
  #writing: Promise<void> = Promise.resolve();
  #storageRestUntilMs = 0;

  constructor(parts: MonthCacheParts) {
    this.#parts = parts;
  }

  /**
   * The columns of some months, in their order; `null` when one of them has another version by now, and the caller should ask
   * again what there is.
   */
  async columns(key: SeriesKey, wanted: readonly WantedMonth[]): Promise<MonthColumns[] | null> {
    const found = new Map<number, MonthColumns>();
    const missing = this.#recall(key, wanted, found).length;
    tally("months", { hits: wanted.length - missing, misses: missing });
    if (missing > 0) {
      // One caller at a time: those who wait find in memory what the first one has loaded.
      await this.#lock.run(seriesName(key), undefined, async () => {
        await this.#load(key, this.#recall(key, wanted, found), found);
      });
    }
    const columns = wanted.map(({ month }) => found.get(month));
    return columns.every((one) => one !== undefined) ? columns : null;
  }

  /** Resolves when what was to be written to the storage has been, or could not be. */
  async settled(): Promise<void> {
    await this.#writing;
  }

  /** Adds what is in memory to `found`; answers what is not. */
  #recall(
    key: SeriesKey,
    wanted: readonly WantedMonth[],
    found: Map<number, MonthColumns>,
  ): WantedMonth[] {
    return wanted.filter(({ month, version }) => {
      if (found.has(month)) return false;
      const kept = this.#memory.get(nameOf(key, month));
      if (kept?.version !== version) return true;
      found.set(month, kept.columns);
      return false;
    });
  }

  async #load(
    key: SeriesKey,
    missing: readonly WantedMonth[],
    found: Map<number, MonthColumns>,
  ): Promise<void> {
    const keep = (month: number, version: string, columns: MonthColumns) => {
      this.#memory.set(nameOf(key, month), { version, columns }, bytesOf(columns));
    };
    for (let start = 0; start < missing.length; start += BLOBS_AT_ONCE) {
      await Promise.all(
        missing.slice(start, start + BLOBS_AT_ONCE).map(async (wanted) => {
          const columns = await this.#readBlob(key, wanted);
          if (!columns) return;
          keep(wanted.month, wanted.version, columns);
          found.set(wanted.month, columns);
        }),
      );
    }
    const left = missing.filter(({ month }) => !found.has(month));
    const versions = new Map(left.map(({ month, version }) => [month, version]));
    const rowsOfMonth = Math.ceil(31 * DAY_MS / MARKET_TIMEFRAMES[key.timeframe]);
    const atOnce = Math.max(1, Math.floor(ROWS_AT_ONCE / rowsOfMonth));
    for (let start = 0; start < left.length; start += atOnce) {
      if (start > 0) await giveWay();
      const months = left.slice(start, start + atOnce).map(({ month }) => month);
      for (const { month, version, columns } of await this.#parts.store.months(key, months)) {
        keep(month, version, columns);
        if (versions.get(month) === version) found.set(month, columns);
        this.#writeBlob(key, { month, version }, columns);
      }
    }
  }

  async #readBlob(key: SeriesKey, { month, version }: WantedMonth): Promise<MonthColumns | null> {
    const { storage } = this.#parts;
    if (!storage || !this.#belongsInStorage(key, month)) return null;
    try {
      const blob = await within(BLOB_PATIENCE_MS, storage.get(blobKey(key, month)));
      if (!blob) return null;
      const [fromMs, toMs] = [monthStart(month), monthStart(month + 1)];
      return await decodeMonth(blob, { fromMs, toMs, version });
    } catch (error) {
      this.#rest("read", error);
      return null;
    }
  }

  /** Writes a blob some time; one after the other, and nobody waits for it. */
  #writeBlob(key: SeriesKey, { month, version }: WantedMonth, columns: MonthColumns): void {
    const { storage } = this.#parts;
    if (!storage || !this.#belongsInStorage(key, month)) return;
    this.#writing = this.#writing.then(async () => {
      if (!this.#belongsInStorage(key, month)) return;
      try {
        const blob = await encodeMonth(columns, version);
        await storage.put(blobKey(key, month), blob, "application/octet-stream");
      } catch (error) {
        this.#rest("written", error);
      }
    });
  }

  /**
   * A month that goes on would be written again with every candle. What is somebody's own is kept in rows alone, so that
   * nothing is left of it when those are removed.
   */
  #belongsInStorage(key: SeriesKey, month: number): boolean {
    const { now } = this.#parts;
    return key.ownerId === null && monthStart(month + 1) <= now() &&
      now() >= this.#storageRestUntilMs;
  }

  #rest(what: string, error: unknown): void {
    const { now, log } = this.#parts;
    if (now() < this.#storageRestUntilMs) return;
    this.#storageRestUntilMs = now() + STORAGE_REST_MS;
    log?.warn(`kept candles could not be ${what}; rows are read instead`, {
      error: describeError(error),
    });
  }
}

function nameOf(key: SeriesKey, month: number): string {
  return `${month} ${seriesName(key)}`;
}

/** `candles/binance/BTC_2FUSDT/1h/2024-01.gz`: one blob a month, whatever its version, so that none is left over. */
function blobKey({ asset, timeframe, venue }: SeriesKey, month: number): string {
  const part = (text: string) =>
    text.replace(
      /[^A-Za-z0-9-]/g,
      (letter) => `_${letter.codePointAt(0)?.toString(16).toUpperCase()}`,
    );
  return `candles/${part(venue)}/${part(asset)}/${timeframe}/${monthName(month)}.gz`;
}

function bytesOf({ length }: MonthColumns): number {
  return COLUMN_NAMES.length * 8 * length + 500;
}

/** @throws {Error} when `work` takes longer; it goes on, unheard */
async function within<T>(ms: number, work: Promise<T>): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer after ${ms} ms`)), ms);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
