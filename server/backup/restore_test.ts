/** What was backed up comes back, whichever database it was in and goes to, and whichever version made it. */
import assert from "node:assert/strict";
import { sql } from "kysely";
import { MIGRATIONS } from "../../migrations/mod.ts";
import { loadState, readState } from "../../tests/support/corpus.ts";
import { testWith } from "../../tests/support/env.ts";
import { migrateToLatest } from "../db/migrate.ts";
import {
  blankPlace,
  collect,
  type Everything,
  everythingIn,
  type Kind,
  sourceOf,
} from "./testing/places.ts";
import { restoreBackup } from "./restore.ts";
import { backupStream } from "./write_backup.ts";

const SANITIZED = { sanitizeOps: false, sanitizeResources: false } as const;

/** States of earlier versions, and between which databases each goes. */
const WAYS: readonly (readonly [string, Kind, Kind])[] = [
  ["0001_core_tables", "pglite", "postgres"],
  ["0004_schedules", "postgres", "pglite"],
  ["0009_tags_and_notes", "postgres", "postgres"],
  ["0013_packed_results", "pglite", "pglite"],
];

for (const [name, from, to] of WAYS) {
  const needs = [from, to].includes("postgres") ? ["postgres" as const] : [];
  testWith(needs, `restore: ${name} from ${from} to ${to}, with the newest schema`, async () => {
    const [old, fresh] = [await blankPlace(from), await blankPlace(to)];
    try {
      const sinceMs = Date.now();
      const state = await readState(name);
      await loadState(old.database, old.storage, state);
      const bytes = await collect(backupStream(old, "all", "open sesame"));
      const options = { passphrase: "open sesame", replace: false };
      const restored = await restoreBackup(fresh, sourceOf(bytes), options);
      assert.deepEqual(restored.manifest.migrations, state.migrations);
      const later = Object.keys(MIGRATIONS).slice(state.migrations.length);
      assert.deepEqual(restored.migrated, later);
      assert.equal(restored.contents.tables.users, state.tables.users!.length);
      assert.equal(restored.contents.blobs, Object.keys(state.blobs).length);
      await migrateToLatest(old.database);
      const [was, is] = [await everythingIn(old), await everythingIn(fresh)].map((all) =>
        withoutNow(all, sinceMs)
      );
      assert.ok(was!.rows.backtest_runs!.length > 3 && was!.rows.candles!.length > 3);
      assert.deepEqual(is, was);
    } finally {
      await old.close();
      await fresh.close();
    }
  }, SANITIZED);
}

/** Migrations fill in their own moment, and versions of months that have never been before. */
function withoutNow({ rows, blobs }: Everything, sinceMs: number): Everything {
  const plain = (line: string) =>
    line.replace(/"version": "[^"]*"/, `"version": "new"`).replace(
      /"\d{4}-\d\d-\d\dT[\d:.]*Z"/g,
      (time) => Date.parse(JSON.parse(time)) >= sinceMs ? `"now"` : time,
    );
  const all = Object.entries(rows).map(([table, lines]) => [table, lines.map(plain).sort()]);
  return { rows: Object.fromEntries(all), blobs };
}

for (const kind of ["pglite", "postgres"] as const) {
  const needs = kind === "postgres" ? ["postgres" as const] : [];
  testWith(
    needs,
    `restore: --replace on ${kind}, triggers, references and sequences stay`,
    async () => {
      const [source, target] = [await blankPlace("pglite"), await blankPlace(kind)];
      try {
        const state = await readState("0013_packed_results");
        await loadState(source.database, source.storage, state);
        await migrateToLatest(source.database);
        await sql`select setval('backtest_turns', 41)`.execute(source.database.db);
        const bytes = await collect(backupStream(source, "all", null));
        await migrateToLatest(target.database);
        const { db } = target.database;
        await db.insertInto("users").values({ email: "gone@example.com", password_hash: "x" })
          .execute();
        await assert.rejects(
          restoreBackup(target, sourceOf(bytes), { passphrase: null, replace: false }),
          /There is data already.*--replace/,
        );
        const { rows: kept } = await sql<{ email: string }>`select email from users`.execute(db);
        assert.deepEqual(kept, [{ email: "gone@example.com" }]);
        await restoreBackup(target, sourceOf(bytes), { passphrase: null, replace: true });
        assert.deepEqual(await everythingIn(target), await everythingIn(source));
        const { rows } = await sql<{ turn: number }>`
        select nextval('backtest_turns') as turn`.execute(db);
        assert.equal(Number(rows[0]?.turn), 42);
        // Triggers count candles again, and references are checked at once.
        const months = async () =>
          (await sql<{ n: number }>`select sum(candles) as n from candle_months`.execute(db))
            .rows[0]!
            .n;
        const before = Number(await months());
        await sql`delete from candles where timestamp = (select min(timestamp) from candles)`
          .execute(db);
        assert.equal(Number(await months()), before - 1);
        await assert.rejects(
          sql`insert into sessions (user_id, token_hash, expires_at)
          values (gen_random_uuid(), 'x', now())`.execute(db),
          /foreign key/,
        );
        const { rows: deferrable } = await sql`
        select conname from pg_constraint where contype = 'f' and condeferrable`.execute(db);
        assert.deepEqual(deferrable, []);
      } finally {
        await source.close();
        await target.close();
      }
    },
    SANITIZED,
  );
}
