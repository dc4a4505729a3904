/** Reading track records: rows as in the API. */
import type { Kysely } from "kysely";
import type { Horizon, TrackRecord, TrackRecordSummary } from "../../contracts/schedules.ts";
import type { Database, TrackRecordRow } from "../db/schema.ts";

const DAY_MS = 86_400_000;

/** A record's row with the number of its version. */
export interface RecordRow extends TrackRecordRow {
  readonly version_number: number;
}

type SummaryRow = Pick<
  RecordRow,
  | "id"
  | "version_number"
  | "sealed_at"
  | "starts_at"
  | "ended_at"
  | "since_until"
  | "since_return"
  | "since_trades"
>;

const SUMMARY = [
  "f.id",
  "f.strategy_id",
  "f.sealed_at",
  "f.starts_at",
  "f.ended_at",
  "f.since_until",
  "f.since_return",
  "f.since_trades",
  "v.version_number",
] as const;

/** Records with the numbers of their versions, to be narrowed down. */
export function recordsOf(db: Kysely<Database>) {
  return db.selectFrom("forward_records as f")
    .innerJoin("strategy_versions as v", "v.id", "f.strategy_version_id");
}

/** The open record, without its band; `null` without one. */
export async function openRecord(
  db: Kysely<Database>,
  strategyId: string,
): Promise<TrackRecordSummary | null> {
  const row = await recordsOf(db).select(SUMMARY)
    .where("f.strategy_id", "=", strategyId).where("f.ended_at", "is", null).executeTakeFirst();
  return row ? toTrackRecordSummary(row) : null;
}

/** The records that go on for the strategies of one account, by the strategy's key. */
export async function openRecordsOf(
  db: Kysely<Database>,
  userId: string,
): Promise<ReadonlyMap<string, TrackRecordSummary>> {
  const rows = await recordsOf(db).innerJoin("strategies as s", "s.id", "f.strategy_id")
    .select(SUMMARY).where("s.user_id", "=", userId).where("f.ended_at", "is", null).execute();
  return new Map(rows.map((row) => [row.strategy_id, toTrackRecordSummary(row)]));
}

/** A row as a list or the editor shows it. */
export function toTrackRecordSummary(row: SummaryRow): TrackRecordSummary {
  const { since_until: until, since_return, since_trades, starts_at } = row;
  return {
    id: row.id,
    version_number: row.version_number,
    sealed_at: row.sealed_at.toISOString(),
    starts_at: starts_at.toISOString(),
    ended_at: row.ended_at?.toISOString() ?? null,
    since: until === null || since_return === null || since_trades === null ? null : {
      until: until.toISOString(),
      days: (until.getTime() - starts_at.getTime()) / DAY_MS,
      return: since_return,
      trades: since_trades,
    },
  };
}

/** A row with its band. */
export function toTrackRecord(row: RecordRow): TrackRecord {
  return {
    ...toTrackRecordSummary(row),
    asset: row.asset,
    timeframe: row.timeframe,
    horizon: row.horizon as Horizon,
    date_from: row.date_from.toISOString(),
    fee_percent: row.fee_percent,
    slippage_percent: row.slippage_percent,
    initial_capital: row.initial_capital,
    past_days: row.past_days,
    band: row.band_json as TrackRecord["band"],
  };
}
