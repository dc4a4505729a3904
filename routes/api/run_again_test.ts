import assert from "node:assert/strict";
import { testApp, type TestClient, testClock, untilEnded } from "../../tests/support/app.ts";
import { RSI_WITH_STOPS } from "../../tests/support/strategies.ts";

const YEAR = { date_from: "2021-01-01", date_to: "2022-01-01" };

async function saved(client: TestClient): Promise<string> {
  const body = { name: "RSI", asset: "DEMO/USDT", timeframe: "1h" };
  const { json } = await client.post("/strategies", body);
  const version = { definition: RSI_WITH_STOPS, base_version: 0 };
  assert.equal((await client.post(`/strategies/${json.id}/versions`, version)).status, 201);
  return json.id;
}

testApp("a backtest can be run on another market, and the strategy keeps its own", async (app) => {
  const person = await app.person();
  const strategy_id = await saved(person);
  const start = (more: Record<string, unknown>) =>
    person.post("/backtests", { strategy_id, ...YEAR, ...more });
  const { run_id } = (await start({ asset: "ETH/USDT", timeframe: "1d" })).json;
  const { json: run } = await person.get(`/backtests/${run_id}`);
  assert.deepEqual([run.asset, run.timeframe], ["ETH/USDT", "1d"]);
  const { json: strategy } = await person.get(`/strategies/${strategy_id}`);
  assert.deepEqual([strategy.asset, strategy.timeframe], ["DEMO/USDT", "1h"]);
  const half = (await start({ timeframe: "4h" })).json.run_id;
  const { json: other } = await person.get(`/backtests/${half}`);
  assert.deepEqual([other.asset, other.timeframe], ["DEMO/USDT", "4h"]);

  for (const wrong of [{ asset: "GOLD/USDT" }, { timeframe: "7m" }, { asset: null }]) {
    const { status, json } = await start(wrong);
    assert.equal(status, 422, JSON.stringify(wrong));
    assert.equal(json.error.issues[0].path, Object.keys(wrong)[0]);
  }
});

const clock = testClock();
testApp(
  "the runs next to one are those of its strategy, and its owner alone is told",
  async (app) => {
    const person = await app.person();
    const strategy_id = await saved(person);
    const ids: string[] = [];
    for (let k = 0; k < 3; k++) {
      clock.advance(60_000);
      ids.push((await person.post("/backtests", { strategy_id, ...YEAR })).json.run_id);
    }
    clock.advance(60_000);
    await person.post("/backtests", { strategy_id: await saved(person), ...YEAR });
    const [first, second, third] = ids as [string, string, string];
    const { backtests, database } = app.services;
    const { id: me } = (await person.get("/users/me")).json;
    const next = (id: string) => backtests.neighbours(me, id);
    assert.deepEqual(await next(first), { older: null, newer: second, olderResult: null });
    assert.deepEqual(await next(third), { older: second, newer: null, olderResult: null });
    await database.db.updateTable("backtest_runs").set({ status: "completed" })
      .where("id", "=", first).execute();
    assert.deepEqual(await next(third), { older: second, newer: null, olderResult: first });

    const other = (await (await app.person()).get("/users/me")).json.id;
    await assert.rejects(backtests.neighbours(other, second), { code: "not_found" });
  },
  { now: clock.now },
);

testApp(
  "of a daily update that was reduced the summary stays, and it can be run again",
  async (app) => {
    const { runner, database } = app.services;
    await runner.start({ alone: true });
    const person = await app.person();
    const strategy_id = await saved(person);
    const { run_id } = (await person.post("/backtests", { strategy_id, ...YEAR })).json;
    const ended = await untilEnded(person, run_id);
    const row = await database.db.selectFrom("backtest_runs").select("result_bytes")
      .where("id", "=", run_id).executeTakeFirstOrThrow();
    assert.ok(row.result_bytes! > 1_000, "its size is counted");
    await database.db.updateTable("backtest_runs")
      .set({ results_storage_key: null, result_reduced_at: new Date() })
      .where("id", "=", run_id).execute();
    const parts = ["results", "overview", "bars?from_bar=0&to_bar=9", "trades.csv", "equity.csv"];
    for (const part of parts) {
      const { status, json } = await person.get(`/backtests/${run_id}/${part}`);
      assert.deepEqual([status, json.error.code], [410, "result_gone"], part);
      assert.match(json.error.message, /^Of older daily updates only the summary is kept\./);
    }
    const kept = (await person.get(`/backtests/${run_id}`)).json;
    assert.deepEqual([kept.status, kept.total_return], ["completed", ended.total_return]);
    const page = await person.get(`//runs/${run_id}`);
    assert.match(page.text, /only the summary is kept/);
    assert.match(page.text, /<button[^>]*>.*?Run again/);
    assert.equal((await person.get(`/backtests/${run_id}/robustness`)).status, 202);
    assert.equal((await person.post(`/backtests/${run_id}/rerun`)).status, 202);
    const usage = await database.db.selectFrom("compute_usage").selectAll()
      .executeTakeFirstOrThrow();
    assert.deepEqual([usage.runs >= 1, usage.seconds > 0], [true, true]);
  },
  { config: { viteOrigin: "http://localhost:5173" } },
);

testApp(
  "a run whose result is not there, as in a copied folder, says so and can be run again",
  async (app) => {
    const { runner, storage, database } = app.services;
    await runner.start({ alone: true });
    const person = await app.person();
    const strategy_id = await saved(person);
    const { run_id } = (await person.post("/backtests", { strategy_id, ...YEAR })).json;
    assert.equal((await untilEnded(person, run_id)).status, "completed");
    const { results_storage_key } = await database.db.selectFrom("backtest_runs")
      .select("results_storage_key").where("id", "=", run_id).executeTakeFirstOrThrow();
    await storage.delete(results_storage_key ?? "");

    const parts = ["results", "overview", "bars?from_bar=0&to_bar=9", "trades.csv", "equity.csv"];
    for (const part of parts) {
      const { status, json } = await person.get(`/backtests/${run_id}/${part}`);
      assert.deepEqual([status, json.error.code], [410, "result_gone"], part);
      assert.equal(json.error.message, "The result of this backtest is gone. Run it again.");
    }
    assert.equal((await person.get(`/backtests/${run_id}`)).json.status, "completed");
    const page = await person.get(`//runs/${run_id}`);
    assert.equal(page.status, 200);
    assert.match(page.text, /No result to show/);
    assert.match(page.text, /<button[^>]*>.*?Run again/);

    const again = await person.post(`/backtests/${run_id}/rerun`);
    assert.equal(again.status, 202);
    assert.equal((await untilEnded(person, again.json.run_id)).status, "completed");
    assert.equal((await person.get(`/backtests/${again.json.run_id}/results`)).status, 200);
  },
  { config: { viteOrigin: "http://localhost:5173" } },
);
