/** A desk on a database of a test's own: a market and a clock that the test moves, processes that are killed between statements. */
import assert from "node:assert/strict";
import type { Kysely, KyselyPlugin } from "kysely";
import {
  compileStrategy,
  runBacktest,
  type StrategyDocument,
  type StrategyPlan,
} from "../../../engine/mod.ts";
import type { CreateFollow } from "../../../contracts/desk.ts";
import type { DatabaseHandle } from "../../db/connect.ts";
import type { Database } from "../../db/schema.ts";
import { Limits } from "../../limits/limits.ts";
import { EntitlementRules } from "../../plans/entitlements.ts";
import { createLogger } from "../../logging/log.ts";
import {
  MARKET_TIMEFRAMES,
  type MarketTimeframe,
  sharedTimeframe,
} from "../../market_data/catalog.ts";
import { MarketDataError } from "../../market_data/errors.ts";
import { OfferedAssets } from "../../market_data/offered_assets.ts";
import { twelveData } from "../../market_data/vendors/twelve_data.ts";
import type { CandleRequest } from "../../market_data/service.ts";
import { settingsOf } from "../advance.ts";
import type { DeskHooks } from "../hooks.ts";
import type { TwsOptions } from "../brokers/ibkr/tws.ts";
import { findFollow, positionsOf } from "../queries.ts";
import { type SeenCandle, seriesOf } from "../seen_candles.ts";
import { Desk } from "../service.ts";

export const HOUR = 3_600_000;

/** Candles of one market by their open times; what is not in it is missing. */
export type Market = Map<number, SeenCandle>;

const LIMITS = { strategies: 1_000, backtestsPerDay: 50, imports: 5, importCandles: 100_000 };

export class DeskHarness {
  readonly db: Kysely<Database>;
  readonly market: Market = new Map();
  readonly told: string[] = [];
  /** How often candles were asked for. */
  asked = 0;
  /** Thrown instead of candles. */
  outage: MarketDataError | null = null;
  nowMs: number;

  constructor(database: DatabaseHandle, nowMs: number) {
    this.db = database.db;
    this.nowMs = nowMs;
  }

  closedBefore(timeframe: MarketTimeframe): number {
    const ms = MARKET_TIMEFRAMES[timeframe];
    return Math.floor((this.nowMs - 10_000) / ms) * ms;
  }

  /** A process on the database, or, with `db`, on a way there that breaks. */
  desk({ db = this.db, maxFollows = 1_000, hooks = {}, paperAccount = null }: {
    readonly db?: Kysely<Database>;
    readonly maxFollows?: number;
    readonly hooks?: DeskHooks;
    readonly paperAccount?: TwsOptions | null;
  } = {}): Desk {
    return new Desk({
      db,
      marketData: {
        assets: new OfferedAssets([{ definition: twelveData }]),
        closedBefore: (timeframe) => this.closedBefore(sharedTimeframe(timeframe)),
        expectedVenue: () => Promise.resolve("binance"),
        candles: (request) => this.#candles(request),
      },
      notifications: {
        publish: (topic, message) => {
          this.told.push(`${topic} ${message}`);
          return Promise.resolve();
        },
        subscribe: () => () => {},
      },
      disk: { isFull: () => Promise.resolve(false) },
      log: createLogger({ logLevel: "error", logFormat: "text", write: () => {} }),
      now: () => this.nowMs,
      hooks,
      paperAccount,
      limits: new Limits(
        db,
        new EntitlementRules({ limits: LIMITS, maxFollows }, () => this.nowMs),
        () => this.nowMs,
      ),
    });
  }

  // deno-lint-ignore require-await
  async #candles({ fromMs, toMs, historyBars, timeframe }: CandleRequest) {
    this.asked++;
    if (this.outage) throw this.outage;
    const all = [...this.market.values()].sort((a, b) => a.time - b.time);
    const closed = all.filter(({ time }) => time < toMs);
    const start = closed.findIndex(({ time }) => time >= fromMs);
    if (start < 0) throw new MarketDataError("no_candles", "There are no candles.");
    return seriesOf(
      closed.slice(Math.max(0, start - historyBars)),
      MARKET_TIMEFRAMES[timeframe as MarketTimeframe],
    );
  }

  async person(): Promise<string> {
    const email = `${crypto.randomUUID()}@example.com`;
    const { id } = await this.db.insertInto("users").values({ email, password_hash: "x" })
      .returning("id").executeTakeFirstOrThrow();
    return id;
  }

  /** A strategy of one version. */
  async strategy(
    userId: string,
    document: StrategyDocument,
    asset = "BTC/USDT",
  ): Promise<string> {
    const { id } = await this.db.insertInto("strategies")
      .values({ user_id: userId, name: "Test", asset, timeframe: "1h" })
      .returning("id").executeTakeFirstOrThrow();
    await this.db.insertInto("strategy_versions").values({
      strategy_id: id,
      version_number: 1,
      definition_json: JSON.stringify(document),
    }).execute();
    return id;
  }

  async events(followId: string): Promise<string[]> {
    const rows = await this.db.selectFrom("strategy_events").select("type")
      .where("follow_id", "=", followId).orderBy("seq").execute();
    return rows.map(({ type }) => type);
  }
}

export const DEFAULTS: Omit<CreateFollow, "strategy_id"> = {
  initial_capital: 10_000,
  fee_percent: 0.1,
  slippage_percent: 0.05,
  intrabar: "stop_first",
};

export function planOf(document: StrategyDocument): StrategyPlan {
  const compiled = compileStrategy(document);
  assert.ok(compiled.ok);
  return compiled.plan;
}

/** A process that is killed at its n-th statement: whatever its code does about it, no further statement gets through. */
export class KillableDesk {
  readonly desk: Desk;
  #left: number | null = null;
  #killed = false;

  constructor(harness: DeskHarness) {
    const trap: KyselyPlugin = {
      transformQuery: ({ node }) => {
        if (this.#killed || (this.#left !== null && --this.#left < 0)) {
          this.#killed = true;
          throw new Error("killed");
        }
        return node;
      },
      transformResult: ({ result }) => Promise.resolve(result),
    };
    this.desk = harness.desk({ db: harness.db.withPlugin(trap) });
  }

  /** After how many more statements it is killed; `null` = not in this sweep. @returns whether it has survived */
  async sweep(killAfter: number | null): Promise<boolean> {
    this.#left = killAfter;
    await this.desk.sweep().catch(() => {});
    return !this.#killed;
  }
}

/** What a follow has seen, kept by the test itself: the market as it was when the follow went past each candle. */
export class Witness {
  readonly seen: Market = new Map();
  #lastMs = -Infinity;

  /** After each sweep, before the market changes. */
  look(market: Market, lastMs: number | null): void {
    if (lastMs === null) return;
    for (const [time, candle] of market) {
      if (time > this.#lastMs && time <= lastMs) this.seen.set(time, candle);
    }
    this.#lastMs = lastMs;
  }
}

/** Holds a follow's rows against a backtest over the candles it has seen; returns the number of trades. */
export async function assertParity(
  harness: DeskHarness,
  { userId, followId, plan, witness }: {
    readonly userId: string;
    readonly followId: string;
    readonly plan: StrategyPlan;
    readonly witness: Witness;
  },
): Promise<number> {
  const { db } = harness;
  const follow = await findFollow(db, userId, followId);
  assert.ok(follow);
  const fills = await db.selectFrom("fills").selectAll().where("follow_id", "=", followId)
    .orderBy("seq").execute();
  const trades = await db.selectFrom("trades").selectAll().where("follow_id", "=", followId)
    .orderBy("seq").execute();
  if (!follow.last_candle_at) {
    assert.deepEqual([fills.length, trades.length], [0, 0]);
    return 0;
  }
  const candles = seriesOf(
    [...witness.seen.values()].sort((a, b) => a.time - b.time),
    MARKET_TIMEFRAMES[follow.timeframe as MarketTimeframe],
  );
  const result = runBacktest(candles, plan, settingsOf(follow));
  const asJson = (value: unknown) => JSON.parse(JSON.stringify(value));
  assert.deepEqual(trades.map(({ trade_json }) => trade_json), asJson(result.trades));
  assert.equal(follow.equity, result.equity.at(-1));
  assert.equal(follow.pending, result.pending);
  const legs = result.trades.flatMap((trade) => [
    ["buy", trade.entry_time, trade.entry_price, trade.quantity],
    ...(trade.exit_time === null
      ? []
      : [["sell", trade.exit_time, trade.exit_price, trade.quantity]]),
  ]);
  assert.deepEqual(
    fills.map((fill) => [fill.side, fill.candle_at.getTime(), fill.price, fill.quantity]),
    legs,
  );
  // The account, put together from its fills alone, is the equity.
  const cash = fills.reduce(
    (sum, { side, price, quantity, fee }) =>
      sum + (side === "buy" ? -price * quantity : price * quantity) - fee,
    follow.initial_capital,
  );
  const held = (await positionsOf(db, userId)).get(followId) ?? 0;
  const open = result.trades.at(-1)?.exit_reason === "open" ? result.trades.at(-1)! : null;
  assert.equal(held, open?.quantity ?? 0);
  const worth = cash + held * candles.close[candles.length - 1]!;
  assert.ok(Math.abs(worth - follow.equity) <= 1e-9 * Math.max(1, follow.equity), `${worth}`);
  await assertOrders(db, followId, { open: open !== null, pending: result.pending });
  return result.trades.length;
}

/** Every order has its events in order, one end at most, and what is open is what the position needs. */
async function assertOrders(
  db: Kysely<Database>,
  followId: string,
  { open, pending }: { readonly open: boolean; readonly pending: "entry" | "exit" | null },
): Promise<void> {
  const orders = await db.selectFrom("orders").selectAll().where("follow_id", "=", followId)
    .execute();
  const events = await db.selectFrom("order_events as e").innerJoin(
    "orders as o",
    "o.id",
    "e.order_id",
  )
    .select(["e.order_id", "e.number", "e.event"]).where("o.follow_id", "=", followId)
    .orderBy("e.order_id").orderBy("e.number").execute();
  for (const order of orders) {
    const own = events.filter(({ order_id }) => order_id === order.id);
    assert.deepEqual(own.map(({ number }) => number), own.map((_, i) => i + 1));
    assert.deepEqual(own.slice(0, 3).map(({ event }) => event), [
      "initialized",
      "submitted",
      "accepted",
    ]);
    const ends = own.filter(({ event }) => ["filled", "canceled", "rejected"].includes(event));
    assert.equal(ends.length, order.status === "accepted" ? 0 : 1);
    assert.equal(ends[0]?.event ?? "accepted", order.status);
  }
  const alive = orders.filter(({ status }) => status === "accepted").map(({ role }) => role);
  assert.equal(alive.includes("entry"), pending === "entry");
  assert.equal(alive.includes("exit"), pending === "exit");
  assert.ok(open || !alive.some((role) => role === "stop" || role === "target"));
  assert.equal(new Set(alive).size, alive.length);
}
