/** What becomes of an automatic run that has ended: the record goes on, or it is tried again, or the day has failed. */
import type { Kysely, Transaction } from "kysely";
import { runFailure, whatHappened } from "../../contracts/run_failures.ts";
import { FAILING_DAYS_ALLOWED, MIN_PAST_DAYS } from "../../contracts/schedules.ts";
import { readStoredResult, UnreadableResultError } from "../backtests/stored_result.ts";
import type { BacktestRunRow, Database, StrategyRow } from "../db/schema.ts";
import type { BlobStorage } from "../storage/storage.ts";
import { lockStrategy, updateStrategy } from "../strategies/queries.ts";
import { bootstrapBand } from "../track_records/bootstrap.ts";
import { dayEnd, utcDay } from "../track_records/days.ts";
import {
  endRecord,
  extendRecord,
  findRecord,
  fixPast,
  fixVenue,
} from "../track_records/queries.ts";
import { type SplitBySeal, splitBySeal } from "../track_records/seal_split.ts";
import type { ScheduleHooks, ToldDay } from "./hooks.ts";
import {
  countFailedInARow,
  type DayRow,
  findDay,
  findRun,
  isAccountDisabled,
  lockDay,
  retryDay,
  setNextTry,
  writeOutcome,
} from "./queries.ts";

const MINUTE_MS = 60_000;
/** How long to wait after the first, second … failure of a day. */
const RETRY_AFTER_MS = [10, 30, 120, 360].map((minutes) => minutes * MINUTE_MS);
/** A try that is further away was set before the clock went back. */
const LONGEST_RETRY_MS = Math.max(...RETRY_AFTER_MS);

export interface FinalizeParts {
  readonly db: Kysely<Database>;
  readonly storage: BlobStorage;
  /** Close of the newest closed candle, Unix ms. */
  readonly closedBefore: (timeframe: string) => number;
  readonly now: () => number;
  readonly hooks?: ScheduleHooks | undefined;
}

export type FinalizedDay =
  /** Another process has finalized it, or it has not ended yet, or it waits for its next try. */
  | { readonly kind: "nothing" }
  | { readonly kind: "completed" }
  | { readonly kind: "failed"; readonly switchedOff: boolean }
  | { readonly kind: "will_retry" }
  /** Pending again; to be queued. */
  | { readonly kind: "retried"; readonly runId: string };

/**
 * Finalizes one automatic run. Any process may, at any time and more than once: each step is taken once.
 *
 * @throws when the database or the storage is away; nothing is finalized then
 */
export async function finalizeDay(parts: FinalizeParts, id: string): Promise<FinalizedDay> {
  const { db } = parts;
  const day = await findDay(db, id);
  if (day?.outcome !== "open") return { kind: "nothing" };
  // Read before the transaction: a blob may be slow, and rows should not be locked meanwhile.
  const news = day.run_id ? await readNews(parts, day.run_id, day.forward_record_id) : null;
  let told: ToldDay | null = null;
  const tell = async (trx: Transaction<Database>, day: ToldDay) => {
    told = day;
    await parts.hooks?.onDay?.(trx, day);
  };
  const finalized = await db.transaction().execute(async (trx): Promise<FinalizedDay> => {
    const strategy = await lockStrategy(trx, day.strategy_id);
    const locked = await lockDay(trx, id);
    if (!strategy || locked?.outcome !== "open") return { kind: "nothing" };
    const run = locked.run_id ? await findRun(trx, locked.run_id) : undefined;
    if (!run) {
      await writeOutcome(trx, id, "deleted", parts.now());
      return { kind: "nothing" };
    }
    if (run.status === "completed") {
      if (!news) return { kind: "nothing" };
      await writeOutcome(trx, id, "completed", parts.now());
      await fixVenue(trx, locked.forward_record_id, run.venue);
      await keepNews(trx, locked.forward_record_id, news, parts.now());
      await updateStrategy(trx, strategy.id, {
        auto_update_failing_days: 0,
        auto_update_failure: null,
      });
      const outcome = { kind: "completed", since: news.since } as const;
      await tell(trx, { strategy, run, day: locked.utc_day, outcome });
      return { kind: "completed" };
    }
    if (run.status !== "failed") return { kind: "nothing" };
    const failed = await finalizeFailure(trx, parts, { strategy, day: locked, run });
    if (failed.kind !== "failed") return failed;
    if (failed.counts) {
      const problem = whatHappened(run.error_code, run.error_message);
      const { switchedOff } = failed;
      const outcome = { kind: "failed", problem, switchedOff } as const;
      await tell(trx, { strategy, run, day: locked.utc_day, outcome });
    }
    return { kind: "failed", switchedOff: failed.switchedOff };
  });
  if (told) await parts.hooks?.afterDay?.(told);
  return finalized;
}

/** A failure does not count when it was switched off, or begun anew, since the day began. */
type FinalizedFailure =
  | Exclude<FinalizedDay, { kind: "failed" }>
  | { readonly kind: "failed"; readonly switchedOff: boolean; readonly counts: boolean };

interface FailedDay {
  readonly strategy: StrategyRow;
  readonly day: DayRow;
  readonly run: BacktestRunRow;
}

async function finalizeFailure(
  trx: Transaction<Database>,
  { now, closedBefore }: FinalizeParts,
  { strategy, day, run }: FailedDay,
): Promise<FinalizedFailure> {
  const nowMs = now();
  // A day that is still to come is one from before the clock went back: it is not over.
  const isToday = utcDay(nowMs) <= day.utc_day;
  const isResting = await isAccountDisabled(trx, strategy.user_id);
  // It is tried again once the account is in use again.
  if (isToday && isResting) return { kind: "nothing" };
  const wanted = strategy.auto_update_enabled && !strategy.is_archived;
  if (isToday && wanted && day.next_try_at) {
    const leftMs = day.next_try_at.getTime() - nowMs;
    if (leftMs > 0 && leftMs <= LONGEST_RETRY_MS) return { kind: "nothing" };
    // What is imported does not grow by itself.
    const endMs = run.import_name === null ? closedBefore(run.timeframe) : -Infinity;
    const dateTo = new Date(Math.max(endMs, run.date_to.getTime()));
    await retryDay(trx, day.id, { runId: run.id, dateTo, nowMs });
    return { kind: "retried", runId: run.id };
  }
  // A failure from before it was switched off, or its track record restarted, does not count.
  const counts = strategy.auto_update_enabled && !isResting &&
    day.created_at.getTime() >= (strategy.auto_update_since?.getTime() ?? 0);
  const failure = whatHappened(run.error_code, run.error_message);
  const waitMs = RETRY_AFTER_MS[day.tries - 1];
  // What is not retryable would only fail again on the same day.
  const lasting = !runFailure(run.error_code).daily.retryable;
  if (isToday && wanted && !lasting && waitMs !== undefined && nowMs + waitMs < dayEnd(nowMs)) {
    await setNextTry(trx, day.id, { atMs: nowMs + waitMs, nowMs });
    if (counts) await updateStrategy(trx, strategy.id, { auto_update_failure: failure });
    return { kind: "will_retry" };
  }
  await writeOutcome(trx, day.id, "failed", nowMs);
  if (!counts) return { kind: "failed", switchedOff: false, counts: false };
  const failingDays = await countFailedInARow(trx, strategy);
  const switchedOff = failingDays >= FAILING_DAYS_ALLOWED;
  await updateStrategy(trx, strategy.id, {
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
  return { kind: "failed", switchedOff, counts: true };
}

/** What a completed run says about the record that it belongs to. */
interface News extends SplitBySeal {
  readonly seed: number;
}

async function readNews(
  { db, storage }: FinalizeParts,
  runId: string,
  recordId: string,
): Promise<News | null> {
  const run = await findRun(db, runId);
  if (run?.status !== "completed" || !run.results_storage_key) return null;
  const record = await findRecord(db, recordId);
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

async function keepNews(
  trx: Transaction<Database>,
  recordId: string,
  { since, past, seed }: News,
  nowMs: number,
): Promise<void> {
  if (since) await extendRecord(trx, recordId, since, nowMs);
  if (past) {
    const band = past.length < MIN_PAST_DAYS ? null : bootstrapBand(past, { seed });
    await fixPast(trx, recordId, { days: past.length, band });
  }
}
