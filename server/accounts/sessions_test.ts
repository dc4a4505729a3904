/** How long a session lasts, when its end moves, and which sessions one account may end. */
import assert from "node:assert/strict";
import { freshPglite } from "../../tests/support/database.ts";
import { hashToken, newToken, type SessionOwner, SessionStore } from "./sessions.ts";

const START = Date.UTC(2026, 10, 28, 12);
const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

interface Fixture {
  readonly sessions: SessionStore;
  readonly userId: string;
  readonly otherId: string;
  /** When each session was last seen and when it ends, after the start, the first opened first. */
  readonly times: () => Promise<[seenMs: number, endsMs: number][]>;
  now: number;
}

function testSessions(name: string, test: (fixture: Fixture) => Promise<void>): void {
  Deno.test(`sessions: ${name}`, async () => {
    const { db, close } = await freshPglite();
    try {
      const ids = await db.insertInto("users").values([
        { email: "ada@example.com", password_hash: "x" },
        { email: "eve@example.com", password_hash: "x" },
      ]).returning("id").execute();
      const fixture: Fixture = {
        sessions: new SessionStore(db, () => fixture.now),
        userId: ids[0]!.id,
        otherId: ids[1]!.id,
        times: async () => {
          const rows = await db.selectFrom("sessions").select(["last_seen_at", "expires_at"])
            .orderBy("created_at").execute();
          return rows.map((row) => [
            row.last_seen_at.getTime() - START,
            row.expires_at.getTime() - START,
          ]);
        },
        now: START,
      };
      await test(fixture);
    } finally {
      await close();
    }
  });
}

async function ownerOf(sessions: SessionStore, token: string): Promise<SessionOwner> {
  const found = await sessions.find(token);
  assert.ok(found);
  return found.user;
}

Deno.test("sessions: tokens are 256 random bits, and stored as their SHA-256", async () => {
  const tokens = new Set(Array.from({ length: 50 }, newToken));
  assert.equal(tokens.size, 50);
  for (const token of tokens) assert.match(token, /^[A-Za-z0-9_-]{43}$/);
  assert.equal(
    await hashToken("abc"),
    "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
  );
});

testSessions("it is seen every five minutes, and its end moves once a day", async (fixture) => {
  const { sessions, userId, times } = fixture;
  const token = await sessions.open(userId, null);
  assert.deepEqual(await times(), [[0, 30 * DAY_MS]]);
  const steps: [atMs: number, seenMs: number, endsMs: number, rolled: boolean][] = [
    [5 * MINUTE_MS - 1, 0, 30 * DAY_MS, false],
    [5 * MINUTE_MS, 5 * MINUTE_MS, 30 * DAY_MS, false],
    [DAY_MS - 1, DAY_MS - 1, 30 * DAY_MS, false],
    [DAY_MS, DAY_MS, 31 * DAY_MS, true],
    [DAY_MS + 1, DAY_MS, 31 * DAY_MS, false],
  ];
  for (const [atMs, seenMs, endsMs, rolled] of steps) {
    fixture.now = START + atMs;
    assert.equal((await sessions.find(token))?.rolled, rolled, String(atMs));
    assert.deepEqual(await times(), [[seenMs, endsMs]], String(atMs));
  }
});

testSessions(
  "it ends thirty days after it was last used, and is swept away then",
  async (fixture) => {
    const { sessions, userId, times } = fixture;
    const token = await sessions.open(userId, null);
    fixture.now = START + 30 * DAY_MS;
    assert.equal(await sessions.find(token), null);
    fixture.now = START + 30 * DAY_MS - 1;
    await sessions.sweep();
    assert.equal((await times()).length, 1);
    assert.equal((await sessions.list({ ...await ownerOf(sessions, token) })).length, 1);
    fixture.now = START + 60 * DAY_MS - 1;
    await sessions.sweep();
    assert.equal((await times()).length, 0);
  },
);

testSessions("what is no token finds nothing", async ({ sessions, userId }) => {
  const token = await sessions.open(userId, null);
  for (const wrong of ["", "x", token.slice(1), `${token}a`, newToken(), `${token.slice(1)}=`]) {
    assert.equal(await sessions.find(wrong), null, wrong);
  }
});

testSessions(
  "the one in use is listed first, then the last used; what has run out is not",
  async (fixture) => {
    const { sessions, userId, otherId } = fixture;
    const old = await sessions.open(userId, "old");
    fixture.now = START + DAY_MS;
    const phone = await sessions.open(userId, "phone");
    fixture.now = START + 2 * DAY_MS;
    await sessions.open(userId, "a".repeat(400));
    await sessions.open(otherId, null);
    const owner = await ownerOf(sessions, phone);
    const listed = async () =>
      (await sessions.list(owner)).map((one) => [one.current, one.last_seen_at.slice(8, 10)]);
    assert.deepEqual(await listed(), [[true, "30"], [false, "30"], [false, "28"]]);
    fixture.now = START + 3 * DAY_MS;
    await sessions.find(old);
    assert.deepEqual(await listed(), [[true, "30"], [false, "01"], [false, "30"]]);
    fixture.now = START + 32 * DAY_MS;
    assert.deepEqual(await listed(), [[false, "01"]]);
  },
);

testSessions(
  "an account ends its own sessions, and no other's",
  async ({ sessions, userId, otherId, times }) => {
    const [mine, second, third] = [
      await sessions.open(userId, null),
      await sessions.open(userId, null),
      await sessions.open(userId, null),
    ];
    const theirs = await sessions.open(otherId, null);
    const [me, they] = [await ownerOf(sessions, mine!), await ownerOf(sessions, theirs)];
    assert.equal(await sessions.end(userId, they.sessionId), false);
    assert.equal(await sessions.end(userId, "no-uuid"), false);
    const { sessionId } = await ownerOf(sessions, second!);
    assert.equal(await sessions.end(userId, sessionId), true);
    assert.equal(await sessions.end(userId, sessionId), false, "it is over already");
    assert.equal(await sessions.endOthers(me), 1);
    assert.equal(await sessions.find(third!), null);
    assert.equal((await times()).length, 2);
    assert.equal(await sessions.close(mine!), userId);
    assert.equal(await sessions.close(mine!), null);
    assert.equal((await ownerOf(sessions, theirs)).id, otherId);
  },
);
