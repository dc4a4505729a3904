/** A database with rows is backed up before its schema is changed, and is not changed when that fails. */
import assert from "node:assert/strict";
import { MIGRATIONS } from "../../migrations/mod.ts";
import { loadState, readState } from "../../tests/support/corpus.ts";
import { testWith } from "../../tests/support/env.ts";
import { loadConfig } from "../config/config.ts";
import { openPostgres } from "../db/connect.ts";
import { createLogger } from "../logging/log.ts";
import { freshPostgresUrl } from "../../tests/support/database.ts";
import { migrateWithBackup } from "./before_migration.ts";
import { readBackupName } from "./names.ts";
import { openPlace } from "./places.ts";
import { restoreBackup } from "./restore.ts";
import { appliedMigrations } from "./rows.ts";
import { blankPlace, everythingIn, type Place } from "./testing/places.ts";

const SANITIZED = { sanitizeOps: false, sanitizeResources: false } as const;
const OLD = "0009_tags_and_notes";

const log = createLogger({ logLevel: "error", logFormat: "text", write: () => {} });

function parts(place: Place, env: Record<string, string> = {}) {
  const config = loadConfig({ DATA_DIR: place.folder, BACKUP_BEFORE_MIGRATION: "1", ...env });
  return { config, database: place.database, log, now: Date.now };
}

const namesIn = async (folder: string) => (await (await openPlace(folder, null)).list()).sort();

for (const kind of ["pglite", "postgres"] as const) {
  const needs = kind === "postgres" ? ["postgres" as const] : [];
  testWith(needs, `migrating on ${kind}: the state before it can be restored`, async () => {
    const [place, other] = [await blankPlace(kind), await blankPlace("pglite")];
    try {
      await migrateWithBackup(parts(other));
      assert.deepEqual(await namesIn(`${other.folder}/backups`), [], "an empty one needs none");
      await loadState(place.database, place.storage, await readState(OLD));
      const before = await everythingIn(place);
      const applied = await migrateWithBackup(parts(place));
      assert.deepEqual(applied, Object.keys(MIGRATIONS).filter((name) => name > OLD));
      const [name, ...more] = await namesIn(`${place.folder}/backups`);
      assert.deepEqual(more, []);
      assert.equal(readBackupName(name!)?.kind, "before_migration");
      const { rows: after } = await everythingIn(place);
      assert.equal(after.backups!.length, 1);
      assert.deepEqual(await migrateWithBackup(parts(place)), []);
      assert.equal((await namesIn(`${place.folder}/backups`)).length, 1, "nothing to change");
      const source = (await openPlace(`${place.folder}/backups`, null)).read(name!);
      const { manifest } = await restoreBackup(other, source, { passphrase: null, replace: true });
      assert.equal(manifest.migrations.at(-1), OLD);
      const { rows } = await everythingIn(other);
      assert.deepEqual(rows.users!.length, before.rows.users!.length);
      assert.equal(rows.strategy_versions!.length, before.rows.strategy_versions!.length);
    } finally {
      await place.close();
      await other.close();
    }
  }, SANITIZED);

  testWith(needs, `migrating on ${kind}: without a backup nothing is changed`, async () => {
    const place = await blankPlace(kind);
    try {
      await loadState(place.database, place.storage, await readState(OLD));
      const before = await everythingIn(place);
      // A file where the folder should be.
      await Deno.writeTextFile(`${place.folder}/taken`, "");
      await assert.rejects(
        migrateWithBackup(parts(place, { BACKUP_TO: `${place.folder}/taken` })),
        /The database was not changed, because the backup before it failed: .*BACKUP_BEFORE_MIGRATION=0/,
      );
      assert.deepEqual(await everythingIn(place), before);
      assert.equal((await appliedMigrations(place.database.db)).at(-1), OLD);
      await migrateWithBackup(parts(place, { BACKUP_BEFORE_MIGRATION: "0" }));
      assert.equal(
        (await appliedMigrations(place.database.db)).at(-1),
        Object.keys(MIGRATIONS).at(-1),
      );
      assert.deepEqual(await namesIn(`${place.folder}/backups`), []);
    } finally {
      await place.close();
    }
  }, SANITIZED);
}

testWith(
  ["postgres"],
  "migrating on postgres: of processes that start at once, one backs up",
  async () => {
    const { url, drop } = await freshPostgresUrl();
    const folder = await Deno.makeTempDir();
    const handles = [1, 2, 3].map(() => openPostgres(url));
    try {
      const place = await blankPlace("pglite");
      await loadState(handles[0]!, place.storage, await readState(OLD));
      await place.close();
      const config = loadConfig({ DATA_DIR: folder, BACKUP_BEFORE_MIGRATION: "1" });
      const applied = await Promise.all(
        handles.map((database) => migrateWithBackup({ config, database, log, now: Date.now })),
      );
      assert.equal(applied.filter((names) => names.length > 0).length, 1);
      assert.equal((await namesIn(`${folder}/backups`)).length, 1);
    } finally {
      for (const handle of handles) await handle.close();
      await drop();
      await Deno.remove(folder, { recursive: true });
    }
  },
  SANITIZED,
);
