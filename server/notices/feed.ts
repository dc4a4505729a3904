/** What is new in an account's list of notices, as it is written. */
import type { Kysely } from "kysely";
import type { Notice } from "../../contracts/notices.ts";
import type { Database } from "../db/schema.ts";
import type { Notifications } from "../notifications/notifications.ts";
import { noticesTopic } from "../notifications/topics.ts";
import { type NoticeRow, noticesAfter } from "./queries.ts";
import { toNotice } from "./told_notice.ts";

export interface NoticeFeedParts {
  readonly db: Kysely<Database>;
  readonly notifications: Pick<Notifications, "subscribe">;
}

export type NoticeFeedStep =
  /** Everything after `cursor` will be told. */
  | { readonly kind: "started"; readonly cursor: number }
  /** Notices between the cursor that was reached and the first one that follows are left out. */
  | { readonly kind: "gap"; readonly cursor: number }
  | { readonly kind: "message"; readonly cursor: number; readonly data: Notice };

/**
 * Notices of an account, first those after the cursor `after` (the newest `replay` of them), then the new ones until `signal` aborts.
 * After resuming a notice may be told a second time.
 *
 * @throws when the database is away
 */
export async function* followNotices(
  { db, notifications }: NoticeFeedParts,
  { userId, after, replay, signal }: {
    readonly userId: string;
    readonly after: number | null;
    readonly replay: number;
    readonly signal: AbortSignal;
  },
): AsyncGenerator<NoticeFeedStep> {
  let isChanged = false;
  let wake = () => {};
  // Heard before anything is read, so that nothing falls in between.
  const leave = notifications.subscribe(noticesTopic(userId), () => {
    isChanged = true;
    wake();
  });
  const end = () => wake();
  signal.addEventListener("abort", end);
  const read = (seq: number) => noticesAfter(db, userId, { seq, limit: replay + 1 });
  try {
    const there = await read(Number.MAX_SAFE_INTEGER);
    // A transaction may end after one that took a later number: notices are told by what was told, not by the highest number.
    let known = new Set(there.map(({ seq }) => seq));
    let cursor = there.at(-1)?.seq ?? 0;
    const steps = function* (rows: readonly NoticeRow[]): Generator<NoticeFeedStep> {
      if (rows.length > replay && rows[0]!.seq > cursor) yield { kind: "gap", cursor };
      for (const row of rows.slice(-replay)) {
        cursor = Math.max(cursor, row.seq);
        yield { kind: "message", cursor, data: toNotice(row) };
      }
    };
    if (after !== null) cursor = Math.min(after, cursor);
    yield { kind: "started", cursor };
    if (after !== null) {
      const missed = await read(cursor);
      for (const { seq } of missed) known.add(seq);
      yield* steps(missed);
    }
    while (!signal.aborted) {
      if (!isChanged) {
        await new Promise<void>((resolve) => wake = resolve);
        continue;
      }
      isChanged = false;
      const rows = await read(cursor);
      const fresh = rows.filter(({ seq }) => !known.has(seq));
      // What the next answer can hold of them: the minute before the cursor, and the notice at it.
      known = new Set([cursor, ...rows.map(({ seq }) => seq)]);
      yield* steps(fresh);
    }
  } finally {
    leave();
    signal.removeEventListener("abort", end);
  }
}
