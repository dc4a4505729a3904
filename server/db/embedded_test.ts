/** The embedded database in a folder: made whole or not at all, with a log that does not grow for ever. */
import assert from "node:assert/strict";
import { sql } from "kysely";
import { join } from "node:path";
import { fillDataDir } from "../../tests/support/data_dir.ts";
import { memoryFolder } from "../../tests/support/memory_folder.ts";
import { openEmbedded } from "./connect.ts";

async function inFolder(work: (folder: string) => Promise<void>): Promise<void> {
  const folder = await memoryFolder();
  try {
    await work(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

async function logFiles(folder: string): Promise<number> {
  const names = await Array.fromAsync(Deno.readDir(join(folder, "postgres/pg_wal")));
  return names.filter(({ name }) => /^[0-9A-F]{24}$/.test(name)).length;
}

const UNSANITIZED = { sanitizeOps: false, sanitizeResources: false } as const;

Deno.test({
  name: "embedded database: its log does not grow for ever, and the next files of it are there",
  ...UNSANITIZED,
  fn: () =>
    inFolder(async (folder) => {
      await fillDataDir(folder);
      const handle = await openEmbedded(join(folder, "postgres"));
      try {
        assert.ok(await logFiles(folder) >= 3, "the next ones");
        await sql`create table long (n integer, body text)`.execute(handle.db);
        // About 20 MB of log each.
        for (let n = 0; n < 6; n++) {
          await sql`insert into long
            select ${n}, repeat(md5(g::text), 20) from generate_series(1, 25000) g`
            .execute(handle.db);
        }
        const files = await logFiles(folder);
        assert.ok(files <= 6, `${files} files of 16 MB for more than 100 MB of log`);
      } finally {
        await handle.close();
      }
    }),
});

Deno.test({
  name: "embedded database: one that was not made to the end is made anew",
  ...UNSANITIZED,
  fn: () =>
    inFolder(async (folder) => {
      const place = join(folder, "postgres");
      await Deno.mkdir(`${place}.new/base`, { recursive: true });
      await Deno.writeTextFile(`${place}.new/PG_VERSION`, "18\n");
      const made = await openEmbedded(place);
      await sql`create table kept (n integer)`.execute(made.db);
      await made.close();
      assert.deepEqual((await Array.fromAsync(Deno.readDir(folder))).map(({ name }) => name), [
        "postgres",
      ]);
      const again = await openEmbedded(place);
      const { rows } = await sql`select * from kept`.execute(again.db);
      assert.deepEqual(rows, []);
      await again.close();
    }),
});

Deno.test({
  name:
    "embedded database: statements of one transaction stay together, whoever else asks meanwhile",
  ...UNSANITIZED,
  fn: () =>
    inFolder(async (folder) => {
      await fillDataDir(folder);
      const { db, close } = await openEmbedded(join(folder, "postgres"));
      try {
        await sql`create table held (n integer)`.execute(db);
        const failed = db.transaction().execute(async (trx) => {
          await sql`insert into held values (1)`.execute(trx);
          await new Promise((resolve) => setTimeout(resolve, 50));
          throw new Error("taken back");
        });
        const beside = Promise.all(
          Array.from(
            { length: 20 },
            (_, n) => sql`insert into held values (${10 + n})`.execute(db),
          ),
        );
        await assert.rejects(failed, /taken back/);
        await beside;
        const { rows } = await sql<{ n: number }>`select n from held order by n`.execute(db);
        assert.deepEqual(rows.map(({ n }) => n), Array.from({ length: 20 }, (_, n) => 10 + n));
        await assert.rejects(sql`insert into nowhere values (1)`.execute(db), /does not exist/);
        await sql`select 1`.execute(db);
      } finally {
        await close();
      }
    }),
});
