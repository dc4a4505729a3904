/** The paper desk as the API gives it, on the synthetic market. */
import assert from "node:assert/strict";
import { TEMPLATES } from "../../engine/mod.ts";
import {
  type Parsed,
  type TestApp,
  testApp,
  type TestClient,
  testClock,
} from "../../tests/support/app.ts";

const HOUR = 3_600_000;
const DIP = TEMPLATES.find(({ id }) => id === "rsi2_dip")!.document;

async function saved(client: TestClient, definition: unknown = DIP): Promise<string> {
  const { json } = await client.post("/strategies", {
    name: "Dips",
    asset: "DEMO/USDT",
    timeframe: "1h",
  });
  const version = { definition, base_version: 0 };
  assert.equal((await client.post(`/strategies/${json.id}/versions`, version)).status, 201);
  return json.id;
}

async function follow(client: TestClient, more: Record<string, unknown> = {}): Promise<Parsed> {
  const { status, json } = await client.post("/follows", {
    strategy_id: await saved(client),
    ...more,
  });
  assert.equal(status, 201, JSON.stringify(json));
  return json;
}

const clock = testClock(Date.UTC(2026, 0, 15, 12, 20));

/** Lets hours go by, and the desk work on them. */
async function hours(app: TestApp, count: number): Promise<void> {
  clock.advance(count * HOUR);
  await app.services.desk.sweep();
}

testApp(
  "desk: a version is followed, trades, and everything about it can be read page by page",
  async (app) => {
    const person = await app.person();
    const other = await app.person();
    const made = await follow(person, { initial_capital: 5_000, fee_percent: 0.2 });
    assert.deepEqual(
      [made.status, made.equity, made.fee_percent, made.slippage_percent, made.version_number],
      ["active", 5_000, 0.2, 0.05, 1],
    );
    assert.equal(made.started_at, "2026-01-15T12:00:00.000Z");
    assert.equal(made.state, "Waiting for its first candle");
    await hours(app, 24 * 12);

    const { json: { follows } } = await person.get("/follows");
    assert.equal(follows.length, 1);
    const [one] = follows;
    assert.equal(one.last_candle_at, "2026-01-27T11:00:00.000Z");
    assert.match(one.state, /^(In cash|In position|Buys at|Sells at)/);
    assert.ok(Math.abs(one.return - (one.equity / 5_000 - 1)) < 1e-12);
    const trades = (await person.get("/trades?limit=200")).json.trades;
    assert.ok(trades.length > 3, `only ${trades.length} trades`);
    assert.equal(one.held, trades[0].exit_at === null ? trades[0].quantity : 0);

    // Since it began, beside what its own year before made likely.
    const course = (await person.get(`/follows/${made.id}/course`)).json;
    assert.equal(course.equity.at(-1), one.equity);
    assert.equal(course.close.at(-1), one.last_close);
    assert.equal(course.time.at(-1), Date.parse(one.last_candle_at) + HOUR);
    assert.equal(course.time.length, 24 * 12);
    const { low, middle, high, past_days } = course.likely;
    assert.ok(past_days > 300 && past_days <= 365, `${past_days}`);
    assert.deepEqual([low[0], middle[0], high[0], low.length], [5_000, 5_000, 5_000, 13]);
    assert.ok(low[12] < middle[12] && middle[12] < high[12]);
    assert.deepEqual((await person.get(`/follows/${made.id}/course`)).json, course);
    assert.equal((await other.get(`/follows/${made.id}/course`)).status, 404);

    // Page by page everything comes once, the newest first.
    const paged: Parsed[] = [];
    let at = "";
    do {
      const { status, json } = await person.get(`/orders?limit=3&follow_id=${made.id}${at}`);
      assert.equal(status, 200);
      assert.ok(json.orders.length <= 3);
      paged.push(...json.orders);
      at = json.next === null ? "" : `&before=${json.next}`;
    } while (at !== "");
    assert.deepEqual(
      paged.map(({ id }) => id),
      (await person.get("/orders?limit=200")).json.orders.map(({ id }: Parsed) => id),
    );
    assert.equal(new Set(paged.map(({ client_order_id }) => client_order_id)).size, paged.length);
    const filled = (await person.get("/orders?status=filled&limit=200")).json.orders;
    assert.ok(filled.length > 0 && filled.length < paged.length + 1);
    for (const order of filled) {
      assert.equal(order.fills.length, 1);
      assert.equal(order.events.at(-1).event, "filled");
    }

    const { signals } = (await person.get("/signals?type=entry&limit=200")).json;
    assert.ok(signals.length >= trades.length);
    for (const signal of signals) {
      assert.equal(signal.type, "entry");
      assert.ok(signal.reasons.length > 0, "a signal without a reason");
      assert.ok(Object.keys(signal.values).length > 2);
    }
    assert.ok(signals.some(({ executed }: Parsed) => executed));
    const { events } = (await person.get("/events")).json;
    assert.deepEqual(events.map(({ type }: Parsed) => type), ["followed"]);

    // Somebody else sees nothing of it.
    for (const path of ["follows", "signals", "orders", "trades", "events"]) {
      assert.equal((await other.get(`/${path}`)).json[path].length, 0, path);
      if (path === "follows") continue;
      assert.equal((await other.get(`/${path}?follow_id=${made.id}`)).status, 404, path);
    }
    assert.equal((await other.get(`/follows/${made.id}`)).status, 404);
    assert.equal((await other.patch(`/follows/${made.id}`, { action: "stop" })).status, 404);
    const theirs = (await person.get("/strategies")).json.strategies[0].id;
    assert.equal((await other.post("/follows", { strategy_id: theirs })).status, 404);
    assert.equal((await app.visitor().get("/follows")).status, 401);

    // The account goes with all of it, what is append-only included.
    assert.equal(
      (await person.raw("DELETE", "/users/me", { password: "correct horse" })).status,
      204,
    );
    const { db } = app.services.database;
    for (
      const table of ["follows", "signals", "orders", "order_events", "fills", "trades"] as const
    ) {
      assert.deepEqual(await db.selectFrom(table).select("id").execute(), [], table);
    }
  },
  { now: clock.now },
);

testApp("desk: paused it buys nothing and keeps its exits; stopped it is over", async (app) => {
  const person = await app.person();
  const { id } = await follow(person);
  await hours(app, 48);
  const before = (await person.get("/orders?limit=200")).json.orders.length;
  const paused = await person.patch(`/follows/${id}`, { action: "pause" });
  assert.equal(paused.json.status, "paused");
  assert.match(paused.json.state, /paused, buys nothing$/);
  await hours(app, 96);
  const after = (await person.get("/orders?limit=200")).json.orders;
  const bought = after.slice(0, after.length - before).filter(({ role }: Parsed) =>
    role === "entry"
  );
  assert.deepEqual(bought, []);
  const held = (await person.get("/signals?limit=200")).json.signals
    .filter(({ outcome }: Parsed) => outcome === "paused");
  assert.ok(held.length > 0, "no signal was held back");
  assert.ok((await person.get("/events?type=entry_paused")).json.events.length === held.length);
  assert.equal((await person.patch(`/follows/${id}`, { action: "resume" })).json.status, "active");
  await hours(app, 96);
  assert.ok((await person.get("/orders?limit=200")).json.orders.length > after.length);
  const stopped = await person.patch(`/follows/${id}`, { action: "stop" });
  assert.match(stopped.json.state, /^Stopped/);
  const open = (await person.get("/orders?status=accepted")).json.orders;
  assert.deepEqual(open, []);
  const { equity } = stopped.json;
  await hours(app, 24);
  assert.equal((await person.get(`/follows/${id}`)).json.equity, equity);
  assert.equal((await person.patch(`/follows/${id}`, { action: "resume" })).status, 422);
  const types = (await person.get("/events")).json.events.map(({ type }: Parsed) => type);
  assert.equal(types[0], "stopped");
}, { now: clock.now });

testApp("desk: guards say what they held back", async (app) => {
  const person = await app.person();
  const large = await follow(person, { max_order: 100 });
  const loss = await follow(person, { max_daily_loss_percent: 0.05, fee_percent: 1 });
  await hours(app, 24 * 8);
  const of = async (id: string, type: string) =>
    (await person.get(`/events?follow_id=${id}&type=${type}`)).json.events;
  const [denied] = await of(large.id, "entry_largest_order");
  assert.match(denied.message, /^Not bought: the order of [\d,.]+ USDT would be larger than/);
  assert.equal((await person.get(`/follows/${large.id}`)).json.equity, 10_000);
  const [paused] = await of(loss.id, "daily_loss");
  assert.match(paused.message, /^Paused: the day's loss reached \d/);
  assert.equal((await person.get(`/follows/${loss.id}`)).json.status, "paused");
  const raised = await person.patch(`/follows/${large.id}`, { max_order: null });
  assert.equal(raised.json.max_order, null);
  await hours(app, 24 * 4);
  assert.notEqual((await person.get(`/follows/${large.id}`)).json.equity, 10_000);
  assert.equal((await person.post("/follows/pause", undefined)).json.paused, 1);
}, { now: clock.now });

testApp("desk: what cannot be followed is refused in words", async (app) => {
  const person = await app.person();
  const strategy_id = await saved(person);
  const refused = async (body: unknown) => {
    const { status, json } = await person.post("/follows", body);
    return `${status} ${json.error.code}`;
  };
  assert.equal(await refused({ strategy_id: "nothing" }), "404 not_found");
  assert.equal(await refused({ strategy_id, version: 7 }), "404 not_found");
  assert.equal(await refused({ strategy_id, initial_capital: 0 }), "422 invalid_input");
  assert.equal(await refused({ strategy_id, max_orders_per_hour: 1.5 }), "422 invalid_input");
  assert.equal(await refused({ strategy_id, broker: "live" }), "422 invalid_input");
  const blank = await person.post("/strategies", {
    name: "Blank",
    asset: "DEMO/USDT",
    timeframe: "1h",
  });
  const draft = { version: 1, blocks: [], connections: [] };
  await person.post(`/strategies/${blank.json.id}/versions`, {
    definition: draft,
    base_version: 0,
  });
  assert.equal(await refused({ strategy_id: blank.json.id }), "422 invalid_strategy");
  for (let k = 0; k < 10; k++) {
    assert.equal((await person.post("/follows", { strategy_id })).status, 201);
  }
  assert.equal(await refused({ strategy_id }), "403 limit_reached");
  assert.equal((await person.get("/orders?before=x")).status, 422);
}, { now: clock.now });
