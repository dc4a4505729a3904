/**
 * A restore drill: a backup is restored into an embedded database that is thrown away, and what came is compared with what the
 * backup says. `run_drill.ts` does it in a process of its own.
 */
import { sql } from "kysely";
import { join } from "node:path";
import type { BackupConfig } from "../config/config.ts";
import { openEmbedded } from "../db/connect.ts";
import { openFolderStorage } from "../storage/folder_storage.ts";
import { BackupError } from "./backup_error.ts";
import { type BackupSource, verifyBackup } from "./read_backup.ts";
import { restoreVerified } from "./restore.ts";
import { tablesOf } from "./rows.ts";

/** How much was restored. */
export interface DrillReport {
  readonly rows: number;
  readonly blobs: number;
}

const SCRATCH = ".drill-";

/** Which backup is restored, and where. */
export interface DrillTask extends Pick<BackupConfig, "key" | "s3"> {
  /** The place of the backups. */
  readonly to: string;
  readonly name: string;
  /** Where there is room for a scratch database. */
  readonly folder: string;
}

/**
 * Restores a backup into a new place below `folder`, which is removed again, and looks at it.
 *
 * @throws {BackupError} when it cannot be restored or not all of it is there
 */
export async function drillRestore(
  folder: string,
  source: BackupSource,
  passphrase: string | null,
): Promise<DrillReport> {
  // Before a database is made for it.
  const summary = await verifyBackup(source, passphrase);
  await Deno.mkdir(folder, { recursive: true });
  await removeScratch(folder);
  const scratch = join(folder, `${SCRATCH}${crypto.randomUUID()}`);
  try {
    const storage = await openFolderStorage(join(scratch, "blobs"));
    const database = await openEmbedded(join(scratch, "postgres"));
    try {
      const options = { passphrase, replace: false };
      const { contents, migrated } = await restoreVerified(
        { database, storage },
        source,
        options,
        summary,
      );
      const tables = await tablesOf(database.db);
      let rows = 0;
      for (const [table, count] of Object.entries(contents.tables)) {
        if (!tables.includes(table)) continue;
        const { rows: [found] } = await sql<{ count: number }>`
          select count(*) as count from ${sql.table(table)}`.execute(database.db);
        rows += found?.count ?? 0;
        // Rows of runs that were deleted meanwhile are left out, and migrations may write.
        const isExact = migrated.length === 0 && contents.deleted_meanwhile.length === 0;
        if (isExact && found?.count !== count) {
          throw new BackupError(`Of ${count} rows of ${table} there are ${found?.count}.`);
        }
      }
      const blobs = (await Array.fromAsync(storage.list())).length;
      if (blobs !== contents.blobs) {
        throw new BackupError(`Of ${contents.blobs} blobs there are ${blobs}.`);
      }
      return { rows, blobs };
    } finally {
      await database.close();
      await storage.close();
    }
  } finally {
    await Deno.remove(scratch, { recursive: true }).catch(() => {});
  }
}

/** What drills left behind that were killed. */
async function removeScratch(folder: string): Promise<void> {
  for await (const { name, isDirectory } of Deno.readDir(folder)) {
    if (isDirectory && name.startsWith(SCRATCH)) {
      await Deno.remove(join(folder, name), { recursive: true }).catch(() => {});
    }
  }
}
