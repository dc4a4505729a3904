/** Owner, admins and members: who becomes what, who may do what to whom, and what an operator sees. */
import assert from "node:assert/strict";
import { endpointList } from "../../contracts/endpoints/mod.ts";
import { openTestApp, type TestApp, testApp, type TestClient } from "../../tests/support/app.ts";
import { freshPostgres } from "../../tests/support/database.ts";
import { RSI_WITH_STOPS } from "../../tests/support/strategies.ts";

const PASSWORD = "correct horse";
const codeOf = (link: string) => new URL(link).searchParams.get("code") ?? "";

/** An owner, made with the link of the first start. */
async function owner(app: TestApp, email = "owner@example.com"): Promise<TestClient> {
  const code = await app.services.joining.ownerCode();
  const client = app.visitor();
  const { status, text } = await client.post("/auth/join", { code, email, password: PASSWORD });
  assert.equal(status, 201, text);
  return client;
}

async function idOf(client: TestClient): Promise<string> {
  return (await client.get("/users/me")).json.id;
}

for (const postgres of [false, true]) {
  const on = postgres ? "PostgreSQL" : "PGlite";
  const parts = async () => postgres ? { database: await freshPostgres() } : {};
  const needs = postgres ? ["postgres"] as const : [];

  testApp(
    `operators on ${on}: of many owner's links one makes the owner, once`,
    async (app) => {
      const { joining, administration } = app.services;
      const codes = await Promise.all([joining.ownerCode(), joining.ownerCode()]);
      const join = (code: string | null, email: string) =>
        app.visitor().post("/auth/join", { code, email, password: PASSWORD });
      const statuses = await Promise.all(
        codes.flatMap((
          code,
          i,
        ) => [join(code, `a${i}@example.com`), join(code, `b${i}@example.com`)]),
      );
      assert.deepEqual(statuses.map(({ status }) => status).sort(), [201, 410, 410, 410]);
      const { accounts } = await administration.list();
      assert.deepEqual(
        accounts.map(({ role }) => role),
        ["owner"],
        "a refused link leaves no account",
      );
      assert.equal(await joining.ownerCode(), null, "there is an owner now");
      assert.equal((await join("none", "c@example.com")).status, 410);
      const rows = await app.services.database.db.selectFrom("account_links").selectAll().execute();
      assert.deepEqual(rows, []);
    },
    parts,
    needs,
  );

  testApp(
    `operators on ${on}: what is done to an account, and what is kept of it`,
    async (app) => {
      const boss = await owner(app);
      const eve = await app.person("eve@example.com");
      const { json: made } = await eve.post("/strategies", {
        name: "Secret sauce",
        asset: "DEMO/USDT",
        timeframe: "4h",
      });
      await eve.post(`/strategies/${made.id}/versions`, {
        definition: RSI_WITH_STOPS,
        base_version: 0,
      });
      const { json: { accounts, total } } = await boss.get("/admin/accounts?q=EVE%40");
      assert.equal(total, 1);
      assert.equal(accounts[0].strategies, 1);
      assert.equal((await boss.get("/admin/accounts?q=%25")).json.total, 0, "% is no wildcard");
      const [{ id }] = accounts;
      const at = `/admin/accounts/${id}`;

      await boss.patch(at, { limits: { strategies: 3 } });
      assert.equal((await eve.get("/users/me")).json.usage.strategies.limit, 3);
      assert.equal((await boss.post(`${at}/sign-out`)).status, 204);
      assert.equal((await eve.get("/users/me")).status, 401);
      const logIn = () => eve.post("/auth/login", { email: "eve@example.com", password: PASSWORD });
      assert.equal((await logIn()).status, 200);

      assert.equal((await boss.patch(at, { disabled: true })).status, 200);
      assert.equal((await eve.get("/users/me")).status, 401);
      const refused = await logIn();
      assert.deepEqual([refused.status, refused.json.error.code], [403, "account_disabled"]);
      const guess = await eve.post("/auth/login", {
        email: "eve@example.com",
        password: "guess it",
      });
      assert.equal(
        guess.json.error.code,
        "invalid_credentials",
        "told to who knows the password alone",
      );
      assert.equal((await boss.patch(at, { disabled: false })).json.disabled_at, null);
      assert.equal((await logIn()).status, 200);

      const { json: { link } } = await boss.post(`${at}/reset-link`, {});
      const second = (await boss.post(`${at}/reset-link`, {})).json.link;
      const reset = (code: string, password = "battery staple") =>
        app.visitor().post("/auth/password-reset/confirm", { code, password });
      assert.equal((await reset(codeOf(link))).status, 410, "the newer link replaces it");
      assert.equal((await reset(codeOf(second), "password")).status, 422);
      assert.equal((await reset(codeOf(second))).status, 204);
      assert.equal((await reset(codeOf(second))).status, 410, "once");
      assert.equal((await eve.get("/users/me")).status, 401);

      assert.equal((await boss.delete(at, {})).status, 204);
      assert.equal((await boss.get(at)).status, 404);
      assert.equal((await boss.delete(at, {})).status, 404);

      const { json: log } = await boss.get(`/admin/audit?account=${id}`);
      assert.deepEqual(log.entries.map(({ event }: { event: string }) => event), [
        "account_deleted",
        "password_reset",
        "reset_link_made",
        "reset_link_made",
        "account_enabled",
        "account_disabled",
        "signed_out_everywhere",
        "limits_changed",
        "signed_up",
      ]);
      const [deleted] = log.entries;
      assert.equal(deleted.actor.email, "owner@example.com");
      assert.deepEqual(deleted.subject, { id, email: null });
      assert.equal(deleted.address, "203.0.113.7");
      assert.ok(!/eve@|Secret sauce/.test(JSON.stringify(log)), "nothing of the person is left");
    },
    parts,
    needs,
  );
}

testApp("operators: to members and visitors none of it exists", async (app) => {
  await owner(app);
  const member = await app.person();
  const visitor = app.visitor();
  let asked = 0;
  for (const { method, path, operator } of endpointList) {
    if (!operator) continue;
    asked++;
    const real = path.replace("{id}", crypto.randomUUID());
    const body = method === "GET" ? undefined : {};
    assert.equal((await member.send(method, real, body)).status, 404, `${method} ${path}`);
    assert.equal((await visitor.send(method, real, body)).status, 401, `${method} ${path}`);
  }
  assert.ok(asked >= 14);
});

testApp(
  "operators: an admin acts on members, the owner on admins, nobody on themselves",
  async (app) => {
    const boss = await owner(app);
    const admin = await app.person("admin@example.com");
    const other = await app.person("other@example.com");
    const member = await app.person("member@example.com");
    const [bossId, adminId, otherId, memberId] = await Promise.all(
      [boss, admin, other, member].map(idOf),
    );
    for (const id of [adminId, otherId]) {
      assert.equal(
        (await boss.patch(`/admin/accounts/${id}`, { role: "admin" })).json.role,
        "admin",
      );
    }
    const may = async (who: TestClient, id: string | undefined, change: unknown) =>
      (await who.patch(`/admin/accounts/${id}`, change)).status;
    assert.equal(await may(admin, memberId, { disabled: true }), 200);
    assert.equal(await may(admin, memberId, { disabled: false }), 200);
    assert.equal(await may(admin, memberId, { role: "admin" }), 403);
    for (const id of [bossId, otherId, adminId]) {
      assert.equal(await may(admin, id, { disabled: true }), 403);
      assert.equal((await admin.delete(`/admin/accounts/${id}`, {})).status, 403);
      assert.equal((await admin.post(`/admin/accounts/${id}/reset-link`, {})).status, 403);
      assert.equal((await admin.post(`/admin/accounts/${id}/sign-out`)).status, 403);
    }
    assert.equal(await may(boss, bossId, { role: "member" }), 403, "there is always an owner");
    assert.equal((await boss.delete(`/admin/accounts/${bossId}`, {})).status, 403);
    assert.equal(await may(boss, otherId, { role: "member" }), 200);
    assert.equal((await other.get("/admin/accounts")).status, 404, "at once");
    assert.equal((await admin.get("/admin/accounts/none")).status, 404);
  },
);

testApp(
  "operators: an account that was there before becomes the owner with the link",
  async (app) => {
    const ada = await app.person("ada@example.com");
    const code = await app.services.joining.ownerCode() ?? "";
    const user = await app.services.accounts.userForToken(
      ada.cookie?.replace("session=", "") ?? "",
    );
    assert.ok(user);
    const visitor = { address: "203.0.113.7", userAgent: null };
    await app.services.joining.claimOwner(user.user, code, visitor);
    assert.equal((await ada.get("/admin/accounts")).status, 200);
    await assert.rejects(app.services.joining.claimOwner(user.user, code, visitor), /used already/);
  },
);

Deno.test({
  name:
    "operators: invitations let in while sign-up is closed, once, until they are withdrawn or too old",
  sanitizeOps: false,
  sanitizeResources: false,
  async fn() {
    let now = Date.UTC(2026, 0, 15, 12);
    const app = await openTestApp({ config: { signupOpen: false }, now: () => now });
    try {
      const boss = await owner(app);
      const closed = await app.visitor().post("/auth/signup", {
        email: "eve@example.com",
        password: PASSWORD,
      });
      assert.equal(closed.status, 403);
      const invite = async (email?: string) =>
        codeOf((await boss.post("/admin/invitations", { email })).json.link);
      const join = (code: string, email: string, password = PASSWORD) =>
        app.visitor().post("/auth/join", { code, email, password });
      const first = await invite();
      assert.equal((await join(first, "eve@example.com", "short")).status, 422);
      assert.equal((await join(first, "owner@example.com")).status, 409);
      assert.equal((await join(first, "eve@example.com")).status, 201, "a refusal uses nothing up");
      assert.equal((await join(first, "bob@example.com")).status, 410);

      const withdrawn = await invite("bob@example.com");
      const { json: { invitations } } = await boss.get("/admin/invitations");
      assert.deepEqual(invitations.map((one: { email: string }) => one.email), ["bob@example.com"]);
      const at = `/admin/invitations/${invitations[0].id}`;
      assert.equal((await boss.delete(at)).status, 204);
      assert.equal((await boss.delete(at)).status, 404);
      assert.equal((await join(withdrawn, "bob@example.com")).status, 410);

      const old = await invite();
      now += 7 * 86_400_000;
      assert.equal((await join(old, "bob@example.com")).status, 410);
      const { accounts } = await app.services.administration.list();
      assert.deepEqual(accounts.map(({ email }) => email), [
        "eve@example.com",
        "owner@example.com",
      ]);
    } finally {
      await app.close();
    }
  },
});

testApp(
  "operators: jobs are listed without anything of a strategy, tried again, and dropped",
  async (app) => {
    const boss = await owner(app);
    const eve = await app.person("eve@example.com");
    const { json: strategy } = await eve.post("/strategies", {
      name: "Secret sauce",
      asset: "DEMO/USDT",
      timeframe: "4h",
    });
    const version = { definition: RSI_WITH_STOPS, base_version: 0 };
    await eve.post(`/strategies/${strategy.id}/versions`, version);
    const run = { strategy_id: strategy.id, date_from: "2024-01-01", date_to: "2024-02-01" };
    const { json: { run_id } } = await eve.post("/backtests", run);
    const list = async () => (await boss.get("/admin/jobs")).json;
    const waiting = await list();
    assert.deepEqual(waiting.counts, { pending: 1, running: 0, failed: 0 });
    assert.equal(waiting.jobs[0].email, "eve@example.com");
    assert.ok(!JSON.stringify(waiting).includes("Secret"));
    const at = `/admin/jobs/backtest:${run_id}`;
    assert.equal((await boss.post(`${at}/retry`)).status, 404, "it has not failed");
    assert.equal((await boss.delete(at)).status, 204);
    assert.equal((await boss.delete(at)).status, 404);
    const failed = (await eve.get(`/backtests/${run_id}`)).json;
    assert.deepEqual([failed.status, failed.error_code], ["failed", "stopped_by_operator"]);
    assert.equal(
      (await list()).jobs[0].reason,
      "The operator of this server stopped the backtest.",
    );
    assert.equal(
      (await eve.get("/users/me")).json.usage.backtests_today.used,
      0,
      "it does not count",
    );

    assert.equal((await boss.post(`${at}/retry`)).status, 204);
    await app.services.runner.start({ alone: true });
    for (let n = 0; n < 500; n++) {
      if ((await eve.get(`/backtests/${run_id}`)).json.status === "completed") break;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    assert.equal((await eve.get(`/backtests/${run_id}`)).json.status, "completed");
    assert.deepEqual((await list()).jobs, []);
    assert.equal((await boss.post("/admin/jobs/backtest:none/retry")).status, 404);
    assert.equal((await boss.delete("/admin/jobs/other:none")).status, 404);
  },
);
