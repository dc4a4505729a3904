/**
 * Blobs that no row names: of runs that were deleted or failed while a process was killed, and files that a killed process was
 * writing. Nothing else would remove them. What was written within a day stays, whatever it is.
 */
import { type Kysely, sql } from "kysely";
import type { Database } from "../db/schema.ts";
import { describeError, type Logger } from "../logging/log.ts";
import type { BlobStorage } from "../storage/storage.ts";

export interface LeftOversParts {
  readonly db: Kysely<Database>;
  readonly storage: Pick<BlobStorage, "list" | "delete">;
  readonly log: Pick<Logger, "info" | "warn">;
}

/** What a sweep removed. */
export interface SweptLeftOvers {
  /** Files of writes and probes that were cut short. */
  readonly writes: number;
  /** Results and reports. */
  readonly blobs: number;
}

const DAY_MS = 86_400_000;
const BATCH = 500;
const UUID = "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}";
/** What a write in a folder is called until it is whole, and what a ping writes. */
const CUT_SHORT = new RegExp(`\\.${UUID}\\.tmp$|^\\.probe-${UUID}$`);
/** The blobs of a run, by what holds them. Other keys belong to others. */
const OF_RUN = new RegExp(`^runs/(${UUID})/(results|robustness)\\.[a-z.]+$`);

interface OldBlob {
  readonly key: string;
  readonly runId: string;
  readonly kind: string;
}

export class LeftOvers {
  constructor(private readonly parts: LeftOversParts) {}

  /**
   * Removes what is left over. Any process may, at any time; two at once are safe.
   *
   * @throws when the database or the storage is away; the next sweep finds the same
   */
  async sweep(): Promise<SweptLeftOvers> {
    const { db, storage, log } = this.parts;
    const { rows: [clock] } = await sql<{ now: Date }>`select now() as now`.execute(db);
    const before = (clock?.now.getTime() ?? 0) - DAY_MS;
    let writes = 0;
    let blobs = 0;
    let batch: OldBlob[] = [];
    const judge = async () => {
      for (const key of await this.#unnamed(batch)) {
        if (await this.#remove(key)) blobs++;
      }
      batch = [];
    };
    for await (const { key, modifiedAt } of storage.list()) {
      if (modifiedAt.getTime() >= before) continue;
      if (CUT_SHORT.test(key)) {
        if (await this.#remove(key)) writes++;
        continue;
      }
      const [, runId, kind] = OF_RUN.exec(key) ?? [];
      if (runId === undefined || kind === undefined) continue;
      batch.push({ key, runId, kind });
      if (batch.length >= BATCH) await judge();
    }
    await judge();
    if (writes + blobs > 0) log.info("left-over blobs were removed", { writes, blobs });
    return { writes, blobs };
  }

  /** Those that no row names, and that no run or report under way is about to write. */
  async #unnamed(batch: readonly OldBlob[]): Promise<string[]> {
    if (batch.length === 0) return [];
    const { db } = this.parts;
    const ids = [...new Set(batch.map(({ runId }) => runId))];
    const runs = await db.selectFrom("backtest_runs")
      .select(["id", "status", "results_storage_key"]).where("id", "in", ids).execute();
    const reports = await db.selectFrom("robustness_reports")
      .select("run_id").where("run_id", "in", ids).where("status", "!=", "failed").execute();
    const reported = new Set(reports.map(({ run_id }) => run_id));
    const open = new Set(
      runs.filter(({ status }) => status === "pending" || status === "running").map(({ id }) => id),
    );
    const named = new Set(runs.map(({ results_storage_key }) => results_storage_key));
    return batch.filter(({ key, runId, kind }) =>
      kind === "results" ? !named.has(key) && !open.has(runId) : !reported.has(runId)
    ).map(({ key }) => key);
  }

  async #remove(key: string): Promise<boolean> {
    const { storage, log } = this.parts;
    try {
      await storage.delete(key);
      return true;
    } catch (error) {
      // A name that is no key, or a file of somebody else: it stays, and the others are looked at.
      log.warn("a left-over blob could not be removed", { key, error: describeError(error) });
      return false;
    }
  }
}
