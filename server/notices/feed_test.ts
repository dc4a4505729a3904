/** Who follows an account's notices hears of each, whatever order their transactions end in. */
import assert from "node:assert/strict";
import { sql } from "kysely";
import type { DatabaseHandle } from "../db/connect.ts";
import { testOnBoth } from "../market_data/testing/databases.ts";
import { followNotices, type NoticeFeedStep } from "./feed.ts";

const START = Date.UTC(2026, 0, 15, 12);

async function account(database: DatabaseHandle) {
  const { db } = database;
  const { id: userId } = await db.insertInto("users")
    .values({ email: `${crypto.randomUUID()}@example.com`, password_hash: "x" })
    .returning("id").executeTakeFirstOrThrow();
  let tell = () => {};
  const notifications = {
    subscribe: (_topic: string, listener: (told: { kind: "message"; message: string }) => void) => {
      tell = () => listener({ kind: "message", message: "1" });
      return () => {};
    },
  };
  const write = (seq: number, atMs = START) =>
    sql`insert into notices (seq, user_id, kind, key, text, link, details_json, is_silent, created_at)
      overriding system value values (${seq}, ${userId}, 'x', ${String(seq)}, ${`n${seq}`}, '/desk',
      '{}', false, ${new Date(atMs)})`.execute(db);
  const follow = (after: number | null, replay = 10) => {
    const left = new AbortController();
    const steps = followNotices({ db, notifications }, {
      userId,
      after,
      replay,
      signal: left.signal,
    });
    const next = async (count: number) => {
      const heard: string[] = [];
      for (let n = 0; n < count; n++) heard.push(wordsOf((await steps.next()).value));
      return heard;
    };
    const end = async () => {
      left.abort();
      assert.equal((await steps.next()).done, true);
    };
    return { next, end };
  };
  return { write, follow, tell: () => tell() };
}

function wordsOf(step: NoticeFeedStep | undefined): string {
  if (!step) return "ended";
  return step.kind === "message"
    ? `${step.data.text} at ${step.cursor}`
    : `${step.kind} ${step.cursor}`;
}

testOnBoth(
  "notices followed: one with a lower number that is written later is told",
  async (database) => {
    const { write, follow, tell } = await account(database);
    await write(1, START - 3_600_000);
    await write(10);
    const live = follow(null);
    assert.deepEqual(await live.next(1), ["started 10"]);
    await write(12);
    tell();
    assert.deepEqual(await live.next(1), ["n12 at 12"]);
    // It took its number before 12 was written.
    await write(11);
    tell();
    assert.deepEqual(await live.next(1), ["n11 at 12"]);
    await write(13);
    tell();
    tell();
    assert.deepEqual(await live.next(1), ["n13 at 13"]);
    await live.end();
  },
);

testOnBoth(
  "notices followed: resuming tells what was missed, and of too many that there were more",
  async (database) => {
    const { write, follow } = await account(database);
    for (const seq of [1, 2, 3, 4]) await write(seq, START + seq * 3_600_000);
    const resumed = follow(2);
    assert.deepEqual(await resumed.next(3), ["started 2", "n3 at 3", "n4 at 4"]);
    await resumed.end();
    const long = follow(1, 2);
    assert.deepEqual(await long.next(4), ["started 1", "gap 1", "n3 at 3", "n4 at 4"]);
    await long.end();
    const exact = follow(2, 2);
    assert.deepEqual(await exact.next(3), ["started 2", "n3 at 3", "n4 at 4"]);
    await exact.end();
    // A cursor that is not there yet.
    const ahead = follow(99);
    assert.deepEqual(await ahead.next(1), ["started 4"]);
    await ahead.end();
  },
);
