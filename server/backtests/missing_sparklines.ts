/** Draws what rows of earlier versions lack, from their stored results: the points of the small curve in a list. */
import type { Kysely } from "kysely";
import type { Database } from "../db/schema.ts";
import type { BlobStorage } from "../storage/storage.ts";
import { sparklineOf } from "./sparkline.ts";
import { readStoredResult, UnreadableResultError } from "./stored_result.ts";

/** Results read at a time: a sweep has other things to do. */
const MOST = 20;

export class MissingSparklines {
  /** A run that completes now brings its own: once none is missing, none will be. */
  #done = false;

  constructor(private readonly db: Kysely<Database>, private readonly storage: BlobStorage) {}

  /**
   * Fills in some rows; returns how many. Of a result that is gone or broken there are no points, and the row says so. Any
   * process may, at any time.
   *
   * @throws when the database or the storage is away; the rows are found again by the next sweep
   */
  async sweep(): Promise<number> {
    if (this.#done) return 0;
    const rows = await this.db.selectFrom("backtest_runs").select(["id", "results_storage_key"])
      .where("status", "=", "completed").where("sparkline", "is", null)
      .orderBy("created_at", "desc").limit(MOST).execute();
    for (const { id, results_storage_key } of rows) {
      const points = results_storage_key ? await this.#points(results_storage_key) : [];
      await this.db.updateTable("backtest_runs").set({ sparkline: JSON.stringify(points) })
        .where("id", "=", id).where("sparkline", "is", null).execute();
    }
    this.#done = rows.length < MOST;
    return rows.length;
  }

  async #points(key: string): Promise<readonly number[]> {
    const bytes = await this.storage.get(key);
    if (!bytes) return [];
    try {
      const { equity, settings } = readStoredResult(bytes).result;
      return sparklineOf(equity.value, settings.initial_capital);
    } catch (error) {
      if (error instanceof UnreadableResultError) return [];
      throw error;
    }
  }
}
