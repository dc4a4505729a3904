/** How many wrong passwords are let through, from where, and for how long the next one waits. */
import assert from "node:assert/strict";
import { AppError } from "../../contracts/errors.ts";
import { freshPglite, freshPostgres } from "../../tests/support/database.ts";
import { type Need, testWith } from "../../tests/support/env.ts";
import { type Attempt, LoginAttempts } from "./attempts.ts";

const START = Date.UTC(2026, 10, 28, 12);
const MINUTE_MS = 60_000;

interface Fixture {
  readonly attempts: LoginAttempts;
  /** Keys that are counted by now. */
  readonly count: () => Promise<number>;
  now: number;
}

function testAttempts(name: string, test: (fixture: Fixture) => Promise<void>): void {
  on("PGlite", [], freshPglite);
  on("PostgreSQL", ["postgres"], freshPostgres);

  function on(kind: string, needs: readonly Need[], open: typeof freshPglite): void {
    testWith(needs, `login attempts, ${kind}: ${name}`, async () => {
      const { db, close } = await open();
      try {
        const fixture: Fixture = {
          attempts: new LoginAttempts(db, () => fixture.now),
          count: async () => (await db.selectFrom("login_attempts").select("key").execute()).length,
          now: START,
        };
        await test(fixture);
      } finally {
        await close();
      }
    });
  }
}

async function refusal(
  promise: Promise<void>,
): Promise<{ message: string; retryAfterSeconds: number | undefined }> {
  const error = await promise.then(() => null, (thrown: unknown) => thrown);
  assert.ok(error instanceof AppError, "the try was let through");
  assert.equal(error.code, "too_many_attempts");
  return { message: error.message, retryAfterSeconds: error.options.retryAfterSeconds };
}

const MAIL = "ada@example.com";

/** A stranger's try, or one from a known device. */
const by = (email: string, address = "1.1.1.1", device: string | null = null): Attempt => ({
  email,
  address,
  device,
});

testAttempts(
  "eight of one account and address, then a wait of a quarter of an hour",
  async (fixture) => {
    const { attempts } = fixture;
    const again = (email = MAIL, address = "1.1.1.1") => attempts.begin(by(email, address));
    for (let n = 0; n < 8; n++) await again();
    const { message, retryAfterSeconds } = await refusal(again());
    assert.equal(retryAfterSeconds, 900);
    assert.equal(message, "Too many tries. Wait 15 minutes, then try again.");
    await again("eve@example.com");
    await again(MAIL, "2.2.2.2");

    fixture.now = START + 14 * MINUTE_MS;
    const late = await refusal(again());
    assert.equal(late.retryAfterSeconds, 60);
    assert.equal(late.message, "Too many tries. Wait 1 minute, then try again.");
    fixture.now = START + 13 * MINUTE_MS + 59_000;
    assert.match((await refusal(again())).message, /Wait 2 minutes,/);
    fixture.now = START + 15 * MINUTE_MS - 1;
    assert.equal((await refusal(again())).retryAfterSeconds, 1);
    fixture.now = START + 15 * MINUTE_MS;
    await again();
    // From then on counting starts again at the first; a known device has this count alone.
    const known = () => attempts.begin(by(MAIL, "1.1.1.1", "laptop"));
    for (let n = 0; n < 8; n++) await known();
    assert.equal((await refusal(known())).retryAfterSeconds, 900);
    fixture.now += 15 * MINUTE_MS;
    for (let n = 0; n < 8; n++) await known();
    assert.equal((await refusal(known())).retryAfterSeconds, 900);
  },
);

testAttempts(
  "sixty of one address, whatever the accounts; a refused one is not counted",
  async ({ attempts }) => {
    for (let n = 0; n < 60; n++) await attempts.begin(by(`${n}@example.com`));
    for (let n = 0; n < 3; n++) await refusal(attempts.begin(by(MAIL)));
    await attempts.begin(by(MAIL, "2.2.2.2"));
    // One right password makes room for one more try from there.
    await attempts.succeeded(by("0@example.com"));
    await attempts.begin(by(MAIL));
    await refusal(attempts.begin(by("eve@example.com")));
  },
);

testAttempts(
  "a successful log-in resets the failures of its account and address alone",
  async ({ attempts }) => {
    for (const email of [MAIL, "eve@example.com"]) {
      for (let n = 0; n < 8; n++) await attempts.begin(by(email));
    }
    await attempts.succeeded(by(MAIL));
    await attempts.begin(by(MAIL));
    await refusal(attempts.begin(by("eve@example.com")));
  },
);

testAttempts(
  "many addresses together wait longer and longer for one account, up to five minutes",
  async (fixture) => {
    const { attempts } = fixture;
    let address = 0;
    const again = (email = MAIL) => attempts.begin(by(email, `10.0.0.${address++}`));
    for (let n = 0; n < 10; n++) await again();
    const waits: (number | undefined)[] = [];
    for (let n = 0; n < 11; n++) {
      const { message, retryAfterSeconds = 0 } = await refusal(again());
      waits.push(retryAfterSeconds);
      if (n === 0) assert.equal(message, "Too many tries. Wait 1 second, then try again.");
      if (n === 1) assert.equal(message, "Too many tries. Wait 2 seconds, then try again.");
      fixture.now += retryAfterSeconds * 1_000 - 1;
      await refusal(again());
      fixture.now += 1;
      await again();
    }
    assert.deepEqual(waits, [1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300]);
    // Another account is not touched, and a day without a try forgets them.
    await again("eve@example.com");
    fixture.now += 24 * 60 * MINUTE_MS;
    for (let n = 0; n < 10; n++) await again();
    assert.equal((await refusal(again())).retryAfterSeconds, 1);
  },
);

testAttempts(
  "a known device is not shut out by strangers, nor by its address, and may not guess either",
  async ({ attempts }) => {
    for (let n = 0; n < 8; n++) await attempts.begin(by(MAIL));
    for (let n = 0; n < 52; n++) await attempts.begin(by(`${n}@example.com`));
    for (let n = 0; n < 2; n++) await attempts.begin(by(MAIL, `2.2.2.${n}`));
    await refusal(attempts.begin(by(MAIL)));
    await refusal(attempts.begin(by(MAIL, "3.3.3.3")));
    await refusal(attempts.begin(by("new@example.com")));
    for (let n = 0; n < 8; n++) await attempts.begin(by(MAIL, "1.1.1.1", "laptop"));
    // From anywhere, it is the same device.
    assert.equal(
      (await refusal(attempts.begin(by(MAIL, "4.4.4.4", "laptop")))).retryAfterSeconds,
      900,
    );
    await attempts.begin(by(MAIL, "1.1.1.1", "phone"));
    await attempts.begin(by("eve@example.com", "1.1.1.1", "laptop"));
    await attempts.succeeded(by(MAIL, "1.1.1.1", "phone"));
    await refusal(attempts.begin(by(MAIL, "3.3.3.3")));
  },
);

testAttempts(
  "a right password forgets the asker's own mistakes, not those of others",
  async ({ attempts }) => {
    for (let n = 0; n < 6; n++) await attempts.begin(by(MAIL));
    await attempts.succeeded(by(MAIL));
    // None of the six counts for the account any more.
    for (let n = 0; n < 10; n++) await attempts.begin(by(MAIL, `2.2.2.${n}`));
    await refusal(attempts.begin(by(MAIL, "2.2.2.11")));
    await attempts.succeeded(by(MAIL, "2.2.2.0"));
    await attempts.begin(by(MAIL, "2.2.2.12"));
    await refusal(attempts.begin(by(MAIL, "2.2.2.13")));
  },
);

testAttempts("an IPv6 connection is one address, whichever it writes", async ({ attempts }) => {
  for (let n = 0; n < 8; n++) await attempts.begin(by(MAIL, `2001:db8::${n}`));
  assert.equal(
    (await refusal(attempts.begin(by(MAIL, "2001:db8::ffff:1")))).retryAfterSeconds,
    900,
  );
  await attempts.begin(by(MAIL, "2001:db8:0:1::1"));
});

testAttempts("many tries at once are counted one by one", async ({ attempts }) => {
  const tries = await Promise.allSettled(
    Array.from({ length: 40 }, (_, n) => attempts.begin(by(MAIL, `10.0.1.${n}`))),
  );
  assert.equal(tries.filter(({ status }) => status === "fulfilled").length, 10);
});

testAttempts("what counts no longer is swept away, and nothing else", async (fixture) => {
  const { attempts, count } = fixture;
  await attempts.begin(by(MAIL));
  fixture.now = START + 1;
  await attempts.begin(by(MAIL, "2.2.2.2"));
  assert.equal(await count(), 5);
  fixture.now = START + 15 * MINUTE_MS - 1;
  await attempts.sweep();
  assert.equal(await count(), 5);
  fixture.now = START + 15 * MINUTE_MS;
  await attempts.sweep();
  assert.equal(await count(), 3);
  // The account as a whole is remembered for a day after its last try.
  fixture.now = START + 24 * 60 * MINUTE_MS;
  await attempts.sweep();
  assert.equal(await count(), 1);
  fixture.now += 1;
  await attempts.sweep();
  assert.equal(await count(), 0);
});
