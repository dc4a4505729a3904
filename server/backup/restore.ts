/** Puts a backup into a database and a storage, of this version of the app or of an earlier one. */
import { type Kysely, sql, type Transaction } from "kysely";
import { Migrator, NO_MIGRATIONS } from "kysely/migration";
import { MIGRATIONS } from "../../migrations/mod.ts";
import type { DatabaseHandle } from "../db/connect.ts";
import type { Database } from "../db/schema.ts";
import type { BlobStorage } from "../storage/storage.ts";
import { BackupError, DamagedBackupError } from "./backup_error.ts";
import { kindOf, type Manifest } from "./format.ts";
import {
  backupEntries,
  type BackupSource,
  type BackupSummary,
  verifyBackup,
} from "./read_backup.ts";
import {
  appliedMigrations,
  columnsOf,
  fillTable,
  hasRows,
  setSequences,
  setTriggers,
  tablesOf,
  unchecked,
} from "./rows.ts";

export interface RestoreParts {
  readonly database: Pick<DatabaseHandle, "db">;
  readonly storage: Pick<BlobStorage, "put">;
}

export interface RestoreOptions {
  readonly passphrase: string | null;
  /** Everything that is there goes; otherwise a place with rows is refused. */
  readonly replace: boolean;
}

/** What was restored, and the migrations that came after. */
export interface Restored extends BackupSummary {
  readonly migrated: readonly string[];
}

/** Rows that belong to the place and not to what people made: they do not make it a full one. */
const BOOKKEEPING = new Set(["backups"]);

/**
 * Restores a backup. The rows come in one transaction with the migrations after them, so that whatever ends it in between
 * leaves the database as it was; blobs are written before it is committed, and those of rows that never came are removed as
 * left-overs. Nothing is written before all of the backup was read and found whole.
 *
 * @throws {BackupError} when it is damaged, made by a newer version or with another key, or the place is full
 */
export async function restoreBackup(
  parts: RestoreParts,
  source: BackupSource,
  options: RestoreOptions,
): Promise<Restored> {
  return await restoreVerified(
    parts,
    source,
    options,
    await verifyBackup(source, options.passphrase),
  );
}

/** Restores a backup that was verified already. @throws as `restoreBackup` */
export async function restoreVerified(
  parts: RestoreParts,
  source: BackupSource,
  options: RestoreOptions,
  summary: BackupSummary,
): Promise<Restored> {
  const { db } = parts.database;
  refuseUnknown(summary.manifest.migrations, "The backup was made");
  const migrated = await db.transaction().execute(async (trx) => {
    await makeRoom(trx, options.replace);
    await migrateTo(trx, summary.manifest.migrations.at(-1));
    const tables = await tablesOf(trx);
    const strange = Object.keys(summary.contents.tables).filter((one) => !tables.includes(one));
    if (strange.length > 0) {
      throw new DamagedBackupError(`it has rows of ${strange.join(", ")}, which are no tables.`);
    }
    await unchecked(trx, tables, () => fill(trx, parts, source, options.passphrase));
    await forgetDeleted(trx, summary.contents.deleted_meanwhile);
    await setSequences(trx, summary.contents.sequences);
    return await migrateTo(trx, Object.keys(MIGRATIONS).at(-1));
  });
  // The planner knows nothing of what has just come; without it the first lists are slow.
  await sql`analyze`.execute(db);
  return { ...summary, migrated };
}

/** Rows and blobs of all entries, each table and each blob as it was checked. */
async function fill(
  trx: Transaction<Database>,
  { storage }: RestoreParts,
  source: BackupSource,
  passphrase: string | null,
): Promise<void> {
  const columns = new Map<string, readonly string[]>();
  for await (const { name, bytes } of backupEntries(source, passphrase)) {
    const kind = kindOf(name);
    if (kind.kind === "table") {
      let names = columns.get(kind.of);
      if (!names) columns.set(kind.of, names = await columnsOf(trx, kind.of));
      await fillTable(trx, kind.of, names, bytes);
    }
    if (kind.kind === "blob") await storage.put(kind.of, bytes, "application/octet-stream");
  }
}

/** Empties the database, or refuses one that has rows. */
async function makeRoom(trx: Transaction<Database>, replace: boolean): Promise<void> {
  const applied = await appliedMigrations(trx);
  refuseUnknown(applied, "The database was last used");
  const tables = applied.length === 0 ? [] : await tablesOf(trx);
  if (!replace && await hasRows(trx, tables.filter((table) => !BOOKKEEPING.has(table)))) {
    throw new BackupError(
      "There is data already. Restore into an empty place, or add --replace: all that is there goes then.",
    );
  }
  if (tables.length > 0) {
    // Some tables let nobody take rows away.
    await setTriggers(trx, tables, "disable");
    await sql`truncate ${sql.join(tables.map((table) => sql.table(table)))} cascade`.execute(trx);
  }
  await migrateTo(trx, NO_MIGRATIONS);
}

/** Rows of results that were deleted while the backup was made. */
async function forgetDeleted(trx: Transaction<Database>, keys: readonly string[]): Promise<void> {
  if (keys.length === 0) return;
  await sql`delete from backtest_runs where results_storage_key = any(${keys})`.execute(trx);
}

/** Goes to a migration; answers with the names of those that were applied. */
async function migrateTo(
  db: Kysely<Database>,
  target: string | typeof NO_MIGRATIONS | undefined,
): Promise<string[]> {
  const migrator = new Migrator({
    db,
    provider: { getMigrations: () => Promise.resolve({ ...MIGRATIONS }) },
  });
  const { error, results } = await migrator.migrateTo(target ?? NO_MIGRATIONS);
  if (error) throw error;
  return (results ?? []).filter(({ status }) => status === "Success")
    .map(({ migrationName }) => migrationName);
}

/** Refuses what has had migrations that this version does not know, or in another order. */
function refuseUnknown(applied: Manifest["migrations"], who: string): void {
  const own = Object.keys(MIGRATIONS);
  const unknown = applied.filter((name) => !own.includes(name));
  if (unknown.length > 0) {
    throw new BackupError(
      `${who} by a newer version of the app: its migration ${
        unknown[0]
      } is not known here. Update the app first.`,
    );
  }
  if (applied.some((name, n) => own[n] !== name)) {
    throw new BackupError(
      `${who} by another line of versions of the app: its migrations are not those of this one.`,
    );
  }
}
