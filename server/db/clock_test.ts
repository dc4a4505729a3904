/** The database's clock in a process whose own is wrong, set back or forward meanwhile. */
import assert from "node:assert/strict";
import { sql } from "kysely";
import { freshPglite, freshPostgres } from "../../tests/support/database.ts";
import { testWith } from "../../tests/support/env.ts";
import { openDatabaseClock } from "./clock.ts";

const HOUR = 3_600_000;

for (
  const { name, needs, open } of [
    { name: "PGlite", needs: [], open: freshPglite },
    { name: "PostgreSQL", needs: ["postgres"], open: freshPostgres },
  ] as const
) {
  testWith(
    needs,
    `clock on ${name}: two processes an hour apart have one time, and keep it`,
    async () => {
      const database = await open();
      let steadyMs = 1_000;
      const wrong: number[] = [];
      const process = (offMs: number) => {
        const own = { offMs };
        const clock = openDatabaseClock({
          db: database.db,
          onWrong: (ms) => wrong.push(ms),
          wall: () => Date.now() + own.offMs,
          steady: () => steadyMs,
        });
        return { clock, own };
      };
      const [early, late] = [process(-HOUR), process(HOUR)];
      try {
        await Promise.all([early.clock.sync(), late.clock.sync()]);
        assert.deepEqual(wrong.map((ms) => Math.round(ms / HOUR)).sort(), [-1, 1]);
        const start = early.clock.now();
        assert.ok(Math.abs(start - late.clock.now()) < 5_000);
        const { rows } = await sql<{ ms: number }>`
        select (extract(epoch from clock_timestamp()) * 1000)::float8 as ms`.execute(database.db);
        assert.ok(Math.abs(start - (rows[0]?.ms ?? 0)) < 30_000);
        // Set by 40 days and back, it goes on as time does.
        for (const offMs of [40 * 24 * HOUR, -3 * HOUR]) {
          early.own.offMs = offMs;
          steadyMs += 10_000;
          assert.equal((early.clock.now() - start) % 10_000, 0);
        }
        assert.equal(early.clock.now() - start, 20_000);
      } finally {
        await Promise.all([early.clock.close(), late.clock.close()]);
        await database.close();
      }
    },
    { sanitizeOps: false, sanitizeResources: false },
  );
}

Deno.test("clock: while the database cannot be asked, the time is the process's own", async () => {
  const database = await freshPglite();
  await database.close();
  const clock = openDatabaseClock({
    db: database.db,
    onWrong: () => assert.fail("nothing is known"),
    wall: () => 1_234,
  });
  await clock.sync();
  assert.equal(clock.now(), 1_234);
  await clock.close();
});
