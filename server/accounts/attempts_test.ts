/** How many wrong passwords are let through, from where, and for how long the next one waits. */
import assert from "node:assert/strict";
import { AppError } from "../../contracts/errors.ts";
import { freshPglite } from "../../tests/support/database.ts";
import { LoginAttempts } from "./attempts.ts";

const START = Date.UTC(2026, 10, 28, 12);
const MINUTE_MS = 60_000;

interface Fixture {
  readonly attempts: LoginAttempts;
  /** Keys that are counted by now. */
  readonly count: () => Promise<number>;
  now: number;
}

function testAttempts(name: string, test: (fixture: Fixture) => Promise<void>): void {
  Deno.test(`login attempts: ${name}`, async () => {
    const { db, close } = await freshPglite();
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

async function refusal(
  promise: Promise<void>,
): Promise<{ message: string; retryAfterSeconds: number | undefined }> {
  const error = await promise.then(() => null, (thrown: unknown) => thrown);
  assert.ok(error instanceof AppError, "the try was let through");
  assert.equal(error.code, "too_many_attempts");
  return { message: error.message, retryAfterSeconds: error.options.retryAfterSeconds };
}

const MAIL = "ada@example.com";

testAttempts(
  "eight of one account and address, then a wait of a quarter of an hour",
  async (fixture) => {
    const { attempts } = fixture;
    const again = (email = MAIL, address = "1.1.1.1") => attempts.begin(email, address);
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
    // From then on counting starts again at the first.
    fixture.now = START + 15 * MINUTE_MS;
    for (let n = 0; n < 8; n++) await again();
    assert.equal((await refusal(again())).retryAfterSeconds, 900);
  },
);

testAttempts(
  "sixty of one address, whatever the accounts; a refused one is not counted",
  async ({ attempts }) => {
    for (let n = 0; n < 60; n++) await attempts.begin(`${n}@example.com`, "1.1.1.1");
    for (let n = 0; n < 3; n++) await refusal(attempts.begin(MAIL, "1.1.1.1"));
    await attempts.begin(MAIL, "2.2.2.2");
    // One right password makes room for one more try from there.
    await attempts.succeeded("0@example.com", "1.1.1.1");
    await attempts.begin(MAIL, "1.1.1.1");
    await refusal(attempts.begin("eve@example.com", "1.1.1.1"));
  },
);

testAttempts(
  "a successful log-in resets the failures of its account and address alone",
  async ({ attempts }) => {
    for (const email of [MAIL, "eve@example.com"]) {
      for (let n = 0; n < 8; n++) await attempts.begin(email, "1.1.1.1");
    }
    await attempts.succeeded(MAIL, "1.1.1.1");
    await attempts.begin(MAIL, "1.1.1.1");
    await refusal(attempts.begin("eve@example.com", "1.1.1.1"));
  },
);

testAttempts("what counts no longer is swept away, and nothing else", async (fixture) => {
  const { attempts, count } = fixture;
  await attempts.begin(MAIL, "1.1.1.1");
  fixture.now = START + 1;
  await attempts.begin(MAIL, "2.2.2.2");
  assert.equal(await count(), 4);
  fixture.now = START + 15 * MINUTE_MS - 1;
  await attempts.sweep();
  assert.equal(await count(), 4);
  fixture.now = START + 15 * MINUTE_MS;
  await attempts.sweep();
  assert.equal(await count(), 2);
});
