import assert from "node:assert/strict";
import { loadConfig } from "../../server/config/config.ts";
import { Passwords } from "../../server/accounts/passwords.ts";
import { openTestApp, testApp, testClock } from "../../tests/support/app.ts";

const DAY_MS = 86_400_000;
const credentials = { email: "ada@example.com", password: "correct horse" };

testApp(
  "signing up opens a session whose cookie scripts and other sites cannot use",
  async (app) => {
    const visitor = app.visitor();
    const response = await visitor.raw("POST", "/auth/signup", credentials);
    assert.equal(response.status, 201);
    const { id, email } = await response.json();
    assert.equal(email, "ada@example.com");
    const cookie = response.headers.get("set-cookie") ?? "";
    assert.match(cookie, /^session=[A-Za-z0-9_-]{43}; /);
    for (const part of ["HttpOnly", "SameSite=Lax", "Path=/", `Max-Age=${30 * 24 * 3600}`]) {
      assert.ok(cookie.includes(part), part);
    }
    assert.ok(!cookie.includes("Secure"), "a Secure cookie is dropped over plain http");
    const profile = await visitor.get("/users/me");
    assert.equal(profile.json.id, id);

    const rows = await app.services.database.db.selectFrom("sessions").selectAll().execute();
    const token = visitor.cookie?.slice("session=".length) ?? "";
    assert.ok(!JSON.stringify(rows).includes(token), "only the token's hash is stored");
    const user = await app.services.database.db.selectFrom("users").selectAll()
      .executeTakeFirstOrThrow();
    assert.match(user.password_hash, /^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  },
  () => ({ passwords: new Passwords() }),
);

Deno.test({
  name: "the cookie is Secure when the app is reached by https",
  sanitizeOps: false,
  sanitizeResources: false,
  async fn() {
    const app = await openTestApp({ config: { publicUrl: "https://lab.example.com" } });
    try {
      const answer = await app.visitor().post("/auth/signup", credentials);
      assert.match(answer.headers.get("set-cookie") ?? "", /; Secure/);
      assert.ok(answer.headers.has("strict-transport-security"));
    } finally {
      await app.close();
    }
  },
});

testApp("an address has one account, however it is written", async (app) => {
  await app.visitor().post("/auth/signup", credentials);
  const again = await app.visitor().post("/auth/signup", {
    ...credentials,
    email: "  ADA@Example.com ",
  });
  assert.equal(again.status, 409);
  assert.equal(again.json.error.code, "email_taken");
  assert.equal(again.json.error.issues[0].path, "email");
  const login = await app.visitor().post("/auth/login", {
    email: "Ada@EXAMPLE.com",
    password: credentials.password,
  });
  assert.equal(login.status, 200);
});

testApp("what is wrong with a sign-up is said beside its field", async (app) => {
  const answer = await app.visitor().post("/auth/signup", { email: "nobody", password: "short" });
  assert.equal(answer.status, 422);
  assert.equal(answer.json.error.code, "invalid_input");
  const byPath = Object.fromEntries(
    answer.json.error.issues.map((issue: { path: string; message: string }) => [
      issue.path,
      issue.message,
    ]),
  );
  assert.match(byPath.email, /full email address/);
  assert.match(byPath.password, /at least 8 characters/);
});

testApp("a wrong password and an unknown address get the same answer", async (app) => {
  await app.person(credentials.email);
  const wrong = await app.visitor().post("/auth/login", { ...credentials, password: "wrong one" });
  const unknown = await app.visitor().post("/auth/login", {
    email: "nobody@example.com",
    password: "wrong one",
  });
  assert.equal(wrong.status, 401);
  assert.deepEqual(wrong.json, unknown.json);
  assert.equal(wrong.status, unknown.status);
  assert.equal(wrong.json.error.code, "invalid_credentials");
});

const clock = testClock();
const deviceClock = testClock();
testApp(
  "guessing is slowed down, for that account from that address, and for a while",
  async (app) => {
    await app.person(credentials.email);
    const guess = () =>
      app.visitor().post("/auth/login", { ...credentials, password: crypto.randomUUID() });
    const first = await Promise.all(Array.from({ length: 12 }, guess));
    assert.equal(first.filter(({ status }) => status === 401).length, 8);
    const refused = first.find(({ status }) => status === 429);
    assert.equal(refused?.json.error.code, "too_many_attempts");
    assert.equal(refused?.headers.get("retry-after"), "900");
    const right = await app.visitor().post("/auth/login", credentials);
    assert.equal(right.status, 429, "not even the right password is tried meanwhile");
    const other = await app.visitor().post("/auth/login", {
      ...credentials,
      email: "b@example.com",
    });
    assert.equal(other.status, 401, "another account is not shut");
    clock.advance(15 * 60_000);
    assert.equal((await app.visitor().post("/auth/login", credentials)).status, 200);
  },
  { now: clock.now },
);

testApp("a stranger cannot pose as many addresses", async (app) => {
  const statuses: number[] = [];
  for (let i = 0; i < 9; i++) {
    const guess = { ...credentials, password: `guess ${i}` };
    const from = { "x-forwarded-for": `198.51.100.${i}` };
    statuses.push((await app.visitor().post("/auth/login", guess, from)).status);
  }
  assert.equal(statuses.at(-1), 429);
});

testApp("behind a listed proxy each address counts for itself", async (app) => {
  const statuses: number[] = [];
  for (let i = 0; i < 9; i++) {
    const guess = { ...credentials, password: `guess ${i}` };
    const from = { "x-forwarded-for": `192.0.2.1, 198.51.100.${i}` };
    statuses.push((await app.visitor().post("/auth/login", guess, from)).status);
  }
  assert.deepEqual(new Set(statuses), new Set([401]));
}, {
  config: { trustedProxies: loadConfig({ TRUSTED_PROXIES: "203.0.113.0/24" }).trustedProxies },
});

const FROM_ANYWHERE = {
  config: { trustedProxies: loadConfig({ TRUSTED_PROXIES: "203.0.113.0/24" }).trustedProxies },
};

testApp("forty addresses may not try one account without limit", async (app) => {
  await app.person(credentials.email);
  const guess = async (n: number) => {
    const from = { "x-forwarded-for": `198.51.100.${n}` };
    const typed = { ...credentials, password: `guess ${n}` };
    return (await app.visitor().post("/auth/login", typed, from)).status;
  };
  const statuses = await Promise.all(Array.from({ length: 40 }, (_, n) => guess(n)));
  assert.equal(statuses.filter((status) => status === 401).length, 10);
  assert.equal(statuses.filter((status) => status === 429).length, 30);
  // On a busy machine the tries take longer than the first delay.
}, { ...FROM_ANYWHERE, now: testClock().now });

testApp("a device that was logged in before is shut out by nobody else", async (app) => {
  const person = await app.person(credentials.email);
  await person.post("/auth/logout");
  const at = (n: number) => ({ "x-forwarded-for": `198.51.100.${n}` });
  // Strangers use up what the account and what its own address may do.
  for (let n = 0; n < 12; n++) {
    await app.visitor().post("/auth/login", { ...credentials, password: "wrong" }, at(n));
  }
  for (let n = 0; n < 61; n++) {
    const email = `${n}@example.com`;
    await app.visitor().post("/auth/login", { email, password: "wrong" }, at(200));
  }
  assert.equal((await app.visitor().post("/auth/login", credentials, at(200))).status, 429);
  assert.equal((await person.post("/auth/login", credentials, at(200))).status, 200);
  // What it was given is good for its own accounts only.
  const eve = await app.person("eve@example.com");
  assert.equal((await eve.post("/auth/login", credentials, at(200))).status, 429);
  const made = app.visitor();
  made.device = `device=${"x".repeat(43)}`;
  assert.equal((await made.post("/auth/login", credentials, at(200))).status, 429);
  const rows = await app.services.database.db.selectFrom("login_devices").selectAll().execute();
  const token = person.device?.slice("device=".length) ?? "";
  assert.equal(token.length, 43);
  assert.ok(!JSON.stringify(rows).includes(token), "only the token's hash is stored");
}, FROM_ANYWHERE);

testApp("a device keeps its token, unless nobody was logged in with it", async (app) => {
  const person = await app.person(credentials.email);
  const { device } = person;
  const response = await person.raw("POST", "/auth/login", credentials);
  assert.equal(person.device, device);
  const cookie = response.headers.getSetCookie().find((one) => one.startsWith("device=")) ?? "";
  for (const part of ["HttpOnly", "SameSite=Lax", "Path=/", `Max-Age=${365 * 24 * 3600}`]) {
    assert.ok(cookie.includes(part), part);
  }
  const planted = app.visitor();
  planted.device = `device=${"x".repeat(43)}`;
  assert.equal((await planted.post("/auth/login", credentials)).status, 200);
  assert.notEqual(planted.device, `device=${"x".repeat(43)}`);
});

testApp("changing the password forgets all other devices", async (app) => {
  const person = await app.person(credentials.email);
  const other = app.visitor();
  await other.post("/auth/login", credentials);
  const count = async () =>
    (await app.services.database.db.selectFrom("login_devices").select("user_id").execute()).length;
  assert.equal(await count(), 2);
  const change = { current_password: credentials.password, new_password: "battery staple" };
  assert.equal((await person.post("/users/me/password", change)).status, 204);
  assert.equal(await count(), 1);
  const { services: { accounts } } = app;
  await accounts.logIn({ ...credentials, password: "battery staple" }, {
    address: "192.0.2.1",
    userAgent: null,
    deviceToken: person.device?.slice("device=".length) ?? null,
  });
  assert.equal(await count(), 1);
});

testApp("an account remembers its newest twenty devices, for a year", async (app) => {
  await app.person(credentials.email);
  for (let n = 0; n < 21; n++) {
    deviceClock.advance(1_000);
    await app.visitor().post("/auth/login", credentials);
  }
  const { db } = app.services.database;
  const count = async () =>
    (await db.selectFrom("login_devices").select("user_id").execute()).length;
  assert.equal(await count(), 20);
  deviceClock.advance(366 * DAY_MS);
  await app.visitor().post("/auth/login", credentials);
  assert.equal(await count(), 1);
}, { now: () => deviceClock.now() });

testApp("logging out ends the session on the server too", async (app) => {
  const person = await app.person();
  const stolen = app.visitor();
  stolen.cookie = person.cookie;
  assert.equal((await person.post("/auth/logout")).status, 204);
  assert.equal(person.cookie, null);
  assert.equal((await stolen.get("/users/me")).status, 401);
  assert.equal((await person.post("/auth/logout")).status, 204, "and again is fine");
});

const sessionClock = testClock();
testApp("a session lasts 30 days after it was last used, and not a day longer", async (app) => {
  const person = await app.person();
  sessionClock.advance(29 * DAY_MS);
  const used = await person.get("/users/me");
  assert.equal(used.status, 200);
  assert.ok(used.headers.has("set-cookie"), "the cookie is sent again with its later end");
  assert.ok(!(await person.get("/users/me")).headers.has("set-cookie"), "but not each time");
  sessionClock.advance(29 * DAY_MS);
  assert.equal((await person.get("/users/me")).status, 200);
  sessionClock.advance(30 * DAY_MS);
  const over = await person.get("/users/me");
  assert.equal(over.status, 401);
  assert.equal(over.json.error.code, "not_signed_in");
}, { now: sessionClock.now });

const longClock = testClock();
testApp("a session ends after 90 days, however much it is used", async (app) => {
  const person = await app.person();
  for (let day = 1; day < 90; day++) {
    longClock.advance(DAY_MS);
    assert.equal((await person.get("/users/me")).status, 200, `day ${day}`);
  }
  const [only] = (await person.get("/users/me/sessions")).json.sessions;
  assert.equal(Date.parse(only.expires_at) - Date.parse(only.created_at), 90 * DAY_MS);
  longClock.advance(DAY_MS);
  assert.equal((await person.get("/users/me")).status, 401);
}, { now: longClock.now });

testApp("a new log-in ends the session that the request came with", async (app) => {
  const person = await app.person(credentials.email);
  const session = (cookie: string | null) => {
    const other = app.visitor();
    other.cookie = cookie;
    return other;
  };
  const first = session(person.cookie);
  const elsewhere = app.visitor();
  await elsewhere.post("/auth/login", credentials);
  assert.equal(
    (await person.post("/auth/login", { ...credentials, password: "wrong" })).status,
    401,
  );
  assert.equal((await first.get("/users/me")).status, 200, "a failed one ends nothing");
  assert.equal((await person.post("/auth/login", credentials)).status, 200);
  assert.equal((await first.get("/users/me")).status, 401);
  assert.equal((await person.get("/users/me")).status, 200);
  assert.equal((await elsewhere.get("/users/me")).status, 200, "other devices stay");
  const second = session(person.cookie);
  await person.post("/auth/signup", { email: "eve@example.com", password: "battery staple" });
  assert.equal((await second.get("/users/me")).status, 401, "a sign-up does the same");
});

testApp("deleting the account asks for the password, by the API too", async (app) => {
  const person = await app.person(credentials.email);
  for (const body of [undefined, {}, { password: "" }, { password: "wrong" }, { sure: "yes" }]) {
    const { status } = await person.delete("/users/me", body);
    assert.equal(status, body === undefined ? 415 : 422, JSON.stringify(body));
  }
  assert.equal((await person.get("/users/me")).status, 200);
  for (let n = 0; n < 8; n++) await person.delete("/users/me", { password: "wrong" });
  const shut = await person.delete("/users/me", { password: credentials.password });
  assert.equal(shut.status, 429);
  const again = app.visitor();
  await again.post("/auth/login", credentials);
  assert.equal((await again.delete("/users/me", { password: credentials.password })).status, 204);
  assert.equal((await person.get("/users/me")).status, 401);
});

testApp("passwords that are guessed first are refused where one is chosen", async (app) => {
  const { email } = credentials;
  for (const password of ["password", "12345678", "ada@example.com", "example1"]) {
    const answer = await app.visitor().post("/auth/signup", { email, password });
    assert.equal(answer.status, 422, password);
    assert.equal(answer.json.error.issues[0].path, "password");
  }
  const person = await app.person(email);
  const answer = await person.post("/users/me/password", {
    current_password: credentials.password,
    new_password: "Password1",
  });
  assert.equal(answer.status, 422);
  assert.equal(answer.json.error.issues[0].path, "new_password");
  assert.equal((await app.visitor().post("/auth/login", credentials)).status, 200, "unchanged");
});

testApp("a request from another site changes nothing", async (app) => {
  const person = await app.person();
  const strangers: Record<string, string>[] = [
    { origin: "https://evil.example" },
    { origin: "null" },
    { origin: "http://localhost:8001" },
    { "sec-fetch-site": "cross-site" },
    { "sec-fetch-site": "same-site" },
  ];
  for (const headers of strangers) {
    const answer = await person.post("/auth/logout", undefined, headers);
    assert.equal(answer.status, 403, JSON.stringify(headers));
    assert.equal(answer.json.error.code, "forbidden_origin");
  }
  assert.equal((await person.get("/users/me")).status, 200);
  const ours = await person.post("/auth/logout", undefined, { origin: "http://localhost:8000" });
  assert.equal(ours.status, 204);
});
