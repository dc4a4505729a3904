/** From the close of a candle to the paper account: what the simulation does is asked of it, and nothing of it changes. */
import assert from "node:assert/strict";
import { at, graph } from "../../../engine/strategy/templates/template.ts";
import { randomWalk } from "../../../engine/testing/random_walk.ts";
import { AppError } from "../../../contracts/errors.ts";
import { freshPglite } from "../../../tests/support/database.ts";
import { candlesOf } from "../seen_candles.ts";
import {
  assertParity,
  DEFAULTS,
  DeskHarness,
  HOUR,
  planOf,
  Witness,
} from "../testing/desk_harness.ts";
import { FakeTws } from "../testing/fake_tws.ts";

/** Buys dips with a stop and a target, and sells above an average. */
const strategy = graph(
  [
    at(0, 0, "fast", "rsi", { period: 2 }),
    at(0, 1, "price", "price"),
    at(0, 2, "short", "sma", { period: 5 }),
    at(1, 0, "dip", "compare", { operator: "<", value: 40 }),
    at(1, 1, "bounce", "compare", { operator: ">" }),
    at(2, 0, "buy", "entry_signal"),
    at(2, 1, "sell", "exit_signal"),
    at(2, 2, "stop", "stop_loss", { mode: "percent", value: 4 }),
    at(2, 3, "target", "take_profit", { mode: "percent", value: 8 }),
  ],
  [
    "fast.value > dip.a",
    "price.close > bounce.a",
    "short.value > bounce.b",
    "dip.signal > buy.signal",
    "bounce.signal > sell.signal",
  ],
);
const HISTORY = 120;
const walk = candlesOf(randomWalk({ bars: 260, seed: 11, jumps: true, step: 0.02 }));
const account = (fake: FakeTws) => ({
  host: "127.0.0.1",
  port: fake.port,
  clientId: 17,
  account: "DU1234567",
  paperPorts: [fake.port],
});

async function onDesk(
  use: (parts: {
    readonly harness: DeskHarness;
    readonly fake: FakeTws;
    readonly userId: string;
    readonly strategyId: string;
  }) => Promise<void>,
): Promise<void> {
  const database = await freshPglite();
  const fake = new FakeTws();
  try {
    const harness = new DeskHarness(database, walk[HISTORY]!.time + 20 * 60_000);
    for (const candle of walk.slice(0, HISTORY)) harness.market.set(candle.time, candle);
    const userId = await harness.person();
    const strategyId = await harness.strategy(userId, strategy, "AAPL/USD");
    await use({ harness, fake, userId, strategyId });
  } finally {
    fake.close();
    await database.close();
  }
}

Deno.test("paper account: a follow sends what the simulation does, and stays its backtest", async () => {
  await onDesk(async ({ harness, fake, userId, strategyId }) => {
    const { db } = harness;
    const desk = harness.desk({ paperAccount: account(fake) });
    const follow = await desk.follow(userId, {
      ...DEFAULTS,
      strategy_id: strategyId,
      broker: "ibkr_paper",
    });
    assert.equal(follow.broker, "ibkr_paper");
    desk.start();
    const witness = new Witness();
    /** Until nothing is to be done any more: the account has what the simulation wants. */
    const settled = async () => {
      for (let k = 0; k < 1_000; k++) {
        const open = await db.selectFrom("broker_orders").select("id")
          .where((eb) =>
            eb.or([
              eb("status", "in", ["initialized", "submitted", "pending_cancel"]),
              eb.and([eb("status", "=", "accepted"), eb("is_wanted", "=", false)]),
              eb.and([
                eb("status", "=", "accepted"),
                eb("price", "is distinct from", eb.ref("sent_price")),
              ]),
            ])
          ).execute();
        const state = await desk.get(userId, follow.id);
        const holds = state.state_json as { position: unknown } | null;
        const held = state.paper?.held ?? 0;
        const wants = state.pending === "entry" || (holds?.position && state.pending !== "exit");
        if (open.length === 0 && (wants ? held > 0 : held === 0)) return held;
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
      assert.fail("the account never came to what is wanted");
    };
    let trades = 0;
    for (const candle of walk.slice(HISTORY, HISTORY + 45)) {
      harness.nowMs = candle.time + HOUR + 20_000;
      harness.market.set(candle.time, candle);
      // A little worse than the simulation's.
      fake.prices.set("AAPL", Math.round(candle.close * 1.002 * 100) / 100);
      await desk.sweep();
      const { last_candle_at } = await desk.get(userId, follow.id);
      witness.look(harness.market, last_candle_at?.getTime() ?? null);
      assert.equal(await settled(), fake.positions.get("AAPL") ?? 0);
    }
    trades = await assertParity(harness, {
      userId,
      followId: follow.id,
      plan: planOf(strategy),
      witness,
    });
    assert.ok(trades > 3, `only ${trades} trades`);
    const { rows } = await desk.trades(userId, { limit: 200 });
    const seen = rows.flatMap(({ seen }) => seen ?? []);
    assert.equal(seen.length, trades);
    const { paper } = await desk.get(userId, follow.id);
    assert.equal(paper?.trades, trades);
    const sum = seen.reduce((total, { cost }) => total + cost, 0);
    assert.ok(Math.abs((paper?.cost ?? NaN) - sum) < 1e-9);
    // Whole shares, no more than the simulation's capital buys.
    const entries = await db.selectFrom("broker_orders").select(["quantity", "client_order_id"])
      .where("role", "=", "entry").execute();
    for (const { quantity, client_order_id } of entries) {
      assert.equal(quantity, Math.floor(quantity));
      const order = await db.selectFrom("orders").select("quantity")
        .where("client_order_id", "=", client_order_id).executeTakeFirstOrThrow();
      if (order.quantity !== null) assert.ok(quantity <= order.quantity * 1.2);
    }
    // Levels stand where the simulation has them.
    const levels = await db.selectFrom("broker_orders").select(["role", "price"])
      .where("status", "=", "accepted").execute();
    const position = ((await desk.get(userId, follow.id)).state_json as {
      position: { stop: number; target: number } | null;
    }).position;
    for (const { role, price } of levels) {
      const level = role === "stop" ? position?.stop : position?.target;
      if (level !== undefined) assert.ok(Math.abs((price ?? NaN) - level) <= 0.005 + 1e-9);
    }
    await desk.stopFollow(userId, follow.id);
    for (let k = 0; k < 500 && fake.orders.some(({ status }) => /ubmitted/.test(status)); k++) {
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    assert.ok(fake.orders.every(({ status }) => !/ubmitted/.test(status)), "left open");
    const held = fake.positions.get("AAPL") ?? 0;
    const told = await harness.events(follow.id);
    assert.equal(told.includes("broker_left"), held > 0);
    await desk.stop();
  });
});

Deno.test("paper account: what it does not trade, and a server without one, are refused by name", async () => {
  await onDesk(async ({ harness, fake, userId, strategyId }) => {
    const refused = async (
      desk: ReturnType<DeskHarness["desk"]>,
      strategy_id: string,
    ): Promise<string> => {
      try {
        await desk.follow(userId, { ...DEFAULTS, strategy_id, broker: "ibkr_paper" });
        return "";
      } catch (error) {
        assert.ok(error instanceof AppError && error.code === "invalid_input");
        return error.message;
      }
    };
    assert.match(await refused(harness.desk(), strategyId), /not set up: IBKR_HOST is missing/);
    const desk = harness.desk({ paperAccount: account(fake) });
    const pair = await harness.strategy(userId, strategy);
    assert.match(await refused(desk, pair), /BTC\/USDT is not one/);
    assert.equal(desk.hasPaperAccountFor("BTC/USDT"), false);
    assert.equal(desk.hasPaperAccountFor("AAPL/USD"), true);
    assert.equal(harness.desk().hasPaperAccountFor("AAPL/USD"), false);
    assert.equal(fake.connections, 0);
  });
});

Deno.test("paper account: candles that are caught up on buy nothing there, and say so", async () => {
  await onDesk(async ({ harness, fake, userId, strategyId }) => {
    const desk = harness.desk({ paperAccount: account(fake) });
    const { id } = await desk.follow(userId, {
      ...DEFAULTS,
      strategy_id: strategyId,
      broker: "ibkr_paper",
    });
    for (const candle of walk.slice(HISTORY, HISTORY + 50)) {
      harness.market.set(candle.time, candle);
    }
    harness.nowMs = walk[HISTORY + 49]!.time + 3 * HOUR;
    await desk.sweep();
    const entries = await harness.db.selectFrom("broker_orders").select("status").execute();
    assert.ok(entries.length > 1);
    assert.ok(entries.every(({ status }) => status === "expired"));
    const events = await harness.events(id);
    assert.equal(events.filter((type) => type === "broker_unsent").length, entries.length);
  });
});

Deno.test("desk: a market that is closed at night and on weekends is not silent", async () => {
  await onDesk(async ({ harness, userId, strategyId }) => {
    const desk = harness.desk();
    const friday = Date.UTC(2026, 0, 16, 21, 20);
    harness.nowMs = friday;
    const { id } = await desk.follow(userId, { ...DEFAULTS, strategy_id: strategyId });
    // No candle comes until Monday's session has been open for a while.
    for (const hours of [6, 12, 40, 64, 66]) {
      harness.nowMs = friday + hours * HOUR;
      await desk.sweep();
    }
    assert.equal((await desk.get(userId, id)).problem, null);
    harness.nowMs = friday + 71 * HOUR;
    await desk.sweep();
    assert.match((await desk.get(userId, id)).problem ?? "", /^No new candles since/);
  });
});
