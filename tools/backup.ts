/**
 * `deno task backup`: one file with the database, results, reports and settings; or, with `--verify`, whether such a file is
 * whole.
 *
 * Exit status: 0 done; 1 it failed; 2 the command line is wrong.
 */
import { join } from "node:path";
import { parseArgs } from "node:util";
import { BackupError, wordsOf } from "../server/backup/backup_error.ts";
import { isUpToDate } from "../server/backup/before_migration.ts";
import { encrypt } from "../server/backup/envelope.ts";
import {
  keepBackup,
  type MadeBackup,
  makeBackup,
  ownFolder,
} from "../server/backup/make_backup.ts";
import { backupName } from "../server/backup/names.ts";
import { type BackupTarget, openTarget } from "../server/backup/places.ts";
import { recordBackup } from "../server/backup/queries.ts";
import { type BackupSummary, verifyBackup } from "../server/backup/read_backup.ts";
import { type Config, ConfigError, loadConfig } from "../server/config/config.ts";
import { openDatabase } from "../server/db/connect.ts";
import { DataDirLockedError } from "../server/db/data_dir_lock.ts";
import { backupBytes, recordManualBackup } from "../server/operator/backups.ts";
import { askThroughDoor, streamThroughDoor } from "../server/operator/door.ts";
import { readEnvironment } from "../server/process/environment.ts";
import { openStorage } from "../server/storage/open_storage.ts";

const HELP =
  `Makes a backup: one file with the database, results, reports, and settings without secrets.

Usage:
  deno task backup [FILE | FOLDER/ | s3://bucket/key]
  deno task backup --verify FILE

Without a place it goes to BACKUP_TO, or to "backups" in DATA_DIR. The app may go on: an embedded one makes
the backup itself and hands it over. With BACKUP_KEY set the file is encrypted, and only that key opens it.

Options:
  --verify   reads all of a backup and says whether it is whole; changes nothing

Exit status: 0 done; 1 it failed, and there is no file; 2 the command is wrong.
`;

async function main(args: readonly string[]): Promise<number> {
  let parsed;
  try {
    parsed = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { verify: { type: "boolean" }, help: { type: "boolean", short: "h" } },
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
  if (rest.length > 0 || (values.verify && where === undefined)) {
    console.error(values.verify ? "Name the file to verify." : "One place at a time, please.");
    return 2;
  }
  try {
    const config = loadConfig(await readEnvironment());
    if (values.verify && where !== undefined) await verify(config, where);
    else await backUp(config, where);
    return 0;
  } catch (error) {
    if (error instanceof ConfigError || error instanceof DataDirLockedError) {
      console.error(error.message);
    } else console.error(wordsOf(error));
    return 1;
  }
}

async function verify({ backup }: Config, where: string): Promise<void> {
  const { place, name } = await openTarget(where, "", backup.s3);
  try {
    if (name === "") throw new BackupError(`${where} is a folder. Name one of its files.`);
    const summary = await verifyBackup(place.read(name), backup.key);
    console.log(`The backup is whole: ${inWords(summary)}.`);
  } finally {
    place.close();
  }
}

async function backUp(config: Config, where: string | undefined): Promise<void> {
  const { backup } = config;
  const to = where ?? `${backup.to ?? ownFolder(config)}/`;
  const name = backupName("manual", Date.now(), backup.key !== null);
  const target = await openTarget(to, name, backup.s3);
  try {
    const made = await madeByApp(config, target) ?? await makeHere(config, target);
    console.log(
      `${made.target} (${Math.ceil(made.size / 1000).toLocaleString("en")} KB): ${inWords(made)}.`,
    );
    if (!made.isEncrypted) console.log("It is not encrypted: set BACKUP_KEY to have that.");
  } finally {
    target.place.close();
  }
}

/** Lets the app make it that has the embedded database open; `null` where none has. */
async function madeByApp(config: Config, target: BackupTarget): Promise<MadeBackup | null> {
  if (config.databaseUrl !== null) return null;
  const { dataDir, backup: { key } } = config;
  const bytes = await streamThroughDoor(dataDir, backupBytes.name);
  if (bytes === null) return null;
  let made: MadeBackup;
  try {
    made = await keepBackup(key === null ? bytes : encrypt(bytes, key), target, key);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    throw new BackupError("The app could not make the backup; its log says why.");
  }
  const { size, rows, blobs, isEncrypted } = made;
  const record = { target: made.target, size, rows, blobs, isEncrypted };
  await askThroughDoor(dataDir, recordManualBackup.name, record);
  return made;
}

/**
 * Makes it in this process.
 *
 * @throws {BackupError} where there is no database yet; {DataDirLockedError} when the app has the embedded database open
 */
async function makeHere(config: Config, target: BackupTarget): Promise<MadeBackup> {
  const isEmbedded = config.databaseUrl === null;
  if (
    isEmbedded && !await Deno.stat(join(config.dataDir, "postgres")).then(() => true, () => false)
  ) {
    throw new BackupError(`There is nothing in the data folder ${config.dataDir} yet.`);
  }
  const database = await openDatabase(config);
  try {
    const storage = await openStorage(config);
    try {
      const parts = { config, database, storage, now: Date.now };
      const made = await makeBackup(parts, "all", target);
      // The list of backups is part of the newest schema alone.
      if (await isUpToDate(database)) await recordBackup(database.db, "manual", made);
      return made;
    } finally {
      await storage.close();
    }
  } finally {
    await database.close();
  }
}

function inWords({ manifest, contents }: BackupSummary): string {
  const rows = Object.values(contents.tables).reduce((sum, count) => sum + count, 0);
  const what = manifest.scope === "all"
    ? `${contents.blobs.toLocaleString("en")} results and reports`
    : "no results: the database alone";
  return `made ${manifest.created_at} by version ${manifest.app_version}, ${
    rows.toLocaleString("en")
  } rows in ${Object.keys(contents.tables).length} tables, ${what}`;
}

if (import.meta.main) Deno.exit(await main(Deno.args));
