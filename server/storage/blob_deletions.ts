/**
 * Removing blobs whose rows are removed. Their keys are written down in the transaction that removes the rows, and forgotten
 * when the blobs are gone: a storage that is away delays it, and loses nothing.
 */
import type { Kysely, Transaction } from "kysely";
import type { Database } from "../db/schema.ts";
import { describeError, type Logger } from "../logging/log.ts";
import type { BlobStorage } from "./storage.ts";

const BATCH = 500;
const AT_ONCE = 16;
/** How long a blob that could not be deleted is left alone, milliseconds. */
const RETRY_MS = 60_000;
/** How long a deletion can be put off at the most, milliseconds; one that is due later was set before the clock went back. */
export const LONGEST_DELAY_MS = 3_600_000;

export interface BlobDeletionsParts {
  readonly db: Kysely<Database>;
  readonly storage: BlobStorage;
  readonly log: Logger;
  readonly now: () => number;
}

export class BlobDeletions {
  constructor(private readonly parts: BlobDeletionsParts) {}

  /**
   * Writes down what is to be deleted, in the transaction that removes the rows; `afterMs` from now at the
   * earliest, `LONGEST_DELAY_MS` at the most.
   */
  async add(trx: Transaction<Database>, keys: readonly string[], afterMs = 0): Promise<void> {
    const due_at = new Date(this.parts.now() + Math.min(afterMs, LONGEST_DELAY_MS));
    for (let start = 0; start < keys.length; start += BATCH) {
      await trx.insertInto("blob_deletions")
        .values(keys.slice(start, start + BATCH).map((key) => ({ key, due_at })))
        .onConflict((conflict) => conflict.doNothing()).execute();
    }
  }

  /** Deletes what is due. A storage that does not answer ends it until the next time. Two at once are safe. */
  async sweep(): Promise<void> {
    const { db, storage, log, now } = this.parts;
    for (;;) {
      const due = await db.selectFrom("blob_deletions").select("key")
        .where((eb) =>
          eb.or([
            eb("due_at", "<=", new Date(now())),
            eb("due_at", ">", new Date(now() + LONGEST_DELAY_MS)),
          ])
        ).orderBy("due_at").limit(BATCH).execute();
      if (due.length === 0) return;
      const failed: string[] = [];
      let problem: unknown;
      for (let start = 0; start < due.length; start += AT_ONCE) {
        const keys = due.slice(start, start + AT_ONCE).map(({ key }) => key);
        // The storage is unavailable: the rest of the batch would fail the same way.
        if (failed.length >= AT_ONCE) {
          failed.push(...keys);
          continue;
        }
        await Promise.all(keys.map((key) =>
          storage.delete(key).catch((error) => {
            failed.push(key);
            problem = error;
          })
        ));
      }
      const gone = due.map(({ key }) => key).filter((key) => !failed.includes(key));
      if (gone.length > 0) {
        await db.deleteFrom("blob_deletions").where("key", "in", gone).execute();
      }
      if (failed.length === 0) continue;
      const again = new Date(now() + RETRY_MS);
      await db.updateTable("blob_deletions").set({ due_at: again, updated_at: new Date(now()) })
        .where("key", "in", failed).execute();
      log.warn("blobs could not be deleted yet", {
        count: failed.length,
        error: describeError(problem),
      });
      return;
    }
  }
}
