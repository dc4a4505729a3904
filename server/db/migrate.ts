/** Brings the schema up to date. */
import { Migrator } from "kysely/migration";
import { MIGRATIONS } from "../../migrations/mod.ts";
import type { DatabaseHandle } from "./connect.ts";

/**
 * Applies the migrations that are missing and returns their names. Processes that start at once on PostgreSQL wait for each
 * other (Kysely holds an advisory lock), so each migration runs once.
 *
 * @throws when a migration fails; PostgreSQL has then rolled it back.
 */
export async function migrateToLatest({ db }: DatabaseHandle): Promise<string[]> {
  const migrator = new Migrator({
    db,
    provider: { getMigrations: () => Promise.resolve({ ...MIGRATIONS }) },
  });
  const { error, results } = await migrator.migrateToLatest();
  if (error) throw error;
  return (results ?? []).filter((r) => r.status === "Success").map((r) => r.migrationName);
}
