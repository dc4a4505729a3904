import { type RawBuilder, sql } from "kysely";
import type { SeriesTimeframe } from "./catalog.ts";

/** Which stored series is meant. Two series never share a candle. */
export interface SeriesKey {
  readonly asset: string;
  readonly timeframe: SeriesTimeframe;
  /** The exchange, or the name an import gave. */
  readonly venue: string;
  /** Whose private import it is; `null` for the series that everybody shares. */
  readonly ownerId: string | null;
}

/** Which candles are meant: of a market that everybody shares, or of somebody's import. */
export interface CandleSource {
  readonly asset: string;
  readonly timeframe: string;
  /** Whose import is meant. */
  readonly ownerId?: string;
  /** The import's name; only with `ownerId`. */
  readonly importName?: string;
}

/** The source that a strategy's, run's or track record's row names. */
export function sourceOf(
  { asset, timeframe, import_name }: {
    readonly asset: string;
    readonly timeframe: string;
    readonly import_name: string | null;
  },
  ownerId: string,
): CandleSource {
  return import_name === null
    ? { asset, timeframe }
    : { asset, timeframe, ownerId, importName: import_name };
}

/** The `where` condition for a series' rows. Spelt so that the unique index serves it (`is not distinct from` would not). */
export function ofSeries(key: SeriesKey): RawBuilder<boolean> {
  const owner = key.ownerId === null
    ? sql<boolean>`owner_id is null`
    : sql<boolean>`owner_id = ${key.ownerId}::uuid`;
  return sql<
    boolean
  >`asset = ${key.asset} and timeframe = ${key.timeframe} and venue = ${key.venue} and ${owner}`;
}

/** The series' name for locks and maps. */
export function seriesName(key: SeriesKey): string {
  return JSON.stringify([key.asset, key.timeframe, key.venue, key.ownerId]);
}

/** A moment given in Unix ms, as `timestamptz`. */
export function atTime(ms: number): RawBuilder<Date> {
  return sql<Date>`to_timestamp(${ms}::float8 / 1000)`;
}

/**
 * Makes those who write to a series wait for each other until the transaction ends. Rows and the versions of their months are
 * locked one after the other, and two writers could hold what the other needs.
 */
export function lockOf(key: SeriesKey): RawBuilder<unknown> {
  return sql`select pg_advisory_xact_lock(hashtextextended(${"candles " + seriesName(key)}, 0))`;
}

/** Candles asked for by a run or a page. */
export interface CandleRequest extends CandleSource {
  /** First open time, Unix ms, inclusive. */
  readonly fromMs: number;
  /** Exclusive; may lie in the future. */
  readonly toMs: number;
  /** Candles before `fromMs` that the blocks need; as many as exist are put in front. */
  readonly historyBars: number;
  /** Reads this venue of the shared series and no other; without it the first that can give the whole stretch. */
  readonly venue?: string;
  readonly signal?: AbortSignal;
}
