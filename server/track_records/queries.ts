/** The statements about track records. */
import type { Insertable, Kysely, Transaction } from "kysely";
import type { Database, TrackRecordRow } from "../db/schema.ts";
import type { TrackRecordBand } from "../../contracts/schedules.ts";
import { type RecordRow, recordsOf } from "./records.ts";
import type { AfterSeal } from "./seal_split.ts";

export async function findRecord(
  db: Kysely<Database>,
  id: string,
): Promise<TrackRecordRow | undefined> {
  return await db.selectFrom("forward_records").selectAll().where("id", "=", id)
    .executeTakeFirst();
}

/** The open record of a strategy. */
export async function findOpenRecord(
  trx: Transaction<Database>,
  strategyId: string,
): Promise<TrackRecordRow | undefined> {
  return await trx.selectFrom("forward_records").selectAll()
    .where("strategy_id", "=", strategyId).where("ended_at", "is", null).executeTakeFirst();
}

/** A record with the number of its version. */
export async function getNumberedRecord(db: Kysely<Database>, id: string): Promise<RecordRow> {
  return await recordsOf(db).selectAll("f").select("v.version_number")
    .where("f.id", "=", id).executeTakeFirstOrThrow();
}

/** All records of a strategy, the newest first, up to 500. */
export async function listRecords(db: Kysely<Database>, strategyId: string): Promise<RecordRow[]> {
  return await recordsOf(db).selectAll("f").select("v.version_number")
    .where("f.strategy_id", "=", strategyId)
    .orderBy("f.sealed_at", "desc").orderBy("f.ended_at", "desc")
    .orderBy("v.version_number", "desc").limit(500).execute();
}

/** The record that an automatic run belongs to. */
export async function findRecordOfRun(
  db: Kysely<Database>,
  runId: string,
): Promise<RecordRow | undefined> {
  return await recordsOf(db).innerJoin("scheduled_runs as d", "d.forward_record_id", "f.id")
    .selectAll("f").select("v.version_number")
    .where("d.run_id", "=", runId).executeTakeFirst();
}

export async function insertRecord(
  trx: Transaction<Database>,
  values: Insertable<Database["forward_records"]>,
): Promise<TrackRecordRow> {
  return await trx.insertInto("forward_records").values(values).returningAll()
    .executeTakeFirstOrThrow();
}

/** Keeps the venue that the record's first run has read. */
export async function fixVenue(
  trx: Transaction<Database>,
  id: string,
  venue: string | null,
): Promise<void> {
  await trx.updateTable("forward_records").set({ venue })
    .where("id", "=", id).where("venue", "is", null).execute();
}

/** Ends the open record; it stays readable. */
export async function endRecord(
  trx: Transaction<Database>,
  strategyId: string,
  nowMs: number,
): Promise<void> {
  const now = new Date(nowMs);
  await trx.updateTable("forward_records").set({ ended_at: now, updated_at: now })
    .where("strategy_id", "=", strategyId).where("ended_at", "is", null).execute();
}

/** Keeps what a record has come to; one that has come further already stays as it is. */
export async function extendRecord(
  trx: Transaction<Database>,
  id: string,
  since: AfterSeal,
  nowMs: number,
): Promise<void> {
  const until = new Date(since.untilMs);
  await trx.updateTable("forward_records").set({
    since_until: until,
    since_return: since.return,
    since_trades: since.trades,
    updated_at: new Date(nowMs),
  }).where("id", "=", id)
    .where((eb) => eb.or([eb("since_until", "is", null), eb("since_until", "<=", until)]))
    .execute();
}

/** Keeps what came before the record began; the first writer fixes it. */
export async function fixPast(
  trx: Transaction<Database>,
  id: string,
  { days, band }: { readonly days: number; readonly band: TrackRecordBand | null },
): Promise<void> {
  await trx.updateTable("forward_records")
    .set({ past_days: days, band_json: band && JSON.stringify(band) })
    .where("id", "=", id).where("past_days", "is", null).execute();
}
