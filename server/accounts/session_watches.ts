/** Until when a session lasts, for what goes on after its request was answered: a stream must not outlive its session. */
import type { Kysely } from "kysely";
import type { Database } from "../db/schema.ts";
import { describeError, type Logger } from "../logging/log.ts";
import type { Notifications } from "../notifications/notifications.ts";
import { sessionsTopic } from "../notifications/topics.ts";
import { Watches } from "../notifications/watches.ts";
import type { SessionOwner } from "./sessions.ts";

export interface SessionWatchesParts {
  readonly db: Kysely<Database>;
  readonly notifications: Pick<Notifications, "subscribe">;
  readonly log: Logger;
  /** Unix ms. */
  readonly now: () => number;
}

/** An API key has no end but being revoked. */
const FAR_AWAY = new Date(Date.UTC(9999, 0, 1));
/** A timer takes no longer wait than about 24 days; a session that lasts longer is looked at in between. */
const LONGEST_TIMER_MS = 20 * 86_400_000;

export class SessionWatches {
  readonly #watches: Watches<Date>;
  readonly #now: () => number;

  constructor({ db, notifications, log, now }: SessionWatchesParts) {
    this.#now = now;
    this.#watches = new Watches({
      notifications,
      read: (ids) => sessionEnds(db, ids),
      onProblem: (error) =>
        log.warn("the ends of sessions could not be read", { error: describeError(error) }),
      rereadMs: null,
    });
  }

  /**
   * A signal that aborts when the session of `user` is over: logged out in any process, gone with its account, or run out.
   * It follows the session until then, or until `left` aborts. One query at the start, and one when sessions of the account
   * change or this one runs out unless it was used meanwhile.
   */
  endOf({ id, sessionId }: SessionOwner, left: AbortSignal): AbortSignal {
    const ended = new AbortController();
    this.#follow(sessionId, sessionsTopic(id), left).then(() => ended.abort());
    return ended.signal;
  }

  async #follow(sessionId: string, topic: string, left: AbortSignal): Promise<void> {
    const watch = this.#watches.open(sessionId, topic);
    let timer: ReturnType<typeof setTimeout> | undefined;
    try {
      // It may have ended between the request's first line and here.
      watch.reread();
      while (true) {
        const ends = await watch.next(left);
        clearTimeout(timer);
        if (ends === null || ends === "aborted") return;
        const leftMs = ends.getTime() - this.#now();
        if (leftMs <= 0) return;
        timer = setTimeout(() => watch.reread(), Math.min(leftMs, LONGEST_TIMER_MS));
      }
    } finally {
      clearTimeout(timer);
      watch.close();
    }
  }
}

/** When sessions and API keys run out, by their ids; those that have ended are left out. */
async function sessionEnds(
  db: Kysely<Database>,
  ids: readonly string[],
): Promise<ReadonlyMap<string, Date>> {
  const rows = await db.selectFrom("sessions").select(["id", "expires_at"])
    .where("id", "in", ids).execute();
  const keys = await db.selectFrom("api_keys").select("id").where("id", "in", ids).execute();
  return new Map([
    ...rows.map((row) => [row.id, row.expires_at] as const),
    ...keys.map((key) => [key.id, FAR_AWAY] as const),
  ]);
}
