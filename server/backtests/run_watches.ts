/** Following runs: a change of a run's row is published, and its watchers read the row again. */
import type { Kysely } from "kysely";
import type { Database } from "../db/schema.ts";
import { describeError, type Logger } from "../logging/log.ts";
import type { Notifications } from "../notifications/notifications.ts";
import { runTopic } from "../notifications/topics.ts";
import { Watches } from "../notifications/watches.ts";
import { type RunRow, runsById } from "./queries.ts";

/** All runs that are followed are read so often in one query, in case a worker was killed between its change and publishing it. */
const REREAD_MS = 20_000;

export interface RunWatchesParts {
  readonly db: Kysely<Database>;
  readonly notifications: Pick<Notifications, "subscribe">;
  readonly log: Logger;
}

/** The runs that are followed in this process. */
export function createRunWatches(
  { db, notifications, log }: RunWatchesParts,
): Watches<RunRow> {
  return new Watches({
    notifications,
    read: (ids) => runsById(db, ids),
    // The database may be back in a moment; the listener reconnects by itself.
    onProblem: (error) =>
      log.warn("the progress of runs could not be read", { error: describeError(error) }),
    rereadMs: REREAD_MS,
  });
}

/** Publishes that the row of a run has changed. A failure to publish is logged, and undoes nothing. */
export async function tellRunChanged(
  { notifications, log }: {
    readonly notifications: Pick<Notifications, "publish">;
    readonly log: Logger;
  },
  runId: string,
): Promise<void> {
  await notifications.publish(runTopic(runId)).catch((error) =>
    log.warn("the change of a run could not be published", {
      run_id: runId,
      error: describeError(error),
    })
  );
}
