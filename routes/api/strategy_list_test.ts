/** What the list of strategies tells of their runs: figures that stay, and how old the candles are. */
import assert from "node:assert/strict";
import {
  type TestApp,
  testApp,
  type TestClient,
  testClock,
  untilEnded,
} from "../../tests/support/app.ts";

const DAY = 86_400_000;
const NOW = Date.UTC(2026, 0, 15, 12, 20);

async function made(person: TestClient, timeframe = "1h"): Promise<string> {
  const { status, json } = await person.post("/strategies", {
    name: "Held",
    asset: "DEMO/USDT",
    timeframe,
    template: "buy_and_hold",
  });
  assert.equal(status, 201);
  return json.id;
}

async function started(person: TestClient, strategy_id: string, from: string, to: string) {
  const { status, json } = await person.post("/backtests", {
    strategy_id,
    date_from: from,
    date_to: to,
  });
  assert.equal(status, 202);
  return json.run_id as string;
}

async function ran(person: TestClient, id: string, from: string, to: string): Promise<string> {
  const runId = await started(person, id, from, to);
  assert.equal((await untilEnded(person, runId)).status, "completed");
  return runId;
}

const item = async (person: TestClient) => (await person.get("/strategies")).json.strategies[0];

async function turns(app: TestApp, runId: string, status: "pending" | "running" | "failed") {
  const figures = { total_return: null, max_drawdown: null, sparkline: null };
  await app.services.database.db.updateTable("backtest_runs").set({ status, ...figures })
    .where("id", "=", runId).execute();
}

const clock = testClock(NOW);
testApp(
  "list: the figures of the last completed run stay while a later one waits, runs or has failed",
  async (app) => {
    const person = await app.person();
    const id = await made(person);
    assert.deepEqual([(await item(person)).last_run, (await item(person)).last_result], [
      null,
      null,
    ]);
    await app.services.runner.start({ alone: true });
    const good = await ran(person, id, "2025-06-01", "2026-01-15");
    const before = await item(person);
    assert.equal(before.last_result.id, good);
    assert.equal(typeof before.last_result.total_return, "number");
    assert.ok(before.last_result.sparkline.length > 1);
    clock.advance(60_000);
    const later = await ran(person, id, "2025-07-01", "2026-01-15");
    for (const status of ["pending", "running", "failed"] as const) {
      await turns(app, later, status);
      const now = await item(person);
      assert.deepEqual([now.last_run.id, now.last_run.status], [later, status]);
      assert.deepEqual(now.last_result, before.last_result);
      assert.equal(now.freshness, before.freshness);
    }
    // A later failure of a strategy that never had a result has no figures to keep.
    await turns(app, good, "failed");
    assert.deepEqual(
      [(await item(person)).last_result, (await item(person)).freshness],
      [null, null],
    );
  },
  () => ({ now: clock.now }),
);

const days = testClock(NOW);
testApp(
  "list: updated today is only what has the newest candle, whenever it was run",
  async (app) => {
    const person = await app.person();
    const id = await made(person);
    await app.services.runner.start({ alone: true });
    const freshness = async () => (await item(person)).freshness;

    await ran(person, id, "2021-01-01", "2021-12-31");
    assert.equal(await freshness(), "needs_update", "its candles end four years ago");
    assert.equal((await item(person)).last_result.candles_until, "2021-12-31T00:00:00.000Z");
    days.advance(60_000);
    await ran(person, id, "2025-06-01", "2026-01-15T11:00:00Z");
    assert.equal(await freshness(), "needs_update", "the candle of 11:00 had closed");
    days.advance(60_000);
    await ran(person, id, "2025-06-01", "2026-02-01");
    assert.equal(await freshness(), "updated_today");
    assert.equal((await item(person)).last_result.candles_until, "2026-01-15T12:00:00.000Z");
    days.advance(8 * 3_600_000);
    assert.equal(await freshness(), "updated_today", "it is still the same day");
    days.advance(DAY);
    assert.equal(await freshness(), "needs_update");
  },
  () => ({ now: days.now }),
);

const imports = testClock(NOW);
testApp(
  "list: candles of one's own are updated today once the newest that has closed was imported and is in the run",
  async (app) => {
    const person = await app.person();
    await app.services.runner.start({ alone: true });
    const hours = (from: string, count: number) =>
      ["timestamp,open,high,low,close,volume"].concat(
        Array.from({ length: count }, (_, i) => `${Date.parse(from) + i * 3_600_000},5,6,4,5,1`),
      ).join("\n");
    const bring = (text: string) =>
      person.post("/candles/import?asset=ABC/EUR&timeframe=1h&name=mine", text, {
        "content-type": "text/csv",
      });
    assert.equal((await bring(hours("2026-01-01T00:00:00Z", 300))).status, 201);
    const { status, json } = await person.post("/strategies", {
      name: "Own",
      asset: "ABC/EUR",
      timeframe: "1h",
      import: "mine",
      template: "buy_and_hold",
    });
    assert.equal(status, 201, JSON.stringify(json));
    await ran(person, json.id, "2026-01-01", "2026-02-01");
    assert.equal((await item(person)).freshness, "needs_update", "it ends days ago");
    assert.equal((await item(person)).last_result.candles_until, "2026-01-13T12:00:00.000Z");
    assert.equal((await bring(hours("2026-01-13T12:00:00Z", 48))).status, 201);
    assert.equal((await item(person)).freshness, "needs_update", "more has been imported since");
    imports.advance(60_000);
    await ran(person, json.id, "2026-01-01", "2026-02-01");
    assert.equal((await item(person)).last_result.candles_until, "2026-01-15T12:00:00.000Z");
    assert.equal((await item(person)).freshness, "updated_today");
    imports.advance(DAY);
    assert.equal((await item(person)).freshness, "needs_update", "it did not run today");
  },
  () => ({ now: imports.now }),
);
