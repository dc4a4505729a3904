/** What a strategy is tested with is kept for its owner, field by field. */
import assert from "node:assert/strict";
import { freshPostgres } from "../../tests/support/database.ts";
import { testApp } from "../../tests/support/app.ts";
import { RSI_WITH_STOPS } from "../../tests/support/strategies.ts";

const blank = { name: "Dip", asset: "BTC/USDT", timeframe: "1h" };
const FULL = {
  period: { from: "2021-01-01", to: "2021-12-31" },
  fee_percent: 0.2,
  slippage_percent: 0,
  initial_capital: 2_500,
  intrabar: "target_first",
};

for (const postgres of [false, true]) {
  testApp(
    `the context keeps what is sent and what was there (${postgres ? "PostgreSQL" : "PGlite"})`,
    async (app) => {
      const person = await app.person();
      const made = await person.post("/strategies", blank);
      assert.deepEqual(made.json.context, {});
      const path = `/strategies/${made.json.id}`;
      const set = (context: unknown) => person.patch(path, { context });
      assert.deepEqual((await set({ fee_percent: 0.2 })).json.context, { fee_percent: 0.2 });
      // Two tabs at once, each with a field of its own: neither takes the other's back.
      await Promise.all([set({ period: "2y" }), set({ initial_capital: 500 })]);
      const both = { fee_percent: 0.2, period: "2y", initial_capital: 500 };
      assert.deepEqual((await person.get(path)).json.context, both);
      assert.deepEqual((await set(FULL)).json.context, FULL);
      const { period: _period, ...rest } = FULL;
      assert.deepEqual((await set({ period: null })).json.context, rest);
      assert.deepEqual((await set({})).json.context, rest);
    },
    async () => postgres ? { database: await freshPostgres() } : {},
    postgres ? ["postgres"] : [],
  );
}

testApp("a context that cannot be meant is refused, and nothing of it is kept", async (app) => {
  const person = await app.person();
  const { json: { id } } = await person.post("/strategies", blank);
  for (
    const context of [
      null,
      "2y",
      [],
      { fee_percent: 5.1 },
      { fee_percent: "0.1" },
      { slippage_percent: -0.1 },
      { initial_capital: 0 },
      { intrabar: "coin_toss" },
      { period: "4y" },
      { period: { from: "2021-02-30", to: "2021-12-31" } },
      { period: { from: "2021-12-31", to: "2021-01-01" } },
      { period: { from: "2021-01-01" } },
      { preview_asset: "PEPE/USDT" },
      { period: "9m" },
      { fee_percent: 0.2, surprise: 1 },
    ]
  ) {
    const answer = await person.patch(`/strategies/${id}`, { context });
    assert.equal(answer.status, 422, JSON.stringify(context));
    assert.equal((await person.post("/strategies", { ...blank, context })).status, 422);
  }
  assert.deepEqual((await person.get(`/strategies/${id}`)).json.context, {});
  const { json } = await person.get("/strategies");
  assert.equal(json.strategies.length, 1);
});

testApp("a strategy can be made with a context, and a copy takes it along", async (app) => {
  const person = await app.person();
  const made = await person.post("/strategies", {
    ...blank,
    definition: RSI_WITH_STOPS,
    context: FULL,
  });
  assert.deepEqual(made.json.context, FULL);
  const copy = await person.post(`/strategies/${made.json.id}/duplicate`);
  assert.deepEqual(copy.json.context, FULL);
  assert.deepEqual((await person.get(`/strategies/${copy.json.id}`)).json.context, FULL);
  const other = await app.person();
  assert.equal(
    (await other.patch(`/strategies/${made.json.id}`, { context: { fee_percent: 1 } })).status,
    404,
  );
});

testApp("setting what it is tested with does not count as editing the strategy", async (app) => {
  const person = await app.person();
  const { json: { id, updated_at } } = await person.post("/strategies", blank);
  const listed = async () => (await person.get("/strategies")).json.strategies[0].updated_at;
  const set = await person.patch(`/strategies/${id}`, { context: { fee_percent: 0.3 } });
  assert.equal(set.json.updated_at, updated_at);
  assert.equal(await listed(), updated_at);
  const renamed = await person.patch(`/strategies/${id}`, { name: "Rebound" });
  assert.notEqual(renamed.json.updated_at, updated_at);
});

testApp(
  "another market keeps period and costs, its runs and the runs of the one before",
  async (app) => {
    const person = await app.person();
    const { json: { id } } = await person.post("/strategies", {
      ...blank,
      asset: "DEMO/USDT",
      definition: RSI_WITH_STOPS,
      context: FULL,
    });
    const days = { date_from: "2021-01-01", date_to: "2021-03-01" };
    const run = await person.post("/backtests", { strategy_id: id, ...days });
    assert.equal(run.status, 202, JSON.stringify(run.json));
    const moved = await person.patch(`/strategies/${id}`, { asset: "ETH/USDT", timeframe: "4h" });
    assert.deepEqual([moved.json.asset, moved.json.timeframe], ["ETH/USDT", "4h"]);
    assert.deepEqual(moved.json.context, FULL);
    const kept = await person.get(`/backtests/${run.json.run_id}`);
    assert.deepEqual([kept.json.asset, kept.json.timeframe], ["DEMO/USDT", "1h"]);
  },
);

testApp("months are periods, and each of them comes back", async (app) => {
  const person = await app.person();
  const { json: { id } } = await person.post("/strategies", blank);
  for (const period of ["3m", "6m", "1y", "2y", "3y", "all"]) {
    const answer = await person.patch(`/strategies/${id}`, { context: { period } });
    assert.deepEqual([answer.status, answer.json.context], [200, { period }]);
  }
});

testApp(
  "what earlier versions sent and stored is read, without the market they previewed",
  async (app) => {
    const person = await app.person();
    // As a page of an earlier version sends it.
    const sent = { ...FULL, preview_asset: "ETH/USDT" };
    const made = await person.post("/strategies", { ...blank, context: sent });
    assert.deepEqual([made.status, made.json.context], [201, FULL]);
    const path = `/strategies/${made.json.id}`;
    for (const preview_asset of ["SOL/USDT", null]) {
      const set = await person.patch(path, { context: { fee_percent: 0.3, preview_asset } });
      assert.deepEqual([set.status, set.json.context], [200, { ...FULL, fee_percent: 0.3 }]);
    }
    const { updated_at } = (await person.get(path)).json;
    await person.patch(path, { context: { preview_asset: "SOL/USDT" } });
    assert.equal((await person.get(path)).json.updated_at, updated_at);
    // As an earlier version stored it.
    await app.services.database.db.updateTable("strategies").set({ context: JSON.stringify(sent) })
      .where("id", "=", made.json.id).execute();
    assert.deepEqual((await person.get(path)).json.context, FULL);
  },
);
