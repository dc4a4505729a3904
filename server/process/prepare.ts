/** What has to be there before jobs are taken: the newest schema, and the candles of CANDLES_DIR. */
import { BackupError } from "../backup/backup_error.ts";
import { migrateWithBackup } from "../backup/before_migration.ts";
import { removeLeftUploads } from "../disk/uploads.ts";
import { isUnavailable } from "../db/errors.ts";
import { describeError, errorText } from "../logging/log.ts";
import { importCandlesFolder } from "../market_data/candles_folder.ts";
import type { Services } from "../services.ts";
import { StartError } from "./start_error.ts";

const RETRY_MS = 2_000;

/** What migrating needs. */
type Migrated = Pick<Services, "config" | "database" | "log" | "now" | "syncClock">;

/**
 * Migrates, with a backup before where one is wanted; `false` when the database is away.
 *
 * @throws {StartError} when a migration itself or the backup before it fails
 */
export async function migrated(services: Migrated): Promise<boolean> {
  const { log, syncClock } = services;
  try {
    const applied = await migrateWithBackup(services);
    // Before anything is begun that goes by the time.
    await syncClock();
    if (applied.length > 0) log.info("migrated", { migrations: applied.join(" ") });
    return true;
  } catch (error) {
    if (error instanceof BackupError) {
      log.error("the backup before the migration failed", { error: describeError(error) });
      throw new StartError(error.message);
    }
    if (!isUnavailable(error)) {
      log.error("the database could not be migrated", { error: describeError(error) });
      throw new StartError(`The database could not be migrated: ${errorText(error)}`);
    }
    log.warn("the database cannot be reached yet", { error: describeError(error) });
    return false;
  }
}

/** Migrates as soon as the database is there, so that the order in which machines start does not matter. */
export async function prepareDatabase(
  services: Migrated,
  stop: AbortSignal,
): Promise<void> {
  while (!stop.aborted && !await migrated(services)) {
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, RETRY_MS);
      stop.addEventListener("abort", () => (clearTimeout(timer), resolve()), { once: true });
    });
  }
}

/**
 * Takes back what an import has left that was killed with the process before. Before anything is served: no import is under way
 * where the database is this process's alone. Elsewhere the sweep of the workers does, once the import's time is over.
 */
export async function takeBackImports(
  { config, database, unfinishedImports, log }: Services,
): Promise<void> {
  const alone = database.kind === "pglite";
  try {
    await removeLeftUploads(config.dataDir, { now: Date.now(), alone });
    if (alone) await unfinishedImports.sweep({ alone });
  } catch (error) {
    log.warn("unfinished imports could not be taken back", { error: describeError(error) });
  }
}

/** Imports what is new in CANDLES_DIR. A folder that cannot be read is reported, and the app goes on. */
export async function importCandles(
  { config, database, marketData, log }: Services,
  stop: AbortSignal,
): Promise<void> {
  if (config.candlesDir === null || stop.aborted) return;
  try {
    const parts = { db: database.db, marketData, log };
    const { imported, unchanged } = await importCandlesFolder(parts, config.candlesDir, {
      signal: stop,
    });
    log.info(`Candles of ${config.candlesDir}`, {
      imported: imported.length,
      unchanged: unchanged.length,
    });
  } catch (error) {
    if (stop.aborted) return;
    log.warn(`CANDLES_DIR ${config.candlesDir} could not be read`, { error: describeError(error) });
  }
}
