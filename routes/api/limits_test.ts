/** What one account may do, as a person meets it: over the API, with many requests at once, on both databases. */
import assert from "node:assert/strict";
import { createApp } from "../app.tsx";
import { type TestApp, testApp, TestClient, testClock } from "../../tests/support/app.ts";
import { freshPostgres } from "../../tests/support/database.ts";
import { RSI_WITH_STOPS } from "../../tests/support/strategies.ts";
import { OUTSIDE_FAILURES } from "../../server/limits/outside_failures.ts";

const HOUR_MS = 3_600_000;
const START = Date.UTC(2026, 0, 15, 12);
const now = () => START;
const YEAR = { date_from: "2024-01-01", date_to: "2024-06-01" };
const blank = { name: "Dip", asset: "DEMO/USDT", timeframe: "4h" };

async function runnable(person: TestClient): Promise<string> {
  const { json } = await person.post("/strategies", blank);
  const version = { definition: RSI_WITH_STOPS, base_version: 0 };
  assert.equal((await person.post(`/strategies/${json.id}/versions`, version)).status, 201);
  return json.id;
}

async function usage(person: TestClient) {
  return (await person.get("/users/me")).json.usage;
}

/** The same person, but over HTTP on a port of its own. */
async function overHttp(
  app: TestApp,
  person: TestClient,
  work: (person: TestClient) => Promise<void>,
): Promise<void> {
  const web = createApp(app.services);
  const server = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen: () => {} },
    (request, { remoteAddr }) => web.fetch(request, { remoteAddr }),
  );
  try {
    const far = new TestClient((request) => {
      const { pathname, search } = new URL(request.url);
      return fetch(
        new Request(`http://127.0.0.1:${server.addr.port}${pathname}${search}`, request),
      );
    });
    far.cookie = person.cookie;
    await work(far);
  } finally {
    await server.shutdown();
  }
}

for (const postgres of [false, true]) {
  const where = postgres ? "PostgreSQL" : "PGlite";
  const options = async (limits: Record<string, number>) => ({
    now,
    config: { limits },
    ...postgres ? { database: await freshPostgres() } : {},
  });
  const needs = postgres ? ["postgres"] as const : [];

  testApp(
    `of 200 backtests asked for at once with one place left, one is taken (${where})`,
    async (app) => {
      const person = await app.person();
      const strategy_id = await runnable(person);
      for (let k = 0; k < 2; k++) await person.post("/backtests", { strategy_id, ...YEAR });
      await overHttp(app, person, async (far) => {
        const answers = await Promise.all(
          Array.from({ length: 200 }, () => far.post("/backtests", { strategy_id, ...YEAR })),
        );
        assert.deepEqual(
          answers.map(({ status }) => status).sort(),
          [202, ...Array(199).fill(403)],
        );
      });
      const { backtests_today } = await usage(person);
      assert.deepEqual([backtests_today.used, backtests_today.limit], [3, 3]);
    },
    () => options({ backtestsPerDay: 3 }),
    needs,
  );

  testApp(
    `of 200 strategies made at once with one place left, one is made (${where})`,
    async (app) => {
      const person = await app.person();
      for (let k = 0; k < 3; k++) await person.post("/strategies", blank);
      await overHttp(app, person, async (far) => {
        const answers = await Promise.all(
          Array.from({ length: 200 }, () => far.post("/strategies", blank)),
        );
        assert.deepEqual(
          answers.map(({ status }) => status).sort(),
          [201, ...Array(199).fill(403)],
        );
      });
      assert.deepEqual((await usage(person)).strategies, { used: 4, limit: 4 });
    },
    () => options({ strategies: 4 }),
    needs,
  );

  testApp(
    `imports at once share the room that is left (${where})`,
    async (app) => {
      const person = await app.person();
      await overHttp(app, person, async (far) => {
        const answers = await Promise.all(
          Array.from({ length: 8 }, (_, k) => importCandles(far, `file-${k}`, 4)),
        );
        assert.deepEqual(answers.map(({ status }) => status).sort(), [
          201,
          201,
          ...Array(6).fill(403),
        ]);
      });
      const { imports, import_candles } = await usage(person);
      assert.deepEqual([imports.used, import_candles.used], [2, 8]);
      assert.equal((await person.get("/candles/imports")).json.imports.length, 2);
    },
    () => options({ importCandles: 11 }),
    needs,
  );
}

const clock = testClock(START);
testApp("a day ends at midnight UTC, and the refusal says when that is", async (app) => {
  const person = await app.person();
  const strategy_id = await runnable(person);
  const start = () => person.post("/backtests", { strategy_id, ...YEAR });
  assert.equal((await start()).status, 202);
  const refused = await start();
  assert.equal(refused.status, 403);
  const { code, message, issues } = refused.json.error;
  assert.equal(code, "limit_reached");
  assert.equal(
    message,
    "You have run 1 of 1 backtest today, the beta limit. It resets at 00:00 UTC, in about 12 hours. Live results in the editor do not count.",
  );
  assert.deepEqual(issues, [{
    code: "backtests_per_day",
    used: 1,
    limit: 1,
    resets_at: "2026-01-16T00:00:00.000Z",
    message,
  }]);
  clock.advance(12 * HOUR_MS - 1);
  assert.match((await start()).json.error.message, /in about 1 minute\./);
  clock.advance(1);
  assert.equal((await start()).status, 202);
}, () => ({ now: clock.now, config: { limits: { backtestsPerDay: 1 } } }));

testApp("a re-run counts; automatic runs do not", async (app) => {
  const person = await app.person();
  const strategy_id = await runnable(person);
  const first = await person.post("/backtests", { strategy_id, ...YEAR });
  assert.equal((await person.post(`/backtests/${first.json.run_id}/rerun`)).status, 202);
  assert.equal((await usage(person)).backtests_today.used, 2);
  assert.equal((await person.post(`/backtests/${first.json.run_id}/rerun`)).status, 403);
  await app.services.database.db.updateTable("backtest_runs").set({ triggered_by: "schedule" })
    .where("id", "=", first.json.run_id).execute();
  assert.equal((await usage(person)).backtests_today.used, 1);
  assert.equal((await person.post("/backtests", { strategy_id, ...YEAR })).status, 202);
}, { now, config: { limits: { backtestsPerDay: 2 } } });

testApp("a run that failed for a reason from outside does not count, others do", async (app) => {
  const person = await app.person();
  const strategy_id = await runnable(person);
  await person.post("/backtests", { strategy_id, ...YEAR });
  const { db } = app.services.database;
  const fail = (error_code: string | null) =>
    db.updateTable("backtest_runs").set({ status: "failed", error_code }).execute();
  for (const code of OUTSIDE_FAILURES) {
    await fail(code);
    assert.equal((await usage(person)).backtests_today.used, 0, code);
  }
  for (const code of ["invalid_strategy", "no_candles", "bad_range", "timeout", null]) {
    await fail(code);
    assert.equal((await usage(person)).backtests_today.used, 1, String(code));
  }
  assert.equal((await person.post("/backtests", { strategy_id, ...YEAR })).status, 403);
  await fail("internal");
  assert.equal((await person.post("/backtests", { strategy_id, ...YEAR })).status, 202);
}, { now, config: { limits: { backtestsPerDay: 1 } } });

testApp(
  "so many backtests of an account wait or run at a time, daily updates aside",
  async (app) => {
    const person = await app.person();
    const strategy_id = await runnable(person);
    const begin = () => person.post("/backtests", { strategy_id, ...YEAR });
    assert.deepEqual([(await begin()).status, (await begin()).status], [202, 202]);
    const refused = await begin();
    assert.equal(refused.status, 403);
    assert.equal(
      refused.json.error.message,
      "You have 2 backtests waiting or running; 2 at a time is the beta limit. Wait until one has finished.",
    );
    const [issue] = refused.json.error.issues;
    assert.deepEqual([issue.code, issue.used, issue.limit], ["open_backtests", 2, 2]);
    const another = await app.person();
    const theirs = await runnable(another);
    assert.equal((await another.post("/backtests", { strategy_id: theirs, ...YEAR })).status, 202);
    const { db } = app.services.database;
    await db.updateTable("backtest_runs").set({ triggered_by: "schedule" }).execute();
    assert.equal((await begin()).status, 202, "daily updates take no room");
    await db.updateTable("backtest_runs").set({ triggered_by: "manual", status: "completed" })
      .execute();
    assert.equal((await begin()).status, 202, "nor do those that have ended");
  },
  { now, config: { limits: { backtestsPerDay: 100, openBacktests: 2 } } },
);

testApp("a backtest that could not end in time is refused before it is queued", async (app) => {
  const person = await app.person();
  const strategy_id = await runnable(person);
  const { status, json } = await person.post("/backtests", { strategy_id, ...YEAR });
  assert.equal(status, 422);
  assert.match(json.error.message, /^This backtest would take .* or more, and one may take /);
  assert.equal(json.error.issues[0].code, "takes_too_long");
  assert.equal((await usage(person)).backtests_today.used, 0);
}, { now, config: { runTimeoutMs: 0 } });

const nextDay = testClock(START);
testApp("a run that is deleted counts for its day all the same, once", async (app) => {
  const person = await app.person();
  const strategy_id = await runnable(person);
  const { db } = app.services.database;
  const ended = async (error_code: string | null) => {
    const { json } = await person.post("/backtests", { strategy_id, ...YEAR });
    await db.updateTable("backtest_runs").set({ status: "failed", error_code })
      .where("id", "=", json.run_id).execute();
    return `/backtests/${json.run_id}`;
  };
  const counted = await ended("no_candles");
  const twice = await Promise.all([person.delete(counted), person.delete(counted)]);
  assert.ok(twice.some(({ status }) => status === 204));
  assert.equal((await person.get(counted)).status, 404);
  assert.equal((await usage(person)).backtests_today.used, 1);
  assert.equal((await person.delete(await ended("internal"))).status, 204);
  assert.equal((await usage(person)).backtests_today.used, 1, "what was free stays free");
  nextDay.advance(24 * HOUR_MS);
  assert.equal((await usage(person)).backtests_today.used, 0);
}, () => ({ now: nextDay.now }));

testApp(
  "archived strategies do not count; restoring and duplicating ask for room",
  async (app) => {
    const person = await app.person();
    const first = (await person.post("/strategies", blank)).json.id;
    const second = (await person.post("/strategies", blank)).json.id;
    const refused = await person.post(`/strategies/${second}/duplicate`);
    assert.equal(refused.status, 403);
    assert.equal(refused.json.error.issues[0].code, "strategies");
    assert.match(refused.json.error.message, /2 of 2 strategies.*Archived strategies do not count/);
    assert.equal((await person.patch(`/strategies/${first}`, { is_archived: true })).status, 200);
    assert.deepEqual((await usage(person)).strategies, { used: 1, limit: 2 });
    assert.equal((await person.post(`/strategies/${second}/duplicate`)).status, 201);
    const restore = () => person.patch(`/strategies/${first}`, { is_archived: false });
    const full = await restore();
    assert.equal(full.status, 403);
    assert.equal((await person.get(`/strategies/${first}`)).json.is_archived, true);
    await person.delete(`/strategies/${second}`);
    assert.equal((await restore()).status, 200);
  },
  { now, config: { limits: { strategies: 2 } } },
);

testApp("an account may have limits of its own", async (app) => {
  const person = await app.person();
  const other = await app.person();
  const { id } = (await person.get("/users/me")).json;
  await app.services.database.db.updateTable("users")
    .set({ max_strategies: 2, max_backtests_per_day: 0, max_imports: 0, max_import_candles: 5 })
    .where("id", "=", id).execute();
  const own = await usage(person);
  assert.deepEqual(
    [own.strategies, own.backtests_today, own.imports, own.import_candles]
      .map(({ limit }) => limit),
    [2, 0, 0, 5],
  );
  const strategy_id = await runnable(person);
  assert.equal((await person.post("/backtests", { strategy_id, ...YEAR })).status, 403);
  assert.equal((await importCandles(person, "mine", 1)).json.error.issues[0].code, "imports");
  assert.equal((await person.post("/strategies", blank)).status, 201);
  assert.equal((await person.post("/strategies", blank)).status, 403);
  assert.equal((await other.post("/strategies", blank)).status, 201);
  assert.equal((await other.post("/strategies", blank)).status, 403);
}, { now, config: { limits: { strategies: 1 } } });

testApp("own candles have limits in number and in length, and can be deleted", async (app) => {
  const person = await app.person();
  assert.equal((await importCandles(person, "a", 5)).status, 201);
  assert.equal((await importCandles(person, "b", 4)).status, 201);
  const third = await importCandles(person, "c", 1);
  assert.equal(third.status, 403);
  assert.match(third.json.error.message, /2 imports of candles.*Delete one/);
  assert.equal((await importCandles(person, "a", 6)).status, 201, "one of them may grow");
  const long = await importCandles(person, "b", 6);
  assert.equal(long.status, 403);
  assert.match(long.json.error.message, /would add 2 candles to your 10; the beta limit is 11\./);
  assert.equal((await importCandles(person, "b", 5)).status, 201, "only new candles count");
  const stranger = await app.person();
  const query = "/candles/imports?asset=BTC/USDT&timeframe=1h&name=a";
  assert.equal((await stranger.delete(query)).status, 404);
  assert.equal((await person.delete(query)).status, 204);
  assert.equal((await person.delete(query)).status, 404);
  assert.deepEqual((await person.get("/candles/imports")).json.imports, [{
    asset: "BTC/USDT",
    timeframe: "1h",
    name: "b",
    candles: 5,
    first_time: "2025-01-01T00:00:00.000Z",
    to_time: "2025-01-01T05:00:00.000Z",
    missing: 0,
    price_decimals: 2,
    strategies: [],
  }]);
  assert.equal((await importCandles(person, "c", 6)).status, 201);
}, { now, config: { limits: { imports: 2, importCandles: 11 } } });

const laterClock = testClock(START);
testApp("an import that dies half-way keeps its room for minutes, not for ever", async (app) => {
  const person = await app.person();
  const { id: user_id } = (await person.get("/users/me")).json;
  await app.services.database.db.insertInto("import_reservations").values({
    user_id,
    series: "[]",
    candles: 10,
    expires_at: new Date(START + 1),
  }).execute();
  assert.equal((await importCandles(person, "a", 2)).status, 403);
  laterClock.advance(1);
  assert.equal((await importCandles(person, "a", 2)).status, 201);
}, () => ({ now: laterClock.now, config: { limits: { importCandles: 11 } } }));

function importCandles(person: TestClient, name: string, bars: number) {
  const rows = Array.from(
    { length: bars },
    (_, k) => `${Date.UTC(2025, 0, 1, k)},10,12,9,11,5\n`,
  );
  return person.post(
    `/candles/import?asset=BTC/USDT&timeframe=1h&name=${name}`,
    `timestamp,open,high,low,close,volume\n${rows.join("")}`,
    { "content-type": "text/csv" },
  );
}
