/**
 * Nightly backups and monthly drills: one a day and one a month, however many processes look at the clock and whatever was down
 * when it struck. The database decides, by the unique key of kind and day.
 */
import type { Kysely } from "kysely";
import type { Config } from "../config/config.ts";
import type { DatabaseHandle } from "../db/connect.ts";
import type { Database } from "../db/schema.ts";
import { describeError, type Logger } from "../logging/log.ts";
import type { BlobStorage } from "../storage/storage.ts";
import { dueDay } from "../track_records/days.ts";
import { BackupError, wordsOf } from "./backup_error.ts";
import type { DrillReport, DrillTask } from "./drill.ts";
import { makeBackup, ownFolder, plainStream } from "./make_backup.ts";
import { backupName } from "./names.ts";
import type { BackupPlace } from "./place.ts";
import { openPlace } from "./places.ts";
import {
  type BackupRecord,
  type BackupRow,
  claimDay,
  endBackup,
  isDone,
  listBackups,
  recordBackup,
  releaseDay,
} from "./queries.ts";
import { newestBackup, removeOutdated } from "./retention.ts";

export interface BackupsOptions {
  readonly config: Pick<Config, "backup" | "dataDir" | "written">;
  readonly db: Kysely<Database>;
  readonly database: Pick<DatabaseHandle, "db" | "kind">;
  readonly storage: Pick<BlobStorage, "list" | "get">;
  readonly log: Logger;
  readonly now: () => number;
  /** Restores a backup into a scratch database, in a process of its own. */
  readonly drill: (task: DrillTask, signal: AbortSignal) => Promise<DrillReport>;
}

/** What a sweep has done. */
export interface BackupSweep {
  readonly nightly: "done" | "failed" | null;
  readonly drill: "done" | "failed" | null;
}

const SWEEP_MS = 600_000;

export class Backups {
  readonly #parts: BackupsOptions;
  readonly #stop = new AbortController();
  #timer: ReturnType<typeof setInterval> | null = null;
  #sweeping: Promise<BackupSweep> | null = null;

  constructor(parts: BackupsOptions) {
    this.#parts = parts;
  }

  /** Backups and drills, the newest first. */
  list(limit = 50): Promise<BackupRow[]> {
    return listBackups(this.#parts.db, limit);
  }

  /** The bytes of a backup as it is made now, not encrypted. */
  stream(): AsyncIterable<Uint8Array> {
    return plainStream(this.#parts, "all");
  }

  /** Notes a backup that was made by hand. */
  async recordManual(made: BackupRecord): Promise<void> {
    await recordBackup(this.#parts.db, "manual", made);
  }

  /** Looks now, and every ten minutes until `stop`, for what is due; does nothing without `BACKUP_TO`. */
  start(): void {
    if (this.#parts.config.backup.to === null || this.#stop.signal.aborted) return;
    this.#look();
    this.#timer = setInterval(() => this.#look(), SWEEP_MS);
  }

  #look(): void {
    this.sweep().catch((error) =>
      this.#parts.log.warn("backups could not be looked after", { error: describeError(error) })
    );
  }

  /** Begins nothing new, and ends what is under way; another process or the next start makes it. */
  async stop(): Promise<void> {
    this.#stop.abort();
    if (this.#timer !== null) clearInterval(this.#timer);
    await this.#sweeping?.catch(() => {});
  }

  /**
   * Makes the backup of today where it is due, and tries the newest out where a drill is. Every process may call it at any
   * time; two at once in one process are one.
   *
   * @throws when the database is away
   */
  sweep(): Promise<BackupSweep> {
    return this.#sweeping ??= this.#sweep().finally(() => {
      this.#sweeping = null;
    });
  }

  async #sweep(): Promise<BackupSweep> {
    const { config: { backup: { to, minute, drill } }, db, now } = this.#parts;
    const day = dueDay(now(), minute);
    if (to === null || day === null) return { nightly: null, drill: null };
    const nightly = await this.#claimed("nightly", day, (place) => this.#makeNightly(place));
    const month = `${day.slice(0, 7)}-01`;
    // Not while another process makes the backup that would be tried.
    const tried = drill && await isDone(db, "nightly", day)
      ? await this.#claimed("drill", month, (place) => this.#tryNewest(place))
      : null;
    return { nightly, drill: tried };
  }

  async #claimed(
    kind: "nightly" | "drill",
    day: string,
    work: (place: BackupPlace) => Promise<Parameters<typeof endBackup>[2]>,
  ): Promise<"done" | "failed" | null> {
    const { db, log, config: { backup } } = this.#parts;
    if (this.#stop.signal.aborted || backup.to === null) return null;
    const id = await claimDay(db, kind, day);
    if (id === null) return null;
    try {
      const place = await openPlace(backup.to, backup.s3);
      try {
        await endBackup(db, id, await work(place));
      } finally {
        place.close();
      }
      return "done";
    } catch (error) {
      if (this.#stop.signal.aborted) {
        await releaseDay(db, id);
        return null;
      }
      log.error(`a ${kind === "drill" ? "restore drill" : "nightly backup"} failed`, {
        day,
        error: describeError(error),
      });
      await endBackup(db, id, { error: wordsOf(error) });
      return "failed";
    }
  }

  async #makeNightly(place: BackupPlace) {
    const { config, log, now } = this.#parts;
    const name = backupName("nightly", now(), config.backup.key !== null);
    const made = await makeBackup(this.#parts, "all", { place, name }, this.#stop.signal);
    log.info("backed up", { target: made.target, bytes: made.size, rows: made.rows });
    await removeOutdated(place, log);
    return made;
  }

  async #tryNewest(place: BackupPlace) {
    const { drill, log, config } = this.#parts;
    const { to, key, s3 } = config.backup;
    const name = newestBackup(await place.list());
    if (name === null || to === null) {
      throw new BackupError(`There is no backup in ${place.title} yet.`);
    }
    const task = { to, key, s3, name, folder: ownFolder(config) };
    const { rows, blobs } = await drill(task, this.#stop.signal);
    const target = place.title.endsWith("/") ? place.title + name : `${place.title}/${name}`;
    log.info("a backup was restored as a drill", { target, rows, blobs });
    return { target, rows, blobs };
  }
}
