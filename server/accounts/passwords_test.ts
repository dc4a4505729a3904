import assert from "node:assert/strict";
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
