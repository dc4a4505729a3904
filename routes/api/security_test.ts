/** API keys, the second step of logging in, and typing the password again. */
import assert from "node:assert/strict";
import { endpointList } from "../../contracts/endpoints/mod.ts";
import { keyScopeFor } from "../../contracts/endpoints/endpoint.ts";
import { openTestApp, type TestApp, testApp, type TestClient } from "../../tests/support/app.ts";
import { RSI_WITH_STOPS } from "../../tests/support/strategies.ts";
import { totpCode } from "../../tests/support/totp.ts";

const PASSWORD = "correct horse";
const ADA = "ada@example.com";

const bearer = (key: string) => ({ authorization: `Bearer ${key}` });

async function makeKey(person: TestClient, scope: "read" | "run", name = scope): Promise<string> {
  const { status, json, text } = await person.post("/users/me/keys", { name, scope });
  assert.equal(status, 201, text);
  return json.key;
}

testApp("API keys: a program needs nothing else, and reaches what its scope says", async (app) => {
  const person = await app.person(ADA);
  const [read, run] = [await makeKey(person, "read"), await makeKey(person, "run")];
  const program = app.visitor();
  const body = { name: "Mine", asset: "DEMO/USDT", timeframe: "4h" };
  const refused = await program.post("/strategies", body, bearer(read));
  assert.deepEqual([refused.status, refused.json.error.code], [403, "key_scope"]);
  const made = await program.post("/strategies", body, {
    ...bearer(run),
    // A cookie counts for nothing beside a key, so that no page of another site can ride on one.
    origin: "https://elsewhere.example.com",
  });
  assert.equal(made.status, 201, made.text);
  const version = { definition: RSI_WITH_STOPS, base_version: 0 };
  const at = `/strategies/${made.json.id}/versions`;
  assert.equal((await program.post(at, version, bearer(run))).status, 201);
  const { json } = await program.get("/strategies", bearer(read));
  assert.deepEqual(json.strategies.map(({ name }: { name: string }) => name), ["Mine"]);
  assert.equal((await app.person()).cookie !== null, true);

  let closed = 0;
  for (const endpoint of endpointList) {
    const { open, method, path } = endpoint;
    if (open || keyScopeFor(endpoint) !== null) continue;
    closed++;
    const real = path.replace(/\{\w+\}/, crypto.randomUUID());
    const answer = await program.send(method, real, method === "GET" ? undefined : {}, bearer(run));
    assert.deepEqual([answer.status, answer.json.error.code], [403, "key_scope"], endpoint.key);
  }
  assert.ok(closed >= 30, `${closed} endpoints ask for a session`);
});

testApp(
  "API keys: one that is none or was revoked is nobody, whatever cookie comes with it",
  async (app) => {
    const person = await app.person(ADA);
    const key = await makeKey(person, "run");
    const { keys } = (await person.get("/users/me/keys")).json;
    assert.ok(key.startsWith(keys[0].prefix) && keys[0].prefix.length === 11);
    assert.equal(keys[0].last_used_at, null);
    assert.equal((await person.get("/strategies", bearer(key))).status, 200);
    assert.notEqual((await person.get("/users/me/keys")).json.keys[0].last_used_at, null);
    const rows = await app.services.database.db.selectFrom("api_keys").selectAll().execute();
    assert.ok(!JSON.stringify(rows).includes(key.slice(12)), "the key is stored nowhere");

    const eve = await app.person("eve@example.com");
    assert.equal((await eve.delete(`/users/me/keys/${keys[0].id}`)).status, 404);
    assert.equal((await person.delete(`/users/me/keys/${keys[0].id}`)).status, 204);
    assert.equal((await person.delete("/users/me/keys/none")).status, 404);
    for (const wrong of [key, "bb_none", "x", `${key}x`]) {
      const answer = await person.get("/strategies", bearer(wrong));
      assert.equal(answer.status, 401, wrong);
      assert.match(answer.json.error.message, /API key is not valid/);
    }
    assert.equal((await person.get("/strategies", { authorization: "Basic eA==" })).status, 200);
    assert.equal((await person.get("/health", bearer("x"))).status, 200);
    const page = await person.get("//settings", { ...bearer("x"), accept: "text/html" });
    assert.notEqual(page.status, 401, "pages take no keys");
  },
);

testApp("API keys: a disabled account's are of no use, and one has at most twenty", async (app) => {
  const person = await app.person(ADA);
  const made = await Promise.all(
    Array.from(
      { length: 23 },
      (_, n) => person.post("/users/me/keys", { name: `Key ${n}`, scope: "read" }),
    ),
  );
  assert.equal(made.filter(({ status }) => status === 201).length, 20);
  assert.equal(made.find(({ status }) => status !== 201)?.json.error.code, "limit_reached");
  const key = made.find(({ status }) => status === 201)?.json.key;
  const by = { actor: { kind: "command" }, role: "owner" } as const;
  const id = await app.services.administration.idOf(ADA);
  assert.equal((await person.get("/strategies", bearer(key))).status, 200);
  await app.services.administration.disable(by, id);
  assert.equal((await person.get("/strategies", bearer(key))).status, 401);
  await app.services.administration.enable(by, id);
  assert.equal((await person.get("/strategies", bearer(key))).status, 200);
});

interface Fixture {
  readonly app: TestApp;
  now: number;
}

function testTwoStep(name: string, fn: (fixture: Fixture) => Promise<void>): void {
  Deno.test({
    name: `two-step log-in: ${name}`,
    sanitizeOps: false,
    sanitizeResources: false,
    async fn() {
      const fixture = { now: Date.UTC(2026, 0, 15, 12) };
      const app = await openTestApp({ now: () => fixture.now });
      try {
        await fn(Object.assign(fixture, { app }));
      } finally {
        await app.close();
      }
    },
  });
}

/** Turns it on and returns the secret and the recovery codes. */
async function turnOn(person: TestClient, now: number) {
  const { secret, uri } = (await person.post("/users/me/two-step", {})).json;
  assert.ok(uri.startsWith("otpauth://totp/Blockbuilders:"));
  assert.equal((await person.post("/users/me/two-step", {})).json.secret, secret, "in every tab");
  const confirm = (code: string) => person.post("/users/me/two-step/confirm", { code });
  const wrong = await confirm("000000");
  assert.deepEqual([wrong.status, wrong.json.error.issues[0].path], [422, "code"]);
  const { status, json } = await confirm(totpCode(secret, now));
  assert.equal(status, 200);
  return { secret, codes: json.recovery_codes as string[] };
}

testTwoStep("a code is asked for once the password is right, and works once", async (fixture) => {
  const { app } = fixture;
  const person = await app.person(ADA);
  const logIn = (code?: string, password = PASSWORD) =>
    app.visitor().post("/auth/login", { email: ADA, password, ...(code ? { code } : {}) });
  assert.equal((await logIn()).status, 200, "it is off");
  const { secret } = await turnOn(person, fixture.now);
  const missing = await logIn();
  assert.deepEqual([missing.status, missing.json.error.code], [401, "code_needed"]);
  assert.equal((await logIn(undefined, "guess it")).json.error.code, "invalid_credentials");
  const first = totpCode(secret, fixture.now);
  assert.equal((await logIn(first)).status, 401, "the one that turned it on is used up");
  fixture.now += 30_000;
  const code = totpCode(secret, fixture.now);
  const statuses = (await Promise.all([logIn(code), logIn(code)])).map(({ status }) => status);
  assert.deepEqual(statuses.sort(), [200, 401]);
  fixture.now += 60_000;
  const late = totpCode(secret, fixture.now - 30_000);
  assert.equal(
    (await logIn(`${late.slice(0, 3)} ${late.slice(3)}`)).status,
    200,
    "a clock that is late",
  );
  assert.equal((await logIn(totpCode(secret, fixture.now - 120_000))).status, 401);
});

testTwoStep(
  "the secret is stored encrypted; one of an earlier version works and is encrypted then",
  async (fixture) => {
    const { app } = fixture;
    const { db } = app.services.database;
    const person = await app.person(ADA);
    const { secret } = await turnOn(person, fixture.now);
    const stored = async () =>
      (await db.selectFrom("users").select("totp_secret").where("email", "=", ADA)
        .executeTakeFirstOrThrow()).totp_secret;
    const logIn = async () => {
      fixture.now += 30_000;
      const code = totpCode(secret, fixture.now);
      return (await app.visitor().post("/auth/login", { email: ADA, password: PASSWORD, code }))
        .status;
    };
    assert.match(await stored() ?? "", /^v1:/);
    assert.ok(!(await stored())?.includes(secret));
    await db.updateTable("users").set({ totp_secret: secret }).execute();
    assert.equal(await logIn(), 200);
    assert.match(await stored() ?? "", /^v1:/);
    assert.equal(await logIn(), 200);
    // Its key is gone: the code is refused, and a recovery code is what is left.
    await db.updateTable("users").set({ totp_secret: "v1:00000000:AAAA" }).execute();
    assert.equal(await logIn(), 401);
  },
);

testTwoStep("wrong codes are slowed down like wrong passwords", async (fixture) => {
  const person = await fixture.app.person(ADA);
  await turnOn(person, fixture.now);
  const statuses: number[] = [];
  for (let n = 0; n < 10; n++) {
    const code = String(100_000 + n);
    const answer = await fixture.app.visitor().post("/auth/login", {
      email: ADA,
      password: PASSWORD,
      code,
    });
    statuses.push(answer.status);
  }
  assert.deepEqual(statuses, [...Array(8).fill(401), 429, 429]);
});

testTwoStep(
  "a recovery code stands in for the app, once, until there are new ones",
  async (fixture) => {
    const { app } = fixture;
    const person = await app.person(ADA);
    const { codes } = await turnOn(person, fixture.now);
    assert.equal(new Set(codes).size, 10);
    const logIn = async (code = "") =>
      (await app.visitor().post("/auth/login", { email: ADA, password: PASSWORD, code })).status;
    assert.equal(await logIn(codes[0]), 200);
    assert.equal(await logIn(codes[0]), 401);
    assert.equal(
      await logIn(codes[1]?.toUpperCase().replaceAll("-", " ")),
      200,
      "as it is read out",
    );
    assert.equal((await person.get("/users/me/two-step")).json.recovery_codes, 8);
    const fresh = (await person.post("/users/me/two-step/recovery-codes", {})).json.recovery_codes;
    assert.equal(await logIn(codes[2]), 401);
    assert.equal(await logIn(fresh[0]), 200);
    assert.equal((await person.delete("/users/me/two-step", {})).status, 204);
    assert.equal(await logIn(undefined), 422, "an empty code is none");
    const plain = await app.visitor().post("/auth/login", { email: ADA, password: PASSWORD });
    assert.equal(plain.status, 200);
    assert.equal((await person.post("/users/me/two-step/recovery-codes", {})).status, 422);
  },
);

testTwoStep("the password is asked for again after ten minutes", async (fixture) => {
  const { app } = fixture;
  const person = await app.person(ADA);
  fixture.now += 10 * 60_000 - 1;
  assert.equal((await person.post("/users/me/two-step", {})).status, 200);
  fixture.now += 1;
  const wanted = { name: "Late", scope: "read" };
  for (
    const [method, path, body] of [
      ["POST", "/users/me/two-step", {}],
      ["DELETE", "/users/me/two-step", {}],
      ["POST", "/users/me/keys", wanted],
      ["POST", "/users/me/email", { email: "new@example.com" }],
    ] as const
  ) {
    const late = await person.send(method, path, body);
    assert.deepEqual([late.status, late.json.error.code], [403, "password_needed"], path);
    const wrong = await person.send(method, path, { ...body, password: "guess it" });
    assert.deepEqual([wrong.status, wrong.json.error.issues[0].path], [422, "password"], path);
  }
  assert.equal(
    (await person.post("/users/me/keys", { ...wanted, password: PASSWORD })).status,
    201,
  );
  assert.equal((await person.post("/users/me/keys", wanted)).status, 201, "typed just now");
  fixture.now += 10 * 60_000;
  assert.equal((await person.post("/users/me/keys", wanted)).status, 403);
  assert.equal((await person.post("/users/me/confirm", { password: PASSWORD })).status, 204);
  assert.equal((await person.post("/users/me/keys", wanted)).status, 201);
});
