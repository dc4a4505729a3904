/** A new password for who has forgotten the old one, another email, and emails that have to be confirmed. */
import assert from "node:assert/strict";
import { openTestApp, type TestApp, testApp, type TestClient } from "../../tests/support/app.ts";
import { freshPostgres } from "../../tests/support/database.ts";
import { Mailbox } from "../../tests/support/mailbox.ts";

const PASSWORD = "correct horse";
const ADA = "ada@example.com";
const MINUTE_MS = 60_000;

interface Fixture {
  readonly app: TestApp;
  readonly mailbox: Mailbox;
  now: number;
}

/** An app with a mail server, and a clock in the test's hands. */
function testMail(
  name: string,
  fn: (fixture: Fixture) => Promise<void>,
  config: { readonly requireVerifiedEmail?: boolean } = {},
): void {
  Deno.test({
    name: `recovery: ${name}`,
    sanitizeOps: false,
    sanitizeResources: false,
    async fn() {
      const mailbox = new Mailbox();
      const fixture = { mailbox, now: Date.UTC(2026, 0, 15, 12) };
      const app = await openTestApp({ mailer: mailbox, now: () => fixture.now, config });
      try {
        await fn(Object.assign(fixture, { app }));
      } finally {
        await app.close();
      }
    },
  });
}

const ask = (app: TestApp, email: string) => app.visitor().post("/auth/password-reset", { email });
const reset = (app: TestApp, code: string, password = "battery staple") =>
  app.visitor().post("/auth/password-reset/confirm", { code, password });
const logIn = (who: TestClient, email: string, password: string) =>
  who.post("/auth/login", { email, password });

testMail("an unknown email is answered like a known one, and gets no mail", async (fixture) => {
  const { app, mailbox } = fixture;
  await app.person(ADA);
  const known = await ask(app, ADA);
  const unknown = await ask(app, "nobody@example.com");
  assert.deepEqual([known.status, known.text], [202, ""]);
  assert.deepEqual([unknown.status, unknown.text], [known.status, known.text]);
  const { db } = app.services.database;
  const waiting = await db.selectFrom("mails").select(["kind", "address"]).execute();
  assert.equal(waiting.length, 2, "what is looked up is looked up later");
  await app.services.outbox.sweep();
  assert.deepEqual(mailbox.mails.map(({ to }) => to), [ADA]);
  assert.deepEqual(await db.selectFrom("mails").selectAll().execute(), []);
  const links = await db.selectFrom("account_links").selectAll().execute();
  assert.ok(!JSON.stringify(links).includes(mailbox.codeTo(ADA)), "the code is stored nowhere");
});

testMail("a link works once, for half an hour, and logs every device out", async (fixture) => {
  const { app, mailbox } = fixture;
  const ada = await app.person(ADA);
  await ask(app, ADA);
  await app.services.outbox.sweep();
  const code = mailbox.codeTo(ADA);
  assert.equal((await reset(app, code, "short")).status, 422);
  assert.equal((await reset(app, code, "ada@example.com")).status, 422);
  fixture.now += 30 * MINUTE_MS;
  assert.equal((await reset(app, code)).json.error.code, "link_invalid");
  await ask(app, ADA);
  await ask(app, ADA);
  await app.services.outbox.sweep();
  const newest = mailbox.codeTo(ADA);
  const both = await Promise.all([reset(app, newest), reset(app, newest, "another staple")]);
  assert.deepEqual(both.map(({ status }) => status).sort(), [204, 410]);
  const [, kept] = both[0]?.status === 204 ? ["", "battery staple"] : ["", "another staple"];
  assert.equal((await ada.get("/users/me")).status, 401);
  assert.equal((await logIn(app.visitor(), ADA, PASSWORD)).status, 401);
  assert.equal((await logIn(ada, ADA, kept ?? "")).status, 200);
  const { db } = app.services.database;
  assert.deepEqual(
    await db.selectFrom("account_links").select("id").where("kind", "=", "reset").execute(),
    [],
    "the other links are void",
  );
  await app.services.outbox.sweep();
  assert.match(mailbox.newestTo(ADA).subject, /password was changed/);
});

testMail("nobody fills an inbox, and a disabled account gets no link", async ({ app, mailbox }) => {
  const ada = await app.person(ADA);
  const { id } = (await ada.get("/users/me")).json;
  for (let n = 0; n < 5; n++) await ask(app, ADA);
  await app.services.outbox.sweep();
  assert.equal(mailbox.mails.length, 3);
  await app.person("eve@example.com");
  const by = { actor: { kind: "command" }, role: "owner" } as const;
  const eve = await app.services.administration.idOf("eve@example.com");
  await app.services.administration.disable(by, eve);
  await ask(app, "eve@example.com");
  const link = await app.services.administration.resetCode(by, id);
  await app.services.administration.disable(by, id);
  assert.equal((await reset(app, link)).status, 410, "nor does one work that was made before");
  await app.services.outbox.sweep();
  assert.equal(mailbox.mails.length, 3);
});

testMail(
  "another email holds once its link is opened, and the old one is told",
  async (fixture) => {
    const { app, mailbox } = fixture;
    const ada = await app.person(ADA);
    await app.person("taken@example.com");
    const change = (email: string, password?: string) =>
      ada.post("/users/me/email", { email, ...(password ? { password } : {}) });
    assert.equal((await change(ADA)).status, 422);
    assert.equal((await change("taken@example.com")).json.error.code, "email_taken");
    fixture.now += 10 * MINUTE_MS;
    const late = await change("new@example.com");
    assert.deepEqual([late.status, late.json.error.issues[0].path], [403, "password"]);
    assert.equal((await change("new@example.com", "guess it")).status, 422);
    assert.equal((await change("new@example.com", PASSWORD)).json.state, "mailed");
    assert.equal((await change("third@example.com")).status, 200, "it holds for ten minutes");
    await app.services.outbox.sweep();
    assert.equal((await ada.get("/users/me")).json.email, ADA, "nothing yet");
    const confirm = (code: string) => app.visitor().post("/auth/email/confirm", { code });
    assert.equal(
      (await reset(app, mailbox.codeTo("new@example.com"))).status,
      410,
      "for this alone",
    );
    assert.equal((await confirm(mailbox.codeTo("new@example.com"))).status, 204);
    assert.equal((await confirm(mailbox.codeTo("new@example.com"))).status, 410);
    assert.equal(
      (await confirm(mailbox.codeTo("third@example.com"))).status,
      410,
      "the other is void",
    );
    assert.equal((await ada.get("/users/me")).json.email, "new@example.com");
    assert.equal((await logIn(app.visitor(), ADA, PASSWORD)).status, 401);
    assert.equal((await logIn(app.visitor(), "new@example.com", PASSWORD)).status, 200);
    await app.services.outbox.sweep();
    assert.match(mailbox.newestTo(ADA).subject, /email was changed/);
  },
);

testMail("an email that somebody else takes meanwhile stays theirs", async ({ app, mailbox }) => {
  const ada = await app.person(ADA);
  await ada.post("/users/me/email", { email: "new@example.com" });
  await app.services.outbox.sweep();
  const eve = await app.person("new@example.com");
  const code = mailbox.codeTo("new@example.com");
  assert.equal((await ada.post("/auth/email/confirm", { code })).status, 409);
  assert.equal((await ada.get("/users/me")).json.email, ADA);
  assert.equal((await eve.get("/users/me")).json.email, "new@example.com");
});

testMail(
  "where emails have to be confirmed, nothing but the account is there before",
  async (fixture) => {
    const { app, mailbox } = fixture;
    const ada = await app.person(ADA);
    const refused = await ada.get("/strategies");
    assert.deepEqual([refused.status, refused.json.error.code], [403, "email_unverified"]);
    assert.equal((await ada.get("/users/me")).status, 200);
    await app.services.outbox.sweep();
    const code = mailbox.codeTo(ADA);
    assert.equal((await reset(app, code)).status, 410, "it is no link for a password");
    assert.equal((await ada.post("/auth/email/verify", { code })).status, 204);
    assert.equal((await ada.get("/strategies")).status, 200, "at once");
    const owner = app.visitor();
    const join = { code: await app.services.joining.ownerCode(), email: "boss@example.com" };
    await owner.post("/auth/join", { ...join, password: PASSWORD });
    assert.equal(
      (await owner.get("/strategies")).status,
      200,
      "whoever owns the server needs no mail",
    );
  },
  { requireVerifiedEmail: true },
);

testApp(
  "recovery: without mail a reset is refused in words, and another email holds at once",
  async (app) => {
    const ada = await app.person(ADA);
    const refused = await ask(app, ADA);
    assert.deepEqual([refused.status, refused.json.error.code], [403, "no_mail"]);
    assert.match(refused.json.error.message, /Ask whoever runs it/);
    assert.equal((await ada.post("/users/me/email/verification")).status, 403);
    const changed = await ada.post("/users/me/email", { email: "New@Example.com" });
    assert.equal(changed.json.state, "changed");
    assert.equal((await ada.get("/users/me")).json.email, "new@example.com");
  },
);

testApp(
  "recovery: on PostgreSQL the same",
  async (app) => {
    const ada = await app.person(ADA);
    const by = { actor: { kind: "command" }, role: "owner" } as const;
    const id = await app.services.administration.idOf(ADA);
    const code = await app.services.administration.resetCode(by, id);
    const both = await Promise.all([reset(app, code), reset(app, code)]);
    assert.deepEqual(both.map(({ status }) => status).sort(), [204, 410]);
    assert.equal((await ada.get("/users/me")).status, 401);
    assert.equal((await logIn(ada, ADA, "battery staple")).status, 200);
    assert.equal((await ada.post("/users/me/email", { email: "b@example.com" })).status, 200);
  },
  async () => ({ database: await freshPostgres() }),
  ["postgres"],
);
