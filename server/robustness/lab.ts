/**
 * Makes the reports that have been asked for: one at a time in a process, in a thread of its own, and begun only while no
 * backtest is computed here, or after a while. It keeps no place of the queue: a job wakes it, and it goes on until none waits.
 */
import { hoursSettings } from "../market_data/facts/market_facts.ts";
import { engineSettings, hashedVenue } from "../../contracts/engine_settings.ts";
import { ENGINE_VERSION, type RunSettings } from "../../engine/mod.ts";
import { robustnessHistory } from "../../engine/robustness.ts";
import type { EngineThreads } from "../backtests/engine_threads.ts";
import { robustnessKey } from "../backtests/results_key.ts";
import { readStoredResult, UnreadableResultError } from "../backtests/stored_result.ts";
import { errorFrom } from "../logging/log_error.ts";
import { describeError, type Logger } from "../logging/log.ts";
import { withLogFields } from "../logging/log_context.ts";
import { MarketDataError } from "../market_data/errors.ts";
import type { MarketData } from "../market_data/service.ts";
import type { BlobStorage } from "../storage/storage.ts";
import { inSpan } from "../telemetry/tracing.ts";
import { compilations } from "../strategies/compilations.ts";
import { askLab } from "./ask_lab.ts";
import type { KnownResult } from "./lab_protocol.ts";
import { sourceOf } from "../market_data/series.ts";
import { otherCandles } from "./other_candles.ts";
import type { ClaimedReport, RobustnessReports } from "./reports.ts";

export interface LabParts {
  readonly reports: RobustnessReports;
  readonly marketData: Pick<MarketData, "candles" | "markets">;
  readonly storage: BlobStorage;
  readonly threads: Pick<EngineThreads, "isBusy">;
  readonly log: Logger;
  /** How long a claim lasts without a sign of life, milliseconds. */
  readonly leaseMs: number;
}

/** Claims of a report whose processes keep dying, or that keeps failing from outside, before it is given up. */
const MOST_ATTEMPTS = 5;
/** Far above what the longest stored range takes. */
const TIMEOUT_MS = 15 * 60_000;
/** How long backtests may hold a report back. */
const PATIENCE_MS = 15_000;
const LOOK_AGAIN_MS = 100;
/** Pause before the second try, milliseconds; it doubles from each to the next. */
const FIRST_RETRY_MS = 1_000;

/** Why a report cannot be made; the message is for the person. */
class LabFailure extends Error {
  constructor(readonly code: string, message: string, options: ErrorOptions = {}) {
    super(message, options);
  }
}

export class Lab {
  readonly #parts: LabParts;
  readonly #stop = new AbortController();
  #working: Promise<void> | null = null;
  #woken = false;
  /** Of reports that were put back. */
  readonly #retries = new Set<ReturnType<typeof setTimeout>>();

  constructor(parts: LabParts) {
    this.#parts = parts;
  }

  /** @param options.alone this process has the database to itself, so reports that are being made were cut short by a crash */
  async start({ alone }: { readonly alone: boolean }): Promise<void> {
    if (alone) await this.#parts.reports.resetAll();
  }

  /** Looks for reports to make, now or as soon as the one that is being made is done. */
  wake(): void {
    if (this.#stop.signal.aborted) return;
    this.#woken = true;
    this.#working ??= this.#work().finally(() => {
      this.#working = null;
      if (this.#woken) this.wake();
    });
  }

  /** Ends what is being made, which is put back for another process, and begins no more. */
  async stop(): Promise<void> {
    this.#stop.abort();
    for (const timer of this.#retries) clearTimeout(timer);
    await this.#working;
  }

  async #work(): Promise<void> {
    const { reports, log } = this.#parts;
    try {
      while (!this.#stop.signal.aborted) {
        this.#woken = false;
        await this.#untilQuiet();
        if (this.#stop.signal.aborted) return;
        const report = await reports.claimNext();
        if (!report) return;
        await withLogFields({ run_id: report.run_id }, () => this.#make(report));
      }
    } catch (error) {
      // The next sweep, or whoever asks, wakes it again.
      this.#woken = false;
      log.warn("reports of robustness could not be made now", { error: describeError(error) });
    }
  }

  /** Backtests go first, but not for ever. */
  async #untilQuiet(): Promise<void> {
    const { threads } = this.#parts;
    for (let waited = 0; threads.isBusy && waited < PATIENCE_MS; waited += LOOK_AGAIN_MS) {
      if (this.#stop.signal.aborted) return;
      await new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN_MS));
    }
  }

  /** Throws only when the database cannot be asked; the claim then runs out. */
  async #make(report: ClaimedReport): Promise<void> {
    const { reports, log } = this.#parts;
    const started = performance.now();
    const lost = new AbortController();
    const late = AbortSignal.timeout(TIMEOUT_MS);
    const signal = AbortSignal.any([this.#stop.signal, lost.signal, late]);
    const heartbeat = this.#keepAlive(report, lost);
    try {
      if (report.attempts > MOST_ATTEMPTS) {
        throw new LabFailure("interrupted", "The tests were interrupted several times.");
      }
      const span = { role: "consumer", parent: report.trace_context } as const;
      await inSpan("test_robustness", span, () => this.#compute(report, signal));
      log.info("robustness computed", { ms: Math.round(performance.now() - started) });
    } catch (error) {
      clearInterval(heartbeat);
      if (lost.signal.aborted) return;
      if (this.#stop.signal.aborted) {
        await reports.giveBack(report, { counts: false, afterMs: 0 });
        return;
      }
      await this.#end(
        report,
        late.aborted ? new LabFailure("timeout", "The tests took too long.") : error,
      );
    } finally {
      clearInterval(heartbeat);
    }
  }

  async #compute(report: ClaimedReport, signal: AbortSignal): Promise<void> {
    const { reports, marketData, storage } = this.#parts;
    const compiled = compilations.of(report.definition);
    if (compiled.kind !== "sound") throw new LabFailure("invalid_strategy", NOT_RUNNABLE);
    const known = await this.#known(report);
    const venue = hashedVenue(report.venue, report.import_name);
    const fromMs = report.date_from.getTime();
    const toMs = report.date_to.getTime();
    const historyBars = robustnessHistory(compiled.plan);
    const { timeframeMs, time, open, high, low, close, volume } = await marketData
      .candles({
        ...sourceOf(report, report.user_id),
        fromMs,
        toMs,
        historyBars,
        signal,
        ...venue,
      });
    const others = await otherCandles(
      marketData,
      { asset: report.asset, timeframe: report.timeframe, import: report.import_name },
      { fromMs, toMs, historyBars: compiled.plan.historyBars, signal },
      this.#parts.log,
    );
    const intrabar = report.intrabar as RunSettings["intrabar"];
    const reply = await askLab({
      candles: { timeframeMs, time, open, high, low, close, volume },
      definition: report.definition,
      settings: {
        ...engineSettings({ ...report, intrabar }, { fromMs, toMs }),
        ...venue,
        ...hoursSettings({
          venue: report.import_name === null ? report.venue : null,
          asset: report.asset,
          timeframe: report.timeframe,
          fromMs,
          toMs,
        }),
      },
      known,
      others,
      trials: report.trials_count === null
        ? null
        : { count: report.trials_count, variance: report.trials_variance ?? 0 },
    }, signal);
    if (reply.kind === "broken") {
      throw new LabFailure("internal", FAILED, { cause: errorFrom(reply.error) });
    }
    if (reply.kind === "refused") throw new LabFailure("invalid_strategy", reply.message);
    if (reply.kind === "differs") throw differs(report);
    signal.throwIfAborted();
    const key = robustnessKey(report.run_id);
    await storage.put(key, reply.json, "application/json");
    // Deleted meanwhile, nothing else would remove the blob; one that another process has made since is the same.
    if (!await reports.complete(report) && !await reports.find(report.run_id)) {
      await storage.delete(key);
    }
  }

  /** What the run's own result is known by; of another engine version its whole curve. */
  async #known(report: ClaimedReport): Promise<KnownResult> {
    const { engine_version, run_hash, results_storage_key } = report;
    if (engine_version === ENGINE_VERSION) return { runHash: run_hash, equity: null };
    const bytes = results_storage_key === null
      ? null
      : await this.#parts.storage.get(results_storage_key);
    if (!bytes) throw differs(report);
    try {
      const { equity } = readStoredResult(bytes).result;
      return { runHash: run_hash, equity: Float64Array.from(equity.value) };
    } catch (error) {
      if (error instanceof UnreadableResultError) throw differs(report);
      throw error;
    }
  }

  async #end(report: ClaimedReport, error: unknown): Promise<void> {
    const { reports, log } = this.#parts;
    const failure = failureOf(error);
    const fields = { attempt: report.attempts, error: describeError(error) };
    if (failure === null && report.attempts < MOST_ATTEMPTS) {
      const afterMs = FIRST_RETRY_MS * 2 ** (report.attempts - 1);
      log.warn("robustness will be tried again", { ...fields, wait_ms: afterMs });
      await reports.giveBack(report, { counts: true, afterMs });
      // Another process may be the first to see it; a sweep would be later.
      const timer = setTimeout(() => {
        this.#retries.delete(timer);
        this.wake();
      }, afterMs + 50);
      this.#retries.add(timer);
      return;
    }
    const { code, message } = failure ?? new LabFailure("internal", FAILED);
    log[code === "internal" ? "error" : "warn"]("robustness failed", fields);
    await reports.fail(report, code, message);
  }

  /** Renews the claim until cleared; a lost one ends the work. */
  #keepAlive(report: ClaimedReport, lost: AbortController): ReturnType<typeof setInterval> {
    const { reports, leaseMs, log } = this.#parts;
    return setInterval(async () => {
      try {
        if (!await reports.renew(report)) lost.abort();
      } catch (error) {
        // The claim outlasts a short absence of the database.
        log.warn("a lease could not be renewed", { error: describeError(error) });
      }
    }, Math.max(100, leaseMs / 3));
  }
}

const NOT_RUNNABLE = "The strategy of this backtest cannot be run any more.";
const FAILED = "The tests failed.";

function differs({ engine_version }: ClaimedReport): LabFailure {
  return new LabFailure(
    "not_reproducible",
    engine_version === ENGINE_VERSION
      ? "The candles of this backtest have changed since it ran, so its result cannot be tested. Run it again."
      : "This backtest was made by an earlier version of the engine, and today's gives another result. Run it again.",
  );
}

/** What cannot be helped by trying again; `null` for what may pass. */
function failureOf(error: unknown): LabFailure | null {
  if (error instanceof LabFailure) return error;
  if (error instanceof MarketDataError) {
    if (error.retryable || error.code === "aborted") return null;
    return new LabFailure(
      "candles_missing",
      `The candles of this backtest are gone. ${error.message}`,
    );
  }
  return null;
}
