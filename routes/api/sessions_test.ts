/** Devices and passwords: who is logged in where, and how that ends. */
import assert from "node:assert/strict";
import { openTestApp, type TestApp, testApp, testClock } from "../../tests/support/app.ts";
import { freshPglite, freshPostgres } from "../../tests/support/database.ts";

const PASSWORD = "correct horse";
const FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:130.0) Gecko/20100101 Firefox/130.0";
const PHONE =
  "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1";

async function logIn(app: TestApp, email: string, userAgent: string, password = PASSWORD) {
  const device = app.visitor();
  const answer = await device.post("/auth/login", { email, password }, { "user-agent": userAgent });
  return { device, status: answer.status };
}

const clock = testClock();
testApp("devices are listed in plain words, this one first and marked", async (app) => {
  const email = "ada@example.com";
  const first = await app.person(email);
  clock.advance(60_000);
  const { device: firefox } = await logIn(app, email, FIREFOX);
  clock.advance(60_000);
  await logIn(app, email, PHONE);
  clock.advance(10 * 60_000);
  const { json } = await firefox.get("/users/me/sessions");
  const list: { device: string; current: boolean; last_seen_at: string }[] = json.sessions;
  assert.deepEqual(list.map(({ device }) => device), [
    "Firefox on Linux",
    "Safari on iPhone",
    "Unknown device",
  ]);
  assert.deepEqual(list.map(({ current }) => current), [true, false, false]);
  assert.equal(list[0]?.last_seen_at, new Date(clock.now()).toISOString(), "it was seen just now");
  assert.ok(!JSON.stringify(json).includes("token"), "nothing that would open a session");
  assert.equal((await first.get("/users/me/sessions")).json.sessions[0].device, "Unknown device");
}, { now: clock.now });

testApp("one device is logged out, or all others at once", async (app) => {
  const email = "ada@example.com";
  const here = await app.person(email);
  const { device: phone } = await logIn(app, email, PHONE);
  const { device: firefox } = await logIn(app, email, FIREFOX);
  const { json } = await here.get("/users/me/sessions");
  const phoneId = json.sessions.find((s: { device: string }) => /iPhone/.test(s.device)).id;

  const stranger = await app.person();
  assert.equal((await stranger.delete(`/users/me/sessions/${phoneId}`)).status, 404);
  assert.equal((await phone.get("/users/me")).status, 200);
  assert.equal((await here.delete(`/users/me/sessions/${phoneId}`)).status, 204);
  assert.equal((await phone.get("/users/me")).status, 401);
  assert.equal((await here.delete(`/users/me/sessions/${phoneId}`)).status, 404);
  assert.equal((await here.delete("/users/me/sessions/none")).status, 404);
  assert.equal((await firefox.get("/users/me")).status, 200);

  assert.equal((await here.delete("/users/me/sessions")).status, 204);
  assert.equal((await firefox.get("/users/me")).status, 401);
  const left = (await here.get("/users/me/sessions")).json.sessions;
  assert.equal(left.length, 1);
  assert.equal((await here.delete(`/users/me/sessions/${left[0].id}`)).status, 204);
  assert.equal(here.cookie, null, "its own cookie goes with it");
  assert.equal((await stranger.get("/users/me")).status, 200);
});

testApp("another password ends the other sessions, and only it opens new ones", async (app) => {
  const email = "ada@example.com";
  const here = await app.person(email);
  const { device: phone } = await logIn(app, email, PHONE);
  const change = (current_password: string, new_password: string) =>
    here.post("/users/me/password", { current_password, new_password });

  const wrong = await change("not this one", "battery staple");
  assert.equal(wrong.status, 422);
  assert.equal(wrong.json.error.issues[0].path, "current_password");
  const short = await change(PASSWORD, "short");
  assert.equal(short.status, 422);
  assert.equal(short.json.error.issues[0].path, "new_password");
  assert.equal((await phone.get("/users/me")).status, 200, "nothing has changed yet");

  assert.equal((await change(PASSWORD, "battery staple")).status, 204);
  assert.equal((await here.get("/users/me")).status, 200);
  assert.equal((await phone.get("/users/me")).status, 401);
  assert.equal((await logIn(app, email, PHONE)).status, 401);
  assert.equal((await logIn(app, email, PHONE, "battery staple")).status, 200);
  const visitor = await app.visitor().post("/users/me/password", {
    current_password: "battery staple",
    new_password: PASSWORD,
  });
  assert.equal(visitor.status, 401);
});

testApp("guessing the current password is slowed down, and shuts nobody else out", async (app) => {
  const email = "ada@example.com";
  const here = await app.person(email);
  const guess = () =>
    here.post("/users/me/password", {
      current_password: crypto.randomUUID(),
      new_password: "battery staple",
    });
  const statuses = (await Promise.all(Array.from({ length: 10 }, guess))).map(({ status }) =>
    status
  );
  assert.deepEqual(statuses.sort(), [...Array(8).fill(422), 429, 429]);
  assert.equal((await here.get("/users/me")).status, 200, "who is logged in stays so");
  assert.equal((await logIn(app, email, PHONE)).status, 200, "nor is anybody else shut out");
});

for (const postgres of [false, true]) {
  testApp(
    `no login with the old password outlives its change (${postgres ? "PostgreSQL" : "PGlite"})`,
    async (app) => {
      const email = "ada@example.com";
      const here = await app.person(email);
      const change = here.post("/users/me/password", {
        current_password: PASSWORD,
        new_password: "battery staple",
      });
      const logins = await Promise.all(Array.from({ length: 6 }, () => logIn(app, email, PHONE)));
      assert.equal((await change).status, 204);
      for (const { device } of logins) {
        assert.equal((await device.get("/users/me")).status, 401);
      }
      assert.equal((await here.get("/users/me/sessions")).json.sessions.length, 1);
    },
    async () => postgres ? { database: await freshPostgres() } : {},
    postgres ? ["postgres"] : [],
  );
}

Deno.test({
  name: "wrong passwords are counted for all web processes together",
  sanitizeOps: false,
  sanitizeResources: false,
  async fn() {
    const database = await freshPglite();
    const apps = [await openTestApp({ database }), await openTestApp({ database })];
    try {
      const statuses: number[] = [];
      for (let k = 0; k < 10; k++) {
        const app = apps[k % 2];
        assert.ok(app);
        statuses.push((await logIn(app, "ada@example.com", FIREFOX, `guess ${k}`)).status);
      }
      assert.deepEqual(statuses, [...Array(8).fill(401), 429, 429]);
      const rows = await database.db.selectFrom("login_attempts").selectAll().execute();
      assert.ok(!JSON.stringify(rows).includes("ada@"), "nobody can read who tried");
    } finally {
      for (const app of apps) await app.close();
    }
  },
});
