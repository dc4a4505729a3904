import assert from "node:assert/strict";
import { testApp, untilEnded } from "../../tests/support/app.ts";
import { RSI_WITH_STOPS } from "../../tests/support/strategies.ts";

testApp("the profile tells defaults and usage, and takes changes", async (app) => {
  const person = await app.person("ada@example.com");
  const { json } = await person.get("/users/me/");
  assert.equal(json.email, "ada@example.com");
  assert.equal(json.default_fee_percent, 0.1);
  assert.equal(json.default_slippage_percent, 0.05);
  assert.deepEqual(json.usage.strategies, { used: 0, limit: 10 });
  assert.equal(json.usage.backtests_today.limit, 50);

  const changed = await person.patch("/users/me", {
    default_fee_percent: 0,
    timezone: "Europe/Berlin",
  });
  assert.equal(changed.status, 200);
  assert.equal(changed.json.default_fee_percent, 0);
  assert.equal(changed.json.timezone, "Europe/Berlin");
  const back = await person.patch("/users/me", { default_fee_percent: null });
  assert.equal(back.json.default_fee_percent, 0.1);
  for (
    const wrong of [
      { default_fee_percent: 6 },
      { default_slippage_percent: -1 },
      { timezone: "Middle/Earth" },
      { email: "new@example.com" },
      { password_hash: "x" },
    ]
  ) {
    assert.equal((await person.patch("/users/me", wrong)).status, 422, JSON.stringify(wrong));
  }
});

testApp("the export holds everything that is the person's, and nothing of others", async (app) => {
  const person = await app.person("ada@example.com");
  await app.person("eve@example.com");
  const { json: strategy } = await person.post("/strategies", {
    name: "Mine",
    asset: "DEMO/USDT",
    timeframe: "4h",
  });
  const version = { definition: RSI_WITH_STOPS, base_version: 0, note: "First try" };
  await person.post(`/strategies/${strategy.id}/versions`, version);
  const range = { date_from: "2024-01-01", date_to: "2024-03-01" };
  const { json: run } = await person.post("/backtests", { strategy_id: strategy.id, ...range });
  await app.services.runner.start({ alone: true });
  await untilEnded(person, run.run_id);
  const csv = "timestamp,open,high,low,close,volume\n" +
    [0, 1, 2].map((i) => `${Date.UTC(2024, 0, 1, i)},10,12,9,11,5\n`).join("");
  const imported = await person.post(
    "/candles/import?asset=BTC/USDT&timeframe=1h&name=mine",
    csv,
    { "content-type": "text/csv" },
  );
  assert.equal(imported.status, 201);

  const { headers, json, text } = await person.get("/users/me/export");
  assert.match(headers.get("content-disposition") ?? "", /attachment/);
  assert.equal(json.profile.email, "ada@example.com");
  assert.equal(json.sessions.length, 1);
  assert.deepEqual(json.strategies[0].versions[0].definition, RSI_WITH_STOPS);
  assert.equal(json.strategies[0].versions[0].note, "First try");
  assert.equal(json.backtests[0].run_id, run.run_id);
  assert.equal(json.backtests[0].result.run_hash, json.backtests[0].run_hash);
  assert.equal(json.candles[0].name, "mine");
  assert.deepEqual(json.candles[0].close, [11, 11, 11]);
  for (const secret of ["eve@example.com", "argon2", "token_hash", "claimed_by"]) {
    assert.ok(!text.includes(secret), secret);
  }
});

testApp("deleting the account removes rows, results and sessions", async (app) => {
  const person = await app.person("ada@example.com");
  const { json: strategy } = await person.post("/strategies", {
    name: "Mine",
    asset: "DEMO/USDT",
    timeframe: "4h",
    template: "buy_and_hold",
  });
  const range = { date_from: "2024-01-01", date_to: "2024-03-01" };
  const { json: run } = await person.post("/backtests", { strategy_id: strategy.id, ...range });
  await app.services.runner.start({ alone: true });
  await untilEnded(person, run.run_id);
  const { results_storage_key } = await app.services.database.db.selectFrom("backtest_runs")
    .select("results_storage_key").executeTakeFirstOrThrow();
  assert.ok(await app.services.storage.get(results_storage_key ?? ""));

  const before = person.cookie;
  assert.equal((await person.delete("/users/me")).status, 204);
  person.cookie = before;
  assert.equal((await person.get("/users/me")).status, 401);
  assert.equal(await app.services.storage.get(results_storage_key ?? ""), null);
  await app.person("ada@example.com");
});
