/** Which blobs are left over, on both databases and both storages. */
import assert from "node:assert/strict";
import { insertRun, insertVersion } from "../../tests/support/run_rows.ts";
import { freshPglite, freshPostgres } from "../../tests/support/database.ts";
import { type Need, testEnv, testWith } from "../../tests/support/env.ts";
import { resultsKey, robustnessKey } from "../backtests/results_key.ts";
import type { DatabaseHandle } from "../db/connect.ts";
import type { RunStatus } from "../db/schema.ts";
import { openFolderStorage } from "../storage/folder_storage.ts";
import { openS3Storage } from "../storage/s3_storage.ts";
import type { BlobStorage } from "../storage/storage.ts";
import { LeftOvers } from "./left_overs.ts";

const DAY_MS = 86_400_000;
const log = { info: () => {}, warn: () => {} };

interface Place {
  readonly storage: BlobStorage;
  dispose(): Promise<void>;
}

const STORAGES:
  readonly (readonly [name: string, needs: readonly Need[], open: () => Promise<Place>])[] = [
    ["a folder", [], async () => {
      const folder = await Deno.makeTempDir();
      return {
        storage: await openFolderStorage(folder),
        dispose: () => Deno.remove(folder, { recursive: true }),
      };
    }],
    ["S3", ["s3"], () =>
      Promise.resolve({
        storage: openS3Storage({
          endpoint: testEnv.s3Endpoint ?? "",
          region: "us-east-1",
          bucket: `test-${crypto.randomUUID()}`,
          accessKeyId: testEnv.s3AccessKeyId,
          secretAccessKey: testEnv.s3SecretAccessKey,
          forcePathStyle: true,
        }),
        dispose: () => Promise.resolve(),
      })],
  ];
const DATABASES: readonly (readonly [
  name: string,
  needs: readonly Need[],
  open: () => Promise<DatabaseHandle>,
])[] = [
  ["PGlite", [], freshPglite],
  ["PostgreSQL", ["postgres"], freshPostgres],
];

/** `storage` as it looks `laterMs` from now: all that it holds is so much older. */
function aged(storage: BlobStorage, laterMs: number): Pick<BlobStorage, "list" | "delete"> {
  return {
    delete: (key) => storage.delete(key),
    async *list() {
      for await (const { key, modifiedAt } of storage.list()) {
        yield { key, modifiedAt: new Date(modifiedAt.getTime() - laterMs) };
      }
    },
  };
}

async function keysOf(storage: BlobStorage): Promise<string[]> {
  return (await Array.fromAsync(storage.list())).map(({ key }) => key).sort();
}

/** Makes a run of an account; returns its id. */
async function rows({ db }: DatabaseHandle) {
  const user = await db.insertInto("users")
    .values({ email: `${crypto.randomUUID()}@example.com`, password_hash: "x" })
    .returning("id").executeTakeFirstOrThrow();
  const version = await insertVersion(db, user.id);
  return async (status: RunStatus, report?: RunStatus): Promise<string> => {
    const id = crypto.randomUUID();
    await insertRun(db, version, {
      id,
      status,
      results_storage_key: status === "completed" ? resultsKey(id) : null,
    });
    if (report) {
      await db.insertInto("robustness_reports")
        .values({ run_id: id, claimed_by: null, status: report }).execute();
    }
    return id;
  };
}

for (const [on, storageNeeds, openStorage] of STORAGES) {
  for (const [database, databaseNeeds, openDatabase] of DATABASES) {
    testWith(
      [...storageNeeds, ...databaseNeeds],
      `left-overs: what no row names goes after a day, in ${on} with ${database}`,
      async () => {
        const { storage, dispose } = await openStorage();
        const handle = await openDatabase();
        try {
          await check(storage, handle);
        } finally {
          await handle.close();
          await storage.close();
          await dispose();
        }
      },
      { sanitizeOps: false, sanitizeResources: false },
    );
  }
}

async function check(storage: BlobStorage, handle: DatabaseHandle): Promise<void> {
  const { db } = handle;
  assert.deepEqual(await new LeftOvers({ db, storage, log }).sweep(), { writes: 0, blobs: 0 });
  const run = await rows(handle);
  const gone = crypto.randomUUID();
  const tested = await run("completed", "completed");
  const kept = [
    resultsKey(tested),
    robustnessKey(tested),
    resultsKey(await run("running")),
    resultsKey(await run("pending")),
    robustnessKey(await run("completed", "running")),
    robustnessKey(await run("completed", "pending")),
    // Of others, or of a version to come.
    "candles/binance/BTC-USDT_1h/2021-01.bin",
    `runs/${gone}/drawing.svg`,
    "runs/none/results.json",
    "notes.tmp",
  ];
  const untested = await run("completed");
  const removed = [
    resultsKey(gone),
    robustnessKey(gone),
    resultsKey(await run("failed")),
    robustnessKey(untested),
    robustnessKey(await run("completed", "failed")),
    // Another format than the one that the row names.
    `runs/${tested}/results.bin`,
  ];
  const cutShort = [
    `${resultsKey(tested)}.${crypto.randomUUID()}.tmp`,
    `candles/binance/2021-01.bin.${crypto.randomUUID()}.tmp`,
    `.probe-${crypto.randomUUID()}`,
  ];
  const all = [...kept, ...removed, ...cutShort].sort();
  for (const key of all) await storage.put(key, new Uint8Array(3), "application/json");
  assert.deepEqual(await keysOf(storage), all);

  const sweep = (laterMs: number) =>
    new LeftOvers({ db, storage: aged(storage, laterMs), log }).sweep();
  assert.deepEqual(await sweep(DAY_MS - 60_000), { writes: 0, blobs: 0 }, "within a day");
  assert.deepEqual(await keysOf(storage), all);
  assert.deepEqual(await sweep(DAY_MS + 60_000), { writes: 3, blobs: removed.length });
  assert.deepEqual(await keysOf(storage), kept.sort());
  assert.deepEqual(await sweep(DAY_MS + 60_000), { writes: 0, blobs: 0 });
}

Deno.test("left-overs: more than a batch, and one that cannot be removed", async () => {
  const handle = await freshPglite();
  const run = await rows(handle);
  const named = resultsKey(await run("completed"));
  const keys = Array.from({ length: 1_201 }, () => resultsKey(crypto.randomUUID()));
  const there = new Set([...keys, named]);
  const lines: string[] = [];
  const storage = {
    async *list() {
      for (const key of there) yield { key, modifiedAt: new Date(0) };
    },
    delete: (key: string) =>
      key === keys[700]
        ? Promise.reject(new Error("locked"))
        : Promise.resolve(void there.delete(key)),
  };
  const note = (message: string) => void lines.push(message);
  try {
    const swept = await new LeftOvers({ db: handle.db, storage, log: { info: note, warn: note } })
      .sweep();
    assert.deepEqual(swept, { writes: 0, blobs: 1_200 });
    assert.deepEqual([...there], [keys[700], named]);
    assert.deepEqual(lines, [
      "a left-over blob could not be removed",
      "left-over blobs were removed",
    ]);
  } finally {
    await handle.close();
  }
});
