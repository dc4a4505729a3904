/** Counting variations, on both databases. */
import assert from "node:assert/strict";
import type { Kysely } from "kysely";
import { asTrial, type Trial } from "../../contracts/trial_bounds.ts";
import { freshPglite, freshPostgres } from "../../tests/support/database.ts";
import { type Need, testWith } from "../../tests/support/env.ts";
import type { DatabaseHandle } from "../db/connect.ts";
import type { Database } from "../db/schema.ts";
import {
  addTrials,
  inheritTrials,
  MOST_HASHES,
  splitHashes,
  trialsOf,
  withTrials,
} from "./trials.ts";

const trial = (n: number, sharpe_daily = n / 100): Trial => ({
  hash: n.toString(16).padStart(16, "0"),
  sharpe_daily,
});
const EMPTY = { count: 0, sum: 0, sum_of_squares: 0, hashes: "" };

Deno.test("trials: a content counts once, whatever Sharpe it is reported with later", () => {
  const once = withTrials(EMPTY, [trial(1), trial(2), trial(1, 9)]);
  assert.equal(once.count, 2);
  assert.equal(once.sum, 0.03);
  assert.deepEqual(withTrials(once, [trial(2, 5), trial(1)]), once);
});

Deno.test("trials: beyond the cap the oldest is forgotten, and counts again when it comes back", () => {
  const all = Array.from({ length: MOST_HASHES + 1 }, (_, n) => trial(n, 0));
  const full = withTrials(EMPTY, all);
  assert.equal(full.count, MOST_HASHES + 1);
  assert.equal(splitHashes(full.hashes).length, MOST_HASHES);
  assert.equal(withTrials(full, [trial(1)]).count, full.count, "the oldest that is remembered");
  const again = withTrials(full, [trial(0)]);
  assert.equal(again.count, full.count + 1);
  assert.equal(splitHashes(again.hashes).length, MOST_HASHES);
});

Deno.test("trials: a result without a Sharpe ratio, or with one that cannot be, is none", () => {
  const { hash } = trial(1);
  assert.deepEqual(asTrial(hash, 0.1), { hash, sharpe_daily: 0.1 });
  for (const wrong of [null, NaN, Infinity, 1e9, -1e9]) assert.equal(asTrial(hash, wrong), null);
});

const drivers: readonly {
  name: string;
  needs: readonly Need[];
  open: () => Promise<DatabaseHandle>;
}[] = [
  { name: "PGlite", needs: [], open: freshPglite },
  { name: "PostgreSQL", needs: ["postgres"], open: freshPostgres },
];

async function aStrategy(db: Kysely<Database>): Promise<string> {
  const { id: user_id } = await db.insertInto("users")
    .values({ email: `${crypto.randomUUID()}@example.com`, password_hash: "" } as never)
    .returning("id").executeTakeFirstOrThrow();
  const { id } = await db.insertInto("strategies")
    .values({ user_id, name: "S", asset: "DEMO/USDT", timeframe: "1h" } as never)
    .returning("id").executeTakeFirstOrThrow();
  return id;
}

for (const driver of drivers) {
  testWith(
    driver.needs,
    `trials on ${driver.name}: of many at once none is lost or counted twice`,
    async () => {
      const handle = await driver.open();
      try {
        const { db } = handle;
        const id = await aStrategy(db);
        assert.deepEqual(await trialsOf(db, id), { trials: 0, variance: null });
        await Promise.all(
          Array.from(
            { length: 10 },
            (_, k) =>
              db.transaction().execute((trx) =>
                addTrials(trx, id, [trial(k), trial(k + 1), trial(k + 2)])
              ),
          ),
        );
        const { trials, variance } = await trialsOf(db, id);
        assert.equal(trials, 12);
        // Sample variance of 0, 0.01 … 0.11.
        assert.ok(Math.abs(variance! - 0.0013) < 1e-12, String(variance));

        const copy = await aStrategy(db);
        await db.transaction().execute((trx) => inheritTrials(trx, id, copy));
        assert.deepEqual(await trialsOf(db, copy), { trials, variance });
        await db.transaction().execute((trx) => addTrials(trx, copy, [trial(3), trial(50)]));
        assert.equal((await trialsOf(db, copy)).trials, 13, "it remembers what it has inherited");
        assert.equal((await trialsOf(db, id)).trials, 12, "and the original is left alone");

        await db.deleteFrom("strategies").where("id", "=", id).execute();
        assert.deepEqual(await trialsOf(db, id), { trials: 0, variance: null });
        await assert.rejects(db.transaction().execute((trx) => addTrials(trx, id, [trial(1)])));
      } finally {
        await handle.close();
      }
    },
    { sanitizeOps: false, sanitizeResources: false },
  );
}
