/** Daily updates on a database of a test's own: a clock that the test moves, runs that end as the test says. */
import assert from "node:assert/strict";
import type { Kysely } from "kysely";
import { tradeJson } from "../../../engine/testing/trade_json.ts";
import { RSI_WITH_STOPS } from "../../../tests/support/strategies.ts";
import type { DatabaseHandle } from "../../db/connect.ts";
import type { Database } from "../../db/schema.ts";
import type { Config } from "../../config/config.ts";
import { Limits } from "../../limits/limits.ts";
import { EntitlementRules } from "../../plans/entitlements.ts";
import { createLogger, type Logger } from "../../logging/log.ts";
import { MARKET_TIMEFRAMES, type SeriesTimeframe } from "../../market_data/catalog.ts";
import type { BlobStorage } from "../../storage/storage.ts";
import { Strategies } from "../../strategies/service.ts";
import { Schedules, type SchedulesOptions } from "../service.ts";

export const HOUR = 3_600_000;
export const DAY = 24 * HOUR;
/** The hour of the daily runs, in minutes after midnight. */
export const MINUTE_OF_DAY = 10;

/** How a run ends: with the worth of each day of its range, or with a failure. */
export type RunEnd =
  | { readonly worthOfDay: (day: number) => number }
  | { readonly code: string; readonly message: string };

export const STEADY: RunEnd = { worthOfDay: (day) => 10_000 * (1 + day / 1_000) };
export const AWAY: RunEnd = {
  code: "vendor_unreachable",
  message: "The exchange cannot be reached.",
};

export class ScheduleHarness {
  readonly db: Kysely<Database>;
  readonly queued: string[] = [];
  readonly blobs = new Map<string, Uint8Array>();
  readonly strategies: Strategies;
  /** Open of the first candle at hand. */
  firstMs: number | null = null;
  /** How often the candles at hand were asked for. */
  marketsAsked = 0;
  nowMs: number;
  /** What an account may do. */
  limits: Config["limits"] = {
    strategies: 1_000,
    backtestsPerDay: 50,
    imports: 5,
    importCandles: 100_000,
  };

  constructor(database: DatabaseHandle, start: string) {
    this.db = database.db;
    this.nowMs = Date.parse(start);
    this.strategies = this.strategiesOn(this.db);
  }

  at(iso: string): void {
    this.nowMs = Date.parse(iso);
  }

  /** Another process on the same database, or, with `db`, on a way there that breaks. */
  process(
    { db = this.db, queueRun, backtests, log }: {
      db?: Kysely<Database>;
      queueRun?: (payload: { readonly id: string }) => Promise<void>;
      backtests?: SchedulesOptions["backtests"];
      log?: Logger;
    } = {},
  ): Schedules {
    const now = () => this.nowMs;
    return new Schedules({
      db,
      queueRun: queueRun ?? (({ id }) => {
        this.queued.push(id);
        return Promise.resolve();
      }),
      storage: this.storage(),
      strategies: this.strategiesOn(db),
      backtests: backtests ?? {
        get: () => Promise.reject(new Error("not called by schedules")),
        results: () => Promise.reject(new Error("not called by schedules")),
      },
      marketData: {
        closedBefore: (timeframe: SeriesTimeframe) => {
          const ms = MARKET_TIMEFRAMES[timeframe];
          return Math.floor((this.nowMs - 10_000) / ms) * ms;
        },
        seriesOf: ({ timeframe }) => {
          this.marketsAsked++;
          if (timeframe !== "1h") return Promise.resolve(null);
          return Promise.resolve({
            timeframe: "1h" as const,
            venue: "binance",
            synthetic: false,
            firstMs: this.firstMs,
            lastMs: null,
            candles: 0,
            behindBars: null,
          });
        },
      },
      limits: this.#limitsOn(db),
      disk: { isFull: () => Promise.resolve(false) },
      log: log ?? createLogger({ logLevel: "error", logFormat: "text", write: () => {} }),
      now,
      minuteOfDay: MINUTE_OF_DAY,
    });
  }

  strategiesOn(db: Kysely<Database>): Strategies {
    const now = () => this.nowMs;
    return new Strategies({ db, limits: this.#limitsOn(db), now });
  }

  #limitsOn(db: Kysely<Database>): Limits {
    const now = () => this.nowMs;
    return new Limits(db, new EntitlementRules({ limits: this.limits }, now), now);
  }

  async person(): Promise<string> {
    const email = `${crypto.randomUUID()}@example.com`;
    const { id } = await this.db.insertInto("users").values({ email, password_hash: "x" })
      .returning("id").executeTakeFirstOrThrow();
    return id;
  }

  /** A strategy with one version that can run. */
  async strategy(userId: string): Promise<string> {
    const { id } = await this.strategies.create(userId, {
      name: "RSI",
      asset: "BTC/USDT",
      timeframe: "1h",
    });
    await this.save(userId, id, 0);
    return id;
  }

  /** One more version; `definition` is one that can run unless given. */
  async save(
    userId: string,
    id: string,
    base_version: number,
    definition: unknown = RSI_WITH_STOPS,
  ): Promise<void> {
    await this.strategies.saveVersion(userId, id, { definition, base_version });
  }

  /** Ends every run that waits, the way `end` says; returns how many there were. */
  async run(end: RunEnd | ((strategyId: string) => RunEnd | null)): Promise<number> {
    const waiting = await this.db.selectFrom("backtest_runs").selectAll()
      .where("status", "=", "pending").execute();
    let ended = 0;
    for (const run of waiting) {
      const how = typeof end === "function" ? end(run.strategy_id) : end;
      if (how === null) continue;
      ended++;
      if ("code" in how) {
        await this.db.updateTable("backtest_runs")
          .set({ status: "failed", error_code: how.code, error_message: how.message })
          .where("id", "=", run.id).execute();
        continue;
      }
      this.blobs.set(run.id, resultOf(run.date_from.getTime(), run.date_to.getTime(), how));
      await this.db.updateTable("backtest_runs")
        .set({ status: "completed", results_storage_key: run.id })
        .where("id", "=", run.id).execute();
    }
    return ended;
  }

  /** The days that have had an automatic run, in order. */
  async days(strategyId: string): Promise<string[]> {
    const rows = await this.db.selectFrom("scheduled_runs").select("utc_day")
      .where("strategy_id", "=", strategyId).orderBy("utc_day").execute();
    return rows.map(({ utc_day }) => utc_day);
  }

  async autoRuns(strategyId: string) {
    return await this.db.selectFrom("backtest_runs").selectAll()
      .where("strategy_id", "=", strategyId).where("triggered_by", "=", "schedule")
      .orderBy("created_at").execute();
  }

  async row(strategyId: string) {
    return await this.db.selectFrom("strategies").selectAll().where("id", "=", strategyId)
      .executeTakeFirstOrThrow();
  }

  /** Results as `run` has left them. */
  storage(): BlobStorage {
    return {
      put: () => Promise.reject(new Error("schedules write no blobs")),
      get: (key) => Promise.resolve(this.blobs.get(key) ?? null),
      delete: () => Promise.resolve(),
      async *list() {},
      ping: () => Promise.resolve(),
      close: () => Promise.resolve(),
    };
  }
}

/** A result whose worth, at the end of each UTC day of the range and at its own end, is what the day says. */
function resultOf(
  fromMs: number,
  toMs: number,
  { worthOfDay }: { readonly worthOfDay: (day: number) => number },
): Uint8Array {
  const time: number[] = [];
  const value: number[] = [];
  for (let open = fromMs; open < toMs; open += HOUR) {
    time.push(open);
    value.push(worthOfDay(Math.floor(open / DAY)));
  }
  assert.ok(time.length > 0, "a range without a candle");
  const first = time[0]!;
  const trades = time.filter((open) => open % DAY === 0).map((entry_time) => {
    const entry_bar = (entry_time - first) / HOUR;
    return tradeJson({
      entry_time,
      entry_bar,
      entry_price: 1,
      exit_time: entry_time,
      exit_bar: entry_bar,
      exit_price: 1,
      pnl: 0,
      return: 0,
      bars_held: 0,
    });
  });
  const result = {
    engine_version: "1.4.0",
    run_hash: "0",
    settings: {
      initial_capital: 10_000,
      fee_percent: 0,
      slippage_percent: 0,
      intrabar: "stop_first",
    },
    data: {
      bars: time.length,
      first_time: first,
      last_time: time.at(-1)!,
      first_tradable_bar: 0,
      gaps: [],
    },
    metrics: {},
    trades,
    equity: { time, value },
    pending: null,
  };
  return new TextEncoder().encode(JSON.stringify(result));
}
