import assert from "node:assert/strict";
import { type Kysely, sql } from "kysely";
import { freshPglite, freshPostgres } from "../../tests/support/database.ts";
import { type Need, testWith } from "../../tests/support/env.ts";
import type { DatabaseHandle } from "../db/connect.ts";
import type { Database } from "../db/schema.ts";
import { type ClaimedRun, RunClaims } from "./claims.ts";

const LEASE_MS = 60_000;
const SUMMARY = {
  engine_version: "1",
  run_hash: "abc",
  total_return: 0.1,
  cagr: null,
  max_drawdown: -0.2,
  num_trades: 3,
  win_rate: 1,
  buy_and_hold_return: 0,
  sparkline: [1, 1.1],
};

const CONTENT = { hash: "00112233445566ff", sharpeDaily: 0.04 };

const drivers: readonly {
  name: string;
  needs: readonly Need[];
  open: () => Promise<DatabaseHandle>;
}[] = [
  { name: "PGlite", needs: [], open: freshPglite },
  { name: "PostgreSQL", needs: ["postgres"], open: freshPostgres },
];

for (const driver of drivers) {
  const check = (
    name: string,
    fn: (claims: RunClaims, runId: string, db: Kysely<Database>) => Promise<void>,
  ) =>
    testWith(driver.needs, `claims on ${driver.name}: ${name}`, async () => {
      const handle = await driver.open();
      try {
        await fn(new RunClaims(handle.db, LEASE_MS), await aRun(handle.db), handle.db);
      } finally {
        await handle.close();
      }
    }, { sanitizeOps: false, sanitizeResources: false });

  check(
    "of concurrent claims of a run one succeeds, and the others get the time to retry",
    async (claims, id) => {
      const outcomes = await Promise.all(Array.from({ length: 8 }, () => claims.claim(id)));
      assert.equal(outcomes.filter(({ kind }) => kind === "claimed").length, 1);
      const held = outcomes.filter((outcome) => outcome.kind === "held");
      assert.equal(held.length, 7);
      for (const { retryInMs } of held) assert.ok(retryInMs > LEASE_MS / 2, String(retryInMs));
    },
  );

  check(
    "a run whose lease has run out goes to the next, and the first can write nothing more",
    async (claims, id, db) => {
      const first = claimed(await claims.claim(id));
      await letLeaseRunOut(db, id);
      const second = claimed(await claims.claim(id));
      assert.equal(second.attempts, 2);
      assert.equal(await claims.renew(first), false);
      const where = { venue: "binance", storageKey: "first", content: CONTENT };
      assert.equal(await claims.complete(first, SUMMARY, where), false);
      assert.equal(await claims.fail(first, "internal", "no"), false);
      assert.equal(await claims.giveBack(first, { counts: true }), false);
      assert.equal(
        await claims.complete(second, SUMMARY, { ...where, storageKey: "second" }),
        true,
      );
      const row = await rowOf(db, id);
      assert.deepEqual([row.trials_count, row.trials_variance], [1, null], "counted once");
      assert.equal(row.status, "completed");
      assert.equal(row.results_storage_key, "second");
      assert.equal(row.total_return, 0.1);
      assert.equal((await claims.claim(id)).kind, "over");
    },
  );

  check(
    "a run that is put back can be taken at once; a try cut short does not count",
    async (claims, id, db) => {
      await claims.giveBack(claimed(await claims.claim(id)), { counts: false });
      assert.equal((await rowOf(db, id)).attempts, 0);
      await claims.giveBack(claimed(await claims.claim(id)), { counts: true });
      assert.equal(claimed(await claims.claim(id)).attempts, 2);
    },
  );

  check(
    "lost runs are found: an expired lease, and a message that never came",
    async (claims, id, db) => {
      assert.deepEqual(await claims.takeLost({ waitedMs: 60_000 }), [], "it waits not long enough");
      await age(db, id);
      assert.deepEqual(await claims.takeLost({ waitedMs: 60_000 }), [id]);
      assert.deepEqual(await claims.takeLost({ waitedMs: 60_000 }), [], "one finder is enough");
      const run = claimed(await claims.claim(id));
      await age(db, id);
      assert.deepEqual(await claims.takeLost({ waitedMs: 0 }), [], "a worker holds it");
      await letLeaseRunOut(db, id);
      await age(db, id);
      assert.deepEqual(await claims.takeLost({ waitedMs: 60_000 }), [id]);
      assert.equal(await claims.renew(run), true, "until another takes it, the claim is good");
    },
  );

  check("a run that is gone, or never was, is over", async (claims) => {
    assert.equal((await claims.claim(crypto.randomUUID())).kind, "over");
    assert.equal(await claims.exists(crypto.randomUUID()), false);
  });
}

function claimed(outcome: Awaited<ReturnType<RunClaims["claim"]>>): ClaimedRun {
  assert.equal(outcome.kind, "claimed");
  return (outcome as { run: ClaimedRun }).run;
}

function rowOf(db: Kysely<Database>, id: string) {
  return db.selectFrom("backtest_runs").selectAll().where("id", "=", id).executeTakeFirstOrThrow();
}

async function letLeaseRunOut(db: Kysely<Database>, id: string): Promise<void> {
  await db.updateTable("backtest_runs").set({ lease_expires_at: sql<Date>`now() - interval '1 s'` })
    .where("id", "=", id).execute();
}

async function age(db: Kysely<Database>, id: string): Promise<void> {
  await db.updateTable("backtest_runs").set({ updated_at: sql<Date>`now() - interval '1 hour'` })
    .where("id", "=", id).execute();
}

async function aRun(db: Kysely<Database>): Promise<string> {
  const user = await db.insertInto("users").values({ email: "a@b.co", password_hash: "x" })
    .returning("id").executeTakeFirstOrThrow();
  const strategy = await db.insertInto("strategies")
    .values({ user_id: user.id, name: "s", asset: "BTC/USDT", timeframe: "1h" })
    .returning("id").executeTakeFirstOrThrow();
  const version = await db.insertInto("strategy_versions")
    .values({ strategy_id: strategy.id, version_number: 1, definition_json: "{}" })
    .returning("id").executeTakeFirstOrThrow();
  const run = await db.insertInto("backtest_runs").values({
    user_id: user.id,
    strategy_id: strategy.id,
    strategy_version_id: version.id,
    asset: "BTC/USDT",
    timeframe: "1h",
    date_from: new Date("2021-01-01"),
    date_to: new Date("2022-01-01"),
    fee_percent: 0.1,
    slippage_percent: 0.05,
    initial_capital: 10_000,
    intrabar: "stop_first",
  }).returning("id").executeTakeFirstOrThrow();
  return run.id;
}
