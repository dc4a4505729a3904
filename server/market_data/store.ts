/**
 * The candles in the database: writing them once, and reading a range quickly.
 *
 * A stored closed candle is changed only when an import asks for it (`replace`). Rows go in through `CandleSeries`, which
 * refuses broken ones, so nothing broken is ever stored.
 */
import { Buffer } from "node:buffer";
import { type Kysely, type RawBuilder, sql, type Transaction } from "kysely";
import { type CandleSeries, candlesFromColumns } from "../../engine/mod.ts";
import type { Database } from "../db/schema.ts";
import { isSeriesTimeframe, MARKET_TIMEFRAMES, type SeriesTimeframe } from "./catalog.ts";
import { isUniqueViolation } from "../db/errors.ts";
import { giveWay } from "../threads/give_way.ts";
import { COLUMN_NAMES, emptyColumns, type MonthColumns, monthColumns } from "./month_columns.ts";
import { rowsOf } from "./candle_rows.ts";
import { recordReplaced } from "./restatements.ts";
import { atTime, lockOf, ofSeries, type SeriesKey } from "./series.ts";

/** Rows of one insert: some 12 ms on the embedded database, so that requests get their turn in between. */
export const INSERT_ROWS = 1000;
/** Rows of one comparison with what is stored. */
const COMPARED_ROWS = 1000;
/** A stored candle on the wire: one 64-bit integer (µs since 2000-01-01) and five 64-bit floats, big-endian. */
const ROW_BYTES = 48;
const POSTGRES_EPOCH_MS = Date.UTC(2000, 0, 1);
const BINARY_ROW = sql`timestamptz_send(timestamp) || float8send(open) || float8send(high)
  || float8send(low) || float8send(close) || float8send(volume)`;

export interface LoadRange {
  /** Open time of the first candle of the range, inclusive, Unix ms. */
  readonly fromMs: number;
  /** Exclusive. */
  readonly toMs: number;
  /** How many candles before `fromMs` to put in front, as many as there are without an unknown stretch between. */
  readonly historyBars: number;
}

/** What an insert did. */
export interface InsertResult {
  readonly given: number;
  readonly inserted: number;
  /** Candles that were already there with other values; the stored ones stayed. */
  readonly differing: number;
}

/** A candle that is stored with other values than a file has. */
export interface DifferingCandle {
  readonly timeMs: number;
  readonly fields: readonly {
    readonly field: PriceField;
    readonly stored: number;
    readonly given: number;
  }[];
}

/** How candles that may be stored compare with those that are. */
export interface Comparison {
  /** Candles that are stored, with whatever values. */
  readonly known: number;
  readonly differing: number;
  /** The first of those that differ. */
  readonly samples: readonly DifferingCandle[];
}

const PRICE_FIELDS = ["open", "high", "low", "close", "volume"] as const;
type PriceField = typeof PRICE_FIELDS[number];
/** Differing candles that are handed out; the others are counted. */
const SAMPLES = 5;

/** A month of a series as it was at one moment. */
export interface StoredMonth {
  readonly month: number;
  readonly version: string;
  readonly columns: MonthColumns;
}

/** A month of a series that has candles. */
export interface MonthCount {
  readonly asset: string;
  readonly timeframe: string;
  readonly venue: string;
  readonly owner_id: string | null;
  /** Months since the year 0, UTC. */
  readonly month: number;
  readonly candles: number;
}

/** A stored series in numbers. */
export interface SeriesSummary extends SeriesKey {
  /** Open time of the first and the last candle, Unix ms. */
  readonly firstMs: number;
  readonly lastMs: number;
  readonly candles: number;
}

export class CandleStore {
  readonly #db: Kysely<Database>;

  constructor(db: Kysely<Database>) {
    this.#db = db;
  }

  /**
   * Puts closed candles in, in bulk; those already there are left alone. Safe to repeat, and to run in several
   * processes at once. `onProgress` gets the number of rows done after each chunk.
   */
  async insert(
    key: SeriesKey,
    candles: CandleSeries,
    options: { readonly signal?: AbortSignal; readonly onProgress?: (rows: number) => void } = {},
  ): Promise<InsertResult> {
    let inserted = 0;
    let differing = 0;
    const [first, last] = [candles.time[0], candles.time[candles.length - 1]];
    // Where nothing is stored nothing needs to be compared, which is half of the work.
    let isNew = first !== undefined && last !== undefined && !await this.#hasAny(key, first, last);
    for (let start = 0; start < candles.length; start += INSERT_ROWS) {
      options.signal?.throwIfAborted();
      const end = Math.min(start + INSERT_ROWS, candles.length);
      isNew &&= await this.#insertNew(key, candles, start, end);
      const counts = isNew
        ? { inserted: end - start, differing: 0 }
        : await this.#insertChunk(key, candles, start, end);
      inserted += counts.inserted;
      differing += counts.differing;
      options.onProgress?.(end);
      // On the embedded database an insert runs on this very thread.
      await giveWay();
    }
    return { given: candles.length, inserted, differing };
  }

  /** Puts rows in of which none is stored; `false` when one is by now, and nothing was put in. */
  async #insertNew(
    key: SeriesKey,
    candles: CandleSeries,
    start: number,
    end: number,
  ): Promise<boolean> {
    try {
      await sql`
        with locked as materialized (${lockOf(key)}), given as (
          select g.* from locked, (${rowsOf(candles, start, end)}) g
        )
        insert into candles (asset, timeframe, venue, owner_id, timestamp, open, high, low, close, volume)
          select ${key.asset}::text, ${key.timeframe}::text, ${key.venue}::text, ${key.ownerId}::uuid,
              timestamp, open, high, low, close, volume from given`.execute(this.#db);
      return true;
    } catch (error) {
      if (isUniqueViolation(error)) return false;
      throw error;
    }
  }

  async #insertChunk(
    key: SeriesKey,
    candles: CandleSeries,
    start: number,
    end: number,
  ): Promise<{ inserted: number; differing: number }> {
    // `differing` reads the rows as they were before the insert: both parts see the same snapshot.
    const { rows } = await sql<{ inserted: number; differing: number }>`
      with locked as materialized (${lockOf(key)}), given as (
        select g.* from locked, (${rowsOf(candles, start, end)}) g
      ), added as (
        insert into candles (asset, timeframe, venue, owner_id, timestamp, open, high, low, close, volume)
        select ${key.asset}::text, ${key.timeframe}::text, ${key.venue}::text, ${key.ownerId}::uuid,
            timestamp, open, high, low, close, volume from given
        on conflict do nothing returning 1
      )
      select (select count(*) from added)::int as inserted,
        (select count(*) from given g
           join (select * from candles where ${ofSeries(key)}
             and timestamp between ${atTime(candles.time[start] ?? 0)}
               and ${atTime(candles.time[end - 1] ?? 0)}) c on c.timestamp = g.timestamp
          where (c.open, c.high, c.low, c.close, c.volume)
            is distinct from (g.open, g.high, g.low, g.close, g.volume))::int as differing`
      .execute(this.#db);
    const row = rows[0];
    if (!row) throw new Error("The insert answered nothing.");
    return row;
  }

  /** Which of `candles` are stored, and which with other values. */
  async compare(
    key: SeriesKey,
    candles: CandleSeries,
    options: { readonly signal?: AbortSignal } = {},
  ): Promise<Comparison> {
    let known = 0;
    let differing = 0;
    const samples: DifferingCandle[] = [];
    const [first, last] = [candles.time[0], candles.time[candles.length - 1]];
    if (first === undefined || last === undefined || !await this.#hasAny(key, first, last)) {
      return { known, differing, samples };
    }
    for (let start = 0; start < candles.length; start += COMPARED_ROWS) {
      options.signal?.throwIfAborted();
      if (start > 0) await giveWay();
      const end = Math.min(start + COMPARED_ROWS, candles.length);
      const { rows } = await sql<{ known: number; ms: number; stored: number[]; given: number[] }>`
        with given as (${rowsOf(candles, start, end)}), pairs as (
          select g.timestamp, array[c.open, c.high, c.low, c.close, c.volume] as stored,
              array[g.open, g.high, g.low, g.close, g.volume] as given
            from given g join (select * from candles where ${ofSeries(key)}
              and timestamp between ${atTime(candles.time[start] ?? 0)}
                and ${atTime(candles.time[end - 1] ?? 0)}) c on c.timestamp = g.timestamp
        )
        select null as ms, count(*)::int as known, null as stored, null as given from pairs
        union all
        select (extract(epoch from timestamp) * 1000)::float8, 0, stored, given from pairs
          where stored is distinct from given
        order by ms nulls first`.execute(this.#db);
      known += rows[0]?.known ?? 0;
      const other = rows.slice(1);
      differing += other.length;
      for (const { ms, stored, given } of other.slice(0, SAMPLES - samples.length)) {
        samples.push({ timeMs: ms, fields: differingFields(stored, given) });
      }
    }
    return { known, differing, samples };
  }

  /** Whether a stretch, both ends included, has candles: commonly not when a file comes. */
  async #hasAny(key: SeriesKey, firstMs: number, lastMs: number): Promise<boolean> {
    const { rows } = await sql<{ has_any: boolean }>`
      select exists (select from candles where ${ofSeries(key)}
        and timestamp between ${atTime(firstMs)} and ${atTime(lastMs)}) as has_any`
      .execute(this.#db);
    return rows[0]?.has_any ?? true;
  }

  /**
   * Puts closed candles in, in one transaction; those that are stored with other values take the new ones. `then` runs in the
   * same transaction. Answers how many were new and how many were replaced.
   */
  async replace(
    key: SeriesKey,
    candles: CandleSeries,
    then: (trx: Transaction<Database>) => Promise<void>,
    options: { readonly signal?: AbortSignal } = {},
  ): Promise<{ inserted: number; replaced: number }> {
    return await this.#db.transaction().execute(async (trx) => {
      const total = { inserted: 0, replaced: 0 };
      await lockOf(key).execute(trx);
      for (let start = 0; start < candles.length; start += INSERT_ROWS) {
        options.signal?.throwIfAborted();
        const end = Math.min(start + INSERT_ROWS, candles.length);
        await recordReplaced(trx, key, rowsOf(candles, start, end));
        // A row that an update made has an xmax, one that an insert made has none.
        const { rows } = await sql<{ inserted: number; replaced: number }>`
          with given as (${rowsOf(candles, start, end)}), written as (
            insert into candles as c
                (asset, timeframe, venue, owner_id, timestamp, open, high, low, close, volume)
              select ${key.asset}::text, ${key.timeframe}::text, ${key.venue}::text,
                ${key.ownerId}::uuid, timestamp, open, high, low, close, volume from given
              on conflict on constraint candles_series do update
                set open = excluded.open, high = excluded.high, low = excluded.low,
                  close = excluded.close, volume = excluded.volume, updated_at = now()
                where (c.open, c.high, c.low, c.close, c.volume) is distinct from
                  (excluded.open, excluded.high, excluded.low, excluded.close, excluded.volume)
              returning xmax = 0 as is_new
          )
          select count(*) filter (where is_new)::int as inserted,
            count(*) filter (where not is_new)::int as replaced from written`.execute(trx);
        total.inserted += rows[0]?.inserted ?? 0;
        total.replaced += rows[0]?.replaced ?? 0;
        await giveWay();
      }
      await then(trx);
      return total;
    });
  }

  /** Whether a series has candles with a volume, and candles without. */
  async volumes(key: SeriesKey): Promise<{ some: boolean; none: boolean }> {
    const { rows } = await sql<{ some: boolean; none: boolean }>`
      select coalesce(sum(candles - bare), 0) > 0 as some, coalesce(sum(bare), 0) > 0 as none
        from candle_months where ${ofSeries(key)}`.execute(this.#db);
    return rows[0] ?? { some: false, none: false };
  }

  /**
   * The candles of a range with their history, in one query. History reaches back only as far as the series is known
   * without a hole, so what a run sees does not depend on scraps stored further back.
   *
   * The rows travel as one base64 text of binary values: exact, and several times quicker than rows of numbers (a year
   * of 1h candles in about 15 ms on the embedded database).
   */
  async load(key: SeriesKey, range: LoadRange): Promise<CandleSeries> {
    const { fromMs, toMs } = range;
    const historyBars = Math.max(0, Math.trunc(range.historyBars));
    const binary = sql`${BINARY_ROW} as row`;
    const { rows } = await sql<{ body: string | null }>`
      select encode(string_agg(row, ''::bytea order by timestamp), 'base64') as body from (
        (select timestamp, ${binary} from candles where ${ofSeries(key)}
            and timestamp < ${atTime(fromMs)}
            and timestamp >= coalesce((select min(from_time) from candle_coverage
              where ${ofSeries(key)} and from_time < ${atTime(fromMs)} and to_time >= ${
      atTime(fromMs)
    }), ${atTime(fromMs)})
          order by owner_id desc, timestamp desc limit ${historyBars}::int)
        union all
        (select timestamp, ${binary} from candles where ${ofSeries(key)}
            and timestamp >= ${atTime(fromMs)} and timestamp < ${atTime(toMs)})
      ) rows`.execute(this.#db);
    return decodeRows(rows[0]?.body ?? "", MARKET_TIMEFRAMES[key.timeframe]);
  }

  /** The candles of some months with the versions that they have. Months that never had any are left out. */
  async months(key: SeriesKey, months: readonly number[]): Promise<StoredMonth[]> {
    const { rows } = await sql<{ month: number; version: string; body: string | null }>`
      select month, version::text, body from candle_months, lateral (
        select encode(string_agg(${BINARY_ROW}, ''::bytea order by timestamp), 'base64') as body
          from candles where ${ofSeries(key)}
            and timestamp >= make_timestamptz(month / 12, month % 12 + 1, 1, 0, 0, 0, 'UTC')
            and timestamp < make_timestamptz((month + 1) / 12, (month + 1) % 12 + 1, 1, 0, 0, 0, 'UTC')
      ) stored
      where ${ofSeries(key)} and month = any(${`{${months.join(",")}}`}::integer[])
      order by month`.execute(this.#db);
    return rows.map(({ month, version, body }) => ({
      month,
      version,
      columns: monthColumns(readRows(body ?? "")),
    }));
  }

  /** Removes a series with everything that is known of it; answers how many candles it had. */
  async remove(key: SeriesKey): Promise<number> {
    return await this.#db.transaction().execute(async (trx) => {
      await lockOf(key).execute(trx);
      await sql`delete from candle_coverage where ${ofSeries(key)}`.execute(trx);
      const { numAffectedRows } = await sql`delete from candles where ${ofSeries(key)}`.execute(
        trx,
      );
      await sql`delete from candle_months where ${ofSeries(key)}`.execute(trx);
      return Number(numAffectedRows ?? 0n);
    });
  }

  /** How many candles there are with open times in `[fromMs, toMs)`, and the first of them. */
  async count(
    key: SeriesKey,
    fromMs: number,
    toMs: number,
  ): Promise<{ candles: number; firstMs: number | null }> {
    const { rows } = await sql<{ candles: number; first_ms: number | null }>`
      select count(*)::int as candles, (extract(epoch from min(timestamp)) * 1000)::float8 as first_ms
        from candles where ${ofSeries(key)}
          and timestamp >= ${atTime(fromMs)} and timestamp < ${atTime(toMs)}`.execute(this.#db);
    return { candles: rows[0]?.candles ?? 0, firstMs: rows[0]?.first_ms ?? null };
  }

  /** Open times of the first and last candle in `[fromMs, toMs)`; `null` when there is none. */
  async ends(
    key: SeriesKey,
    fromMs: number,
    toMs: number,
  ): Promise<{ firstMs: number; lastMs: number } | null> {
    const { rows } = await sql<{ first_ms: number | null; last_ms: number | null }>`
      select (extract(epoch from min(timestamp)) * 1000)::float8 as first_ms,
          (extract(epoch from max(timestamp)) * 1000)::float8 as last_ms
        from candles where ${ofSeries(key)}
          and timestamp >= ${atTime(fromMs)} and timestamp < ${atTime(toMs)}`.execute(this.#db);
    const { first_ms: firstMs, last_ms: lastMs } = rows[0] ?? { first_ms: null, last_ms: null };
    return firstMs === null || lastMs === null ? null : { firstMs, lastMs };
  }

  /** The prices of the newest candles of a series. */
  async newestPrices(key: SeriesKey, candles: number): Promise<number[]> {
    const { rows } = await sql<{ open: number; high: number; low: number; close: number }>`
      select open, high, low, close from candles where ${ofSeries(key)}
        order by owner_id desc, timestamp desc limit ${candles}::int`.execute(this.#db);
    return rows.flatMap(({ open, high, low, close }) => [open, high, low, close]);
  }

  /** How many candles each month of each series has: of those that everybody shares, and of `ownerId`'s. */
  async monthCounts(ownerId: string): Promise<readonly MonthCount[]> {
    return await this.#db.selectFrom("candle_months")
      .select(["asset", "timeframe", "venue", "owner_id", "month", "candles"])
      .where((eb) => eb.or([eb("owner_id", "is", null), eb("owner_id", "=", ownerId)]))
      .where("candles", ">", 0).orderBy("month").execute();
  }

  /** Span of every stored series: the shared ones, and those of `ownerId`. Index lookups only, however many candles. */
  async summaries(ownerId: string | null = null): Promise<SeriesSummary[]> {
    const found = await Promise.all([
      this.#summaries(sql`c.owner_id is null`, sql`owner_id is null`),
      ownerId === null
        ? []
        : this.#summaries(sql`c.owner_id = ${ownerId}::uuid`, sql`owner_id = ${ownerId}::uuid`),
    ]);
    return found.flat();
  }

  async #summaries(
    ofCandle: RawBuilder<unknown>,
    ofCoverage: RawBuilder<unknown>,
  ): Promise<SeriesSummary[]> {
    // `order by owner_id, timestamp` is the unique index's own order, so that each end of a series is one look into it.
    const end = (order: RawBuilder<unknown>) =>
      sql`(select timestamp from candles c where c.asset = s.asset and c.timeframe = s.timeframe
        and c.venue = s.venue and ${ofCandle} order by ${order} limit 1)`;
    const { rows } = await sql<{
      asset: string;
      timeframe: SeriesTimeframe;
      venue: string;
      owner_id: string | null;
      first_ms: number;
      last_ms: number;
      candles: number;
    }>`
      select s.asset, s.timeframe, s.venue, s.owner_id,
          (extract(epoch from f.timestamp) * 1000)::float8 as first_ms,
          (extract(epoch from l.timestamp) * 1000)::float8 as last_ms,
          (select coalesce(sum(c.candles), 0)::int from candle_months c where c.asset = s.asset
            and c.timeframe = s.timeframe and c.venue = s.venue and ${ofCandle}) as candles
        from (select distinct asset, timeframe, venue, owner_id from candle_coverage
          where ${ofCoverage}) s
        cross join lateral ${end(sql`c.owner_id, c.timestamp`)} f
        cross join lateral ${end(sql`c.owner_id desc, c.timestamp desc`)} l
        order by s.asset, s.timeframe, s.venue`.execute(this.#db);
    return rows.filter((row) => isSeriesTimeframe(row.timeframe)).map((row) => ({
      asset: row.asset,
      timeframe: row.timeframe,
      venue: row.venue,
      ownerId: row.owner_id,
      firstMs: row.first_ms,
      lastMs: row.last_ms,
      candles: row.candles,
    }));
  }
}

function differingFields(stored: readonly number[], given: readonly number[]) {
  return PRICE_FIELDS.map((field, k) => ({
    field,
    stored: stored[k] ?? NaN,
    given: given[k] ?? NaN,
  })).filter((entry) => !Object.is(entry.stored, entry.given));
}

function decodeRows(body: string, timeframeMs: number): CandleSeries {
  const columns = readRows(body);
  // Volumes that some of the candles lack cannot be calculated with.
  const hasVolume = !columns.volume.some(Number.isNaN);
  return candlesFromColumns(
    { ...columns, volume: hasVolume ? columns.volume : null },
    { timeframeMs },
  );
}

function readRows(body: string): Record<typeof COLUMN_NAMES[number], Float64Array> {
  const bytes = Buffer.from(body, "base64");
  const length = bytes.length / ROW_BYTES;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const columns = emptyColumns(length);
  for (const [k, name] of COLUMN_NAMES.entries()) {
    const values = columns[name];
    for (let i = 0; i < length; i++) {
      const offset = i * ROW_BYTES + k * 8;
      values[i] = k === 0 ? readTimeMs(view, offset) : view.getFloat64(offset);
    }
  }
  return columns;
}

function readTimeMs(view: DataView, offset: number): number {
  const microseconds = view.getInt32(offset) * 4_294_967_296 + view.getUint32(offset + 4);
  return microseconds / 1000 + POSTGRES_EPOCH_MS;
}
