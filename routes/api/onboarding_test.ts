import assert from "node:assert/strict";
import { TEMPLATES } from "../../engine/mod.ts";
import { testApp, type TestClient, untilEnded } from "../../tests/support/app.ts";
import { RSI_WITH_STOPS } from "../../tests/support/strategies.ts";

const path = "/users/me/onboarding";

async function done(person: TestClient): Promise<string[]> {
  const { status, json } = await person.get(path);
  assert.equal(status, 200);
  assert.equal(json.steps.length, 7);
  return json.steps.filter((s: { done: boolean }) => s.done).map((s: { step: string }) => s.step);
}

testApp("the first steps tick themselves from what the account has done", async (app) => {
  const person = await app.person();
  assert.deepEqual(await done(person), []);
  const template = TEMPLATES.find(({ id }) => id === "golden_cross")!;
  const made = await person.post("/strategies", {
    name: "Mine",
    asset: "DEMO/USDT",
    timeframe: "4h",
    template: template.id,
  });
  const { id } = made.json;
  assert.deepEqual(await done(person), ["create_strategy"], "a template is not a change yet");
  assert.equal((await person.get(path)).json.strategy_id, id);

  const save = (base_version: number) =>
    person.post(`/strategies/${id}/versions`, { definition: RSI_WITH_STOPS, base_version });
  await save(1);
  assert.deepEqual(await done(person), ["create_strategy", "change_block"]);

  const run = await person.post("/backtests", {
    strategy_id: id,
    date_from: "2021-01-01",
    date_to: "2021-03-01",
  });
  assert.ok((await done(person)).includes("run_backtest"));
  await app.services.runner.start({ alone: true });
  await untilEnded(person, run.json.run_id);
  assert.ok(!(await done(person)).includes("read_verdict"), "nobody has looked at it");
  assert.equal((await person.get(path)).json.run_id, run.json.run_id);
  await person.get(`/backtests/${run.json.run_id}/results`);
  assert.ok((await done(person)).includes("read_verdict"));

  await person.patch(`/strategies/${id}`, { auto_update_enabled: true });
  await person.patch(`/strategies/${id}`, { auto_update_enabled: false });
  assert.ok((await done(person)).includes("auto_update"), "it was on");
  await person.patch(path, { seen: "see_live_result" });
  const last = await person.patch(path, { seen: "compare" });
  assert.ok(last.json.steps.every((s: { done: boolean }) => s.done));
});

testApp("a blank strategy is changed by its first save", async (app) => {
  const person = await app.person();
  const { json } = await person.post("/strategies", {
    name: "Blank",
    asset: "DEMO/USDT",
    timeframe: "1h",
  });
  assert.deepEqual(await done(person), ["create_strategy"]);
  await person.post(`/strategies/${json.id}/versions`, {
    definition: RSI_WITH_STOPS,
    base_version: 0,
  });
  assert.deepEqual(await done(person), ["create_strategy", "change_block"]);
  assert.deepEqual(await done(await app.person()), [], "somebody else’s steps are not mine");
});

testApp("the list of first steps can be put away and taken out again", async (app) => {
  const person = await app.person();
  assert.equal((await person.patch(path, { dismissed: true })).json.dismissed, true);
  assert.equal((await person.get(path)).json.dismissed, true);
  assert.equal((await person.patch(path, { dismissed: false })).json.dismissed, false);
  for (const wrong of [{ seen: "run_backtest" }, { seen: 1 }, { dismissed: "yes" }, { other: 1 }]) {
    assert.equal((await person.patch(path, wrong)).status, 422, JSON.stringify(wrong));
  }
  assert.equal((await app.visitor().get(path)).status, 401);
});
