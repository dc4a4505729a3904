import assert from "node:assert/strict";
import { AppError } from "../../contracts/errors.ts";
import { Passwords } from "./passwords.ts";

Deno.test({
  name: "passwords are salted, fit only themselves, and never an account that is not there",
  sanitizeOps: false,
  sanitizeResources: false,
  async fn() {
    const passwords = new Passwords();
    try {
      const [a, b] = await Promise.all([passwords.hash("pass wörd"), passwords.hash("pass wörd")]);
      assert.notEqual(a, b);
      assert.match(a, /^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
      assert.equal(await passwords.verify("pass wörd", a), true);
      assert.equal(await passwords.verify("pass wo\u0308rd", a), true, "however ö was typed");
      assert.equal(await passwords.verify("Pass wörd", a), false);
      assert.equal(await passwords.verify("pass wörd", null), false);
      await assert.rejects(passwords.verify("pass wörd", "not a hash"));
      assert.equal(await passwords.verify("pass wörd", b), true, "and the thread goes on");
    } finally {
      passwords.close();
    }
  },
});

/** The least that argon2 takes. */
const LEAST = { memorySize: 8, iterations: 1, parallelism: 1, hashLength: 32 };

function testPasswords(name: string, test: (passwords: Passwords) => Promise<void>): void {
  Deno.test({
    name: `passwords: ${name}`,
    sanitizeOps: false,
    sanitizeResources: false,
    async fn() {
      const passwords = new Passwords(LEAST);
      try {
        await test(passwords);
      } finally {
        passwords.close();
      }
    },
  });
}

testPasswords("two hundred may wait, and one more is asked to come back", async (passwords) => {
  const waiting = Array.from({ length: 200 }, () => passwords.hash("pass wörd"));
  await assert.rejects(passwords.hash("pass wörd"), (error) => {
    assert.ok(error instanceof AppError);
    assert.equal(error.code, "unavailable");
    assert.equal(error.options.retryAfterSeconds, 60);
    return true;
  });
  assert.equal(new Set(await Promise.all(waiting)).size, 200);
  assert.match(await passwords.hash("pass wörd"), /^\$argon2id\$v=19\$m=8,t=1,p=1\$/);
});

testPasswords(
  "what waits when the thread ends fails, and the next one starts another",
  async (passwords) => {
    await passwords.warmUp();
    const waiting = passwords.hash("pass wörd");
    const ended = assert.rejects(waiting, /the password thread is closed/);
    passwords.close();
    await ended;
    const hash = await passwords.hash("pass wörd");
    assert.equal(await passwords.verify("pass wörd", hash), true);
    assert.equal(await passwords.verify("pass word", hash), false);
    assert.equal(await passwords.verify("pass wörd", null), false);
  },
);

Deno.test({
  name: "passwords: what the thread cannot compute is an error, and no hash",
  sanitizeOps: false,
  sanitizeResources: false,
  async fn() {
    const passwords = new Passwords({ ...LEAST, memorySize: 0 });
    try {
      await assert.rejects(passwords.hash("pass wörd"), (error) => {
        assert.ok(error instanceof Error);
        assert.doesNotMatch(error.message, /no hash/);
        return true;
      });
    } finally {
      passwords.close();
    }
  },
});
