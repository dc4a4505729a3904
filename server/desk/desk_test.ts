/** What the desk says and does beside its trades: silence, corrections, guards, stops, limits. */
import assert from "node:assert/strict";
import { sql } from "kysely";
import { randomWalk } from "../../engine/testing/random_walk.ts";
import { freshPglite } from "../../tests/support/database.ts";
import { MarketDataError } from "../market_data/errors.ts";
import { testOnBoth } from "../market_data/testing/databases.ts";
import { blockOf, dailyLoss } from "./guards.ts";
import { type DeskHooks, joinHooks } from "./hooks.ts";
import { findFollow } from "./queries.ts";
import { candlesOf } from "./seen_candles.ts";
import { merge } from "./series_copy.ts";
import { DEFAULTS, DeskHarness, HOUR } from "./testing/desk_harness.ts";
import { dipOf } from "./testing/dip_strategy.ts";

const HISTORY = 300;
const walk = candlesOf(randomWalk({ bars: 420, seed: 5, jumps: true, step: 0.03 }));

/** A harness whose market has shown `HISTORY` candles, and a follow. */
async function followed(database: Awaited<ReturnType<typeof freshPglite>>) {
  const harness = new DeskHarness(database, walk[HISTORY]!.time + 20 * 60_000);
  for (const candle of walk.slice(0, HISTORY)) harness.market.set(candle.time, candle);
  const userId = await harness.person();
  const strategy_id = await harness.strategy(userId, dipOf("rsi"));
  const desk = harness.desk();
  const { id } = await desk.follow(userId, { ...DEFAULTS, strategy_id });
  /** Hours go by, and the market shows their candles. */
  const pass = async (count: number) => {
    for (let k = 0; k < count; k++) {
      harness.nowMs += HOUR;
      const candle = walk.find(({ time }) => time === harness.closedBefore("1h") - HOUR)!;
      harness.market.set(candle.time, candle);
      await desk.sweep();
    }
  };
  return { harness, desk, userId, id, strategy_id, pass };
}

function testDesk(
  name: string,
  test: (fixture: Awaited<ReturnType<typeof followed>>) => Promise<void>,
) {
  Deno.test(`desk: ${name}`, async () => {
    const database = await freshPglite();
    try {
      await test(await followed(database));
    } finally {
      await database.close();
    }
  });
}

testDesk(
  "a market that is silent for days is said once, and it goes on where it was",
  async (fixture) => {
    const { harness, desk, userId, id, pass } = fixture;
    await pass(3);
    harness.outage = new MarketDataError("vendor_unreachable", "Away.", { retryable: true });
    for (let k = 0; k < 50; k++) {
      harness.nowMs += HOUR;
      await desk.sweep();
    }
    const silent = await findFollow(harness.db, userId, id);
    assert.match(silent?.problem ?? "", /^No new candles since .* UTC\. Nothing is traded until/);
    assert.equal((await harness.events(id)).filter((type) => type === "candles_missing").length, 1);
    harness.outage = null;
    for (const candle of walk) {
      if (candle.time < harness.closedBefore("1h")) harness.market.set(candle.time, candle);
    }
    harness.nowMs += 120_000;
    await desk.sweep();
    const back = await findFollow(harness.db, userId, id);
    assert.equal(back?.problem, null);
    assert.equal(back?.last_candle_at?.getTime(), harness.closedBefore("1h") - HOUR);
  },
);

testDesk(
  "nothing is asked of the market before a candle has closed, nor again after it was seen",
  async (fixture) => {
    const { harness, desk, pass } = fixture;
    for (let k = 0; k < 5; k++) await desk.sweep();
    assert.equal(harness.asked, 0);
    await pass(1);
    assert.equal(harness.asked, 1);
    for (let k = 0; k < 5; k++) await desk.sweep();
    assert.equal(harness.asked, 1);
    // Follows of one series share its candles.
    const { userId, strategy_id } = fixture;
    for (let k = 0; k < 3; k++) await desk.follow(userId, { ...DEFAULTS, strategy_id });
    await pass(1);
    assert.equal(harness.asked, 2);
  },
);

testDesk(
  "a correction after the fact changes nothing, and says what it would have changed",
  async (fixture) => {
    const { harness, id, pass } = fixture;
    await pass(60);
    const fills = await harness.db.selectFrom("fills").selectAll().orderBy("seq").execute();
    assert.ok(fills.length > 2, "no fills to stand");
    const old = harness.market.get(fills[0]!.candle_at.getTime())!;
    harness.market.set(old.time, { ...old, open: old.low });
    await pass(1);
    const after = await harness.db.selectFrom("fills").selectAll().orderBy("seq").execute();
    assert.deepEqual(after.slice(0, fills.length), fills);
    const { message } = await harness.db.selectFrom("strategy_events").select("message")
      .where("type", "=", "candles_restated").executeTakeFirstOrThrow();
    assert.match(
      message,
      /^The candle of .* was corrected\. What was traded stands\. With it there would be \d+ trades? and [\d,.]+ USDT instead of/,
    );
    // The next correction is told by itself, and the same one is not told again.
    await pass(2);
    const told = (await harness.events(id)).filter((type) => type === "candles_restated");
    assert.equal(told.length, 1);
  },
);

testDesk(
  "of two processes one does each candle, and everybody is told after it",
  async (fixture) => {
    const { harness, userId, id } = fixture;
    harness.nowMs += 30 * HOUR;
    for (const candle of walk) {
      if (candle.time < harness.closedBefore("1h")) harness.market.set(candle.time, candle);
    }
    const reports = await Promise.all([harness.desk().sweep(), harness.desk().sweep()]);
    assert.equal(reports.reduce((sum, { steps }) => sum + steps, 0), 30);
    assert.ok(harness.told.includes(`desk:${userId} ${id}`));
  },
);

testDesk(
  "a version that cannot be computed on its candles says why, and the others go on",
  async (fixture) => {
    const { harness, desk, userId, id, pass } = fixture;
    const strategy_id = await harness.strategy(userId, dipOf("mfi"));
    const { id: other } = await desk.follow(userId, { ...DEFAULTS, strategy_id });
    for (const [time, candle] of harness.market) {
      harness.market.set(time, {
        ...candle,
        volume: NaN,
      });
    }
    await pass(1);
    const [fine, broken] = [
      await findFollow(harness.db, userId, id),
      await findFollow(harness.db, userId, other),
    ];
    assert.notEqual(fine?.last_candle_at, null);
    assert.equal(broken?.last_candle_at, null);
    assert.match(broken?.problem ?? "", /no volume/);
  },
);

testOnBoth(
  "desk: events of an order cannot be changed or taken away by themselves",
  async (database) => {
    const { harness, pass } = await followed(database);
    await pass(40);
    const { db } = harness;
    const count = await db.selectFrom("order_events").select(sql<number>`count(*)`.as("n"))
      .executeTakeFirstOrThrow();
    assert.ok(count.n > 6);
    await assert.rejects(db.updateTable("order_events").set({ price: 1 }).execute(), /append-only/);
    await assert.rejects(db.deleteFrom("order_events").execute(), /append-only/);
    await db.deleteFrom("follows").execute();
    assert.deepEqual(await db.selectFrom("order_events").selectAll().execute(), []);
  },
);

Deno.test("desk: guards hold back by the first reason that applies", () => {
  const free = { max_order: null, max_orders_per_hour: null };
  const now = { isPaused: false, orderValue: 500, ordersThisHour: 3 };
  assert.equal(blockOf(free, now), null);
  assert.equal(blockOf(free, { ...now, isPaused: true }), "paused");
  assert.equal(blockOf({ ...free, max_order: 500 }, now), null);
  assert.equal(blockOf({ ...free, max_order: 499.99 }, now), "largest_order");
  assert.equal(blockOf({ ...free, max_orders_per_hour: 4 }, now), null);
  assert.equal(blockOf({ ...free, max_orders_per_hour: 3 }, now), "orders_per_hour");
});

Deno.test("desk: the loss of a day counts from the close of the day before, or the capital", () => {
  const day = 86_400_000;
  const loss = (time: readonly number[], equity: readonly number[]) =>
    dailyLoss({ time, equity, timeframeMs: HOUR, capital: 100 });
  assert.equal(loss([day], [90]), 1 - 90 / 100);
  // The candle that closes at midnight belongs to the day that ends.
  assert.equal(loss([day - HOUR, day, day + HOUR], [80, 70, 60]), 1 - 60 / 80);
  assert.equal(loss([day - HOUR, day], [80, 90]), 0);
});

Deno.test("desk: what a market shows is new at the end, and restated before it", () => {
  const [a, b, c, d] = walk as [typeof walk[0], typeof walk[0], typeof walk[0], typeof walk[0]];
  const other = { ...b, close: b.low };
  assert.deepEqual(merge([], [a, b]), { merged: [a, b], added: [a, b], restated: [] });
  assert.deepEqual(merge([a, b], [a, b, c]), { merged: [a, b, c], added: [c], restated: [] });
  assert.deepEqual(merge([a, c], [a, b, c, d]), {
    merged: [a, b, c, d],
    added: [b, d],
    restated: [{ before: null, after: b }],
  });
  assert.deepEqual(merge([a, b, c], [other, c]), {
    merged: [a, other, c],
    added: [],
    restated: [{ before: b, after: other }],
  });
  // What the market has no more stays.
  assert.deepEqual(merge([a, b, c], [a, c]), { merged: [a, b, c], added: [], restated: [] });
});

testDesk("what a follow does is told once, with the rows, and no listener breaks it", async (f) => {
  const { harness, id } = f;
  const told = { signals: [] as string[], events: [] as string[], steps: 0 };
  const hooks: DeskHooks = {
    // Written with the signal: neither is there without the other.
    async onSignal(trx, { signalId, follow }) {
      const { user_id } = await trx.selectFrom("signals as s")
        .innerJoin("follows as f", "f.id", "s.follow_id").select("f.user_id")
        .where("s.id", "=", signalId).executeTakeFirstOrThrow();
      assert.equal(user_id, follow.user_id);
      told.signals.push(signalId);
    },
    onEvent: (_trx, { event }) => Promise.resolve(void told.events.push(event.type)),
    afterStep: () => {
      told.steps++;
      return Promise.reject(new Error("a stream is away"));
    },
  };
  const desk = harness.desk({ hooks: joinHooks({}, hooks) });
  const hour = () => {
    harness.nowMs += HOUR;
    const candle = walk.find(({ time }) => time === harness.closedBefore("1h") - HOUR)!;
    harness.market.set(candle.time, candle);
  };
  for (let k = 0; k < 40; k++) {
    hour();
    await Promise.all([desk.sweep(), harness.desk({ hooks }).sweep()]);
  }
  const rows = await harness.db.selectFrom("signals").select("id").where("follow_id", "=", id)
    .orderBy("seq").execute();
  assert.ok(rows.length > 2);
  assert.deepEqual(told.signals, rows.map((row) => row.id));
  assert.equal(told.steps, 40);

  // A listener that fails undoes the candle, which is worked on again.
  const broken = harness.desk({ hooks: { onSignal: () => Promise.reject(new Error("full")) } });
  for (let k = 0; k < 20; k++) {
    hour();
    await broken.sweep();
  }
  const count = async () =>
    (await harness.db.selectFrom("signals").select("id").where("follow_id", "=", id).execute())
      .length;
  assert.equal(await count(), rows.length);
  await desk.sweep();
  assert.ok(await count() > rows.length);
  assert.equal(told.signals.length, await count());

  const past = [...harness.market.values()].at(-5)!;
  harness.market.set(past.time, { ...past, open: past.low });
  hour();
  await desk.sweep();
  assert.ok(told.events.includes("candles_restated"), String(told.events));
});
