/**
 * Daily updates: a strategy that has them on is run once a UTC day after the hour, however many processes look at the
 * clock and whatever was down when it struck. The database decides, by the unique key of strategy and day; a sweep that
 * comes twice, late or halfway is made good by the next one.
 */
import type { Kysely } from "kysely";
import { AppError } from "../../contracts/errors.ts";
import type { RunTrackRecord, TrackRecord } from "../../contracts/schedules.ts";
import type { StrategyDetail, UpdateStrategy } from "../../contracts/strategies.ts";
import { estimateOf } from "../backtests/estimate.ts";
import type { Backtests } from "../backtests/service.ts";
import { isForeignKeyViolation, isUnavailable, isUniqueViolation } from "../db/errors.ts";
import type { DiskRoom } from "../disk/disk_room.ts";
import type { Database, StrategyRow } from "../db/schema.ts";
import type { Limits } from "../limits/limits.ts";
import { describeError, type Logger } from "../logging/log.ts";
import type { SeriesTimeframe } from "../market_data/catalog.ts";
import { sourceOf } from "../market_data/series.ts";
import { endOfSeries, type MarketData } from "../market_data/service.ts";
import type { BlobStorage } from "../storage/storage.ts";
import { definitionOf, lockStrategy, updateStrategy } from "../strategies/queries.ts";
import { marketAfter } from "../strategies/chosen_market.ts";
import type { Strategies } from "../strategies/service.ts";
import { dueDay } from "../track_records/days.ts";
import {
  endRecord,
  findOpenRecord,
  findRecordOfRun,
  getNumberedRecord,
  listRecords,
} from "../track_records/queries.ts";
import { toTrackRecord } from "../track_records/records.ts";
import { splitBySeal } from "../track_records/seal_split.ts";
import { finalizeDay } from "./finalize_day.ts";
import type { ScheduleHooks } from "./hooks.ts";
import {
  dueStrategies,
  insertDayRun,
  isAccountDisabled,
  marketOfDay,
  openDayOfRun,
  openRuns,
} from "./queries.ts";
import { sealLatest } from "./seal.ts";

export interface SchedulesOptions {
  readonly db: Kysely<Database>;
  /** Queues the job that works on a run. */
  readonly queueRun: (payload: { readonly id: string }) => Promise<void>;
  readonly storage: BlobStorage;
  readonly marketData: Pick<MarketData, "closedBefore" | "seriesOf">;
  readonly strategies: Pick<Strategies, "get" | "update">;
  readonly backtests: Pick<Backtests, "get" | "results">;
  readonly limits: Pick<Limits, "requireRoomForDailyUpdate" | "allowsDailyUpdate">;
  /** While it is full, nothing is begun. */
  readonly disk: Pick<DiskRoom, "isFull">;
  readonly log: Logger;
  readonly now: () => number;
  /** When the daily runs begin, in minutes after midnight UTC. */
  readonly minuteOfDay: number;
  /** Who else is told. */
  readonly hooks?: ScheduleHooks;
  /** Whether runs are begun; absent = they are. */
  readonly isOn?: () => Promise<boolean>;
}

/** What a sweep has done. */
export interface SweepReport {
  /** Runs of today that began. */
  readonly queued: number;
  /** Runs that failed and were tried again. */
  readonly retried: number;
  /** Strategies that were switched off. */
  readonly switchedOff: number;
}

const alwaysOn = () => Promise.resolve(true);

/** How often a process looks for what is due. */
const SWEEP_MS = 60_000;

export class Schedules {
  readonly #parts: SchedulesOptions;
  #timer: ReturnType<typeof setInterval> | null = null;
  #sweeping: Promise<SweepReport> | null = null;
  #stopped = false;

  constructor(parts: SchedulesOptions) {
    this.#parts = parts;
  }

  /**
   * Changes a strategy. Switching auto-update on seals its newest version and, after the hour, begins the run of today;
   * switching it off ends the record.
   *
   * @throws {AppError} as `Strategies.update`; `limit_reached`
   */
  async update(userId: string, id: string, change: UpdateStrategy): Promise<StrategyDetail> {
    const { strategies, limits, now } = this.#parts;
    const { auto_update_enabled: enabled } = change;
    if (enabled === undefined) return await strategies.update(userId, id, change);
    const before = await strategies.get(userId, id);
    const market = marketAfter(before, change);
    const ends = await this.#ends({
      ...market,
      import_name: market.import,
      user_id: userId,
      auto_update_horizon: change.auto_update_horizon ?? before.auto_update.horizon,
    });
    const detail = await strategies.update(userId, id, change, async (trx) => {
      // What is on already takes no more room. The account is locked before its strategy.
      if (enabled && !before.auto_update.enabled) {
        await limits.requireRoomForDailyUpdate(trx, userId);
      }
      const row = await lockStrategy(trx, id);
      if (!row || (enabled && row.auto_update_enabled)) return;
      const nowMs = now();
      await endRecord(trx, row.id, nowMs);
      await updateStrategy(trx, row.id, freshStart(enabled ? nowMs : null));
      if (!enabled) return;
      const { import: import_name, ...place } = market;
      await sealLatest(trx, { ...row, ...change, ...place, import_name }, { nowMs, ...ends });
    });
    if (!enabled) return detail;
    await this.#beginToday(detail.id);
    return await strategies.get(userId, id);
  }

  /**
   * Locks the newest version and starts a new track record; the one before ends and stays readable.
   *
   * @throws {AppError} `not_found`; `invalid_input` when auto-update is off; `invalid_strategy` with the faults
   */
  async restartTrackRecord(userId: string, id: string): Promise<TrackRecord> {
    const { db, strategies, now } = this.#parts;
    const strategy = await strategies.get(userId, id);
    const ends = await this.#ends({
      ...strategy,
      import_name: strategy.import,
      user_id: userId,
      auto_update_horizon: strategy.auto_update.horizon,
    });
    const recordId = await db.transaction().execute(async (trx) => {
      const row = await lockStrategy(trx, id);
      if (!row?.auto_update_enabled) {
        throw new AppError(
          "invalid_input",
          "Turn on auto-update first: that starts the track record.",
        );
      }
      const nowMs = now();
      await endRecord(trx, id, nowMs);
      const outcome = await sealLatest(trx, row, { nowMs, ...ends });
      if (outcome.kind !== "sealed") {
        throw new AppError(
          "invalid_strategy",
          "Save a version that can run first: only such a version can have a track record.",
          { issues: outcome.kind === "faulty" ? outcome.errors : [] },
        );
      }
      await updateStrategy(trx, id, freshStart(nowMs));
      return outcome.record.id;
    });
    await this.#beginToday(id);
    return toTrackRecord(await getNumberedRecord(db, recordId));
  }

  /** Every record of a strategy, the newest first. @throws {AppError} `not_found` */
  async records(userId: string, id: string): Promise<TrackRecord[]> {
    const { db, strategies } = this.#parts;
    const strategy = await strategies.get(userId, id);
    const rows = await listRecords(db, strategy.id);
    return rows.map(toTrackRecord);
  }

  /**
   * The record that a run belongs to, as far as that run goes.
   *
   * @throws {AppError} `not_found`, `unavailable`
   */
  async recordOfRun(userId: string, runId: string): Promise<RunTrackRecord> {
    const { db, backtests } = this.#parts;
    const run = await backtests.get(userId, runId);
    if (run.triggered_by !== "schedule") return { forward_record: null };
    if (run.status === "completed") await this.finalizeRun(run.run_id);
    const row = await findRecordOfRun(db, run.run_id);
    if (!row) return { forward_record: null };
    const blank = { since_until: null, since_return: null, since_trades: null };
    if (run.status !== "completed") {
      return { forward_record: toTrackRecord({ ...row, ...blank }) };
    }
    // A result that is gone or broken says nothing, and the record is there all the same.
    const stored = await backtests.results(userId, run.run_id).catch((error) => {
      const isLost = error instanceof AppError &&
        (error.code === "result_unreadable" || error.code === "result_gone" ||
          error.code === "not_found");
      if (isLost) return null;
      throw error;
    });
    const since = stored && splitBySeal(stored.result, row).since;
    const asOfRun = since
      ? {
        since_until: new Date(since.untilMs),
        since_return: since.return,
        since_trades: since.trades,
      }
      : blank;
    return { forward_record: toTrackRecord({ ...row, ...asOfRun }) };
  }

  /** Sweeps now, and again every minute until `stop`. */
  start(): void {
    const run = () => {
      this.sweep().catch((error) =>
        this.#parts.log.warn("auto-updates could not be looked after", {
          error: describeError(error),
        })
      );
    };
    run();
    this.#timer = setInterval(run, SWEEP_MS);
  }

  /** Begins nothing new, and waits for what is under way. */
  async stop(): Promise<void> {
    this.#stopped = true;
    if (this.#timer !== null) clearInterval(this.#timer);
    await this.#sweeping?.catch(() => {});
  }

  /**
   * Finalizes the runs that have ended, and begins those of today that are due. Every process may call it at any time; two
   * at once in one process are one.
   *
   * @throws when the database is away
   */
  sweep(): Promise<SweepReport> {
    return this.#sweeping ??= this.#sweep().finally(() => {
      this.#sweeping = null;
    });
  }

  /** Finalizes the automatic run that has just ended; does nothing for another run. */
  async finalizeRun(runId: string): Promise<void> {
    const { db, log } = this.#parts;
    const day = await openDayOfRun(db, runId);
    if (day === undefined) return;
    await this.#finalizeDay(day).catch((error) =>
      // The sweep does it again.
      log.warn("an automatic run could not be finalized", {
        run_id: runId,
        error: describeError(error),
      })
    );
  }

  async #sweep(): Promise<SweepReport> {
    const { db, log, now, minuteOfDay, disk, isOn = alwaysOn } = this.#parts;
    const report = { queued: 0, retried: 0, switchedOff: 0 };
    if (await disk.isFull()) return report;
    await this.#each(await openRuns(db), async (id) => {
      const finalized = await this.#finalizeDay(id);
      if (finalized.kind === "retried") report.retried++;
      if (finalized.kind === "failed" && finalized.switchedOff) report.switchedOff++;
    });
    const day = dueDay(now(), minuteOfDay);
    if (day !== null && await isOn()) {
      await this.#each(await dueStrategies(db, day), async (id) => {
        if (await this.#begin(id, day)) report.queued++;
      });
    }
    if (report.queued + report.retried + report.switchedOff > 0) {
      const { queued, retried, switchedOff } = report;
      log.info("auto-updates", { day, queued, retried, switched_off: switchedOff });
    }
    return report;
  }

  /** One after the other; what fails for one of them does not keep the others. */
  async #each(ids: readonly string[], work: (id: string) => Promise<void>): Promise<void> {
    for (const id of ids) {
      if (this.#stopped) return;
      try {
        await work(id);
      } catch (error) {
        if (isUnavailable(error)) throw error;
        this.#parts.log.error("an auto-update could not be looked after", {
          id,
          error: describeError(error),
        });
      }
    }
  }

  /** The run of today at once, when the hour has passed; otherwise the sweep brings it. */
  async #beginToday(id: string): Promise<void> {
    const { now, minuteOfDay, log, isOn = alwaysOn } = this.#parts;
    const day = dueDay(now(), minuteOfDay);
    if (day === null || !await isOn()) return;
    await this.#begin(id, day).catch((error) =>
      log.warn("an automatic run could not begin yet", { id, error: describeError(error) })
    );
  }

  /** Begins the run of a day; `false` when it has begun already or there is nothing that could run. */
  async #begin(strategyId: string, day: string): Promise<boolean> {
    const { db, marketData, limits, now } = this.#parts;
    const subject = await marketOfDay(db, strategyId);
    if (!subject) return false;
    const ends = await this.#ends(subject);
    const nowMs = now();
    const runId = await db.transaction().execute(async (trx) => {
      const strategy = await lockStrategy(trx, strategyId);
      if (!strategy?.auto_update_enabled || strategy.is_archived) return null;
      if (await isAccountDisabled(trx, strategy.user_id)) return null;
      if (!await limits.allowsDailyUpdate(trx, strategy)) return null;
      let record = await findOpenRecord(trx, strategyId);
      if (!record) {
        const outcome = await sealLatest(trx, strategy, { nowMs, ...ends });
        // Until a version that can run is saved there is nothing to do.
        if (outcome.kind !== "sealed") return null;
        record = outcome.record;
      }
      const createdAt = new Date(nowMs);
      const { timeframe, date_from: from } = record;
      const to = new Date(ends.endMs ?? marketData.closedBefore(timeframe as SeriesTimeframe));
      // Only by a clock that went back: the record begins in the future.
      if (to <= from) return null;
      const definition = await definitionOf(trx, record.strategy_version_id);
      const id = await insertDayRun(trx, {
        user_id: strategy.user_id,
        strategy_id: strategyId,
        strategy_version_id: record.strategy_version_id,
        asset: record.asset,
        timeframe,
        import_name: record.import_name,
        date_from: from,
        date_to: to,
        estimate: estimateOf({ definition, timeframe, from, to }),
        fee_percent: record.fee_percent,
        slippage_percent: record.slippage_percent,
        initial_capital: record.initial_capital,
        intrabar: record.intrabar,
        // Once its first run has read a venue, the record stays with it.
        venue: record.import_name ?? record.venue,
        venue_asked: record.import_name === null ? record.venue : null,
        triggered_by: "schedule",
        created_at: createdAt,
      }, { recordId: record.id, day });
      await updateStrategy(trx, strategyId, { auto_update_last_run_at: createdAt });
      return id;
    }).catch((error) => {
      // Another process was first, or the account went meanwhile.
      if (isUniqueViolation(error) || isForeignKeyViolation(error)) return null;
      throw error;
    });
    if (runId === null) return false;
    await this.#enqueue(runId);
    return true;
  }

  async #finalizeDay(id: string) {
    const { db, storage, marketData, now, hooks } = this.#parts;
    const closedBefore = (timeframe: string) =>
      marketData.closedBefore(timeframe as SeriesTimeframe);
    const finalized = await finalizeDay({ db, storage, closedBefore, now, hooks }, id);
    if (finalized.kind === "retried") await this.#enqueue(finalized.runId);
    return finalized;
  }

  async #enqueue(runId: string): Promise<void> {
    try {
      await this.#parts.queueRun({ id: runId });
    } catch (error) {
      // The row is there; the runner finds it and queues it when the queue is back.
      this.#parts.log.warn("an automatic run could not be queued yet", {
        run_id: runId,
        error: describeError(error),
      });
    }
  }

  /** Open of the first candle at hand, for the horizon that asks for everything, and where an import ends. */
  async #ends(
    row:
      & Pick<
        StrategyRow,
        "asset" | "timeframe" | "import_name" | "user_id" | "auto_update_horizon"
      >
      & { readonly is_sealed?: unknown },
  ): Promise<{ readonly firstMs: number | null; readonly endMs: number | null }> {
    // The start of a record was settled when it was sealed.
    const isAll = row.auto_update_horizon === "all" && row.is_sealed !== true;
    if (!isAll && row.import_name === null) return { firstMs: null, endMs: null };
    const series = await this.#parts.marketData.seriesOf(sourceOf(row, row.user_id));
    return {
      firstMs: isAll ? series?.firstMs ?? null : null,
      endMs: row.import_name === null ? null : endOfSeries(series),
    };
  }
}

/** Switching on or off and restarting the track record reset the count of failures. */
function freshStart(sinceMs: number | null) {
  return {
    auto_update_since: sinceMs === null ? null : new Date(sinceMs),
    auto_update_failing_days: 0,
    auto_update_failure: null,
    auto_update_off_reason: null,
  };
}
