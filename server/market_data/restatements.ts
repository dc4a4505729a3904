/**
 * Answers of a vendor that differ from stored candles. A stored closed candle stays as it is; the answer is kept beside it until the
 * owner of the deployment accepts it, which stores it, or rejects it. Candles of somebody's own have no vendor and none of this.
 */
import { type Kysely, type RawBuilder, sql, type Transaction } from "kysely";
import type { CandleSeries } from "../../engine/mod.ts";
import type { RestatementStatus } from "../db/market_schema.ts";
import type { Database } from "../db/schema.ts";
import { giveWay } from "../threads/give_way.ts";
import { rowsOf } from "./candle_rows.ts";
import { isMarketTimeframe } from "./catalog.ts";
import { atTime, lockOf, ofSeries, type SeriesKey } from "./series.ts";

/** Candles that are compared at once. */
const COMPARED_ROWS = 1000;
/** Changes of a run that are handed out; the others are counted. */
const SHOWN_CHANGES = 20;
/** The vendor's name on what an operator replaced by the candles of a file. */
export const FROM_FILE = "file";

export interface CandleValues {
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
  readonly volume: number;
}

export interface Restatement {
  readonly id: string;
  readonly asset: string;
  readonly timeframe: string;
  readonly venue: string;
  /** Open time, Unix ms. */
  readonly timeMs: number;
  readonly old: CandleValues;
  readonly given: CandleValues;
  readonly vendor: string;
  readonly status: RestatementStatus;
  readonly seenMs: number;
  readonly decidedMs: number | null;
  /** The largest change of one of its prices, as a share of the old one. */
  readonly change: number;
}

/** What accepting or rejecting did. */
export interface Decided {
  /** Restatements that were accepted or rejected. */
  readonly decided: number;
  /** Those that could not be accepted: the stored candle has other values by now, or a newer answer was accepted. */
  readonly superseded: number;
}

/** What is kept of a decision, within its transaction. */
export type ToldDecided = (done: Decided, trx: Transaction<Database>) => Promise<void>;
const notTold: ToldDecided = () => Promise.resolve();

/** Which candles a run has read, and when it began to. */
export interface ReadCandles {
  readonly asset: string;
  readonly venue: string;
  /** Timeframes of the series that it was made of: its own, and that which it is aggregated from. */
  readonly timeframes: readonly string[];
  readonly fromMs: number;
  /** Exclusive. */
  readonly toMs: number;
  readonly startedMs: number;
}

/** How the candles of a run were restated since. */
export interface RestatedCandles {
  readonly candles: number;
  /** Those of them whose new values are stored: running again uses them. */
  readonly accepted: number;
  readonly vendors: readonly string[];
  /** The largest change of a price, as a share. */
  readonly largestChange: number;
  /** The first of them. */
  readonly changes: readonly Restatement[];
}

const FIELDS = ["open", "high", "low", "close", "volume"] as const;
const columns = (prefix: string) => sql.join(FIELDS.map((field) => sql.ref(`${prefix}${field}`)));
const CHANGE = sql<number>`greatest(${
  sql.join(
    FIELDS.slice(0, 4).map((field) =>
      sql`coalesce(abs(${sql.ref(`new_${field}`)} / nullif(${sql.ref(`old_${field}`)}, 0) - 1), 0)`
    ),
  )
})`;

export class Restatements {
  readonly #db: Kysely<Database>;

  constructor(db: Kysely<Database>) {
    this.#db = db;
  }

  /**
   * Compares a vendor's answer with what is stored and writes down what differs; the same answer twice is one record. A record that
   * is still open is closed where the vendor gives the stored values again. Answers how many records are new.
   */
  async record(key: SeriesKey, candles: CandleSeries, vendor: string): Promise<number> {
    if (key.ownerId !== null) return 0;
    let recorded = 0;
    for (let start = 0; start < candles.length; start += COMPARED_ROWS) {
      if (start > 0) await giveWay();
      const end = Math.min(start + COMPARED_ROWS, candles.length);
      const { rows } = await sql<{ recorded: number }>`
        with locked as materialized (${lockOf(key)}), given as (
          select g.* from locked, (${rowsOf(candles, start, end)}) g
        ), pairs as (
          select g.timestamp, ${columns("c.")}, ${
        sql.join(FIELDS.map((field) => sql`${sql.ref(`g.${field}`)} as ${sql.ref(`new_${field}`)}`))
      }, (${columns("c.")}) is distinct from (${columns("g.")}) as differs
            from given g join (select * from candles where ${ofSeries(key)}
              and timestamp between ${atTime(candles.time[start] ?? 0)}
                and ${atTime(candles.time[end - 1] ?? 0)}) c on c.timestamp = g.timestamp
        ), taken_back as (
          update candle_restatements r set status = 'superseded', decided_at = now(), updated_at = now()
            from pairs p where not p.differs and ${sameSeries(key)} and r.vendor = ${vendor}
              and r.status = 'open' and r.timestamp = p.timestamp
        ), added as (
          insert into candle_restatements (asset, timeframe, venue, timestamp, ${columns("old_")},
              ${columns("new_")}, vendor)
            select ${key.asset}::text, ${key.timeframe}::text, ${key.venue}::text, timestamp,
              ${columns("")}, ${columns("new_")}, ${vendor}::text from pairs where differs
            on conflict do nothing returning 1
        )
        select count(*)::int as recorded from added`.execute(this.#db);
      recorded += rows[0]?.recorded ?? 0;
    }
    return recorded;
  }

  /** The newest first. */
  async list(
    { status, limit = 100 }: { readonly status?: RestatementStatus; readonly limit?: number } = {},
  ): Promise<Restatement[]> {
    return await this.#select(
      status === undefined ? sql`true` : sql`status = ${status}`,
      sql`seen_at desc, timestamp desc, id limit ${limit}::int`,
    );
  }

  /** How many wait to be decided, and of how many series. */
  async open(): Promise<{ candles: number; series: number }> {
    const { rows } = await sql<{ candles: number; series: number }>`
      select count(distinct (asset, timeframe, venue, timestamp))::int as candles,
          count(distinct (asset, timeframe, venue))::int as series
        from candle_restatements where status = 'open'`.execute(this.#db);
    return rows[0] ?? { candles: 0, series: 0 };
  }

  /**
   * Stores the new values of open restatements, in one transaction; of two for one candle the newer one is taken. `told` is called
   * within it with what was done.
   */
  async accept(ids: readonly string[] | "all", told: ToldDecided = notTold): Promise<Decided> {
    const chosen = ids === "all" ? sql`true` : sql`id = any(${[...ids]}::uuid[])`;
    return await this.#db.transaction().execute(async (trx) => {
      const { rows: series } = await sql<Pick<SeriesKey, "asset" | "timeframe" | "venue">>`
        select distinct asset, timeframe, venue from candle_restatements
          where status = 'open' and ${chosen} order by asset, timeframe, venue`.execute(trx);
      let decided = 0;
      let superseded = 0;
      for (const one of series) {
        const done = await acceptOf(trx, { ...one, ownerId: null }, chosen);
        decided += done.decided;
        superseded += done.superseded;
      }
      await told({ decided, superseded }, trx);
      return { decided, superseded };
    });
  }

  /**
   * Closes open restatements; what is stored stays, and the same answer is not recorded again. `told` is called within the
   * transaction with what was done.
   */
  async reject(ids: readonly string[] | "all", told: ToldDecided = notTold): Promise<Decided> {
    const chosen = ids === "all" ? sql`true` : sql`id = any(${[...ids]}::uuid[])`;
    return await this.#db.transaction().execute(async (trx) => {
      const { numAffectedRows } = await sql`update candle_restatements
        set status = 'rejected', decided_at = now(), updated_at = now()
        where status = 'open' and ${chosen}`.execute(trx);
      const done = { decided: Number(numAffectedRows ?? 0n), superseded: 0 };
      await told(done, trx);
      return done;
    });
  }

  /** What was restated of the candles that a run has read; `null` when nothing was. */
  async of(read: ReadCandles): Promise<RestatedCandles | null> {
    const isRead = sql`asset = ${read.asset} and venue = ${read.venue}
      and timeframe = any(${[...read.timeframes]}::text[])
      and timestamp >= ${atTime(read.fromMs)} and timestamp < ${atTime(read.toMs)}
      and (status = 'open' or status = 'accepted' and decided_at >= ${atTime(read.startedMs)})`;
    const { rows } = await sql<
      { candles: number; accepted: number; vendors: string | null; largest: number | null }
    >`
      select count(distinct (timeframe, timestamp))::int as candles,
          count(distinct (timeframe, timestamp)) filter (where status = 'accepted')::int as accepted,
          string_agg(distinct vendor, ',' order by vendor) as vendors,
          max(${CHANGE}) as largest
        from candle_restatements where ${isRead}`.execute(this.#db);
    const { candles = 0, accepted = 0, vendors, largest } = rows[0] ?? {};
    if (candles === 0) return null;
    return {
      candles,
      accepted,
      vendors: (vendors ?? "").split(","),
      largestChange: largest ?? 0,
      changes: await this.#select(
        isRead,
        sql`timestamp, timeframe, seen_at, id limit ${SHOWN_CHANGES}::int`,
      ),
    };
  }

  async #select(
    where: RawBuilder<unknown>,
    order: RawBuilder<unknown>,
  ): Promise<Restatement[]> {
    type Row = Record<`${"old" | "new"}_${typeof FIELDS[number]}`, number> & {
      id: string;
      asset: string;
      timeframe: string;
      venue: string;
      timestamp: Date;
      vendor: string;
      status: RestatementStatus;
      seen_at: Date;
      decided_at: Date | null;
      change: number;
    };
    const { rows } = await sql<Row>`
      select *, ${CHANGE} as change from candle_restatements where ${where} order by ${order}`
      .execute(this.#db);
    return rows.map((row) => ({
      id: row.id,
      asset: row.asset,
      timeframe: row.timeframe,
      venue: row.venue,
      timeMs: row.timestamp.getTime(),
      old: valuesOf(row, "old"),
      given: valuesOf(row, "new"),
      vendor: row.vendor,
      status: row.status,
      seenMs: row.seen_at.getTime(),
      decidedMs: row.decided_at?.getTime() ?? null,
      change: row.change,
    }));
  }
}

/**
 * Writes down, as accepted, that an operator replaces stored candles of a shared series by those of a file. Within the transaction
 * that replaces them, before it does.
 */
export async function recordReplaced(
  trx: Transaction<Database>,
  key: SeriesKey,
  given: RawBuilder<unknown>,
): Promise<void> {
  if (key.ownerId !== null) return;
  await sql`
    insert into candle_restatements (asset, timeframe, venue, timestamp, ${columns("old_")},
        ${columns("new_")}, vendor, status, decided_at)
      select ${key.asset}::text, ${key.timeframe}::text, ${key.venue}::text, g.timestamp,
        ${columns("c.")}, ${columns("g.")}, ${FROM_FILE}::text, 'accepted', now()
      from (${given}) g join (select * from candles where ${ofSeries(key)}) c
        on c.timestamp = g.timestamp
      where (${columns("c.")}) is distinct from (${columns("g.")})`.execute(trx);
}

async function acceptOf(
  trx: Transaction<Database>,
  key: SeriesKey,
  chosen: RawBuilder<unknown>,
): Promise<Decided> {
  if (!isMarketTimeframe(key.timeframe)) return { decided: 0, superseded: 0 };
  await lockOf(key).execute(trx);
  const { rows } = await sql<{ decided: number; superseded: number }>`
    with newest as (
      select distinct on (timestamp) r.* from candle_restatements r
        where ${sameSeries(key)} and status = 'open' and ${chosen}
        order by timestamp, seen_at desc, id
    ), written as (
      update candles c set ${
    sql.join(FIELDS.map((field) => sql`${sql.ref(field)} = ${sql.ref(`n.new_${field}`)}`))
  }, updated_at = now()
        from newest n where ${inSeries(key)} and c.timestamp = n.timestamp
          and (${columns("c.")}) is not distinct from (${columns("n.old_")})
        returning n.id, n.timestamp
    ), accepted as (
      update candle_restatements r set status = 'accepted', decided_at = now(), updated_at = now()
        from written w where r.id = w.id returning 1
    ), passed as (
      update candle_restatements r set status = 'superseded', decided_at = now(), updated_at = now()
        where ${sameSeries(key)} and r.status = 'open'
          and r.id not in (select id from written)
          and (r.timestamp in (select timestamp from written) or ${chosen})
        returning 1
    )
    select (select count(*)::int from accepted) as decided,
      (select count(*)::int from passed) as superseded`.execute(trx);
  return rows[0] ?? { decided: 0, superseded: 0 };
}

/** The condition for rows `r` of a series. */
function sameSeries({ asset, timeframe, venue }: SeriesKey): RawBuilder<boolean> {
  return sql<
    boolean
  >`r.asset = ${asset} and r.timeframe = ${timeframe} and r.venue = ${venue}`;
}

/** The condition for shared candles `c` of a series. */
function inSeries({ asset, timeframe, venue }: SeriesKey): RawBuilder<boolean> {
  return sql<
    boolean
  >`c.asset = ${asset} and c.timeframe = ${timeframe} and c.venue = ${venue} and c.owner_id is null`;
}

function valuesOf(
  row: Readonly<Record<`${"old" | "new"}_${typeof FIELDS[number]}`, number>>,
  age: "old" | "new",
): CandleValues {
  return {
    open: row[`${age}_open`],
    high: row[`${age}_high`],
    low: row[`${age}_low`],
    close: row[`${age}_close`],
    volume: row[`${age}_volume`],
  };
}
