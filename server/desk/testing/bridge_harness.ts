/** A follow with a paper account on a database of a test's own, and a broker that misbehaves. */
import assert from "node:assert/strict";
import type { Kysely } from "kysely";
import { freshPglite } from "../../../tests/support/database.ts";
import type { BrokerOrderRow } from "../../db/broker_schema.ts";
import type { DatabaseHandle } from "../../db/connect.ts";
import type { Database } from "../../db/schema.ts";
import { createLogger } from "../../logging/log.ts";
import { testOnBoth } from "../../market_data/testing/databases.ts";
import { PaperBridge } from "../brokers/ibkr/bridge.ts";
import { insertOrder } from "../brokers/ibkr/orders.ts";
import { openTws } from "../brokers/ibkr/tws.ts";
import { FakeTws } from "./fake_tws.ts";

export const ACCOUNT = "DU1234567";

export class BridgeHarness {
  readonly db: Kysely<Database>;
  readonly fake = new FakeTws();
  followId = "";
  nowMs = Date.UTC(2026, 0, 15, 15);
  /** Whether a broker that is slow to answer is given up soon: for tests of that alone, because a busy machine is slow too. */
  isImpatient = false;
  #bridge: PaperBridge | null = null;
  #entries = 0;

  constructor(db: Kysely<Database>) {
    this.db = db;
  }

  /** A process that looks after the account. */
  start(): PaperBridge {
    this.#bridge = new PaperBridge({
      db: this.db,
      log: createLogger({ logLevel: "error", logFormat: "text", write: () => {} }),
      now: () => this.nowMs,
      tell: () => Promise.resolve(),
      connect: (onNews) =>
        openTws({
          host: "127.0.0.1",
          port: this.fake.port,
          clientId: 17,
          account: ACCOUNT,
          paperPorts: [this.fake.port],
          timeoutMs: this.isImpatient ? 1_000 : 20_000,
          heartbeatMs: this.isImpatient ? 300 : 60_000,
        }, onNews),
      lookMs: 10,
      answerMs: 150,
      retryDelaysMs: [10],
    });
    this.#bridge.start();
    return this.#bridge;
  }

  /** The process ends; what it knew is gone. */
  async stop(): Promise<void> {
    await this.#bridge?.stop();
    this.#bridge = null;
  }

  async follow(): Promise<void> {
    const { db } = this;
    const user = await db.insertInto("users")
      .values({ email: `${crypto.randomUUID()}@example.com`, password_hash: "x" })
      .returning("id").executeTakeFirstOrThrow();
    const strategy = await db.insertInto("strategies")
      .values({ user_id: user.id, name: "Test", asset: "AAPL/USD", timeframe: "1h" })
      .returning("id").executeTakeFirstOrThrow();
    const version = await db.insertInto("strategy_versions")
      .values({ strategy_id: strategy.id, version_number: 1, definition_json: "{}" })
      .returning("id").executeTakeFirstOrThrow();
    const instrument = await db.insertInto("instruments").values({
      symbol: "AAPL/USD",
      name: "Apple",
      exchange: "twelve_data",
      venue: "twelve_data",
      kind: "stock",
      base: "AAPL",
      quote: "USD",
      tick: 0.01,
    }).returning("id").executeTakeFirstOrThrow();
    const series = await db.insertInto("desk_series")
      .values({ asset: "AAPL/USD", timeframe: "1h", venue: "twelve_data" })
      .returning("id").executeTakeFirstOrThrow();
    const follow = await db.insertInto("follows").values({
      user_id: user.id,
      strategy_id: strategy.id,
      strategy_version_id: version.id,
      instrument_id: instrument.id,
      series_id: series.id,
      broker: "ibkr_paper",
      initial_capital: 10_000,
      fee_percent: 0.1,
      slippage_percent: 0.05,
      intrabar: "stop_first",
      started_at: new Date(this.nowMs),
      equity: 10_000,
    }).returning("id").executeTakeFirstOrThrow();
    this.followId = follow.id;
  }

  /** An entry that the desk has ordered. */
  async entry(values: { quantity?: number; stop?: number | null; target?: number | null } = {}) {
    const { quantity = 10, stop = 90, target = 120 } = values;
    const row = await insertOrder(this.db, {
      follow_id: this.followId,
      client_order_id: `${this.followId}-${++this.#entries}-entry`,
      role: "entry",
      type: "market",
      symbol: "AAPL",
      currency: "USD",
      quantity,
      goal: "hold",
      stop_price: stop,
      target_price: target,
      status: "initialized",
      atMs: this.nowMs,
    });
    assert.ok(row);
    return row;
  }

  /** The simulation has left the position, or is about to. */
  async leave(): Promise<void> {
    await this.db.updateTable("broker_orders").set({ goal: "flat" })
      .where("role", "=", "entry").execute();
  }

  orders(): Promise<BrokerOrderRow[]> {
    return this.db.selectFrom("broker_orders").selectAll().orderBy("seq").execute();
  }

  /** Waits until the orders stand like that: "entry filled 10", in the order in which they were made. */
  async until(expected: readonly string[]): Promise<void> {
    let now: string[] = [];
    for (let k = 0; k < 3_000; k++) {
      now = (await this.orders()).map(({ role, status, filled }) => `${role} ${status} ${filled}`);
      if (now.join() === expected.join()) return;
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    assert.deepEqual(now, expected);
  }

  /** Waits until an event of a type was told, and gives its message back. */
  async told(type: string): Promise<string> {
    for (let k = 0; k < 3_000; k++) {
      const [event] = (await this.events()).filter((one) => one.type === type);
      if (event) return event.message;
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    assert.fail(`no event ${type}: ${(await this.events()).map((one) => one.type)}`);
  }

  events() {
    return this.db.selectFrom("strategy_events").select(["type", "message"]).orderBy("seq")
      .execute();
  }

  /** Shares by the executions that are known. */
  async held(): Promise<number> {
    const rows = await this.db.selectFrom("broker_fills").select(["side", "quantity"]).execute();
    return rows.reduce((sum, { side, quantity }) => sum + (side === "buy" ? 1 : -1) * quantity, 0);
  }
}

/** A test with its own database; whatever happened, the account and what is known of it agree at the end, by default. */
export function testBridge(
  name: string,
  test: (harness: BridgeHarness) => Promise<void>,
  { agrees = true, onBoth = false }: {
    readonly agrees?: boolean;
    /** On PostgreSQL too. */
    readonly onBoth?: boolean;
  } = {},
): void {
  const on = async (database: DatabaseHandle) => {
    const harness = new BridgeHarness(database.db);
    try {
      await harness.follow();
      await test(harness);
      const { fake } = harness;
      if (agrees) assert.equal(await harness.held(), fake.positions.get("AAPL") ?? 0);
      assert.ok(fake.placed.every(({ account }) => account === ACCOUNT));
      // An execution is known once, whatever was told how often.
      const fills = await database.db.selectFrom("broker_fills").select("id").execute();
      assert.equal(fills.length, fake.executions.length);
    } finally {
      await harness.stop();
      harness.fake.close();
    }
  };
  if (onBoth) return testOnBoth(`paper account: ${name}`, on);
  Deno.test(`paper account: ${name}`, async () => {
    const database = await freshPglite();
    try {
      await on(database);
    } finally {
      await database.close();
    }
  });
}
