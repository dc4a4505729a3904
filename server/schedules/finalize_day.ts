/** What becomes of an automatic run that has ended: the record goes on, or it is tried again, or the day has failed. */
import { type Kysely, sql, type Transaction } from "kysely";
import { runFailure, whatHappened } from "../../contracts/run_failures.ts";
import { FAILING_DAYS_ALLOWED, MIN_PAST_DAYS } from "../../contracts/schedules.ts";
import { timeframeToMs } from "../../engine/mod.ts";
import type { BacktestRunRow, Database, StrategyRow, TrackRecordRow } from "../db/schema.ts";
import { readStoredResult, UnreadableResultError } from "../backtests/stored_result.ts";
import type { BlobStorage } from "../storage/storage.ts";
import { bootstrapBand } from "./bootstrap.ts";
import { dayEnd, utcDay } from "../track_records/days.ts";
import { endRecord, lockStrategy } from "./seal.ts";
import { afterSeal, dailyReturns, type SplitResult } from "./seal_split.ts";

const MINUTE_MS = 60_000;
/** How long to wait after the first, second … failure of a day. */
const RETRY_AFTER_MS = [10, 30, 120, 360].map((minutes) => minutes * MINUTE_MS);

export interface FinalizeParts {
  readonly db: Kysely<Database>;
  readonly storage: BlobStorage;
  /** Close of the newest closed candle, Unix ms. */
  readonly closedBefore: (timeframe: string) => number;
  readonly now: () => number;
}

export type FinalizedDay =
  /** Somebody else has finalized it, or it has not ended yet, or it waits for its next try. */
  | { readonly kind: "nothing" }
  | { readonly kind: "completed" }
  | { readonly kind: "failed"; readonly switchedOff: boolean }
  | { readonly kind: "will_retry" }
  /** Pending again; to be queued. */
  | { readonly kind: "retried"; readonly runId: string };

/** The automatic runs that may have something to finalizeDay, the oldest day first. */
export async function openRuns(db: Kysely<Database>): Promise<string[]> {
  const rows = await db.selectFrom("scheduled_runs as d")
    .leftJoin("backtest_runs as r", "r.id", "d.run_id").select("d.id")
    .where("d.outcome", "=", "open")
    .where((eb) =>
      eb.or([eb("r.id", "is", null), eb("r.status", "in", ["completed", "failed"] as const)])
    )
    .orderBy("d.utc_day").orderBy("d.id").limit(10_000).execute();
  return rows.map(({ id }) => id);
}

/**
 * Finalizes one automatic run. Any process may, at any time and more than once: each step is taken once.
 *
 * @throws when the database or the storage is away; nothing is finalized then
 */
export async function finalizeDay(parts: FinalizeParts, id: string): Promise<FinalizedDay> {
  const { db } = parts;
  const day = await db.selectFrom("scheduled_runs").selectAll().where("id", "=", id)
    .executeTakeFirst();
  if (day?.outcome !== "open") return { kind: "nothing" };
  // Read before the transaction: a blob may be slow, and rows should not be locked meanwhile.
  const news = day.run_id ? await readNews(parts, day.run_id, day.forward_record_id) : null;
  return await db.transaction().execute(async (trx): Promise<FinalizedDay> => {
    const strategy = await lockStrategy(trx, day.strategy_id);
    const locked = await trx.selectFrom("scheduled_runs").selectAll().where("id", "=", id)
      .forUpdate().executeTakeFirst();
    if (!strategy || locked?.outcome !== "open") return { kind: "nothing" };
    const run = locked.run_id
      ? await trx.selectFrom("backtest_runs").selectAll().where("id", "=", locked.run_id)
        .executeTakeFirst()
      : undefined;
    if (!run) {
      await writeOutcome(trx, id, "deleted", parts.now());
      return { kind: "nothing" };
    }
    if (run.status === "completed") {
      if (!news) return { kind: "nothing" };
      await writeOutcome(trx, id, "completed", parts.now());
      await keepNews(trx, locked.forward_record_id, news, parts.now());
      await trx.updateTable("strategies")
        .set({ auto_update_failing_days: 0, auto_update_failure: null })
        .where("id", "=", strategy.id).execute();
      return { kind: "completed" };
    }
    if (run.status !== "failed") return { kind: "nothing" };
    return await finalizeFailure(trx, parts, { strategy, day: locked, run });
  });
}

interface FailedDay {
  readonly strategy: StrategyRow;
  readonly day: {
    readonly id: string;
    readonly utc_day: string;
    readonly tries: number;
    readonly next_try_at: Date | null;
    readonly created_at: Date;
  };
  readonly run: BacktestRunRow;
}

async function finalizeFailure(
  trx: Transaction<Database>,
  { now, closedBefore }: FinalizeParts,
  { strategy, day, run }: FailedDay,
): Promise<FinalizedDay> {
  const nowMs = now();
  const isToday = utcDay(nowMs) === day.utc_day;
  const wanted = strategy.auto_update_enabled && !strategy.is_archived;
  if (isToday && wanted && day.next_try_at) {
    if (day.next_try_at.getTime() > nowMs) return { kind: "nothing" };
    await retry(trx, day.id, run, { closedBeforeMs: closedBefore(run.timeframe), nowMs });
    return { kind: "retried", runId: run.id };
  }
  // A failure of before it was switched off, or sealed anew, is history.
  const counts = strategy.auto_update_enabled &&
    day.created_at.getTime() >= (strategy.auto_update_since?.getTime() ?? 0);
  const failure = whatHappened(run.error_code, run.error_message);
  const waitMs = RETRY_AFTER_MS[day.tries - 1];
  // What is not retryable would only fail again on the same day.
  const lasting = !runFailure(run.error_code).daily.retryable;
  if (isToday && wanted && !lasting && waitMs !== undefined && nowMs + waitMs < dayEnd(nowMs)) {
    await trx.updateTable("scheduled_runs")
      .set({ next_try_at: new Date(nowMs + waitMs), updated_at: new Date(nowMs) })
      .where("id", "=", day.id).execute();
    if (counts) await noteFailure(trx, strategy.id, { auto_update_failure: failure });
    return { kind: "will_retry" };
  }
  await writeOutcome(trx, day.id, "failed", nowMs);
  if (!counts) return { kind: "failed", switchedOff: false };
  const failingDays = await failedInARow(trx, strategy);
  const switchedOff = failingDays >= FAILING_DAYS_ALLOWED;
  await noteFailure(trx, strategy.id, {
    auto_update_failure: failure,
    auto_update_failing_days: failingDays,
    ...(switchedOff
      ? {
        auto_update_enabled: false,
        auto_update_off_reason:
          `Auto-update was turned off after ${failingDays} failed days in a row. ${failure}`,
      }
      : {}),
  });
  if (switchedOff) await endRecord(trx, strategy.id, nowMs);
  return { kind: "failed", switchedOff };
}

/** Puts the row back as it was before it was first taken, up to the newest candle. */
async function retry(
  trx: Transaction<Database>,
  dayId: string,
  run: BacktestRunRow,
  { closedBeforeMs, nowMs }: { readonly closedBeforeMs: number; readonly nowMs: number },
): Promise<void> {
  await trx.updateTable("backtest_runs").set({
    status: "pending",
    progress: 0,
    attempts: 0,
    error_code: null,
    error_message: null,
    started_at: null,
    finished_at: null,
    date_to: new Date(Math.max(closedBeforeMs, run.date_to.getTime())),
    updated_at: sql<Date>`now()`,
  }).where("id", "=", run.id).where("status", "=", "failed").execute();
  await trx.updateTable("scheduled_runs")
    .set({ tries: sql<number>`tries + 1`, next_try_at: null, updated_at: new Date(nowMs) })
    .where("id", "=", dayId).execute();
}

/** Days whose run failed, since the last one that did not and since the strategy was switched on. */
async function failedInARow(trx: Transaction<Database>, strategy: StrategyRow): Promise<number> {
  const { count } = await trx.selectFrom("scheduled_runs")
    .select(sql<number>`count(*)`.as("count"))
    .where("strategy_id", "=", strategy.id).where("outcome", "=", "failed")
    .where("created_at", ">=", strategy.auto_update_since ?? new Date(0))
    .where("utc_day", ">", (eb) =>
      eb.selectFrom("scheduled_runs as good")
        .select(sql<string>`coalesce(max(good.utc_day), '')`.as("day"))
        .where("good.strategy_id", "=", strategy.id).where("good.outcome", "=", "completed"))
    .executeTakeFirstOrThrow();
  return count;
}

async function noteFailure(
  trx: Transaction<Database>,
  strategyId: string,
  values: Partial<
    Pick<
      StrategyRow,
      | "auto_update_failure"
      | "auto_update_failing_days"
      | "auto_update_enabled"
      | "auto_update_off_reason"
    >
  >,
): Promise<void> {
  await trx.updateTable("strategies").set(values).where("id", "=", strategyId).execute();
}

async function writeOutcome(
  trx: Transaction<Database>,
  id: string,
  outcome: "completed" | "failed" | "deleted",
  nowMs: number,
): Promise<void> {
  await trx.updateTable("scheduled_runs")
    .set({ outcome, next_try_at: null, updated_at: new Date(nowMs) })
    .where("id", "=", id).execute();
}

/** What a completed run says about the record that it belongs to. */
interface News {
  readonly since: ReturnType<typeof afterSeal>;
  /** Of the days before sealing; only while the record has none. */
  readonly past: readonly number[] | null;
  readonly seed: number;
}

async function readNews(
  { db, storage }: FinalizeParts,
  runId: string,
  recordId: string,
): Promise<News | null> {
  const run = await db.selectFrom("backtest_runs").select(["status", "results_storage_key"])
    .where("id", "=", runId).executeTakeFirst();
  if (run?.status !== "completed" || !run.results_storage_key) return null;
  const record = await db.selectFrom("forward_records").selectAll().where("id", "=", recordId)
    .executeTakeFirst();
  if (!record) return null;
  const bytes = await storage.get(run.results_storage_key);
  const { seed } = record;
  // A result that is gone or broken says nothing, and the day is over all the same.
  if (!bytes) return { since: null, past: null, seed };
  try {
    return { ...splitBySeal(readStoredResult(bytes).result, record), seed };
  } catch (error) {
    if (error instanceof UnreadableResultError) return { since: null, past: null, seed };
    throw error;
  }
}

/** A result on both sides of a record's seal. */
export function splitBySeal(
  result: SplitResult,
  record: Pick<TrackRecordRow, "sealed_at" | "starts_at" | "timeframe" | "past_days">,
): { readonly since: News["since"]; readonly past: News["past"] } {
  const timeframeMs = timeframeToMs(record.timeframe) ?? 0;
  return {
    since: afterSeal(result, { startsMs: record.starts_at.getTime(), timeframeMs }),
    past: record.past_days === null
      ? dailyReturns(result, { beforeMs: record.sealed_at.getTime(), timeframeMs })
      : null,
  };
}

async function keepNews(
  trx: Transaction<Database>,
  recordId: string,
  { since, past, seed }: News,
  nowMs: number,
): Promise<void> {
  if (since) {
    const until = new Date(since.untilMs);
    await trx.updateTable("forward_records").set({
      since_until: until,
      since_return: since.return,
      since_trades: since.trades,
      updated_at: new Date(nowMs),
    }).where("id", "=", recordId)
      .where((eb) => eb.or([eb("since_until", "is", null), eb("since_until", "<=", until)]))
      .execute();
  }
  if (past) {
    const band = past.length < MIN_PAST_DAYS ? null : bootstrapBand(past, { seed });
    // Fixed at sealing: whoever comes second changes nothing.
    await trx.updateTable("forward_records")
      .set({ past_days: past.length, band_json: band && JSON.stringify(band) })
      .where("id", "=", recordId).where("past_days", "is", null).execute();
  }
}
