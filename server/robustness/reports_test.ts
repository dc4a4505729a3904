/** Who makes a report, on both databases. */
import assert from "node:assert/strict";
import { type Kysely, sql } from "kysely";
import { freshPglite, freshPostgres } from "../../tests/support/database.ts";
import { type Need, testWith } from "../../tests/support/env.ts";
import { RSI_WITH_STOPS } from "../../tests/support/strategies.ts";
import type { DatabaseHandle } from "../db/connect.ts";
import type { Database } from "../db/schema.ts";
import { RobustnessReports } from "./reports.ts";

const LEASE_MS = 60_000;

const drivers: readonly {
  name: string;
  needs: readonly Need[];
  open: () => Promise<DatabaseHandle>;
}[] = [
  { name: "PGlite", needs: [], open: freshPglite },
  { name: "PostgreSQL", needs: ["postgres"], open: freshPostgres },
];

async function aRun(db: Kysely<Database>): Promise<string> {
  const { id: user_id } = await db.insertInto("users")
    .values({ email: `${crypto.randomUUID()}@example.com`, password_hash: "" } as never)
    .returning("id").executeTakeFirstOrThrow();
  const { id: strategy_id } = await db.insertInto("strategies")
    .values({ user_id, name: "S", asset: "DEMO/USDT", timeframe: "1h" } as never)
    .returning("id").executeTakeFirstOrThrow();
  const { id: strategy_version_id } = await db.insertInto("strategy_versions")
    .values(
      { strategy_id, version_number: 1, definition_json: JSON.stringify(RSI_WITH_STOPS) } as never,
    )
    .returning("id").executeTakeFirstOrThrow();
  const { id } = await db.insertInto("backtest_runs").values({
    user_id,
    strategy_id,
    strategy_version_id,
    asset: "DEMO/USDT",
    timeframe: "1h",
    date_from: new Date("2021-01-01"),
    date_to: new Date("2021-03-01"),
    fee_percent: 0.1,
    slippage_percent: 0.05,
    initial_capital: 10_000,
    intrabar: "stop_first",
    status: "completed",
  } as never).returning("id").executeTakeFirstOrThrow();
  return id;
}

/** As after a process that was killed. */
const letClaimRunOut = (db: Kysely<Database>) =>
  db.updateTable("robustness_reports").set({ free_at: sql<Date>`now() - interval '1 second'` })
    .execute();

for (const driver of drivers) {
  const check = (
    name: string,
    fn: (reports: RobustnessReports, runId: string, db: Kysely<Database>) => Promise<void>,
  ) =>
    testWith(driver.needs, `reports on ${driver.name}: ${name}`, async () => {
      const handle = await driver.open();
      try {
        const reports = new RobustnessReports(handle.db, LEASE_MS);
        await fn(reports, await aRun(handle.db), handle.db);
      } finally {
        await handle.close();
      }
    }, { sanitizeOps: false, sanitizeResources: false });

  check("however many ask at once, one is made by one", async (reports, id) => {
    await Promise.all(Array.from({ length: 8 }, () => reports.ask(id)));
    const claims = await Promise.all(Array.from({ length: 8 }, () => reports.claimNext()));
    const taken = claims.filter((claim) => claim !== null);
    assert.equal(taken.length, 1);
    assert.equal(taken[0]!.run_id, id);
    assert.deepEqual(taken[0]!.definition, RSI_WITH_STOPS);
    assert.equal((await reports.find(id))?.status, "running");
    assert.equal(await reports.complete(taken[0]!), true);
    assert.equal(await reports.claimNext(), null);
    await reports.ask(id);
    assert.equal((await reports.find(id))?.status, "completed", "asking again changes nothing");
  });

  check("one whose process was killed is made by the next", async (reports, id, db) => {
    await reports.ask(id);
    const first = (await reports.claimNext())!;
    assert.equal(await reports.claimNext(), null, "it is held");
    await letClaimRunOut(db);
    const second = (await reports.claimNext())!;
    assert.equal(second.attempts, 2);
    assert.equal(await reports.renew(first), false);
    assert.equal(await reports.complete(first), false);
    assert.equal(await reports.fail(first, "internal", "no"), false);
    assert.equal(await reports.giveBack(first, { counts: true, afterMs: 0 }), false);
    assert.equal(await reports.renew(second), true);
    assert.equal(await reports.complete(second), true);
  });

  check(
    "one that is put back waits its time, and the oldest comes first",
    async (reports, id, db) => {
      await reports.ask(id);
      const other = await aRun(db);
      await db.updateTable("robustness_reports").set({ created_at: new Date(0) }).execute();
      await reports.ask(other);
      const first = (await reports.claimNext())!;
      assert.equal(first.run_id, id);
      await reports.giveBack(first, { counts: true, afterMs: 60_000 });
      assert.equal((await reports.claimNext())!.run_id, other);
      assert.equal(await reports.claimNext(), null);
      await letClaimRunOut(db);
      const again = (await reports.claimNext())!;
      assert.deepEqual([again.run_id, again.attempts], [id, 2]);
      await reports.giveBack(again, { counts: false, afterMs: 0 });
      assert.equal((await reports.find(id))?.attempts, 1);
    },
  );

  check(
    "after a clock that was ahead was set, none is held for so long",
    async (reports, id, db) => {
      await reports.ask(id);
      for (const ahead of ["3 h", "40 d"]) {
        const free_at = sql<Date>`now() + ${sql.lit(ahead)}::interval`;
        await db.updateTable("robustness_reports").set({ free_at }).execute();
        assert.equal((await reports.claimNext())?.run_id, id, ahead);
      }
    },
  );

  check("one that has failed is asked for again once", async (reports, id) => {
    await reports.ask(id);
    await reports.fail((await reports.claimNext())!, "candles_missing", "Gone.");
    const failed = (await reports.find(id))!;
    assert.deepEqual([failed.error_code, failed.error_message], ["candles_missing", "Gone."]);
    assert.ok(failed.age_ms >= 0 && failed.age_ms < 600_000, String(failed.age_ms));
    await reports.askAgain(failed);
    const claim = (await reports.claimNext())!;
    assert.equal(claim.attempts, 1);
    await reports.askAgain(failed);
    assert.equal((await reports.find(id))?.status, "running", "the one under way goes on");
  });

  check("it goes with its run", async (reports, id, db) => {
    await reports.ask(id);
    const claim = (await reports.claimNext())!;
    await db.deleteFrom("backtest_runs").where("id", "=", id).execute();
    assert.equal(await reports.find(id), undefined);
    assert.equal(await reports.complete(claim), false);
    await assert.rejects(reports.ask(id));
  });
}
