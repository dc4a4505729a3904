/** Each kind of notice, from what gives rise to it to the list, as its account has set. */
import assert from "node:assert/strict";
import type { DatabaseHandle } from "../db/connect.ts";
import { randomWalk } from "../../engine/testing/random_walk.ts";
import { candlesOf } from "../desk/seen_candles.ts";
import { DEFAULTS, DeskHarness, HOUR } from "../desk/testing/desk_harness.ts";
import { dipOf } from "../desk/testing/dip_strategy.ts";
import { isNear } from "../limits/near_limit.ts";
import { testOnBoth } from "../market_data/testing/databases.ts";
import { failingStrategy } from "./kinds/failing_strategy.ts";
import { limitNear } from "./kinds/limit_near.ts";
import { kindOf, NOTICE_KINDS } from "./kinds/mod.ts";
import { newSignal } from "./kinds/new_signal.ts";
import { dailyResult } from "./kinds/daily_result.ts";
import { deskNotices, limitNotices } from "./sources.ts";
import { openNotices, START } from "./testing/notices_harness.ts";

const person = async ({ db }: DatabaseHandle) => {
  const { id } = await db.insertInto("users")
    .values({ email: `${crypto.randomUUID()}@example.com`, password_hash: "x" })
    .returning("id").executeTakeFirstOrThrow();
  return id;
};

const failure = (key: string) => ({
  key,
  payload: { strategy: "Dips", problem: "It has a fault.", link: "/desk" },
});

testOnBoth("notices: a signal is in the list with its candle, once", async (database) => {
  const walk = candlesOf(randomWalk({ bars: 340, seed: 5, jumps: true, step: 0.03 }));
  const harness = new DeskHarness(database, walk[300]!.time + 20 * 60_000);
  for (const candle of walk.slice(0, 300)) harness.market.set(candle.time, candle);
  const userId = await harness.person();
  const strategy_id = await harness.strategy(userId, dipOf("rsi"));
  const { notices } = openNotices(database);
  const desk = harness.desk({ hooks: deskNotices(notices) });
  const { id } = await desk.follow(userId, { ...DEFAULTS, strategy_id });
  for (let k = 0; k < 30; k++) {
    harness.nowMs += HOUR;
    const candle = walk.find(({ time }) => time === harness.closedBefore("1h") - HOUR)!;
    harness.market.set(candle.time, candle);
    await desk.sweep();
  }
  const signals = await database.db.selectFrom("signals").selectAll().where("follow_id", "=", id)
    .orderBy("seq", "desc").execute();
  assert.ok(signals.length > 3);
  const { notices: told, unread } = await notices.list(userId, { limit: 200 });
  assert.equal(told.length, signals.length);
  assert.equal(unread, signals.length);
  for (const [n, { type, outcome }] of signals.entries()) {
    const side = type === "entry" ? "Buy" : "Sell";
    assert.match(told[n]!.text, new RegExp(`^${side} signal: Test, version 1, on BTC/USDT 1h at `));
    assert.equal(/Not bought/.test(told[n]!.text), outcome !== "ordered");
    assert.deepEqual([told[n]!.title, told[n]!.link], ["New signal", "/desk"]);
  }
  // What is corrected afterwards is a notice of its own.
  const past = [...harness.market.values()].at(-5)!;
  harness.market.set(past.time, { ...past, open: past.low });
  harness.nowMs += HOUR;
  const next = walk.find(({ time }) => time === harness.closedBefore("1h") - HOUR)!;
  harness.market.set(next.time, next);
  await desk.sweep();
  const kinds = (await notices.list(userId, { limit: 200 })).notices.map(({ kind }) => kind);
  assert.equal(kinds.filter((kind) => kind === "restated_candles").length, 1);
});

testOnBoth("notices: on, silent or off, read and unread, page by page", async (database) => {
  const { notices, published } = openNotices(database);
  const [ada, eve] = [await person(database), await person(database)];
  await notices.change(ada, {
    kinds: [{ kind: "daily_result", mode: "silent" }, { kind: "limit_near", mode: "off" }],
  });
  await notices.notify(ada, failingStrategy, failure("one"));
  await notices.notify(ada, failingStrategy, failure("one"));
  const day = { strategy: "Dips", run_id: crypto.randomUUID() };
  await notices.notify(ada, dailyResult, {
    key: "d1",
    payload: { ...day, since_return: -0.0321, since_trades: 1 },
  });
  await notices.notify(ada, limitNear, {
    key: "l",
    payload: { what: "strategies", used: 8, limit: 10 },
  });
  const list = await notices.list(ada, { limit: 1 });
  assert.deepEqual([list.unread, list.notices.length], [1, 1]);
  assert.equal(list.notices[0]?.text, "Dips: daily update done. Track record: −3.21 %, 1 trade.");
  assert.equal(list.notices[0]?.silent, true);
  const rest = await notices.list(ada, { limit: 1, before: list.next! });
  assert.deepEqual([rest.notices[0]?.text, rest.next], ["Dips: It has a fault.", null]);
  assert.ok(published.includes(`notices:${ada} 1`));

  // Nobody reads or marks those of somebody else.
  assert.deepEqual((await notices.list(eve, { limit: 10 })).notices, []);
  await notices.read(eve, [rest.notices[0]!.id]);
  assert.equal(await notices.unread(ada), 1);
  assert.equal(await notices.read(ada, [rest.notices[0]!.id]), 0);
  await notices.notify(ada, failingStrategy, failure("two"));
  assert.equal(await notices.unread(ada), 1);
  assert.equal(await notices.read(ada), 0);
  assert.ok((await notices.list(ada, { limit: 9 })).notices.every(({ read_at }) => read_at));

  await assert.rejects(notices.change(ada, { kinds: [{ kind: "other" }] }), /no such notices/);
  const settings = await notices.settings(ada);
  assert.deepEqual(settings.kinds.map(({ mode }) => mode), ["on", "silent", "on", "on", "off"]);
});

testOnBoth("notices: what a transaction takes back was never told", async (database) => {
  const { notices } = openNotices(database);
  const ada = await person(database);
  const undone = database.db.transaction().execute(async (trx) => {
    assert.equal(await notices.add(trx, ada, failingStrategy, failure("one")), true);
    throw new Error("undone");
  });
  await assert.rejects(undone, /undone/);
  assert.deepEqual((await notices.list(ada, { limit: 9 })).notices, []);
  // Whoever is gone gets none, and old ones go.
  await notices.notify(crypto.randomUUID(), failingStrategy, failure("one"));
  await notices.notify(ada, failingStrategy, failure("one"));
  await database.db.updateTable("notices").set({ created_at: new Date(START - 91 * 86_400_000) })
    .execute();
  await notices.sweep();
  assert.deepEqual((await notices.list(ada, { limit: 9 })).notices, []);
});

testOnBoth("notices: a limit is told from 80 % on, once a day", async (database) => {
  const { notices } = openNotices(database);
  const ada = await person(database);
  const tell = limitNotices(notices);
  const near = { userId: ada, what: "backtests" as const, limit: 10, day: "2026-01-15" };
  for (const used of [8, 9, 10]) await tell({ ...near, used });
  await tell({ ...near, used: 10, day: "2026-01-16" });
  const { notices: told } = await notices.list(ada, { limit: 9 });
  assert.deepEqual(told.map(({ text }) => text), [
    "You have used all 10 backtests today.",
    "You have used 8 of 10 backtests today.",
  ]);
  assert.deepEqual([7, 8].map((used) => isNear({ used, limit: 10 })), [false, true]);
  assert.equal(isNear({ used: 0, limit: 0 }), false);
});

Deno.test("notices: every kind has a name of its own, words and sound defaults", () => {
  assert.equal(new Set(NOTICE_KINDS.map(({ name }) => name)).size, NOTICE_KINDS.length);
  for (const { name, title, about } of NOTICE_KINDS) {
    assert.equal(kindOf(name)?.title, title);
    assert.match(about, /^[A-Z].*\.$/);
  }
  assert.equal(kindOf("toString"), undefined);
  const signal = newSignal.payload.parse({
    strategy: "Dips",
    version: 2,
    follow_id: crypto.randomUUID(),
    asset: "BTC/USDT",
    timeframe: "1h",
    type: "entry",
    outcome: "paused",
    price: 42_100.5,
    candle_at: "2026-01-15T12:00:00.000Z",
  });
  assert.equal(
    newSignal.words(signal),
    "Buy signal: Dips, version 2, on BTC/USDT 1h at 42,100.5 USDT. Not bought: this follow is paused.",
  );
});
