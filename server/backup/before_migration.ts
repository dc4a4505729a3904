/** Migrates a database; where it has rows, a backup is made before, and without one nothing is changed. */
import { sql } from "kysely";
import { MIGRATIONS } from "../../migrations/mod.ts";
import type { Config } from "../config/config.ts";
import type { DatabaseHandle } from "../db/connect.ts";
import { isUnavailable } from "../db/errors.ts";
import { migrateToLatest } from "../db/migrate.ts";
import { describeError, type Logger } from "../logging/log.ts";
import { BackupError, wordsOf } from "./backup_error.ts";
import { type MadeBackup, makeBackup, ownFolder } from "./make_backup.ts";
import { backupName } from "./names.ts";
import { openPlace } from "./places.ts";
import { recordBackup } from "./queries.ts";
import { removeOutdated } from "./retention.ts";
import { appliedMigrations, hasRows, tablesOf } from "./rows.ts";

export interface MigrationParts {
  readonly config: Pick<Config, "backup" | "dataDir" | "written">;
  readonly database: DatabaseHandle;
  readonly log: Pick<Logger, "info" | "warn">;
  readonly now: () => number;
}

/** Held while one process backs up and migrates. */
const LOCK = 6_041_986;

/**
 * Applies the migrations that are missing and returns their names. Processes that start at once wait for each other.
 *
 * @throws {BackupError} when the backup before it failed; what the database says when it is away or a migration fails
 */
export async function migrateWithBackup(parts: MigrationParts): Promise<string[]> {
  const { database, config } = parts;
  if (!config.backup.beforeMigration) return await migrateToLatest(database);
  if (database.kind === "pglite") return await backUpAndMigrate(parts);
  return await database.db.connection().execute(async (held) => {
    await sql`select pg_advisory_lock(${LOCK})`.execute(held);
    try {
      return await backUpAndMigrate(parts);
    } finally {
      await sql`select pg_advisory_unlock(${LOCK})`.execute(held);
    }
  });
}

/** Whether a database has the newest schema. */
export async function isUpToDate({ db }: Pick<DatabaseHandle, "db">): Promise<boolean> {
  return hasAll(await appliedMigrations(db));
}

function hasAll(applied: readonly string[]): boolean {
  return Object.keys(MIGRATIONS).every((name) => applied.includes(name));
}

async function backUpAndMigrate(parts: MigrationParts): Promise<string[]> {
  const { database, log } = parts;
  const { db } = database;
  const before = await appliedMigrations(db);
  const made = before.length > 0 && !hasAll(before) && await hasRows(db, await tablesOf(db))
    ? await backUp(parts)
    : null;
  const applied = await migrateToLatest(database);
  if (made !== null) {
    await recordBackup(db, "before_migration", made).catch((error) =>
      log.warn("the backup before the migration could not be noted", {
        error: describeError(error),
      })
    );
  }
  return applied;
}

async function backUp({ config, database, log, now }: MigrationParts): Promise<MadeBackup> {
  try {
    const place = await openPlace(config.backup.to ?? ownFolder(config), config.backup.s3);
    try {
      const name = backupName("before_migration", now(), config.backup.key !== null);
      const storage = { get: () => Promise.resolve(null), async *list() {} };
      const made = await makeBackup({ config, database, storage, now }, "database", {
        place,
        name,
      });
      log.info("backed up before the migration", { target: made.target, bytes: made.size });
      await removeOutdated(place, log);
      return made;
    } finally {
      place.close();
    }
  } catch (error) {
    // The database itself may be away; whoever asked waits for it.
    if (isUnavailable(error) && !isOfFiles(error)) throw error;
    throw new BackupError(
      `The database was not changed, because the backup before it failed: ${
        wordsOf(error)
      } Mend that, or set BACKUP_BEFORE_MIGRATION=0 to go on without one.`,
      { cause: error },
    );
  }
}

/** Of a file or folder, not of the database. */
function isOfFiles(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ENOSPC";
}
