/**
 * The job `run_backtest`: from a claimed row to its result. A message says that a run waits; which one is worked on, the rows
 * decide (`RunClaims.claimNext`). Delivered twice, it works once; cut short, the run is put back; what is away is waited for.
 */
import { z } from "zod";
import { engineSettings, hashedVenue } from "../../contracts/engine_settings.ts";
import { hoursSettings } from "../market_data/facts/market_facts.ts";
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
import { record } from "../telemetry/measuring.ts";
import { inSpan, type OpenSpan, type SpanOptions } from "../telemetry/tracing.ts";
import { compilations } from "../strategies/compilations.ts";
import { defineJob, type JobContext, JobTimeoutError } from "./job.ts";
import { MarketDataError, type MarketDataErrorCode } from "../market_data/errors.ts";
import { sourceOf } from "../market_data/series.ts";
import type { WaitingFor } from "../db/schema.ts";
import type { JobOutcome } from "../queue/queue.ts";

/** Claims of a run whose workers keep dying, before it is given up. */
const MAX_CLAIMS = 6;
/** How often a message that waits for a place looks for the first run of an account, milliseconds. */
const LOOK_MS = 250;
/** After so long without a place the message goes back to the queue, milliseconds: others may be behind it. */
const LONGEST_HOLD_MS = 60_000;
const HOLD_AGAIN_MS = 1_000;

export const runBacktest = defineJob({
  name: "run_backtest",
  payload: z.object({ id: z.uuid() }),
  // Fetching years of candles from a slow exchange comes before the engine's own limit.
  timeoutMs: 3_600_000,
  // Only a database that cannot be asked gets so far; the row counts failures of other kinds.
  retries: { attempts: 5, firstDelayMs: 500 },
  handle: (context, _, signal) => takeTurn(context, signal),
});

/** Another process has the claim, or the row is gone: whatever was computed is dropped. */
class ClaimLostError extends Error {}
/** The process is about to stop. */
class StoppedError extends Error {}

/** Works on the run whose turn it is. Throws only when the database cannot be asked, and is then delivered again. */
async function takeTurn(context: JobContext, stop: AbortSignal): Promise<JobOutcome> {
  const { claims, places } = context;
  const since = performance.now();
  for (;;) {
    const place = places.take();
    let worked = false;
    try {
      if (place !== null) {
        const run = await claims.claimNext({ firstOnly: place.isSpare });
        worked = run !== null;
        if (run !== null) return await workAndTell(context, run, stop);
        if (!place.isSpare) return "done";
      }
      if (await claims.peekNext() === null) return "done";
      if (performance.now() - since >= LONGEST_HOLD_MS) return { retryInMs: HOLD_AGAIN_MS };
      // Whoever has the spare place looks; the others wait until somebody has ended.
      await places.change(place === null ? LONGEST_HOLD_MS : LOOK_MS, stop);
    } finally {
      place?.leave({ worked });
    }
    if (places.isClosed || stop.aborted) return { retryInMs: 0 };
  }
}

async function workAndTell(
  context: JobContext,
  run: ClaimedRun,
  stop: AbortSignal,
): Promise<JobOutcome> {
  try {
    const outcome = await withLogFields(
      { run_id: run.id },
      () => inSpan("run_backtest", spanOf(run), (span) => work(context, run, stop, span)),
    );
    if (outcome === "done") {
      await context.afterRun?.(run.id).catch((error) =>
        context.log.warn("the end of a run could not be announced", {
          run_id: run.id,
          error: describeError(error),
        })
      );
    }
    return outcome;
  } finally {
    context.claims.leave(run);
  }
}

/** Goes on from the request that asked for the run; a daily update begins a trace. */
function spanOf(run: ClaimedRun): SpanOptions {
  return {
    role: "consumer",
    parent: run.trace_context,
    attributes: {
      "run.id": run.id,
      "run.attempt": run.attempts,
      "run.timeframe": run.timeframe,
      "run.trigger": run.triggered_by,
    },
  };
}

async function work(
  parts: JobContext,
  run: ClaimedRun,
  stop: AbortSignal,
  span: OpenSpan,
): Promise<JobOutcome> {
  const started = performance.now();
  const tellComputed = () =>
    parts.onComputed?.(run.user_id, (performance.now() - started) / 1000).catch((error) =>
      parts.log.warn("what a backtest has computed could not be counted", {
        error: describeError(error),
      })
    );
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
    if (run.waiting_for !== null) await endPauses(parts, run.waiting_for);
    const ms = Math.round(performance.now() - started);
    parts.log.info("backtest completed", { ms, attempt: run.attempts });
    record("blockbuilders.run.duration", ms / 1000, { outcome: "completed" });
    return "done";
  } catch (error) {
    clearInterval(heartbeat);
    const reason = abort.signal.aborted ? abort.signal.reason : error;
    const ended = await finishRun(parts, run, reason);
    const outcome = ended === "done" ? "failed" : "put_back";
    span.failed(
      reason instanceof FinalError || reason instanceof AwayError ? reason.code : outcome,
    );
    record("blockbuilders.run.duration", (performance.now() - started) / 1000, { outcome });
    return ended;
  } finally {
    clearInterval(heartbeat);
    stop.removeEventListener("abort", onStop);
    await tellComputed();
  }
}

async function compute(
  { claims, marketData, threads, storage, progressEveryMs }: JobContext,
  run: ClaimedRun,
  signal: AbortSignal,
): Promise<void> {
  let saidAt = performance.now();
  const progress = async (share: number) => {
    signal.throwIfAborted();
    if (performance.now() - saidAt < progressEveryMs) return;
    saidAt = performance.now();
    if (!await claims.renew(run, share)) throw new ClaimLostError();
  };
  const historyBars = historyOf(run.definition);
  // A storage that was away is asked before everything is computed once more.
  if (run.waiting_for === "storage") await stored(storage.ping());
  const fromMs = run.date_from.getTime();
  const toMs = run.date_to.getTime();
  await progress(0.1);
  const { candles, venue, passedOver } = await inSpan(
    "candles",
    {},
    () =>
      marketData.chooseCandles({
        ...sourceOf(run, run.user_id),
        fromMs,
        toMs,
        historyBars,
        signal,
        ...(run.venue_asked === null ? {} : { venue: run.venue_asked }),
      }),
  );
  const candlesFrom = candles.time[0] ?? fromMs;
  await progress(0.4);
  const intrabar = run.intrabar as RunSettings["intrabar"];
  const market = { venue: run.import_name === null ? venue : null, asset: run.asset };
  const settings = {
    ...engineSettings({ ...run, intrabar }, { fromMs, toMs }),
    ...hashedVenue(venue, run.import_name),
    ...hoursSettings({ ...market, timeframe: run.timeframe, fromMs, toMs }),
  };
  const { definition } = run;
  const { summary, content, bytes } = await inSpan(
    "engine",
    { attributes: { "run.bars": candles.time.length } },
    () => timed(() => threads.run({ candles, definition, settings, signal })),
  );
  await progress(0.9);
  const storageKey = resultsKey(run.id);
  await inSpan(
    "store result",
    {},
    () => stored(storage.put(storageKey, bytes, "application/octet-stream")),
  );
  const [passed] = passedOver;
  const read = { venue, passedOver: passed, candlesFrom };
  if (
    !await claims.complete(run, summary, {
      ...read,
      storageKey,
      bytes: bytes.byteLength,
      content,
    })
  ) {
    throw new ClaimLostError();
  }
}

/** Measures the engine. */
async function timed<T>(compute: () => Promise<T>): Promise<T> {
  const started = performance.now();
  let outcome = "error";
  try {
    const result = await compute();
    outcome = "ok";
    return result;
  } finally {
    const seconds = (performance.now() - started) / 1000;
    record("blockbuilders.engine.duration", seconds, { outcome });
  }
}

/** Fails at once: trying again would end the same. */
class FinalError extends Error {
  constructor(readonly code: RunFailureCode, message: string = RUN_FAILURES[code].what) {
    super(message);
  }
}

/** Something is away, and may be back a little later. */
class AwayError extends Error {
  constructor(
    readonly code: RunFailureCode,
    /** What is away; `null` = the work was merely cut short. */
    readonly waitingFor: WaitingFor | null,
    message: string = RUN_FAILURES[code].what,
    options: {
      readonly cause?: unknown;
      /** How long it asked to be left alone, milliseconds. */
      readonly leastMs?: number;
    } = {},
  ) {
    super(message, options);
    this.leastMs = options.leastMs ?? 0;
  }
  readonly leastMs: number;
}

/** Names a failure of the storage. */
async function stored(work: Promise<void>): Promise<void> {
  try {
    await work;
  } catch (error) {
    throw new AwayError("storage_unavailable", "storage", undefined, { cause: error });
  }
}

const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 60_000;
/** So long after its end a pause is over by every clock, milliseconds. */
const PAUSE_OVER_MS = 20;

/**
 * How long a run pauses that has paused for `waitedMs` by now: a second, then about twice as long from each to the next, a
 * minute at the most; `null` when it has waited for `totalMs`, or what is away wants more than is left.
 */
export function nextPauseMs(
  waitedMs: number,
  { totalMs, leastMs = 0 }: { readonly totalMs: number; readonly leastMs?: number },
): number | null {
  const leftMs = totalMs - waitedMs;
  if (leftMs <= 0 || leastMs > leftMs) return null;
  const growingMs = Math.min(LONGEST_PAUSE_MS, waitedMs + FIRST_PAUSE_MS);
  return Math.min(leftMs, Math.max(growingMs, leastMs));
}

/** Other runs wait for the same; that they may go on is no part of this one. */
async function endPauses(
  { claims, log, lookAfter }: JobContext,
  waitingFor: WaitingFor,
): Promise<void> {
  try {
    await claims.endPauses(waitingFor);
    lookAfter(0);
  } catch (error) {
    log.warn("runs that wait could not be told", { error: describeError(error) });
  }
}

/** What becomes of the row after something went wrong. */
async function finishRun(
  { claims, storage, log, lookAfter, outageWaitMs: totalMs }: JobContext,
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
  const failure = failureOf(error, run);
  const fields = { attempt: run.attempts, error: describeError(error) };
  if (failure instanceof AwayError) {
    const { waitingFor, leastMs } = failure;
    const ms = nextPauseMs(run.waited_ms, { totalMs, leastMs });
    if (ms !== null) {
      log.warn("backtest will be tried again", { ...fields, wait_ms: ms });
      const isBack = await claims.giveBack(run, { counts: false, pause: { ms, waitingFor } });
      lookAfter(ms + PAUSE_OVER_MS);
      return isBack ? { retryInMs: ms } : "done";
    }
  }
  log[failure.code === "internal" ? "error" : "warn"]("backtest failed", fields);
  await claims.fail(run, failure.code, failure.message);
  return "done";
}

/** Failures that another exchange might not have. */
const OF_VENDORS: ReadonlySet<string> = new Set(
  [
    "vendor_unreachable",
    "vendor_error",
    "vendor_refused",
    "rate_limited",
  ] satisfies MarketDataErrorCode[],
);

function failureOf(error: unknown, run: ClaimedRun): FinalError | AwayError {
  if (error instanceof FinalError || error instanceof AwayError) return error;
  if (error instanceof MarketDataError) {
    if (error.code === "aborted") return new AwayError("interrupted", null);
    const leastMs = error.retryAfterMs ?? 0;
    const isSealed = run.triggered_by === "schedule" && run.venue_asked !== null;
    const what = isSealed && OF_VENDORS.has(error.code)
      ? `${error.what} The track record stays with this exchange and waits for it.`
      : error.what;
    // Whoever asks for one exchange waits for it, also where another would be asked at once.
    const isWaitedFor = error.retryable ||
      run.venue_asked !== null && OF_VENDORS.has(error.code);
    return isWaitedFor
      ? new AwayError(error.code, "exchange", what, { leastMs, cause: error })
      : new FinalError(error.code, what);
  }
  if (error instanceof EngineRefusal) return new FinalError("invalid_strategy", error.message);
  if (error instanceof EngineTimeoutError) return new FinalError("timeout");
  if (error instanceof ResultTooLargeError) return new FinalError("result_too_large");
  if (isUnavailable(error)) return new AwayError("database_unavailable", "database");
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
