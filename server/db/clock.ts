/**
 * The time by the database's clock, for processes on several machines: rows and rules of all of them then go by one clock,
 * whatever their own say. Between two looks at the database the time goes on by the process's steady clock, which nobody sets.
 */
import { type Kysely, sql } from "kysely";
import type { Database } from "./schema.ts";

export interface DatabaseClock {
  /** Unix ms; by the process's own clock until the database has been asked for the first time. */
  readonly now: () => number;
  /** Asks the database. Never throws: while it is away the time goes on. */
  sync(): Promise<void>;
  close(): Promise<void>;
}

export interface ClockParts {
  readonly db: Kysely<Database>;
  /** Called when the process's own clock is found to be wrong by so many milliseconds, ahead when positive. */
  readonly onWrong: (byMs: number) => void;
  /** The process's own clock, Unix ms. */
  readonly wall?: () => number;
  /** A clock that only goes forward, milliseconds. */
  readonly steady?: () => number;
}

const SYNC_MS = 60_000;
/** Until the database has been asked for the first time. */
const FIRST_SYNC_MS = 2_000;
/** An answer that took longer says too little about the time. */
const LONGEST_ANSWER_MS = 2_000;
/** What a process may be wrong by before it is said. */
const WRONG_MS = 5_000;

/** Asks the database now, and each minute until it is closed. */
export function openDatabaseClock(
  { db, onWrong, wall = Date.now, steady = () => performance.now() }: ClockParts,
): DatabaseClock {
  let known: { readonly ms: number; readonly at: number } | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let closed = false;
  let asking: Promise<void> | null = null;
  let isWrong = false;

  const ask = async () => {
    const from = steady();
    const { rows } = await sql<{ ms: number }>`
      select (extract(epoch from clock_timestamp()) * 1000)::float8 as ms`.execute(db);
    const took = steady() - from;
    const ms = rows[0]?.ms;
    if (ms === undefined || (known !== null && took > LONGEST_ANSWER_MS)) return;
    known = { ms: ms + took / 2, at: from + took };
    const byMs = Math.round(wall() - known.ms);
    if (Math.abs(byMs) > WRONG_MS && !isWrong) onWrong(byMs);
    isWrong = Math.abs(byMs) > WRONG_MS;
  };
  const sync = () => {
    clearTimeout(timer);
    return asking ??= ask().catch(() => {}).finally(() => {
      asking = null;
      if (!closed) timer = setTimeout(sync, known === null ? FIRST_SYNC_MS : SYNC_MS);
    });
  };
  sync();
  return {
    now: () => known === null ? wall() : Math.round(known.ms + steady() - known.at),
    sync,
    async close() {
      closed = true;
      clearTimeout(timer);
      await asking;
    },
  };
}
