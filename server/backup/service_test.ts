/** One backup a night and one drill a month, whichever process is up and whatever failed before. */
import assert from "node:assert/strict";
import { sql } from "kysely";
import { freshPglite, freshPostgres } from "../../tests/support/database.ts";
import { testWith } from "../../tests/support/env.ts";
import { loadConfig } from "../config/config.ts";
import { createLogger } from "../logging/log.ts";
import { backupName } from "./names.ts";
import { type Place, placeOf } from "./testing/places.ts";
import { verifyBackup } from "./read_backup.ts";
import { openPlace } from "./places.ts";
import { Backups, type BackupsOptions } from "./service.ts";

const SANITIZED = { sanitizeOps: false, sanitizeResources: false } as const;
const DAY_MS = 86_400_000;
const AT_TWO = Date.UTC(2026, 10, 30, 2);
const AT_FOUR = Date.UTC(2026, 10, 30, 4);

function open(
  place: Place,
  now: () => number,
  other: Partial<BackupsOptions> = {},
  env: Readonly<Record<string, string>> = {},
) {
  const config = loadConfig({
    DATA_DIR: place.folder,
    BACKUP_TO: `${place.folder}/kept`,
    RESTORE_DRILL: "1",
    ...env,
  });
  const drills: string[] = [];
  const backups = new Backups({
    config,
    db: place.database.db,
    database: place.database,
    storage: place.storage,
    log: createLogger({ logLevel: "error", logFormat: "text", write: () => {} }),
    now,
    drill: ({ name }) => {
      drills.push(name);
      return Promise.resolve({ rows: 3, blobs: 1 });
    },
    ...other,
  });
  const kept = async () => (await (await openPlace(`${place.folder}/kept`, null)).list()).sort();
  return { backups, drills, kept };
}

/** As if so much time had gone by since the last word of every backup. */
async function goBack({ database: { db } }: Place, interval: string): Promise<void> {
  await sql`update backups set updated_at = updated_at - ${interval}::interval`.execute(db);
}

for (const kind of ["pglite", "postgres"] as const) {
  const needs = kind === "postgres" ? ["postgres" as const] : [];
  testWith(
    needs,
    `nightly backups on ${kind}: one a day, however many processes look`,
    async () => {
      const place = await placeOf(await (kind === "postgres" ? freshPostgres() : freshPglite()));
      try {
        let nowMs = AT_TWO;
        const processes = [1, 2, 3].map(() => open(place, () => nowMs));
        const [first] = processes as [ReturnType<typeof open>];
        const sweep = () => Promise.all(processes.map(({ backups }) => backups.sweep()));
        assert.deepEqual(await first.backups.sweep(), { nightly: null, drill: null });
        nowMs = AT_FOUR;
        const done = await sweep();
        assert.deepEqual(
          done.map(({ nightly }) => nightly).filter((one) => one !== null),
          ["done"],
        );
        const name = backupName("nightly", AT_FOUR, false);
        assert.deepEqual(await first.kept(), [name]);
        const { manifest } = await verifyBackup(
          (await openPlace(`${place.folder}/kept`, null)).read(name),
          "key",
        );
        assert.equal(manifest.scope, "all");
        // Tried out once in the month, by one of them.
        await sweep();
        assert.deepEqual(processes.flatMap(({ drills }) => drills), [name]);
        for (let day = 1; day <= 10; day++) {
          nowMs = AT_FOUR + day * DAY_MS;
          await sweep();
        }
        // The newest of 7 days; that of the week before is among them.
        assert.equal((await first.kept()).length, 7);
        assert.equal(processes.flatMap(({ drills }) => drills).length, 2, "one in December");
        const rows = await first.backups.list();
        assert.equal(rows.length, 13);
        assert.ok(rows.every(({ status, finished_at }) => status === "completed" && finished_at));
        const nightly = rows.find(({ utc_day, kind }) =>
          kind === "nightly" && utc_day === "2026-11-30"
        )!;
        assert.equal(nightly.target, `${place.folder}/kept/${name}`);
        assert.ok(nightly.is_encrypted === false && nightly.size! > 500);
        const drill = rows.find(({ utc_day, kind }) =>
          kind === "drill" && utc_day === "2026-11-01"
        )!;
        assert.deepEqual([drill.rows, drill.blobs, drill.target], [3, 1, nightly.target]);
      } finally {
        await place.close();
      }
    },
    SANITIZED,
  );
}

Deno.test({
  name: "nightly backups: a failure is told, tried again three times a day, and the next day anew",
  ...SANITIZED,
  async fn() {
    const place = await placeOf(await freshPglite());
    try {
      let nowMs = AT_FOUR;
      let broken = true;
      const { backups, kept } = open(place, () => nowMs, {
        storage: {
          async *list() {
            await Promise.resolve();
            if (broken) throw new Error("the storage is away");
            yield* [];
          },
          get: () => Promise.resolve(null),
        },
      });
      const { nightly } = await backups.sweep();
      assert.equal(nightly, "failed");
      const [row] = (await backups.list()).filter(({ kind }) => kind === "nightly");
      assert.equal(row!.status, "failed");
      assert.match(row!.error_message!, /the storage is away/);
      assert.deepEqual(await kept(), [], "nothing half");
      assert.equal((await backups.sweep()).nightly, null, "not at once again");
      for (const expected of ["failed", "failed", null]) {
        await goBack(place, "11 minutes");
        assert.equal((await backups.sweep()).nightly, expected);
      }
      broken = false;
      nowMs += DAY_MS;
      assert.equal((await backups.sweep()).nightly, "done");
      assert.equal((await kept()).length, 1);
    } finally {
      await place.close();
    }
  },
});

Deno.test({
  name: "nightly backups: what a killed or stopped process began is made by another",
  ...SANITIZED,
  async fn() {
    const place = await placeOf(await freshPglite());
    try {
      // Killed: its claim stands.
      await place.database.db.insertInto("backups")
        .values({ kind: "nightly", utc_day: "2026-11-30" }).execute();
      const { backups } = open(place, () => AT_FOUR);
      assert.equal((await backups.sweep()).nightly, null, "another process is at it");
      await goBack(place, "7 hours");
      // Stopped while the results are read.
      const reading = Promise.withResolvers<void>();
      const stopping = Promise.withResolvers<void>();
      const stopped = open(place, () => AT_FOUR, {
        storage: {
          async *list() {
            reading.resolve();
            await stopping.promise;
            for (let n = 0; n < 500; n++) {
              yield { key: `runs/${n}/results.json`, modifiedAt: new Date() };
            }
          },
          get: () => Promise.resolve(crypto.getRandomValues(new Uint8Array(60_000))),
        },
      });
      const sweep = stopped.backups.sweep();
      await reading.promise;
      const stop = stopped.backups.stop();
      stopping.resolve();
      await stop;
      assert.equal((await sweep).nightly, null);
      assert.deepEqual(await stopped.kept(), []);
      assert.equal((await backups.sweep()).nightly, "done");
      assert.equal((await stopped.backups.sweep()).nightly, null, "it begins nothing any more");
    } finally {
      await place.close();
    }
  },
});

Deno.test({
  name: "restore drill: a whole backup is restored and counted, and the scratch place is gone",
  ...SANITIZED,
  async fn() {
    const { runDrill } = await import("./run_drill.ts");
    const place = await placeOf(await freshPglite());
    try {
      await place.database.db.insertInto("users")
        .values({ email: "a@example.com", password_hash: "x" }).execute();
      await place.storage.put("runs/x/results.json", new Uint8Array(9), "x/y");
      const { backups, kept } = open(place, () => AT_FOUR, {
        drill: (task, signal) => runDrill(task, signal),
      }, { BACKUP_KEY: "key" });
      const { nightly, drill } = await backups.sweep();
      assert.deepEqual([nightly, drill], ["done", "done"]);
      const rows = await backups.list();
      const tried = rows.find(({ kind }) => kind === "drill")!;
      assert.ok(rows.find(({ kind }) => kind === "nightly")!.is_encrypted);
      // The account, and the claim of the nightly backup itself.
      assert.deepEqual([tried.rows, tried.blobs], [2, 1]);
      const left = await Array.fromAsync(Deno.readDir(`${place.folder}/backups`));
      assert.deepEqual(left, []);
      // A file that was changed where it lies.
      const [name] = await kept();
      const path = `${place.folder}/kept/${name}`;
      const bytes = await Deno.readFile(path);
      bytes[bytes.length >> 1]! ^= 1;
      await Deno.writeFile(path, bytes);
      const task = {
        to: `${place.folder}/kept`,
        name: name!,
        key: "key",
        s3: null,
        folder: `${place.folder}/backups`,
      };
      await assert.rejects(runDrill(task, new AbortController().signal), /The backup is damaged/);
    } finally {
      await place.close();
    }
  },
});
