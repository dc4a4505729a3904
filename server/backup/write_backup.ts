/** Makes a backup of a running app as a stream; nobody else has to stop writing. */
import { createHash } from "node:crypto";
import { join } from "node:path";
import { APP_VERSION } from "../config/version.ts";
import type { WrittenSettings } from "../config/written_settings.ts";
import type { DatabaseHandle } from "../db/connect.ts";
import type { BlobStorage } from "../storage/storage.ts";
import {
  type BackupScope,
  CONTENTS,
  type Contents,
  FORMAT_VERSION,
  MANIFEST,
  type Manifest,
  SETTINGS_FILE,
  SUMS,
} from "./format.ts";
import { appliedMigrations, beginSnapshot, dumpTable, readSequences, tablesOf } from "./rows.ts";
import { encrypt } from "./envelope.ts";
import { gzip } from "./gzip.ts";
import { tarBlocks, tarEnd, type TarEntry } from "./tar.ts";

export interface BackupParts {
  readonly database: Pick<DatabaseHandle, "db" | "kind">;
  readonly storage: Pick<BlobStorage, "list" | "get">;
  readonly settings: WrittenSettings;
  /** A folder for what is written meanwhile. */
  readonly scratch: string;
  readonly now: () => number;
}

/** Blobs that are made again from the rows. */
const CACHES = /^(?:candles|health)\//;
const UUID = "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}";
/** What a write in a folder is called until it is whole, and what a ping writes. */
const CUT_SHORT = new RegExp(`\\.${UUID}\\.tmp$|^\\.probe-${UUID}$`);
const SPOOL_PIECE = 256 * 1024;

/**
 * The bytes of a backup: a gzipped tar, encrypted where there is a key. The rows are those of the moment at which it begins.
 *
 * @param passphrase `BACKUP_KEY`, or `null`
 */
export function backupStream(
  parts: BackupParts,
  scope: BackupScope,
  passphrase: string | null,
): AsyncIterable<Uint8Array> {
  const zipped = gzip(tarStream(parts, scope));
  return passphrase === null ? zipped : encrypt(zipped, passphrase);
}

async function* tarStream(parts: BackupParts, scope: BackupScope): AsyncGenerator<Uint8Array> {
  const sums: string[] = [];
  const mtimeMs = parts.now();
  const write = (entry: TarEntry): Uint8Array[] => {
    const digest = createHash("sha256").update(entry.bytes).digest("hex");
    sums.push(`${digest}  ${entry.name}\n`);
    return tarBlocks(entry, mtimeMs);
  };
  const contents: Contents = { tables: {}, sequences: [], blobs: 0, deleted_meanwhile: [] };
  const named = new Set<string>();
  const rows = rowEntries(parts, scope, contents, named, mtimeMs);
  // Of the embedded database's single connection others wait for the end: the rows go to the disk first, at its speed.
  yield* parts.database.kind === "pglite"
    ? spooled(parts.scratch, blocksOf(rows, write))
    : blocksOf(rows, write);
  if (scope === "all") {
    yield* blocksOf(blobEntries(parts.storage, contents, named), write);
    contents.deleted_meanwhile = await deletedOf(parts.database, named);
  }
  yield* write({ name: CONTENTS, bytes: json(contents) });
  yield* tarBlocks({ name: SUMS, bytes: new TextEncoder().encode(sums.join("")) }, mtimeMs);
  yield tarEnd();
}

async function* blocksOf(
  entries: AsyncIterable<TarEntry>,
  write: (entry: TarEntry) => Uint8Array[],
): AsyncGenerator<Uint8Array> {
  for await (const entry of entries) yield* write(entry);
}

/** Manifest, settings and rows, in one transaction; notes the keys of results that the rows name. */
async function* rowEntries(
  { database: { db, kind }, settings }: BackupParts,
  scope: BackupScope,
  contents: Contents,
  named: Set<string>,
  nowMs: number,
): AsyncGenerator<TarEntry> {
  const trx = await db.startTransaction().execute();
  try {
    await beginSnapshot(trx);
    const manifest: Manifest = {
      format: "blockbuilders-backup",
      format_version: FORMAT_VERSION,
      app_version: APP_VERSION,
      created_at: new Date(nowMs).toISOString(),
      database: kind,
      scope,
      migrations: await appliedMigrations(trx),
    };
    yield { name: MANIFEST, bytes: json(manifest) };
    yield { name: SETTINGS_FILE, bytes: json(settings) };
    const tables = await tablesOf(trx);
    for (const table of tables) {
      contents.tables[table] = 0;
      yield* dumpTable(trx, table, (rows) => contents.tables[table]! += rows);
    }
    contents.sequences = await readSequences(trx);
    if (scope === "all" && tables.includes("backtest_runs")) {
      const runs = await trx.selectFrom("backtest_runs").select("results_storage_key")
        .where("results_storage_key", "is not", null).execute();
      for (const { results_storage_key: key } of runs) if (key !== null) named.add(key);
    }
  } finally {
    await trx.rollback().execute();
  }
}

/** Results and reports; takes out of `named` what it has found. */
async function* blobEntries(
  storage: BackupParts["storage"],
  contents: Contents,
  named: Set<string>,
): AsyncGenerator<TarEntry> {
  for await (const { key } of storage.list()) {
    if (CACHES.test(key) || CUT_SHORT.test(key)) continue;
    const bytes = await storage.get(key);
    if (bytes === null) continue;
    named.delete(key);
    contents.blobs++;
    yield { name: `blobs/${key}`, bytes };
  }
}

const KEYS_AT_ONCE = 500;

/** Those of the results without a blob whose rows are gone by now. A row that is still there has lost its result before. */
async function deletedOf(
  { db }: BackupParts["database"],
  missing: ReadonlySet<string>,
): Promise<string[]> {
  const keys = [...missing];
  const deleted: string[] = [];
  for (let start = 0; start < keys.length; start += KEYS_AT_ONCE) {
    const some = keys.slice(start, start + KEYS_AT_ONCE);
    const rows = await db.selectFrom("backtest_runs").select("results_storage_key")
      .where("results_storage_key", "in", some).execute();
    const there = new Set(rows.map((row) => row.results_storage_key));
    deleted.push(...some.filter((key) => !there.has(key)));
  }
  return deleted;
}

/** Writes a stream to a file that has no name for others, and reads it back. */
async function* spooled(
  folder: string,
  source: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  await Deno.mkdir(folder, { recursive: true });
  const path = join(folder, `.rows-${crypto.randomUUID()}.tmp`);
  using file = await Deno.open(path, { read: true, write: true, createNew: true, mode: 0o600 });
  // Gone with the process, however that ends.
  await Deno.remove(path);
  for await (const piece of source) {
    for (let written = 0; written < piece.byteLength;) {
      written += await file.write(piece.subarray(written));
    }
  }
  await file.seek(0, Deno.SeekMode.Start);
  for (;;) {
    const piece = new Uint8Array(SPOOL_PIECE);
    const read = await file.read(piece);
    if (read === null) return;
    yield piece.subarray(0, read);
  }
}

function json(value: unknown): Uint8Array {
  return new TextEncoder().encode(`${JSON.stringify(value, null, 2)}\n`);
}
