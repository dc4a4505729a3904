/** Brings the schema up to date. */
import { type MigrationResultSet, Migrator, NO_MIGRATIONS } from "kysely/migration";
import { MIGRATIONS } from "../../migrations/mod.ts";
import type { DatabaseHandle } from "./connect.ts";

/**
 * Applies the migrations that are missing and returns their names. Processes that start at once on PostgreSQL wait for each
 * other (Kysely holds an advisory lock), so each migration runs once.
 *
 * @throws when a migration fails; PostgreSQL has then rolled it back.
 */
export async function migrateToLatest(handle: Pick<DatabaseHandle, "db">): Promise<string[]> {
  return applied(await migrator(handle).migrateToLatest());
}

/**
 * Takes all migrations back, and with them every row. For developers and tests.
 *
 * @throws when a migration cannot be taken back.
 */
export async function migrateToNothing(handle: Pick<DatabaseHandle, "db">): Promise<string[]> {
  return applied(await migrator(handle).migrateTo(NO_MIGRATIONS));
}

function migrator({ db }: Pick<DatabaseHandle, "db">): Migrator {
  return new Migrator({
    db,
    provider: { getMigrations: () => Promise.resolve({ ...MIGRATIONS }) },
  });
}

function applied({ error, results }: MigrationResultSet): string[] {
  if (error) throw error;
  return (results ?? []).filter((r) => r.status === "Success").map((r) => r.migrationName);
}
