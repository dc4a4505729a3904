/** What is metered, and when. */
import assert from "node:assert/strict";
import { insertRun, insertVersion } from "../../tests/support/run_rows.ts";
import type { Kysely } from "kysely";
import type { Database, RunStatus, RunTrigger } from "../db/schema.ts";
import { testOnBoth } from "../market_data/testing/databases.ts";
import { EntitlementRules } from "./entitlements.ts";
import { countImportedCandles, Meters } from "./usage.ts";

const NOW = Date.UTC(2026, 10, 29, 12);
const LIMITS = { strategies: 2, backtestsPerDay: 3, imports: 2, importCandles: 1_000 };

async function account(db: Kysely<Database>, email: string): Promise<string> {
  const { id } = await db.insertInto("users").values({ email, password_hash: "x" })
    .returning("id").executeTakeFirstOrThrow();
  return id;
}

async function run(
  db: Kysely<Database>,
  userId: string,
  { at = NOW, by = "manual" }: { at?: number; by?: RunTrigger } = {},
): Promise<string> {
  return await insertRun(db, await insertVersion(db, userId), {
    triggered_by: by,
    created_at: new Date(at),
  });
}

const end = (db: Kysely<Database>, id: string, status: RunStatus) =>
  db.updateTable("backtest_runs").set({ status }).where("id", "=", id).execute();

testOnBoth("meters: what was completed counts once, by month and account", async ({ db }) => {
  const meters = new Meters(db, new EntitlementRules({ limits: LIMITS }, () => NOW), () => NOW);
  const [ada, eve] = [await account(db, "ada@example.com"), await account(db, "eve@example.com")];
  assert.deepEqual(await meters.ofMonth(), { month: "2026-11", months: [], accounts: [] });

  const first = await run(db, ada);
  await end(db, first, "running");
  await end(db, first, "completed");
  // Written again without a change of the status, as a lease is.
  await end(db, first, "completed");
  await db.updateTable("backtest_runs").set({ progress: 1 }).where("id", "=", first).execute();
  const failed = await run(db, ada);
  await end(db, failed, "failed");
  await end(db, await run(db, ada, { by: "rerun" }), "completed");
  await end(db, await run(db, ada, { by: "schedule" }), "completed");
  await end(db, await run(db, ada, { at: Date.UTC(2026, 9, 31, 23, 59, 59) }), "completed");
  await end(db, await run(db, eve, { by: "schedule" }), "completed");
  await db.insertInto("robustness_reports").values({ run_id: first, status: "running" }).execute();
  await db.updateTable("robustness_reports").set({ status: "completed" }).execute();
  await countImportedCandles(db, ada, { candles: 300, nowMs: NOW });
  await countImportedCandles(db, ada, { candles: 2_000_000_000, nowMs: NOW });
  await countImportedCandles(db, ada, { candles: 2_000_000_000, nowMs: NOW });
  await countImportedCandles(db, eve, { candles: 0, nowMs: NOW });
  await db.updateTable("users").set({ plan: "premium" }).where("id", "=", eve).execute();

  const november = [
    {
      month: "2026-11",
      user_id: ada,
      email: "ada@example.com",
      plan: "free",
      backtests: 2,
      daily_updates: 1,
      robustness_reports: 1,
      imported_candles: 4_000_000_300,
    },
    {
      month: "2026-11",
      user_id: eve,
      email: "eve@example.com",
      plan: "premium",
      backtests: 0,
      daily_updates: 1,
      robustness_reports: 0,
      imported_candles: 0,
    },
  ];
  assert.deepEqual(await meters.ofMonth(), {
    month: "2026-11",
    months: ["2026-11", "2026-10"],
    accounts: november,
  });
  const { accounts } = await meters.ofMonth("2026-10");
  assert.deepEqual(accounts.map(({ backtests }) => backtests), [1]);

  await db.deleteFrom("backtest_runs").execute();
  assert.deepEqual(
    (await meters.ofMonth()).accounts,
    november,
    "deleting a run takes nothing back",
  );
  await db.deleteFrom("users").where("id", "=", ada).execute();
  assert.deepEqual((await meters.ofMonth()).accounts, november.slice(1));
  const left = await db.selectFrom("usage_counters").select("user_id").execute();
  assert.deepEqual(left, [{ user_id: eve }], "counters go with their account");
});
