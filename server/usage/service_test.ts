/** What is stored and computed is counted, what is too much is told, and old daily results become summaries. */
import assert from "node:assert/strict";
import { insertRun, insertVersion } from "../../tests/support/run_rows.ts";
import type { DatabaseHandle } from "../db/connect.ts";
import { createLogger } from "../logging/log.ts";
import { testOnBoth } from "../market_data/testing/databases.ts";
import { BlobDeletions } from "../storage/blob_deletions.ts";
import type { BlobStorage } from "../storage/storage.ts";
import { type AlertLimits, Costs } from "./service.ts";

const NOON = Date.UTC(2026, 10, 29, 12);
const DAY = 86_400_000;
const NO_LIMITS: AlertLimits = {
  storage: 0,
  accountStorage: 0,
  runSeconds: 0,
  accountRunSeconds: 0,
};

function open({ db }: DatabaseHandle, { kept = 30, limits = {} as Partial<AlertLimits> } = {}) {
  const lines: Record<string, unknown>[] = [];
  const clock = { now: NOON };
  const log = createLogger({
    logFormat: "json",
    logLevel: "info",
    write: (line) => lines.push(JSON.parse(line)),
  });
  const storage = memoryStorage();
  const now = () => clock.now;
  const blobDeletions = new BlobDeletions({ db, storage, log, now });
  const costs = new Costs({
    db,
    blobDeletions,
    limits: { ...NO_LIMITS, ...limits },
    kept,
    log,
    now,
  });
  return { costs, storage, blobDeletions, clock, lines };
}

function memoryStorage(): BlobStorage {
  const blobs = new Map<string, Uint8Array>();
  return {
    put: (key, bytes) => Promise.resolve(void blobs.set(key, bytes)),
    get: (key) => Promise.resolve(blobs.get(key) ?? null),
    delete: (key) => Promise.resolve(void blobs.delete(key)),
    async *list() {},
    ping: () => Promise.resolve(),
    close: () => Promise.resolve(),
  };
}

async function person({ db }: DatabaseHandle, email: string) {
  const user = await db.insertInto("users").values({ email, password_hash: "x" })
    .returning("id").executeTakeFirstOrThrow();
  const version = await insertVersion(db, user.id, { asset: "DEMO/USDT" });
  const run = async (day: number, how: "schedule" | "manual" = "schedule") => {
    const key = crypto.randomUUID();
    const id = await insertRun(db, version, {
      asset: "DEMO/USDT",
      status: "completed",
      triggered_by: how,
      results_storage_key: key,
      result_bytes: 1_000,
      total_return: 0.5,
      created_at: new Date(NOON + day * DAY),
    });
    return { id, key };
  };
  const record = async () =>
    (await db.insertInto("forward_records").values({
      strategy_id: version.strategy_id,
      strategy_version_id: version.strategy_version_id,
      sealed_at: new Date(NOON),
      starts_at: new Date(NOON),
      asset: "DEMO/USDT",
      timeframe: "1h",
      horizon: "1y",
      date_from: new Date(0),
      fee_percent: 0,
      slippage_percent: 0,
      initial_capital: 1,
      intrabar: "stop_first",
      seed: 1,
      ended_at: new Date(NOON),
    }).returning("id").executeTakeFirstOrThrow()).id;
  const scheduled = async (
    record: string,
    run: string,
    day: string,
    outcome: "open" | "completed",
  ) => {
    await db.insertInto("scheduled_runs").values({
      strategy_id: version.strategy_id,
      utc_day: day,
      forward_record_id: record,
      run_id: run,
      outcome,
    }).execute();
  };
  return { id: user.id, run, record, scheduled };
}

testOnBoth(
  "retention: the newest daily results stay whole, older ones become summaries",
  async (database) => {
    const { db } = database;
    const { costs, storage, blobDeletions, lines } = open(database, { kept: 3 });
    const eve = await person(database, "eve@example.com");
    const bob = await person(database, "bob@example.com");
    const days: { readonly id: string; readonly key: string }[] = [];
    for (let day = 0; day < 8; day++) days.push(await eve.run(day));
    const manual = await eve.run(-5, "manual");
    const others = [await bob.run(0), await bob.run(1), await bob.run(2)];
    // Of an earlier record the last day; and a day that is not over.
    const ended = await eve.record();
    await eve.scheduled(ended, days[0]!.id, "2026-11-29", "completed");
    await eve.scheduled(ended, days[1]!.id, "2026-11-30", "completed");
    const open2 = await eve.record();
    await eve.scheduled(open2, days[2]!.id, "2026-12-01", "open");
    await eve.scheduled(open2, days[7]!.id, "2026-12-06", "completed");
    for (const { key } of [...days, manual, ...others]) {
      await storage.put(key, new Uint8Array(3), "application/octet-stream");
    }
    // Those of days 0, 3 and 4: 1 is the last of its record, 2 is open, 5 to 7 are the newest.
    assert.equal(await costs.reduce(), 3);
    assert.equal(await costs.reduce(), 0);
    await blobDeletions.sweep();
    const rows = await db.selectFrom("backtest_runs").select(["id", "results_storage_key"])
      .select(["result_reduced_at", "total_return"]).execute();
    const reduced = new Set(
      rows.filter((row) => row.result_reduced_at !== null).map(({ id }) => id),
    );
    assert.deepEqual(reduced, new Set([0, 3, 4].map((day) => days[day]!.id)));
    for (const row of rows) {
      assert.equal(row.total_return, 0.5, "the summary stays");
      assert.equal(row.results_storage_key === null, reduced.has(row.id));
    }
    for (const { id, key } of [...days, manual, ...others]) {
      assert.equal(await storage.get(key) === null, reduced.has(id));
    }
    assert.deepEqual(lines.map(({ message, results }) => [message, results]), [
      ["old daily results were reduced to summaries", 3],
    ]);
  },
);

testOnBoth("costs: what accounts store and compute is counted, and warned of", async (database) => {
  const { db } = database;
  const limits = { storage: 2_500, accountStorage: 1_500, runSeconds: 0, accountRunSeconds: 4 };
  const { costs, clock, lines } = open(database, { limits });
  assert.deepEqual((await costs.overview()).accounts, []);
  const eve = await person(database, "eve@example.com");
  const bob = await person(database, "bob@example.com");
  await eve.run(0);
  await eve.run(0, "manual");
  await bob.run(0);
  await costs.computed(eve.id, 2.5);
  await costs.computed(eve.id, 2.5);
  await costs.computed(bob.id, 1);
  await costs.computed(crypto.randomUUID(), 9);
  const told = async () => {
    const { all, accounts } = await costs.overview();
    return [
      [all.bytes, all.results, all.runs, all.seconds],
      ...accounts.map(({ email, bytes, runs, seconds }) => [email, bytes, runs, seconds]),
    ];
  };
  const expected = [
    [3_000, 3, 3, 6],
    ["eve@example.com", 2_000, 2, 5],
    ["bob@example.com", 1_000, 1, 1],
  ];
  assert.deepEqual(await told(), expected);
  // Today is not over; what was computed on it is judged tomorrow.
  await costs.watch();
  const warned = () =>
    lines.splice(0).map(({ limit, amount, user_id }) => [limit, amount, user_id]);
  const storage = [["storage", 3_000, undefined], ["accountStorage", 2_000, eve.id]];
  assert.deepEqual(warned(), storage);
  clock.now += DAY;
  await costs.watch();
  assert.deepEqual(warned(), [...storage, ["accountRunSeconds", 5, eve.id]]);
  await db.deleteFrom("backtest_runs").where("user_id", "=", eve.id).execute();
  const [all] = await told();
  assert.deepEqual(all, [1_000, 1, 3, 6], "deleting a backtest takes back what is stored alone");
  clock.now += 29 * DAY;
  assert.deepEqual((await told())[0], [1_000, 1, 0, 0], "30 days, today included");
});
