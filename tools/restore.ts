/**
 * `deno task restore`: puts a backup into an empty place, or with `--replace` in the place of what is there.
 *
 * Exit status: 0 done; 1 it failed, and the place is as it was; 2 the command line is wrong.
 */
import { parseArgs } from "node:util";
import { BackupError, wordsOf } from "../server/backup/backup_error.ts";
import { openTarget } from "../server/backup/places.ts";
import { restoreBackup } from "../server/backup/restore.ts";
import { type Config, ConfigError, loadConfig } from "../server/config/config.ts";
import { openDatabase } from "../server/db/connect.ts";
import { DataDirLockedError } from "../server/db/data_dir_lock.ts";
import { readEnvironment } from "../server/process/environment.ts";
import { openStorage } from "../server/storage/open_storage.ts";

const HELP = `Restores a backup.

Usage:
  deno task restore FILE | s3://bucket/key [--replace]

It goes into the database and the results that the settings name: DATA_DIR, or DATABASE_URL and S3. A backup
of an embedded app can be restored into PostgreSQL and the other way round, and one of an earlier version into
this one. An encrypted backup needs the BACKUP_KEY that it was made with. Stop the app first.

All of the backup is read and verified before anything is changed. The database is changed as a whole or not
at all, also when the command is stopped half-way.

Options:
  --replace   everything that is there goes; without it a place with data is refused

Exit status: 0 done; 1 it failed, and the database is as it was; 2 the command is wrong.
`;

async function main(args: readonly string[]): Promise<number> {
  let parsed;
  try {
    parsed = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { replace: { type: "boolean" }, help: { type: "boolean", short: "h" } },
    });
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : error}\n\n${HELP}`);
    return 2;
  }
  const { values, positionals: [where, ...rest] } = parsed;
  if (values.help) {
    console.log(HELP);
    return 0;
  }
  if (where === undefined || rest.length > 0) {
    console.error("Name the one backup to restore.\nTry: deno task restore --help");
    return 2;
  }
  try {
    await restore(loadConfig(await readEnvironment()), where, values.replace ?? false);
    return 0;
  } catch (error) {
    if (error instanceof ConfigError || error instanceof DataDirLockedError) {
      console.error(error.message);
    } else console.error(wordsOf(error));
    return 1;
  }
}

async function restore(config: Config, where: string, replace: boolean): Promise<void> {
  const { place, name } = await openTarget(where, "", config.backup.s3);
  try {
    if (name === "") throw new BackupError(`${where} is a folder. Name one of its files.`);
    const database = await openDatabase(config);
    try {
      const storage = await openStorage(config);
      try {
        const options = { passphrase: config.backup.key, replace };
        const { manifest, contents, migrated } = await restoreBackup(
          { database, storage },
          place.read(name),
          options,
        );
        const rows = Object.values(contents.tables).reduce((sum, count) => sum + count, 0);
        console.log(
          `Restored what was there on ${manifest.created_at}: ${rows.toLocaleString("en")} rows, ${
            contents.blobs.toLocaleString("en")
          } results and reports.`,
        );
        if (manifest.scope === "database") {
          console.log("It was a backup of the database alone: results are those of the place.");
        }
        if (migrated.length > 0) console.log(`Migrated it with ${migrated.join(", ")}.`);
      } finally {
        await storage.close();
      }
    } finally {
      await database.close();
    }
  } finally {
    place.close();
  }
}

if (import.meta.main) Deno.exit(await main(Deno.args));
