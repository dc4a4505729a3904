/** Variations of a strategy that were looked at: counted, inherited, and kept with each run. */
import assert from "node:assert/strict";
import { compileStrategy } from "../../engine/mod.ts";
import { contentHash } from "../../engine/trials.ts";
import { testApp, type TestClient, testClock, untilEnded } from "../../tests/support/app.ts";
import { RSI_WITH_STOPS } from "../../tests/support/strategies.ts";

const RANGE = { date_from: "2021-01-01", date_to: "2021-06-01" };

async function saved(person: TestClient, definition: unknown = RSI_WITH_STOPS): Promise<string> {
  const body = { name: "RSI", asset: "DEMO/USDT", timeframe: "1h", definition };
  const { status, json } = await person.post("/strategies", body);
  assert.equal(status, 201);
  return json.id;
}

const trial = (n: number, sharpe_daily = n / 100) => ({
  hash: n.toString(16).padStart(16, "0"),
  sharpe_daily,
});

testApp("trials: each content counts once, and a copy inherits them", async (app) => {
  const person = await app.person();
  const id = await saved(person);
  const none = await person.get(`/strategies/${id}/trials`);
  assert.deepEqual(none.json, { trials: 0, variance: null });
  const report = (trials: unknown) => person.post(`/strategies/${id}/trials`, { trials });
  assert.deepEqual((await report([trial(1)])).json, { trials: 1, variance: null });
  const { json } = await report([trial(1), trial(2), trial(3)]);
  assert.equal(json.trials, 3);
  assert.ok(Math.abs(json.variance - 0.0001) < 1e-15, String(json.variance));
  assert.deepEqual((await report([])).json, json);

  const copy = (await person.post(`/strategies/${id}/duplicate`)).json.id;
  assert.deepEqual((await person.get(`/strategies/${copy}/trials`)).json, json);
  await person.post(`/strategies/${copy}/trials`, { trials: [trial(2), trial(4)] });
  assert.equal((await person.get(`/strategies/${copy}/trials`)).json.trials, 4);
  assert.equal((await person.get(`/strategies/${id}/trials`)).json.trials, 3);

  const stranger = await app.person();
  assert.equal((await stranger.get(`/strategies/${id}/trials`)).status, 404);
  const foreign = await stranger.post(`/strategies/${id}/trials`, { trials: [trial(9)] });
  assert.equal(foreign.status, 404);
  assert.equal((await person.get(`/strategies/${id}/trials`)).json.trials, 3);
});

testApp("trials: hostile reports are refused, and nothing of them is counted", async (app) => {
  const person = await app.person();
  const id = await saved(person);
  const wrong: readonly [string, unknown][] = [
    ["no list", { trials: { hash: "0".repeat(16), sharpe_daily: 0 } }],
    ["nothing", {}],
    ["a field more", { trials: [{ ...trial(1), weight: 2 }] }],
    ["a short hash", { trials: [{ hash: "abc", sharpe_daily: 0 }] }],
    ["no hex", { trials: [{ hash: "g".repeat(16), sharpe_daily: 0 }] }],
    ["capital letters", { trials: [{ hash: "A".repeat(16), sharpe_daily: 0 }] }],
    ["a number as text", { trials: [{ hash: "0".repeat(16), sharpe_daily: "1" }] }],
    ["no number", { trials: [{ hash: "0".repeat(16), sharpe_daily: null }] }],
    ["far too high", { trials: [trial(1, 1e300)] }],
    ["a good one beside a bad one", { trials: [trial(1), trial(2, -1e4)] }],
    ["too many", { trials: Array.from({ length: 501 }, (_, n) => trial(n)) }],
  ];
  for (const [what, body] of wrong) {
    const { status, json } = await person.post(`/strategies/${id}/trials`, body);
    assert.equal(status, 422, what);
    assert.equal(json.error.code, "invalid_input", what);
  }
  const infinite = await person.post(
    `/strategies/${id}/trials`,
    `{"trials":[{"hash":"${"0".repeat(16)}","sharpe_daily":1e999}]}`,
    { "content-type": "application/json" },
  );
  assert.equal(infinite.status, 422);
  assert.equal((await person.get(`/strategies/${id}/trials`)).json.trials, 0);
  const most = Array.from({ length: 500 }, (_, n) => trial(n));
  assert.equal((await person.post(`/strategies/${id}/trials`, { trials: most })).json.trials, 500);
});

testApp("trials: a run counts when it completes, and keeps them as they were then", async (app) => {
  await app.services.runner.start({ alone: true });
  const person = await app.person();
  const id = await saved(person);
  const run = async () => {
    const { json } = await person.post("/backtests", { strategy_id: id, ...RANGE });
    assert.equal((await person.get(`/backtests/${json.run_id}`)).json.trials, null, "not yet");
    return await untilEnded(person, json.run_id);
  };
  const first = await run();
  assert.deepEqual(first.trials, { trials: 1, variance: null });
  // What the editor reports of the same content is the same content.
  const compiled = compileStrategy(RSI_WITH_STOPS as never);
  assert.ok(compiled.ok);
  const own = { hash: contentHash(compiled.plan.document), sharpe_daily: 3 };
  await person.post(`/strategies/${id}/trials`, { trials: [own, trial(1, 0.2)] });
  const second = await run();
  assert.equal(second.trials.trials, 2);
  assert.ok(second.trials.variance > 0);
  assert.deepEqual((await person.get(`/strategies/${id}/trials`)).json, second.trials);
  await person.post(`/strategies/${id}/trials`, { trials: [trial(2), trial(3)] });
  for (const { run_id, trials } of [first, second]) {
    assert.deepEqual((await person.get(`/backtests/${run_id}`)).json.trials, trials);
  }
});

const clock = testClock(Date.UTC(2026, 0, 15, 12, 20));

testApp("trials: a daily update counts nothing and is told of none", async (app) => {
  await app.services.runner.start({ alone: true });
  const person = await app.person();
  const id = await saved(person);
  await person.post(`/strategies/${id}/trials`, { trials: [trial(1), trial(2)] });
  await person.patch(`/strategies/${id}`, { auto_update_enabled: true });
  clock.advance(60_000);
  await app.services.schedules.sweep();
  const [run] = (await person.get(`/backtests?strategy_id=${id}`)).json.runs;
  assert.equal(run.triggered_by, "schedule");
  const ended = await untilEnded(person, run.run_id);
  assert.deepEqual([ended.status, ended.trials], ["completed", null]);
  assert.equal((await person.get(`/strategies/${id}/trials`)).json.trials, 2);
}, { now: clock.now });
