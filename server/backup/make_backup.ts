/** Makes a backup in its place and reads it back. */
import { join } from "node:path";
import type { Config } from "../config/config.ts";
import type { DatabaseHandle } from "../db/connect.ts";
import type { BlobStorage } from "../storage/storage.ts";
import type { BackupScope } from "./format.ts";
import type { BackupTarget } from "./places.ts";
import type { BackupRecord } from "./queries.ts";
import { type BackupSummary, verifyBackup } from "./read_backup.ts";
import { backupStream } from "./write_backup.ts";

export interface MakeParts {
  readonly config: Pick<Config, "backup" | "dataDir" | "written">;
  readonly database: Pick<DatabaseHandle, "db" | "kind">;
  readonly storage: Pick<BlobStorage, "list" | "get">;
  readonly now: () => number;
}

/** A backup that was made. */
export interface MadeBackup extends BackupSummary, BackupRecord {}

/** The folder of backups that have no other place, and of what is written meanwhile. */
export function ownFolder({ dataDir }: Pick<Config, "dataDir">): string {
  return join(dataDir, "backups");
}

/** The bytes of a backup of the app, not encrypted. */
export function plainStream(parts: MakeParts, scope: BackupScope): AsyncIterable<Uint8Array> {
  return backupStream(backupParts(parts), scope, null);
}

/**
 * Writes a backup and verifies what was written; one that is not whole is removed again.
 *
 * @throws {BackupError} in words; what storage or database say
 */
export async function makeBackup(
  parts: MakeParts,
  scope: BackupScope,
  target: BackupTarget,
  signal?: AbortSignal,
): Promise<MadeBackup> {
  const { key } = parts.config.backup;
  const stream = backupStream(backupParts(parts), scope, key);
  return await keepBackup(stream, target, key, signal);
}

/** Keeps the bytes of a backup, encrypted already where there is a `key`, and verifies them as `makeBackup`. */
export async function keepBackup(
  stream: AsyncIterable<Uint8Array>,
  { place, name }: BackupTarget,
  key: string | null,
  signal?: AbortSignal,
): Promise<MadeBackup> {
  const size = await place.write(name, signal ? abortable(stream, signal) : stream);
  try {
    const summary = await verifyBackup(place.read(name), key);
    const rows = Object.values(summary.contents.tables).reduce((sum, count) => sum + count, 0);
    const target = place.title.endsWith("/") ? place.title + name : `${place.title}/${name}`;
    const { blobs } = summary.contents;
    return { ...summary, target, size, rows, blobs, isEncrypted: key !== null };
  } catch (error) {
    await place.remove(name).catch(() => {});
    throw error;
  }
}

function backupParts({ config, database, storage, now }: MakeParts) {
  return { database, storage, now, settings: config.written, scratch: ownFolder(config) };
}

async function* abortable(
  stream: AsyncIterable<Uint8Array>,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array> {
  for await (const piece of stream) {
    signal.throwIfAborted();
    yield piece;
  }
}
