/** `deno task migrate`: brings the database to the newest schema and says what it did. */
import { BackupError } from "../server/backup/backup_error.ts";
import { migrateWithBackup } from "../server/backup/before_migration.ts";
import { ConfigError, loadConfig } from "../server/config/config.ts";
import { DataDirLockedError } from "../server/db/data_dir_lock.ts";
import { openDatabase } from "../server/db/connect.ts";
import { openLog } from "../server/logging/log.ts";
import { readEnvironment } from "../server/process/environment.ts";

try {
  const config = loadConfig(await readEnvironment());
  const { log, close } = openLog(config, Date.now, "migrate", (line) => console.error(line));
  const database = await openDatabase(config);
  try {
    const applied = await migrateWithBackup({ config, database, log, now: Date.now });
    console.log(
      applied.length > 0 ? `Applied ${applied.join(", ")}.` : "The schema is up to date.",
    );
  } finally {
    await database.close();
    close();
  }
} catch (error) {
  if (!(error instanceof Error)) throw error;
  const known = error instanceof ConfigError || error instanceof DataDirLockedError ||
    error instanceof BackupError;
  console.error(known ? error.message : `The database could not be migrated: ${error.message}`);
  Deno.exit(1);
}
