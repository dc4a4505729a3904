/**
 * The follows of an account that is disabled rest, as if its owner had paused them: nothing is bought, and an open position
 * keeps its stop, its target and its exit. What was paused before stays paused when the account is enabled again.
 */
import type { Transaction } from "kysely";
import type { Database } from "../db/schema.ts";
import { endPause, insertEvent, insertPause, openFollowIds, pauseBegunAt } from "./queries.ts";
import { DISABLED_WORDS, ENABLED_WORDS } from "./words.ts";

export const accountFollows = {
  /** Pauses every follow that goes on. */
  async pause(trx: Transaction<Database>, userId: string, atMs: number): Promise<void> {
    for (const id of await openFollowIds(trx, userId)) {
      if (!await insertPause(trx, id, { atMs, reason: "everything" })) continue;
      await insertEvent(trx, id, {
        key: `paused:${atMs}`,
        type: "paused",
        severity: "info",
        message: DISABLED_WORDS,
        atMs,
      });
    }
  },

  /** Ends the pauses that began at `pausedMs`, when the account was disabled. */
  async resume(
    trx: Transaction<Database>,
    userId: string,
    { pausedMs, atMs }: { readonly pausedMs: number; readonly atMs: number },
  ): Promise<void> {
    for (const id of await openFollowIds(trx, userId)) {
      if (!await pauseBegunAt(trx, id, pausedMs) || !await endPause(trx, id, atMs)) continue;
      await insertEvent(trx, id, {
        key: `resumed:${atMs}`,
        type: "resumed",
        severity: "info",
        message: ENABLED_WORDS,
        atMs,
      });
    }
  },
};
