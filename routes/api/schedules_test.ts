/** Daily updates and track records as the API gives them, on real runs of the synthetic market. */
import assert from "node:assert/strict";
import {
  type Parsed,
  type TestApp,
  testApp,
  type TestClient,
  testClock,
  untilEnded,
} from "../../tests/support/app.ts";
import { RSI_WITH_STOPS } from "../../tests/support/strategies.ts";

const DAY = 86_400_000;

async function saved(client: TestClient, asset = "DEMO/USDT"): Promise<string> {
  const { json } = await client.post("/strategies", { name: "RSI", asset, timeframe: "1h" });
  const version = { definition: RSI_WITH_STOPS, base_version: 0 };
  assert.equal((await client.post(`/strategies/${json.id}/versions`, version)).status, 201);
  return json.id;
}

async function item(client: TestClient): Promise<Parsed> {
  return (await client.get("/strategies")).json.strategies[0];
}

/** The run of today, brought to its end. */
async function todaysRun(app: TestApp, client: TestClient): Promise<Parsed> {
  await app.services.schedules.sweep();
  const { id } = (await item(client)).last_run;
  const run = await untilEnded(client, id);
  await app.services.schedules.sweep();
  return run;
}

const clock = testClock(Date.UTC(2026, 0, 15, 12, 20));

testApp("daily updates: from the switch to what the sealed version has done since", async (app) => {
  const person = await app.person();
  const id = await saved(person);
  await app.services.runner.start({ alone: true });
  const before = await item(person);
  assert.deepEqual(before.auto_update, {
    enabled: false,
    horizon: "1y",
    failing_days: 0,
    failing_reason: null,
    failing_code: null,
    switched_off_reason: null,
    last_auto_run_at: null,
  });
  assert.deepEqual(
    [before.freshness, before.has_new_result, before.forward_record],
    [null, false, null],
  );

  const on = await person.patch(`/strategies/${id}`, {
    auto_update_enabled: true,
    auto_update_horizon: "6m",
  });
  assert.equal(on.status, 200);
  assert.equal(on.json.auto_update_enabled, true);
  assert.deepEqual([on.json.auto_update.enabled, on.json.auto_update.horizon], [true, "6m"]);
  assert.equal(on.json.auto_update.last_auto_run_at, "2026-01-15T12:20:00.000Z");
  const run = await todaysRun(app, person);
  assert.deepEqual(
    [run.status, run.triggered_by, run.date_from, run.date_to],
    ["completed", "schedule", "2025-07-15T00:00:00.000Z", "2026-01-15T12:00:00.000Z"],
  );
  const fresh = await item(person);
  assert.deepEqual([fresh.freshness, fresh.has_new_result], ["updated_today", true]);
  assert.equal((await person.get("/users/me")).json.usage.backtests_today.used, 0);

  await person.get(`/backtests/${run.run_id}/results`);
  assert.equal((await item(person)).has_new_result, false, "its owner has looked");
  const { forward_record: sealed } = (await person.get(
    `/backtests/${run.run_id}/forward-record`,
  )).json;
  assert.equal(sealed.since, null);
  assert.equal(sealed.past_days, 183, "the days from 15 July to 14 January, less the first");
  assert.deepEqual(
    [sealed.band.block_days, sealed.band.paths, sealed.band.p50.length],
    [7, 2_000, 365],
  );

  clock.advance(DAY);
  assert.equal((await item(person)).freshness, "needs_update");
  const next = await todaysRun(app, person);
  assert.notEqual(next.run_id, run.run_id);
  assert.equal(next.date_from, run.date_from, "the start was fixed at sealing");
  const { json: result } = await person.get(`/backtests/${next.run_id}/results`);
  const worth = (close: string) =>
    result.equity.value[result.equity.time.indexOf(Date.parse(close) - 3_600_000)];
  const expected = worth("2026-01-16T12:00:00Z") / worth("2026-01-15T13:00:00Z") - 1;
  const record = (await item(person)).forward_record;
  assert.equal(record.since.return, expected);
  assert.equal(record.since.until, "2026-01-16T12:00:00.000Z");
  assert.equal(record.since.days, 23 / 24);
  const ofNext = (await person.get(`/backtests/${next.run_id}/forward-record`)).json.forward_record;
  assert.deepEqual(ofNext.since, record.since);
  assert.deepEqual(ofNext.band, sealed.band);
  const ofFirst = (await person.get(`/backtests/${run.run_id}/forward-record`)).json.forward_record;
  assert.equal(ofFirst.since, null, "an older run tells what was known then");

  const manual = await person.post("/backtests", {
    strategy_id: id,
    date_from: "2025-12-01",
    date_to: "2026-01-01",
  });
  assert.deepEqual(
    (await person.get(`/backtests/${manual.json.run_id}/forward-record`)).json,
    { forward_record: null },
  );
}, { now: clock.now });

testApp("daily updates: a page that shows the result makes it old news, too", async (app) => {
  const person = await app.person();
  const id = await saved(person);
  await app.services.runner.start({ alone: true });
  await person.patch(`/strategies/${id}`, { auto_update_enabled: true });
  const run = await todaysRun(app, person);
  assert.equal((await item(person)).has_new_result, true);
  const other = await app.person();
  assert.equal((await other.get(`//runs/${run.run_id}`)).status, 404);
  assert.equal((await item(person)).has_new_result, true, "a stranger's look is none");
  assert.equal((await person.get(`//runs/${run.run_id}`)).status, 200);
  assert.equal((await item(person)).has_new_result, false);
}, { now: () => Date.UTC(2026, 0, 15, 12, 20) });

testApp("daily updates: an exchange that is away is tried again, and said", async (app) => {
  const person = await app.person();
  const id = await saved(person, "BTC/USDT");
  await app.services.runner.start({ alone: true });
  await person.patch(`/strategies/${id}`, { auto_update_enabled: true });
  const run = await todaysRun(app, person);
  assert.equal(run.error_code, "vendor_unreachable");
  const { auto_update } = await item(person);
  assert.equal(auto_update.failing_reason, run.error_message);
  assert.equal(auto_update.failing_code, "vendor_unreachable");
  assert.deepEqual([auto_update.enabled, auto_update.failing_days], [true, 0]);
  assert.equal((await person.get(`/backtests/${run.run_id}/forward-record`)).status, 200);
}, { now: () => Date.UTC(2026, 0, 15, 12, 20) });

testApp("daily updates: seals are listed and made anew; what is wrong is said", async (app) => {
  const person = await app.person();
  const id = await saved(person);
  const seal = () => person.post(`/strategies/${id}/forward-records`);
  const early = await seal();
  assert.equal(early.status, 422);
  assert.match(early.json.error.message, /Turn on auto-update/);
  await person.patch(`/strategies/${id}`, { auto_update_enabled: true });
  const definition = structuredClone(RSI_WITH_STOPS);
  definition.blocks[0]!.params = { period: 21 };
  await person.post(`/strategies/${id}/versions`, { definition, base_version: 1 });
  const detail = (await person.get(`/strategies/${id}`)).json;
  assert.equal(detail.forward_record.version_number, 1, "a later save does not move the seal");
  const anew = await seal();
  assert.deepEqual([anew.status, anew.json.version_number], [201, 2]);
  await person.patch(`/strategies/${id}`, { auto_update_enabled: false });
  const { forward_records } = (await person.get(`/strategies/${id}/forward-records`)).json;
  assert.deepEqual(forward_records.map((r: Parsed) => r.version_number), [2, 1]);
  assert.ok(forward_records.every((r: Parsed) => r.ended_at !== null));

  for (
    const [wrong, path] of [
      [{ auto_update_enabled: "yes" }, "auto_update_enabled"],
      [{ auto_update_enabled: null }, "auto_update_enabled"],
      [{ auto_update_horizon: "5y" }, "auto_update_horizon"],
      [{ auto_update_horizon: 1 }, "auto_update_horizon"],
    ] as const
  ) {
    const answer = await person.patch(`/strategies/${id}`, wrong);
    assert.equal(answer.status, 422);
    assert.equal(answer.json.error.issues[0].path, path);
  }
  const untouched = (await person.get(`/strategies/${id}`)).json.auto_update;
  assert.deepEqual([untouched.enabled, untouched.horizon], [false, "1y"]);

  const stranger = await app.person();
  for (
    const answer of [
      await stranger.get(`/strategies/${id}/forward-records`),
      await stranger.post(`/strategies/${id}/forward-records`),
      await stranger.patch(`/strategies/${id}`, { auto_update_enabled: true }),
      await person.get(`/strategies/none/forward-records`),
      await person.get(`/backtests/none/forward-record`),
    ]
  ) assert.equal(answer.status, 404);
}, { now: () => Date.UTC(2026, 0, 15, 0, 5) });
