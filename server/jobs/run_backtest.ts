/**
 * The job `run_backtest`: from a claimed row to its result. Delivered twice, it works once; cut short, it is put back; an
 * outside failure is retried a few times before the run fails.
 */
import { z } from "zod";
import { engineSettings } from "../../contracts/engine_settings.ts";
import { RUN_FAILURES, type RunFailureCode } from "../../contracts/run_failures.ts";
import type { RunSettings } from "../../engine/mod.ts";
import type { ClaimedRun } from "../backtests/claims.ts";
import {
  EngineRefusal,
  EngineTimeoutError,
  ResultTooLargeError,
} from "../backtests/engine_threads.ts";
import { resultsKey } from "../backtests/results_key.ts";
import { isUnavailable } from "../db/errors.ts";
import { describeError } from "../logging/log.ts";
import { withLogFields } from "../logging/log_context.ts";
import { compilations } from "../strategies/compilations.ts";
import { defineJob, type JobContext, JobTimeoutError } from "./job.ts";
import { MarketDataError } from "../market_data/errors.ts";
import type { JobOutcome } from "../queue/queue.ts";

/** Tries of a run whose failure is retryable (a storage that is away), the first one included. */
const MAX_TRIES = 3;
/** Claims of a run whose workers keep dying, before it is given up. */
const MAX_CLAIMS = 6;

export const runBacktest = defineJob({
  name: "run_backtest",
  payload: z.object({ id: z.uuid() }),
  // Fetching years of candles from a slow exchange comes before the engine's own limit.
  timeoutMs: 3_600_000,
  // Only a database that cannot be asked gets so far; the row counts failures of other kinds.
  retries: { attempts: 5, firstDelayMs: 500 },
  async handle(context, { id }, signal) {
    const outcome = await claimAndWork(context, id, signal);
    if (outcome === "done") {
      await context.afterRun?.(id).catch((error) =>
        context.log.warn("the end of a run could not be announced", {
          run_id: id,
          error: describeError(error),
        })
      );
    }
    return outcome;
  },
});

/** Another process has the claim, or the row is gone: whatever was computed is dropped. */
class ClaimLostError extends Error {}
/** The process is about to stop. */
class StoppedError extends Error {}

/** Throws only when the database cannot be asked, and is then delivered again. */
async function claimAndWork(
  parts: JobContext,
  id: string,
  stop: AbortSignal,
): Promise<JobOutcome> {
  const outcome = await parts.claims.claim(id);
  if (outcome.kind === "over") return "done";
  if (outcome.kind === "held") return { retryInMs: outcome.retryInMs };
  const { run } = outcome;
  return await withLogFields({ run_id: id }, () => work(parts, run, stop));
}

async function work(
  parts: JobContext,
  run: ClaimedRun,
  stop: AbortSignal,
): Promise<JobOutcome> {
  const started = performance.now();
  parts.log.info("backtest started", { attempt: run.attempts });
  const abort = new AbortController();
  const onStop = () =>
    abort.abort(
      stop.reason instanceof JobTimeoutError ? new FinalError("timeout") : new StoppedError(),
    );
  if (stop.aborted) onStop();
  stop.addEventListener("abort", onStop);
  const heartbeat = keepAlive(parts, run, abort);
  try {
    if (run.attempts > MAX_CLAIMS) {
      throw new FinalError("interrupted");
    }
    await compute(parts, run, abort.signal);
    const ms = Math.round(performance.now() - started);
    parts.log.info("backtest completed", { ms, attempt: run.attempts });
    return "done";
  } catch (error) {
    clearInterval(heartbeat);
    return await finishRun(parts, run, abort.signal.aborted ? abort.signal.reason : error);
  } finally {
    clearInterval(heartbeat);
    stop.removeEventListener("abort", onStop);
  }
}

async function compute(
  { claims, marketData, threads, storage }: JobContext,
  run: ClaimedRun,
  signal: AbortSignal,
): Promise<void> {
  const progress = async (share: number) => {
    signal.throwIfAborted();
    if (!await claims.renew(run, share)) throw new ClaimLostError();
  };
  const historyBars = historyOf(run.definition);
  const { asset, timeframe } = run;
  const fromMs = run.date_from.getTime();
  const toMs = run.date_to.getTime();
  await progress(0.1);
  const candles = await marketData.candles({ asset, timeframe, fromMs, toMs, historyBars, signal });
  await progress(0.4);
  const intrabar = run.intrabar as RunSettings["intrabar"];
  const settings = engineSettings({ ...run, intrabar }, { fromMs, toMs });
  const { definition } = run;
  const { summary, content, json } = await threads.run({ candles, definition, settings, signal });
  await progress(0.9);
  const storageKey = resultsKey(run.id);
  try {
    await storage.put(storageKey, json, "application/json");
  } catch (error) {
    throw new RetryableError("storage_unavailable", undefined, { cause: error });
  }
  const venue = marketData.venueOf(asset);
  if (!await claims.complete(run, summary, { venue, storageKey, content })) {
    throw new ClaimLostError();
  }
}

/** Fails at once: trying again would end the same. */
class FinalError extends Error {
  constructor(readonly code: RunFailureCode, message: string = RUN_FAILURES[code].what) {
    super(message);
  }
}

/** The same may succeed a little later. */
class RetryableError extends Error {
  constructor(
    readonly code: RunFailureCode,
    message: string = RUN_FAILURES[code].what,
    options: { readonly cause?: unknown } = {},
  ) {
    super(message, options);
  }
}

/** What becomes of the row after something went wrong. */
async function finishRun(
  { claims, storage, log }: JobContext,
  run: ClaimedRun,
  error: unknown,
): Promise<JobOutcome> {
  if (error instanceof ClaimLostError) {
    // Deleted with its account: nothing else would remove the blob.
    if (!await claims.exists(run.id)) {
      await storage.delete(resultsKey(run.id)).catch((problem) =>
        log.warn("the result of a deleted run could not be deleted", {
          error: describeError(problem),
        })
      );
    }
    return "done";
  }
  if (error instanceof StoppedError) {
    log.info("backtest put back");
    return await claims.giveBack(run, { counts: false }) ? { retryInMs: 0 } : "done";
  }
  const failure = failureOf(error);
  const fields = { attempt: run.attempts, error: describeError(error) };
  if (failure instanceof RetryableError && run.attempts < MAX_TRIES) {
    const waitMs = 1_000 * 2 ** (run.attempts - 1);
    log.warn("backtest will be tried again", { ...fields, wait_ms: waitMs });
    return await claims.giveBack(run, { counts: true }) ? { retryInMs: waitMs } : "done";
  }
  log[failure.code === "internal" ? "error" : "warn"]("backtest failed", fields);
  await claims.fail(run, failure.code, failure.message);
  return "done";
}

function failureOf(error: unknown): FinalError | RetryableError {
  if (error instanceof FinalError || error instanceof RetryableError) return error;
  if (error instanceof MarketDataError) {
    if (error.code === "aborted") return new RetryableError("interrupted");
    // An exchange that could not be reached has been asked several times by then, and is left alone for a while.
    const worthAnother = error.retryable &&
      error.code !== "vendor_unreachable" && error.code !== "rate_limited";
    return worthAnother
      ? new RetryableError(error.code, error.what)
      : new FinalError(error.code, error.what);
  }
  if (error instanceof EngineRefusal) return new FinalError("invalid_strategy", error.message);
  if (error instanceof EngineTimeoutError) return new FinalError("timeout");
  if (error instanceof ResultTooLargeError) return new FinalError("result_too_large");
  if (isUnavailable(error)) return new RetryableError("database_unavailable");
  return new FinalError("internal");
}

/** Renews the lease until cleared; a lost claim aborts the work. */
function keepAlive(
  { claims, leaseMs, log }: JobContext,
  run: ClaimedRun,
  abort: AbortController,
): ReturnType<typeof setInterval> {
  return setInterval(async () => {
    try {
      if (!await claims.renew(run)) abort.abort(new ClaimLostError());
    } catch (error) {
      // The lease outlasts a short absence of the database.
      log.warn("a lease could not be renewed", { error: describeError(error) });
    }
  }, Math.max(100, leaseMs / 3));
}

/** Candles that the blocks need before the range. */
function historyOf(definition: unknown): number {
  const compiled = compilations.of(definition);
  if (compiled.kind === "sound") return compiled.plan.historyBars;
  throw new EngineRefusal(compiled.faults.map(({ message }) => message));
}
