import assert from "node:assert/strict";
import { type Kysely, type RawNode, sql } from "kysely";
import { freshPglite, freshPostgres } from "../../tests/support/database.ts";
import { type Need, testWith } from "../../tests/support/env.ts";
import type { DatabaseHandle } from "../db/connect.ts";
import type { Database, NewBacktestRun } from "../db/schema.ts";
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
const WHERE = {
  venue: "binance",
  candlesFrom: Date.UTC(2021, 0, 1),
  bytes: 1,
  storageKey: "k",
  content: CONTENT,
};

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
        const id = await aRun(handle.db, await anAccount(handle.db));
        await fn(new RunClaims(handle.db, LEASE_MS), id, handle.db);
      } finally {
        await handle.close();
      }
    }, { sanitizeOps: false, sanitizeResources: false });

  check("of concurrent claims of a run one succeeds", async (_claims, id, db) => {
    const others = Array.from({ length: 8 }, () => new RunClaims(db, LEASE_MS));
    const taken = await Promise.all(others.map((claims) => claims.claimNext()));
    assert.deepEqual(taken.filter((run) => run !== null).map((run) => run.id), [id]);
    assert.equal((await rowOf(db, id)).attempts, 1);
  });

  check("concurrent claims of many runs take each once", async (_claims, first, db) => {
    const ids = [first];
    for (let n = 0; n < 11; n++) ids.push(await aRun(db, await anAccount(db)));
    const others = Array.from({ length: 4 }, () => new RunClaims(db, LEASE_MS));
    const taken: string[] = [];
    await Promise.all(others.map(async (claims) => {
      for (;;) {
        const run = await claims.claimNext();
        if (run === null) return;
        taken.push(run.id);
      }
    }));
    // One that another claim has locked in that moment is passed over, and is there for the next look.
    for (let run = await others[0]!.claimNext(); run; run = await others[0]!.claimNext()) {
      taken.push(run.id);
    }
    assert.deepEqual(taken.sort(), ids.sort());
  });

  check(
    "a run whose lease has run out goes to the next, and the first can write nothing more",
    async (claims, id, db) => {
      const first = claimed(await claims.claimNext());
      const other = new RunClaims(db, LEASE_MS);
      assert.equal(await other.claimNext(), null, "held");
      await letLeaseRunOut(db, id);
      const second = claimed(await other.claimNext());
      assert.equal(second.attempts, 2);
      assert.equal(await claims.renew(first), false);
      const where = {
        venue: "binance",
        candlesFrom: Date.UTC(2021, 0, 1),
        bytes: 1,
        storageKey: "first",
        content: CONTENT,
      };
      assert.equal(await claims.complete(first, SUMMARY, where), false);
      assert.equal(await claims.fail(first, "internal", "no"), false);
      assert.equal(await claims.giveBack(first, { counts: true }), false);
      assert.equal(
        await other.complete(second, SUMMARY, { ...where, bytes: 1, storageKey: "second" }),
        true,
      );
      const row = await rowOf(db, id);
      assert.deepEqual([row.trials_count, row.trials_variance], [1, null], "counted once");
      assert.equal(row.status, "completed");
      assert.equal(row.results_storage_key, "second");
      assert.equal(row.total_return, 0.1);
      assert.equal(await other.claimNext(), null);
    },
  );

  check(
    "a run that is put back can be taken at once; a try cut short does not count",
    async (claims, id, db) => {
      await claims.giveBack(claimed(await claims.claimNext(), claims), { counts: false });
      assert.equal((await rowOf(db, id)).attempts, 0);
      await claims.giveBack(claimed(await claims.claimNext(), claims), { counts: true });
      assert.equal(claimed(await claims.claimNext()).attempts, 2);
    },
  );

  check("a run that waits for what is away is left alone until then", async (claims, id, db) => {
    const run = claimed(await claims.claimNext(), claims);
    await claims.giveBack(run, { counts: false, pause: { ms: 60_000, waitingFor: "storage" } });
    assert.equal(await claims.claimNext(), null);
    assert.equal(await claims.peekNext(), null);
    const row = await rowOf(db, id);
    assert.deepEqual([row.status, row.waited_ms, row.waiting_for], ["pending", 60_000, "storage"]);
    await claims.endPauses("exchange");
    assert.equal(await claims.peekNext(), null, "it waits for something else");
    await claims.endPauses("storage");
    const again = claimed(await claims.claimNext());
    assert.deepEqual([again.waited_ms, again.waiting_for], [60_000, "storage"]);
    assert.equal(await claims.complete(again, SUMMARY, WHERE), true);
    assert.equal((await rowOf(db, id)).waiting_for, null);
  });

  check("a process takes no run from itself", async (claims, id, db) => {
    const run = claimed(await claims.claimNext());
    await letLeaseRunOut(db, id);
    assert.equal(await claims.claimNext(), null);
    assert.equal(await claims.renew(run), true, "until another takes it, the claim is good");
    await letLeaseRunOut(db, id);
    claims.leave(run);
    assert.equal(claimed(await claims.claimNext()).attempts, 2);
  });

  // As when the clock of the database was ahead by so much when the rows were written.
  for (const [words, ahead] of [["3 hours", "3 h"], ["40 days", "40 d"]] as const) {
    check(`the clock goes back ${words}: nothing is held for so long`, async (claims, id, db) => {
      const set = (column: "free_at" | "lease_expires_at") =>
        db.updateTable("backtest_runs").set({
          [column]: sql<Date>`now() + ${sql.lit(ahead)}::interval`,
          updated_at: sql<Date>`now() + ${sql.lit(ahead)}::interval`,
          created_at: sql<Date>`now() + ${sql.lit(ahead)}::interval`,
        }).where("id", "=", id).execute();
      await set("free_at");
      assert.equal(claimed(await claims.claimNext()).id, id);
      await set("lease_expires_at");
      assert.equal(claimed(await new RunClaims(db, LEASE_MS).claimNext()).attempts, 2);
    });
  }

  check(
    "accounts take turns, and of one account the short run goes first",
    async (claims, _, db) => {
      await db.deleteFrom("backtest_runs").execute();
      const [many, few, daily] = [await anAccount(db), await anAccount(db), await anAccount(db)];
      const names = new Map<string, string>();
      const add = async (name: string, account: Account, values: Partial<NewBacktestRun>) =>
        void names.set(await aRun(db, account, values), name);
      await add("daily", daily, { triggered_by: "schedule" });
      for (const size of [3, 1, 2]) await add(`many ${size}`, many, { estimate: size });
      for (const size of [8, 9]) await add(`few ${size}`, few, { estimate: size });
      const order: string[] = [];
      for (let run = await claims.claimNext(); run; run = await claims.claimNext()) {
        order.push(names.get(run.id) ?? "?");
        // Ended at once, so that turns alone decide.
        await claims.complete(run, SUMMARY, WHERE);
        claims.leave(run);
      }
      assert.deepEqual(order, ["many 1", "few 8", "many 2", "few 9", "many 3", "daily"]);
    },
  );

  check(
    "the first run of an account is next beside 200 of another, and the place kept for it is for no other",
    async (claims, _, db) => {
      await db.deleteFrom("backtest_runs").execute();
      const [busy, fresh] = [await anAccount(db), await anAccount(db)];
      for (let n = 0; n < 200; n++) await aRun(db, busy, { estimate: 1 });
      claimed(await claims.claimNext());
      claimed(await claims.claimNext());
      assert.equal(await claims.claimNext({ firstOnly: true }), null, "it has runs under way");
      const id = await aRun(db, fresh, { estimate: 1e9 });
      const daily = await aRun(db, await anAccount(db), { triggered_by: "schedule" });
      assert.equal(claimed(await claims.claimNext({ firstOnly: true })).id, id);
      assert.equal(await claims.claimNext({ firstOnly: true }), null);
      assert.equal((await rowOf(db, daily)).status, "pending");
    },
  );

  check("a long run does not wait for ever behind shorter ones", async (claims, id, db) => {
    await db.updateTable("backtest_runs")
      .set({ estimate: 1e9, created_at: sql<Date>`now() - interval '10 minutes'` })
      .where("id", "=", id).execute();
    const { user_id, strategy_id, strategy_version_id } = await rowOf(db, id);
    await aRun(db, { user_id, strategy_id, strategy_version_id }, { estimate: 1 });
    assert.equal(claimed(await claims.claimNext()).id, id);
  });

  check("a run that is gone is over", async (claims, id, db) => {
    await db.deleteFrom("backtest_runs").where("id", "=", id).execute();
    assert.equal(await claims.claimNext(), null);
    assert.equal(await claims.exists(id), false);
  });
}

testWith(
  ["postgres"],
  "claims: however many runs wait, they are counted once for a look",
  async () => {
    const { db, close } = await freshPostgres();
    try {
      const account = await anAccount(db);
      for (let n = 0; n < 200; n++) await aRun(db, account);
      const plans: unknown[] = [];
      const explaining = db.withPlugin({
        transformQuery({ node }) {
          if (node.kind !== "RawNode") return node;
          const { sqlFragments: [first = "", ...others] } = node as RawNode;
          return { ...node, sqlFragments: [`explain (analyze, format json) ${first}`, ...others] };
        },
        transformResult({ result }) {
          plans.push(...result.rows);
          return Promise.resolve(result);
        },
      });
      await new RunClaims(explaining, LEASE_MS).peekNext();
      const counted = /"Node Type":"Aggregate".*?"Actual Loops":(\d+)/g;
      const loops = [...JSON.stringify(plans).matchAll(counted)].map(([, count]) => Number(count));
      assert.deepEqual(loops, [1]);
    } finally {
      await close();
    }
  },
  { sanitizeOps: false, sanitizeResources: false },
);

testWith(
  ["postgres"],
  "claims: runs of one content end without waiting for each other",
  async () => {
    const { db, close } = await freshPostgres();
    try {
      const account = await anAccount(db);
      const ids = [await aRun(db, account), await aRun(db, account)];
      const claims = new RunClaims(db, LEASE_MS);
      const first = claimed(await claims.claimNext());
      const second = claimed(await claims.claimNext());
      assert.equal(await claims.complete(first, SUMMARY, WHERE), true);
      // As another run does that brings a new content: whoever wanted the row would wait until it is let go.
      await db.transaction().execute(async (trx) => {
        await trx.selectFrom("strategy_trials").selectAll().forUpdate().executeTakeFirstOrThrow();
        assert.equal(await claims.complete(second, SUMMARY, WHERE), true);
      });
      for (const id of ids) {
        const { status, trials_count } = await rowOf(db, id);
        assert.deepEqual([status, trials_count], ["completed", 1]);
      }
    } finally {
      await close();
    }
  },
  { sanitizeOps: false, sanitizeResources: false },
);

testWith([], "claims: a content that is new is counted, one that is known is not", async () => {
  const { db, close } = await freshPglite();
  try {
    const account = await anAccount(db);
    const claims = new RunClaims(db, LEASE_MS);
    const counts: (number | null)[] = [];
    const contents = [CONTENT, { hash: "ffeeddccbbaa0011", sharpeDaily: 0.1 }, CONTENT];
    for (
      const [content, trigger] of [
        ...contents.map((content) => [content, "manual"] as const),
        [{ hash: "0123456789abcdef", sharpeDaily: 0.2 }, "schedule"] as const,
      ]
    ) {
      const id = await aRun(db, account, { triggered_by: trigger });
      const run = claimed(await claims.claimNext());
      assert.equal(await claims.complete(run, SUMMARY, { ...WHERE, content }), true);
      counts.push((await rowOf(db, id)).trials_count);
    }
    assert.deepEqual(counts, [1, 2, 2, null]);
  } finally {
    await close();
  }
}, { sanitizeOps: false, sanitizeResources: false });

/** The run of a claim that must have succeeded; with `claims`, it is about to be put back there. */
function claimed(run: ClaimedRun | null, claims?: RunClaims): ClaimedRun {
  assert.ok(run);
  claims?.leave(run);
  return run;
}

function rowOf(db: Kysely<Database>, id: string) {
  return db.selectFrom("backtest_runs").selectAll().where("id", "=", id).executeTakeFirstOrThrow();
}

async function letLeaseRunOut(db: Kysely<Database>, id: string): Promise<void> {
  await db.updateTable("backtest_runs").set({ lease_expires_at: sql<Date>`now() - interval '1 s'` })
    .where("id", "=", id).execute();
}

interface Account {
  readonly user_id: string;
  readonly strategy_id: string;
  readonly strategy_version_id: string;
}

async function anAccount(db: Kysely<Database>): Promise<Account> {
  const email = `${crypto.randomUUID()}@b.co`;
  const user = await db.insertInto("users").values({ email, password_hash: "x" })
    .returning("id").executeTakeFirstOrThrow();
  const strategy = await db.insertInto("strategies")
    .values({ user_id: user.id, name: "s", asset: "BTC/USDT", timeframe: "1h" })
    .returning("id").executeTakeFirstOrThrow();
  const version = await db.insertInto("strategy_versions")
    .values({ strategy_id: strategy.id, version_number: 1, definition_json: "{}" })
    .returning("id").executeTakeFirstOrThrow();
  return { user_id: user.id, strategy_id: strategy.id, strategy_version_id: version.id };
}

async function aRun(
  db: Kysely<Database>,
  account: Account,
  values: Partial<NewBacktestRun> = {},
): Promise<string> {
  const run = await db.insertInto("backtest_runs").values({
    ...account,
    asset: "BTC/USDT",
    timeframe: "1h",
    date_from: new Date("2021-01-01"),
    date_to: new Date("2022-01-01"),
    fee_percent: 0.1,
    slippage_percent: 0.05,
    initial_capital: 10_000,
    intrabar: "stop_first",
    ...values,
  }).returning("id").executeTakeFirstOrThrow();
  return run.id;
}
