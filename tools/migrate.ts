/** `deno task migrate`: brings the database to the newest schema and says what it did. */
import { ConfigError, loadConfig } from "../server/config/config.ts";
import { DataDirLockedError } from "../server/db/data_dir_lock.ts";
import { openDatabase } from "../server/db/connect.ts";
import { migrateToLatest } from "../server/db/migrate.ts";
import { readEnvironment } from "../server/process/environment.ts";

try {
  const handle = await openDatabase(loadConfig(await readEnvironment()));
  try {
    const applied = await migrateToLatest(handle);
    console.log(
      applied.length > 0 ? `Applied ${applied.join(", ")}.` : "The schema is up to date.",
    );
  } finally {
    await handle.close();
  }
} catch (error) {
  if (!(error instanceof Error)) throw error;
  const known = error instanceof ConfigError || error instanceof DataDirLockedError;
  console.error(known ? error.message : `The database could not be migrated: ${error.message}`);
  Deno.exit(1);
}
