import assert from "node:assert/strict";
import { redactor } from "./redact.ts";

const redact = redactor({
  databaseUrl: "postgres://app:p%40ss-word@db:5432/app",
  redisUrl: "redis://:redis0secret@redis:6379",
  s3: {
    endpoint: "http://storage:7070",
    region: "us-east-1",
    bucket: "b",
    accessKeyId: "AKIAEXAMPLE",
    secretAccessKey: "s3cr3t/key+value",
    forcePathStyle: true,
  },
});

Deno.test("redact: the configuration's secrets never get through, as they are or as they travel", () => {
  for (const secret of ["p%40ss-word", "p@ss-word", "redis0secret", "AKIAEXAMPLE"]) {
    assert.equal(redact(`before ${secret} after`), "before [hidden] after", secret);
  }
  assert.doesNotMatch(redact("signed with s3cr3t/key+value."), /s3cr3t/);
});

Deno.test("redact: the credentials of any address are hidden, the address stays", () => {
  assert.equal(
    redact("cannot reach postgres://somebody:else@10.0.0.1:5432/x, http://proxy:pw@host/ok"),
    "cannot reach postgres://[hidden]@10.0.0.1:5432/x, http://[hidden]@host/ok",
  );
  const plain = "GET https://api.example.com/klines?symbol=BTC@1";
  assert.equal(redact(plain), plain);
});

Deno.test("redact: passwords with an @, named secrets and email addresses are hidden", () => {
  const none = redactor({ databaseUrl: null, redisUrl: null, s3: null });
  assert.equal(none("postgres://u:p@ss@db/x"), "postgres://[hidden]@db/x");
  assert.equal(
    none("GET /x?symbol=BTC&signature=abc&api_key=k failed"),
    "GET /x?symbol=BTC&signature=[hidden]&api_key=[hidden] failed",
  );
  assert.equal(none('{"error":"password=a b"}'), '{"error":"password=[hidden] b"}');
  assert.equal(none("no mailbox ada.b+c@mail.example.com."), "no mailbox [email].");
  const frame = "at file:///app/node_modules/.deno/kysely@0.29.9/node_modules/@x/y.js:1:2";
  assert.equal(none(frame), frame);
});

Deno.test("redact: without secrets nothing changes, and short ones leave words whole", () => {
  const none = redactor({ databaseUrl: "postgres://u:p@db/x", redisUrl: null, s3: null });
  assert.equal(none("a plain sentence"), "a plain sentence");
});

Deno.test("redact: keys of the database's secrets and of backups are hidden", () => {
  const keyed = redactor({
    databaseUrl: null,
    redisUrl: null,
    s3: null,
    secretKeys: ["first-key-of-many", "second-key-of-many"],
    backup: {
      to: null,
      minute: 0,
      key: "backup-key",
      beforeMigration: true,
      drill: false,
      s3: null,
    },
  });
  assert.equal(
    keyed("first-key-of-many second-key-of-many backup-key"),
    "[hidden] [hidden] [hidden]",
  );
});
