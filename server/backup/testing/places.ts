/** Databases and storages for tests of backups, and all that is in one. */
import { sql } from "kysely";
import { createHash } from "node:crypto";
import { blankPglite, freshPostgresUrl } from "../../../tests/support/database.ts";
import { type DatabaseHandle, openPostgres } from "../../db/connect.ts";
import { openFolderStorage } from "../../storage/folder_storage.ts";
import type { BlobStorage } from "../../storage/storage.ts";
import type { BackupParts } from "../write_backup.ts";
import type { BackupSource } from "../read_backup.ts";
import { tablesOf } from "../rows.ts";

export type Kind = DatabaseHandle["kind"];

export interface Place extends BackupParts {
  readonly database: DatabaseHandle;
  readonly storage: BlobStorage;
  readonly folder: string;
  close(): Promise<void>;
}

/** A database without a table, and an empty storage. */
export async function blankPlace(kind: Kind): Promise<Place> {
  const empty = kind === "postgres" ? await freshPostgresUrl() : null;
  const database = empty ? openPostgres(empty.url) : await blankPglite();
  return await placeOf(database, () => empty?.drop());
}

/** A place with this database; it is closed with it. */
export async function placeOf(
  database: DatabaseHandle,
  onClose: () => Promise<void> | undefined = () => undefined,
): Promise<Place> {
  const folder = await Deno.makeTempDir({ prefix: "backup-" });
  const storage = await openFolderStorage(`${folder}/blobs`);
  return {
    database,
    storage,
    folder,
    settings: { values: { PORT: "8000" }, secret: ["BACKUP_KEY"] },
    scratch: `${folder}/backups`,
    now: () => Date.UTC(2026, 10, 29, 3),
    async close() {
      await storage.close();
      await database.close();
      await onClose();
      await Deno.remove(folder, { recursive: true });
    },
  };
}

/** Every row of every table, and the digest of every blob. */
export interface Everything {
  readonly rows: Readonly<Record<string, readonly string[]>>;
  readonly blobs: Readonly<Record<string, string>>;
}

/** All that a place holds, in an order of its own. */
export async function everythingIn({ database, storage }: Place): Promise<Everything> {
  const rows: Record<string, readonly string[]> = {};
  for (const table of await tablesOf(database.db)) {
    const found = await sql<{ line: string }>`
      select to_jsonb(t)::text as line from ${sql.table(table)} t`.execute(database.db);
    rows[table] = found.rows.map(({ line }) => inUtc(line)).sort();
  }
  const blobs: Record<string, string> = {};
  for await (const { key } of storage.list()) {
    const bytes = await storage.get(key) ?? new Uint8Array();
    blobs[key] = createHash("sha256").update(bytes).digest("hex");
  }
  return { rows, blobs };
}

/** Connections may have other time zones. */
function inUtc(line: string): string {
  return line.replace(
    /"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(\.\d+)?([+-]\d\d:\d\d)"/g,
    (_, time, fraction = "", zone) =>
      `"${new Date(`${time}${zone}`).toISOString().slice(0, 19)}${fraction}Z"`,
  );
}

/** A stream as one piece. */
export async function collect(stream: AsyncIterable<Uint8Array>): Promise<Uint8Array<ArrayBuffer>> {
  const pieces: BlobPart[] = [];
  for await (const piece of stream) pieces.push(piece as Uint8Array<ArrayBuffer>);
  return new Uint8Array(await new Blob(pieces).arrayBuffer());
}

/** Bytes as a backup is read, in pieces of odd sizes. */
export function sourceOf(bytes: Uint8Array, pieceBytes = 10_007): BackupSource {
  return async function* () {
    for (let at = 0; at < bytes.byteLength; at += pieceBytes) {
      yield bytes.subarray(at, at + pieceBytes);
    }
  };
}
