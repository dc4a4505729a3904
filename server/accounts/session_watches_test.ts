/** When a stream is told that its session is over: by whom it was ended, and by the clock. */
import assert from "node:assert/strict";
import type { Kysely } from "kysely";
import { freshPglite } from "../../tests/support/database.ts";
import type { Database } from "../db/schema.ts";
import { createLogger } from "../logging/log.ts";
import { openProcessNotifications } from "../notifications/process_notifications.ts";
import { sessionsTopic } from "../notifications/topics.ts";
import { SessionWatches } from "./session_watches.ts";
import { type SessionOwner, SessionStore } from "./sessions.ts";

const START = Date.UTC(2026, 10, 28, 12);
const DAY_MS = 86_400_000;

interface Timer {
  readonly ring: () => void;
  readonly ms: number;
}

interface Fixture {
  readonly db: Kysely<Database>;
  readonly owner: SessionOwner;
  readonly watches: SessionWatches;
  readonly tell: () => Promise<void>;
  /** Timers that go on, in the test's hands. */
  readonly timers: Map<number, Timer>;
  /** Waits until a timer for so many milliseconds has begun. */
  readonly timerOf: (ms: number) => Promise<Timer>;
  now: number;
}

function testWatches(name: string, test: (fixture: Fixture) => Promise<void>): void {
  Deno.test({
    name: `session watches: ${name}`,
    sanitizeOps: false,
    sanitizeResources: false,
    async fn() {
      const { db, close } = await freshPglite();
      const { setTimeout, clearTimeout } = globalThis;
      try {
        const { id, email } = await db.insertInto("users")
          .values({ email: "ada@example.com", password_hash: "x" })
          .returning(["id", "email"]).executeTakeFirstOrThrow();
        const token = await new SessionStore(db, () => START).open(id, null);
        const found = await new SessionStore(db, () => START).find(token);
        assert.ok(found);
        assert.equal(found.user.email, email);
        const notifications = openProcessNotifications();
        const timers = new Map<number, Timer>();
        let next = 1;
        const fixture: Fixture = {
          db,
          owner: found.user,
          watches: new SessionWatches({
            db,
            notifications,
            log: createLogger({ logLevel: "error", logFormat: "text", write: () => {} }),
            now: () => fixture.now,
          }),
          tell: () => notifications.publish(sessionsTopic(id)),
          timers,
          async timerOf(ms) {
            while (true) {
              for (const timer of timers.values()) if (timer.ms === ms) return timer;
              await new Promise((resolve) => setTimeout(resolve, 2));
            }
          },
          now: START,
        };
        // Shorter ones are of the database or of the test itself.
        globalThis.setTimeout = ((ring: () => void, ms: number) => {
          if (ms < 1_000) return setTimeout(ring, ms);
          timers.set(-next, { ring, ms });
          return -next++;
        }) as typeof setTimeout;
        globalThis.clearTimeout = ((id: number) => {
          if (!timers.delete(id)) clearTimeout(id);
        }) as typeof clearTimeout;
        await test(fixture);
      } finally {
        Object.assign(globalThis, { setTimeout, clearTimeout });
        await close();
      }
    },
  });
}

const aborted = (signal: AbortSignal) =>
  signal.aborted
    ? Promise.resolve()
    : new Promise<void>((resolve) => signal.addEventListener("abort", () => resolve()));

testWatches(
  "a session that was ended ends its streams",
  async ({ db, owner, watches, tell, timerOf, timers }) => {
    const [first, second] = [
      watches.endOf(owner, new AbortController().signal),
      watches.endOf(owner, new AbortController().signal),
    ];
    await timerOf(20 * DAY_MS);
    assert.equal(first.aborted, false);
    await db.deleteFrom("sessions").execute();
    await tell();
    await Promise.all([aborted(first), aborted(second)]);
    assert.equal(timers.size, 0, "no timer is left behind");
  },
);

testWatches("one that is over already ends them at once", async ({ db, owner, watches }) => {
  await db.deleteFrom("sessions").execute();
  await aborted(watches.endOf(owner, new AbortController().signal));
});

testWatches("it is looked at again after twenty days, and at its end", async (fixture) => {
  const { owner, watches, timerOf, timers } = fixture;
  const end = watches.endOf(owner, new AbortController().signal);
  const first = await timerOf(20 * DAY_MS);
  fixture.now = START + 20 * DAY_MS;
  first.ring();
  const second = await timerOf(10 * DAY_MS);
  assert.equal(end.aborted, false);
  assert.equal(timers.size, 1, "one timer at a time");
  fixture.now = START + 30 * DAY_MS;
  second.ring();
  await aborted(end);
});

testWatches("one that is used goes on from there", async (fixture) => {
  const { db, owner, watches, timerOf } = fixture;
  fixture.now = START + 29 * DAY_MS;
  const end = watches.endOf(owner, new AbortController().signal);
  const timer = await timerOf(DAY_MS);
  await db.updateTable("sessions").set({ expires_at: new Date(START + 32 * DAY_MS) }).execute();
  fixture.now = START + 30 * DAY_MS;
  timer.ring();
  const last = await timerOf(2 * DAY_MS);
  assert.equal(end.aborted, false);
  fixture.now = START + 32 * DAY_MS - 1_000;
  last.ring();
  await timerOf(1_000);
  assert.equal(end.aborted, false);
});

testWatches(
  "a stream that ends by itself is followed no longer",
  async ({ owner, watches, timerOf, timers }) => {
    const left = new AbortController();
    const end = watches.endOf(owner, left.signal);
    await timerOf(20 * DAY_MS);
    left.abort();
    await aborted(end);
    assert.equal(timers.size, 0);
  },
);
