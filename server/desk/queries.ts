/** The statements about follows. Whose they are is asked here. */
import { type Insertable, type Kysely, sql, type Transaction } from "kysely";
import { isUuid } from "../db/errors.ts";
import type { FollowRow } from "../db/desk_schema.ts";
import type { Database } from "../db/schema.ts";
import type { PaperStanding } from "./brokers/slippage_seen.ts";
export { insertEvent, type NewEvent } from "./basics/events.ts";
import type { MarketHours } from "../market_data/vendor.ts";
import type { Overrides, SeenCandle } from "./seen_candles.ts";

/** A follow with its market and its strategy. */
export interface FollowedRow extends FollowRow {
  readonly asset: string;
  readonly timeframe: string;
  readonly venue: string;
  readonly tick: number;
  /** When its market is open; `null` = always. */
  readonly hours: MarketHours | null;
  readonly strategy_name: string;
  readonly version_number: number;
  readonly definition_json: unknown;
  /** Of one with a paper account, where it was asked for. */
  readonly paper?: PaperStanding | null;
}

export interface SeriesRow {
  readonly id: string;
  readonly asset: string;
  readonly timeframe: string;
  readonly venue: string;
  /** Of the follows that go on: where the first one starts, and how far the one that is furthest behind has come. */
  readonly started_at: Date;
  readonly behind_at: Date | null;
}

function followed(db: Kysely<Database>) {
  return db.selectFrom("follows as f")
    .innerJoin("desk_series as s", "s.id", "f.series_id")
    .innerJoin("instruments as i", "i.id", "f.instrument_id")
    .innerJoin("strategies as st", "st.id", "f.strategy_id")
    .innerJoin("strategy_versions as v", "v.id", "f.strategy_version_id")
    .selectAll("f")
    .select(["s.asset", "s.timeframe", "s.venue", "i.tick", "st.name as strategy_name"])
    .select(sql<MarketHours | null>`i.hours_json`.as("hours"))
    .select(["v.version_number", "v.definition_json"]);
}

/** The follows of an account, those that go on first, the newest first. */
export async function listFollows(db: Kysely<Database>, userId: string): Promise<FollowedRow[]> {
  return await followed(db).where("f.user_id", "=", userId)
    .orderBy(sql`f.stopped_at is not null`).orderBy("f.seq", "desc").limit(500).execute();
}

/** The account's own follow; `undefined` for one of another account as for one that is not there. */
export async function findFollow(
  db: Kysely<Database>,
  userId: string,
  id: string,
): Promise<FollowedRow | undefined> {
  if (!isUuid(id)) return undefined;
  return await followed(db).where("f.id", "=", id).where("f.user_id", "=", userId)
    .executeTakeFirst();
}

export async function followById(
  db: Kysely<Database>,
  id: string,
): Promise<FollowedRow | undefined> {
  return await followed(db).where("f.id", "=", id).executeTakeFirst();
}

export async function countOpenFollows(db: Kysely<Database>, userId: string): Promise<number> {
  const { count } = await db.selectFrom("follows").select(sql<number>`count(*)`.as("count"))
    .where("user_id", "=", userId).where("stopped_at", "is", null).executeTakeFirstOrThrow();
  return count;
}

/** No other request of the account decides about its follows until the transaction ends; `false` when it is gone. */
export async function lockAccount(trx: Transaction<Database>, userId: string): Promise<boolean> {
  const row = await trx.selectFrom("users").select("disabled_at").where("id", "=", userId)
    .forUpdate().executeTakeFirst();
  return row?.disabled_at === null;
}

/** What the account's backtests cost unless it is set otherwise, percent. */
export async function usualCosts(db: Kysely<Database>, userId: string) {
  return await db.selectFrom("users").select(["default_fee_percent", "default_slippage_percent"])
    .where("id", "=", userId).executeTakeFirst();
}

export async function insertFollow(
  trx: Transaction<Database>,
  values: Insertable<Database["follows"]>,
): Promise<string> {
  const { id } = await trx.insertInto("follows").values(values).returning("id")
    .executeTakeFirstOrThrow();
  return id;
}

/** The series' row, made when there is none. */
export async function seriesId(
  trx: Transaction<Database>,
  key: { readonly asset: string; readonly timeframe: string; readonly venue: string },
): Promise<string> {
  await trx.insertInto("desk_series").values(key)
    .onConflict((c) => c.constraint("desk_series_key").doNothing()).execute();
  const { id } = await trx.selectFrom("desk_series").select("id").where("asset", "=", key.asset)
    .where("timeframe", "=", key.timeframe).where("venue", "=", key.venue)
    .executeTakeFirstOrThrow();
  return id;
}

/** The instrument's row, made when there is none. */
export async function instrumentId(
  trx: Transaction<Database>,
  values: Insertable<Database["instruments"]>,
): Promise<string> {
  await trx.insertInto("instruments").values(values)
    .onConflict((c) => c.constraint("instruments_symbol").doNothing()).execute();
  const { id } = await trx.selectFrom("instruments").select("id")
    .where("symbol", "=", values.symbol).where("venue", "=", values.venue)
    .executeTakeFirstOrThrow();
  return id;
}

/** Series with follows that go on. */
export async function followedSeries(db: Kysely<Database>): Promise<SeriesRow[]> {
  return await db.selectFrom("follows as f").innerJoin("desk_series as s", "s.id", "f.series_id")
    .select(["s.id", "s.asset", "s.timeframe", "s.venue"])
    .select(sql<Date>`min(f.started_at)`.as("started_at"))
    .select(
      sql<Date | null>`case when bool_and(f.last_candle_at is not null)
        then min(f.last_candle_at) end`.as("behind_at"),
    )
    .where("f.stopped_at", "is", null)
    .groupBy(["s.id", "s.asset", "s.timeframe", "s.venue"]).orderBy("s.id").execute();
}

/** Follows of a series that have not seen the candle that opens at `newestMs`. */
export async function dueFollows(
  db: Kysely<Database>,
  seriesId: string,
  newestMs: number,
): Promise<FollowedRow[]> {
  const newest = new Date(newestMs);
  return await followed(db).where("f.series_id", "=", seriesId).where("f.stopped_at", "is", null)
    .where("f.started_at", "<=", newest)
    .where((eb) => eb.or([eb("f.last_candle_at", "is", null), eb("f.last_candle_at", "<", newest)]))
    .orderBy("f.seq").execute();
}

/** The follow, if it has come exactly as far as `lastMs` and the series is of that revision; both are locked. */
export async function lockStep(
  trx: Transaction<Database>,
  follow: Pick<FollowRow, "id" | "series_id">,
  { revision, lastMs }: { readonly revision: number; readonly lastMs: number | null },
): Promise<FollowRow | undefined> {
  const series = await trx.selectFrom("desk_series").select("revision")
    .where("id", "=", follow.series_id).forShare().executeTakeFirst();
  if (series?.revision !== revision) return undefined;
  const row = await lockFollow(trx, follow.id);
  if (!row || row.stopped_at !== null) return undefined;
  return (row.last_candle_at?.getTime() ?? null) === lastMs ? row : undefined;
}

export async function lockFollow(
  trx: Transaction<Database>,
  id: string,
): Promise<FollowRow | undefined> {
  return await trx.selectFrom("follows").selectAll().where("id", "=", id).forUpdate()
    .executeTakeFirst();
}

export async function overridesOf(
  db: Kysely<Database>,
  followId: string,
): Promise<Overrides> {
  const rows = await db.selectFrom("follow_candles").where("follow_id", "=", followId)
    .select(sql<number>`(extract(epoch from open_time) * 1000)::float8`.as("time"))
    .select(["open", "high", "low", "close", "volume"]).execute();
  return new Map(rows.map(({ time, open, high, low, close, volume }) => {
    const candle = open === null || high === null || low === null || close === null
      ? null
      : { time, open, high, low, close, volume: volume ?? NaN };
    return [time, candle] satisfies [number, SeenCandle | null];
  }));
}

/** Opens of the candles whose entry signals were not ordered because of a guard or a pause, Unix ms. */
export async function blockedCandles(db: Kysely<Database>, followId: string): Promise<Set<number>> {
  const rows = await db.selectFrom("signals").select("candle_at").where("follow_id", "=", followId)
    .where("type", "=", "entry")
    .where("outcome", "in", ["paused", "largest_order", "orders_per_hour"] as const).execute();
  return new Set(rows.map(({ candle_at }) => candle_at.getTime()));
}

export type PauseReason = Database["follow_pauses"]["reason"];

export interface Pause {
  readonly fromMs: number;
  readonly toMs: number | null;
  readonly reason: PauseReason;
}

export async function pausesOf(db: Kysely<Database>, followId: string): Promise<Pause[]> {
  const rows = await db.selectFrom("follow_pauses").select(["from_time", "to_time", "reason"])
    .where("follow_id", "=", followId).orderBy("from_time").execute();
  return rows.map(({ from_time, to_time, reason }) => ({
    fromMs: from_time.getTime(),
    toMs: to_time?.getTime() ?? null,
    reason,
  }));
}

/** Begins a pause unless one lasts; answers whether it began. */
export async function insertPause(
  trx: Transaction<Database>,
  followId: string,
  { atMs, reason }: { readonly atMs: number; readonly reason: PauseReason },
): Promise<boolean> {
  const rows = await trx.insertInto("follow_pauses")
    .values({ follow_id: followId, from_time: new Date(atMs), reason })
    .onConflict((c) => c.column("follow_id").where("to_time", "is", null).doNothing())
    .returning("id").execute();
  if (rows.length === 0) return false;
  await trx.updateTable("follows").set({ status: "paused", updated_at: new Date() })
    .where("id", "=", followId).execute();
  return true;
}

/** The follows of an account that were not stopped, locked. */
export async function openFollowIds(
  trx: Transaction<Database>,
  userId: string,
): Promise<string[]> {
  const rows = await trx.selectFrom("follows").select("id")
    .where("user_id", "=", userId).where("stopped_at", "is", null).orderBy("id").forUpdate()
    .execute();
  return rows.map(({ id }) => id);
}

/** Whether the pause that lasts began at that moment. */
export async function pauseBegunAt(
  trx: Transaction<Database>,
  followId: string,
  atMs: number,
): Promise<boolean> {
  const row = await trx.selectFrom("follow_pauses").select("id")
    .where("follow_id", "=", followId).where("to_time", "is", null)
    .where("from_time", "=", new Date(atMs)).executeTakeFirst();
  return row !== undefined;
}

/** Ends the pause that lasts; answers whether there was one. */
export async function endPause(
  trx: Transaction<Database>,
  followId: string,
  atMs: number,
): Promise<boolean> {
  const rows = await trx.updateTable("follow_pauses")
    // A pause by a guard begins at a close, which may be ahead of a clock that runs late.
    .set({ to_time: sql<Date>`greatest(from_time, ${new Date(atMs)})`, updated_at: new Date() })
    .where("follow_id", "=", followId).where("to_time", "is", null).returning("id").execute();
  if (rows.length === 0) return false;
  await trx.updateTable("follows").set({ status: "active", updated_at: new Date() })
    .where("id", "=", followId).execute();
  return true;
}

export async function updateFollow(
  trx: Kysely<Database>,
  id: string,
  values:
    & Partial<
      Pick<
        FollowRow,
        | "status"
        | "stopped_at"
        | "history_from"
        | "last_candle_at"
        | "pending"
        | "equity"
        | "problem"
        | "max_order"
        | "max_daily_loss_percent"
        | "max_orders_per_hour"
      >
    >
    & { readonly state_json?: string },
): Promise<void> {
  await trx.updateTable("follows").set({ ...values, updated_at: new Date() }).where("id", "=", id)
    .execute();
}

/** Orders of a follow that were submitted after `afterMs`. */
export async function countOrders(
  trx: Kysely<Database>,
  followId: string,
  afterMs: number,
): Promise<number> {
  const { count } = await trx.selectFrom("orders").select(sql<number>`count(*)`.as("count"))
    .where("follow_id", "=", followId).where("submitted_at", ">", new Date(afterMs))
    .executeTakeFirstOrThrow();
  return count;
}

/** What is held, from the fills alone: base currency by follow. */
export async function positionsOf(
  db: Kysely<Database>,
  userId: string,
): Promise<ReadonlyMap<string, number>> {
  const rows = await db.selectFrom("fills as x").innerJoin("follows as f", "f.id", "x.follow_id")
    .select("x.follow_id")
    .select(
      // Decimals are added exactly: of what was bought and sold again nothing is left over.
      sql<number>`sum(case when x.side = 'buy' then 1 else -1 end
        * x.quantity::text::numeric)::float8`.as("held"),
    )
    .where("f.user_id", "=", userId).groupBy("x.follow_id").execute();
  return new Map(rows.filter(({ held }) => held !== 0).map((row) => [row.follow_id, row.held]));
}
