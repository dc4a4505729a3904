/** Every documented event of an account is logged when it happens, and no other: who, from where, in which request. */
import assert from "node:assert/strict";
import { candlesAt, hours } from "../../server/market_data/testing/synthetic.ts";
import { AUDIT_EVENTS } from "../../server/logging/audit.ts";
import { setAccountLimits } from "../../server/limits/account_limits.ts";
import { createLogger } from "../../server/logging/log.ts";
import { openTestApp, type TestApp, type TestClient } from "../../tests/support/app.ts";
import { Mailbox } from "../../tests/support/mailbox.ts";
import { StripeStandIn } from "../../tests/support/stripe.ts";
import { totpCode } from "../../tests/support/totp.ts";

interface Line {
  readonly event?: string;
  readonly level: string;
  readonly message: string;
  readonly user_id?: string;
  readonly address?: string;
  readonly request_id?: string;
  readonly [field: string]: unknown;
}

const PASSWORD = "correct horse";

Deno.test("audit: the playbook's table and the list of events agree", async () => {
  const page = await Deno.readTextFile(
    new URL("../../ops/playbooks/logs.md", import.meta.url),
  );
  const documented = [...page.matchAll(/^\| `([a-z_]+)` *\| (\w+) *\|/gm)]
    .map(([, event = "", level = ""]) => [event, level]);
  const declared = Object.entries(AUDIT_EVENTS).map(([event, { level }]) => [event, level]);
  assert.deepEqual(documented.sort(), declared.sort());
});

Deno.test({
  name:
    "audit: each event is one line with account, address and request, and without what was typed",
  sanitizeOps: false,
  sanitizeResources: false,
  async fn() {
    const text: string[] = [];
    const log = createLogger({
      logFormat: "json",
      logLevel: "info",
      write: (line) => text.push(line),
    });
    const lines = (): Line[] => text.map((line) => JSON.parse(line));
    const mailer = new Mailbox();
    const stripe = new StripeStandIn();
    const app = await openTestApp({ log, mailer, config: { billing: stripe.config } });
    const seen = new Set<string>();
    /** Runs a step and returns the one event that it leaves behind. */
    const one = async (event: string, work: () => Promise<unknown>): Promise<Line> => {
      const before = text.length;
      await work();
      const events = lines().slice(before).filter((line) => line.event !== undefined);
      assert.deepEqual(events.map((line) => line.event), [event]);
      seen.add(event);
      const [line] = events;
      assert.ok(line);
      return line;
    };
    try {
      const email = "ada@example.com";
      const ada = app.visitor();
      const post = (who: TestClient, path: string, body?: unknown) => who.post(path, body);
      const logIn = (who: TestClient, password: string, as = email) =>
        post(who, "/auth/login", { email: as, password });

      const created = await one(
        "signed_up",
        () => post(ada, "/auth/signup", { email, password: PASSWORD }),
      );
      const id = created.user_id;
      assert.ok(id);
      const about = (line: Line) => [line.user_id, typeof line.address, typeof line.request_id];
      const known = [id, "string", "string"];
      assert.deepEqual(about(created), known);

      const taken = await one(
        "sign_up_refused",
        () => post(app.visitor(), "/auth/signup", { email, password: PASSWORD }),
      );
      assert.deepEqual([...about(taken), taken.reason], [...known, "email_taken"]);

      const phone = app.visitor();
      const answer = await logIn(phone, PASSWORD);
      const loggedIn = await one("logged_in", () => logIn(app.visitor(), PASSWORD));
      assert.deepEqual(about(loggedIn), known);
      assert.notEqual(loggedIn.request_id, answer.headers.get("x-request-id"));

      const wrong = await one("log_in_failed", () => logIn(app.visitor(), "typed-secret-1"));
      assert.deepEqual([...about(wrong), wrong.reason], [...known, "wrong_password"]);
      assert.equal(wrong.level, "warn");
      const nobody = await one(
        "log_in_failed",
        () => logIn(app.visitor(), "typed-secret-2", "typed-secret-3@example.com"),
      );
      assert.deepEqual([nobody.user_id, nobody.reason], [undefined, "unknown_account"]);

      const refused = await one("password_check_failed", () =>
        post(ada, "/users/me/password", {
          current_password: "typed-secret-4",
          new_password: PASSWORD,
        }));
      assert.deepEqual([...about(refused), refused.purpose], [...known, "change_password"]);

      const { sessions } = (await ada.get("/users/me/sessions")).json as unknown as {
        sessions: { id: string; current: boolean }[];
      };
      const other = sessions.find(({ current }) => !current);
      assert.ok(other);
      const ended = await one(
        "session_ended",
        () => ada.send("DELETE", `/users/me/sessions/${other.id}`),
      );
      assert.deepEqual([...about(ended), ended.session_id], [...known, other.id]);
      const others = await one(
        "other_sessions_ended",
        () => ada.send("DELETE", "/users/me/sessions"),
      );
      assert.deepEqual([...about(others), others.count], [...known, sessions.length - 2]);

      const changed = await one("password_changed", () =>
        post(ada, "/users/me/password", {
          current_password: PASSWORD,
          new_password: "typed-secret-5",
        }));
      assert.deepEqual(about(changed), known);

      const tablet = app.visitor();
      await logIn(tablet, "typed-secret-5");
      assert.deepEqual(
        about(await one("logged_out", () => post(tablet, "/auth/logout"))),
        known,
      );
      const before = text.length;
      await post(tablet, "/auth/logout");
      assert.ok(lines().slice(before).every(({ event }) => event === undefined), "once");

      assert.deepEqual(
        about(await one("data_exported", () => ada.get("/users/me/export"))),
        known,
      );

      const limits = await one(
        "limits_changed",
        () => setAccountLimits(app.services.database.db, email, { strategies: 25 }, log),
      );
      assert.deepEqual([limits.user_id, limits.strategies], [id, 25]);
      const shown = text.length;
      await setAccountLimits(app.services.database.db, email, {}, log);
      assert.equal(text.length, shown, "looking at limits changes nothing");

      for (let tries = 0; tries < 8; tries++) await logIn(app.visitor(), "typed-secret-6");
      const blocked = await one("too_many_attempts", () => logIn(app.visitor(), PASSWORD));
      assert.deepEqual([...about(blocked), blocked.purpose], [...known, "log_in"]);

      const gone = await one(
        "account_deleted",
        () => ada.send("DELETE", "/users/me", { password: "typed-secret-5" }),
      );
      assert.deepEqual([...about(gone), gone.runs], [...known, 0]);

      await operatorEvents(app, mailer, one);
      const payer = await app.person();
      await payer.post("/billing/checkout");
      const [customer = ""] = stripe.customers;
      const paid = stripe.set(customer, { id: "sub_1", status: "active" });
      const paying = await one(
        "subscription_changed",
        () => app.visitor().post("/billing/webhook", paid, stripe.sign(paid, Date.now())),
      );
      assert.deepEqual([paying.by, paying.before, paying.status], ["app", "none", "active"]);
      assert.deepEqual([...seen].sort(), Object.keys(AUDIT_EVENTS).sort());
      assert.doesNotMatch(text.join("\n"), /typed-secret|ada@example|correct horse/);
    } finally {
      await app.close();
      await stripe.close();
    }
  },
});

type One = (event: string, work: () => Promise<unknown>) => Promise<Line>;

/** What operators do, and what guards an account. */
async function operatorEvents(app: TestApp, mailer: Mailbox, one: One): Promise<void> {
  const { joining, outbox, database: { db } } = app.services;
  const password = "typed-secret-7";
  const boss = app.visitor();
  const code = await joining.ownerCode();
  const account = { email: "boss@example.com", password };
  await boss.post("/auth/join", { code, ...account });
  const { id: bossId } = (await boss.get("/users/me")).json;
  const eve = await app.person("eve@example.com");
  const { id } = (await eve.get("/users/me")).json;
  const at = `/admin/accounts/${id}`;
  const change = (body: unknown) => () => boss.patch(at, body);

  await one("role_changed", change({ role: "admin" }));
  const made = await one("owner_made", change({ role: "owner" }));
  assert.deepEqual([made.user_id, made.by], [id, bossId]);
  await boss.patch(at, { role: "member" });
  const plan = await one("plan_changed", change({ plan: "premium" }));
  assert.deepEqual([plan.user_id, plan.by, plan.before, plan.plan], [id, bossId, null, "premium"]);
  await one("account_disabled", change({ disabled: true }));
  await one("account_enabled", change({ disabled: false }));
  await eve.post("/auth/login", { email: "eve@example.com", password: "correct horse" });
  await one("signed_out_everywhere", () => boss.post(`${at}/sign-out`));
  await eve.post("/auth/login", { email: "eve@example.com", password: "correct horse" });
  await one("invited", () => boss.post("/admin/invitations", {}));
  const { invitations } = (await boss.get("/admin/invitations")).json;
  await one(
    "invitation_withdrawn",
    () => boss.delete(`/admin/invitations/${invitations[0].id}`),
  );

  await eve.post("/auth/password-reset", { email: "eve@example.com" });
  const sent = await one("reset_link_made", () => outbox.sweep());
  assert.deepEqual([sent.user_id, sent.by], [id, "app"]);
  const reset = { code: mailer.codeTo("eve@example.com"), password };
  await one("password_reset", () => eve.post("/auth/password-reset/confirm", reset));
  await eve.post("/auth/login", { email: "eve@example.com", password });
  await one("email_change_asked", () => eve.post("/users/me/email", { email: "new@example.com" }));
  await outbox.sweep();
  const confirm = { code: mailer.codeTo("new@example.com") };
  await one("email_changed", () => eve.post("/auth/email/confirm", confirm));
  await db.updateTable("users").set({ email_verified_at: null }).where("id", "=", id).execute();
  await eve.post("/users/me/email/verification");
  await outbox.sweep();
  const verify = { code: mailer.codeTo("new@example.com") };
  await one("email_verified", () => eve.post("/auth/email/verify", verify));

  const wanted = { name: "typed-secret-8", scope: "read" };
  const key = await one("api_key_made", () => eve.post("/users/me/keys", wanted));
  const revoked = await one("api_key_revoked", () => eve.delete(`/users/me/keys/${key.key_id}`));
  assert.equal(revoked.key_id, key.key_id);
  const { secret } = (await eve.post("/users/me/two-step", {})).json;
  const first = { code: totpCode(secret, app.services.now()) };
  await one("two_step_on", () => eve.post("/users/me/two-step/confirm", first));
  let codes: string[] = [];
  await one("recovery_codes_made", async () => {
    codes = (await eve.post("/users/me/two-step/recovery-codes", {})).json.recovery_codes;
  });
  const used = app.services.accounts.twoStep.check(id, codes[0]?.replaceAll("-", "") ?? "", {
    address: "203.0.113.7",
    userAgent: null,
  });
  assert.equal((await one("recovery_code_used", () => used)).level, "warn");
  await one("two_step_off", () => eve.delete("/users/me/two-step", {}));

  await eve.post("/auth/password-reset", { email: "new@example.com" });
  const { jobs } = (await boss.get("/admin/jobs")).json;
  const job = jobs.find(({ kind }: { kind: string }) => kind === "mail");
  await one("job_retried", () => boss.post(`/admin/jobs/${job.id}/retry`));
  await one("job_dropped", () => boss.delete(`/admin/jobs/${job.id}`));

  const { marketData: { store, restatements }, incidents } = app.services;
  const series = { asset: "BTC/USDT", timeframe: "1h", venue: "binance", ownerId: null } as const;
  const start = Date.UTC(2021, 0, 1);
  await store.insert(series, candlesAt(hours(start, 3)));
  await restatements.record(series, candlesAt(hours(start, 2), 1), "binance");
  const [restated, other] = (await boss.get("/admin/market-data")).json.restatements;
  const choose = (choice: string, id: string) => () =>
    boss.post("/admin/market-data/restatements", { choice, ids: [id] });
  const accepted = await one("restatements_accepted", choose("accept", restated.id));
  assert.deepEqual([accepted.by, accepted.candles, accepted.superseded], [bossId, 1, 0]);
  await one("restatements_rejected", choose("reject", other.id));

  const by = {
    actor: { kind: "account", id: bossId },
    role: "owner",
    address: "203.0.113.7",
  } as const;
  const told = { words: "typed-secret-9", state: "investigating", until: null } as const;
  const opened = await one(
    "incident_opened",
    () =>
      incidents.open(by, {
        ...told,
        title: "typed-secret-10",
        components: ["backtests"],
        since: null,
      }),
  );
  assert.equal(opened.by, bossId);
  const incident = String(opened.incident);
  await one("incident_updated", () => incidents.update(by, incident, told));
  await one("incident_removed", () => incidents.remove(by, incident));
}
