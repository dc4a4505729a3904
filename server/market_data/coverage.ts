/**
 * Which stretches of a series are known to be complete. A candle that is missing inside one does not exist at the
 * venue: it is a real gap, and is not requested again.
 */
import { type Kysely, sql, type Transaction } from "kysely";
import type { Database } from "../db/schema.ts";
import { type Interval, mergeIntervals } from "./intervals.ts";
import { atTime, ofSeries, type SeriesKey, seriesName } from "./series.ts";

export class CoverageStore {
  readonly #db: Kysely<Database>;

  constructor(db: Kysely<Database>) {
    this.#db = db;
  }

  /** The known stretches in order, none touching the next. */
  async list(key: SeriesKey): Promise<Interval[]> {
    return await readIntervals(this.#db, key);
  }

  /**
   * Adds a stretch. Several processes may do so at once: an advisory lock on the series' name lets one at a time read,
   * join and write.
   */
  async add(key: SeriesKey, interval: Interval): Promise<void> {
    await this.#db.transaction().execute((trx) => this.addWithin(trx, key, interval));
  }

  /** As `add`, within a transaction that does more. */
  async addWithin(
    trx: Transaction<Database>,
    key: SeriesKey,
    interval: Interval,
  ): Promise<void> {
    if (!(interval.from < interval.to)) return;
    await sql`select pg_advisory_xact_lock(hashtextextended(${"coverage " + seriesName(key)}, 0))`
      .execute(trx);
    const known = await readIntervals(trx, key);
    const covered = known.some((i) => i.from <= interval.from && i.to >= interval.to);
    if (covered) return;
    const joined = mergeIntervals([...known, interval])
      .find((i) => i.from <= interval.from && i.to >= interval.to) ?? interval;
    await sql`delete from candle_coverage where ${ofSeries(key)}
      and from_time >= ${atTime(joined.from)} and to_time <= ${atTime(joined.to)}`.execute(trx);
    await sql`insert into candle_coverage (asset, timeframe, venue, owner_id, from_time, to_time)
      values (${key.asset}, ${key.timeframe}, ${key.venue}, ${key.ownerId}::uuid,
        ${atTime(joined.from)}, ${atTime(joined.to)})`.execute(trx);
  }

  /** Deletes the coverage of a series, so that it is fetched again. */
  async clear(key: SeriesKey): Promise<void> {
    await sql`delete from candle_coverage where ${ofSeries(key)}`.execute(this.#db);
  }
}

async function readIntervals(
  db: Kysely<Database> | Transaction<Database>,
  key: SeriesKey,
): Promise<Interval[]> {
  const { rows } = await sql<{ from_ms: number; to_ms: number }>`
    select (extract(epoch from from_time) * 1000)::float8 as from_ms,
           (extract(epoch from to_time) * 1000)::float8 as to_ms
      from candle_coverage where ${ofSeries(key)} order by from_time`.execute(db);
  return mergeIntervals(rows.map((row) => ({ from: row.from_ms, to: row.to_ms })));
}
