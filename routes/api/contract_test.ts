/** Every endpoint is called once and grants what was asked; what it answers is as declared. */
import assert from "node:assert/strict";
import { type TestApp, testApp, testClock, untilEnded } from "../../tests/support/app.ts";
import { Mailbox } from "../../tests/support/mailbox.ts";
import { StripeStandIn } from "../../tests/support/stripe.ts";
import { totpCode } from "../../tests/support/totp.ts";
import { contractBreaches } from "../../tests/support/contract.ts";
import { RSI_WITH_STOPS } from "../../tests/support/strategies.ts";
import { runEventSchema } from "../../contracts/backtests.ts";
import { endpointList, type Endpoints, endpoints } from "../../contracts/endpoints/mod.ts";
import { routerOf } from "./router.ts";
import { candlesAt, hours } from "../../server/market_data/testing/synthetic.ts";

const MARKET = { asset: "DEMO/USDT", timeframe: "1h" };
const PASSWORD = "correct horse";
const CSV = [
  "timestamp,open,high,low,close,volume",
  "2024-01-01T00:00:00Z,10,12,9,11,5",
  "2024-01-01T01:00:00Z,11,13,10,12,6",
].join("\n");

interface Given {
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  readonly headers?: HeadersInit;
}

/** Calls endpoints by their names, checks the answers, and knows which were called. */
function caller(app: TestApp) {
  const client = app.visitor();
  const called = new Set<string>();
  const call = async (
    name: keyof Endpoints,
    { params = {}, query, body, headers = {} }: Given = {},
  ) => {
    const [method = "", template = ""] = name.split(" ");
    const path = template.replace(/\{(\w+)\}/g, (_, param) => params[param] ?? "missing") +
      (query ? `?${new URLSearchParams(query)}` : "");
    const response = await client.raw(method, path, body, headers);
    const { status } = response;
    const contentType = response.headers.get("content-type");
    const text = await response.text();
    assert.equal(status, endpoints[name].status, `${name}: ${text.slice(0, 300)}`);
    assert.deepEqual(contractBreaches({ method, path, status, contentType, text }), []);
    called.add(name);
    return {
      text,
      contentType,
      json: contentType === "application/json" ? JSON.parse(text) : null,
    };
  };
  return { client, call, called };
}

type Call = ReturnType<typeof caller>["call"];

/** What guards the account that is logged in. */
async function security(app: TestApp, call: Call, email: string): Promise<void> {
  const { outbox } = app.services;
  const password = "another horse";
  await call("POST /users/me/confirm", { body: { password } });
  await call("POST /users/me/email/verification");
  await outbox.sweep();
  await call("POST /auth/email/verify", { body: { code: mailer.codeTo(email) } });
  const changed = "ada.new@example.com";
  const asked = await call("POST /users/me/email", { body: { email: changed } });
  assert.deepEqual(asked.json, { state: "mailed" });
  await outbox.sweep();
  await call("POST /auth/email/confirm", { body: { code: mailer.codeTo(changed) } });

  const key = (await call("POST /users/me/keys", { body: { name: "Sheet", scope: "run" } })).json;
  assert.deepEqual((await call("GET /users/me/keys")).json.keys.length, 1);
  await call("DELETE /users/me/keys/{id}", { params: { id: key.id } });
  const { secret } = (await call("POST /users/me/two-step", { body: {} })).json;
  const code = totpCode(secret, clock.now());
  await call("POST /users/me/two-step/confirm", { body: { code } });
  await call("POST /users/me/two-step/recovery-codes", { body: {} });
  assert.equal((await call("GET /users/me/two-step")).json.recovery_codes, 10);
  await call("DELETE /users/me/two-step", { body: {} });

  await call("POST /auth/password-reset", { body: { email: changed } });
  await outbox.sweep();
  const reset = { code: mailer.codeTo(changed), password };
  await call("POST /auth/password-reset/confirm", { body: reset });
  await call("POST /auth/login", { body: { email: changed, password } });
}

/** Buying a plan. */
async function billing(call: Call): Promise<void> {
  await call("GET /billing");
  await call("POST /billing/checkout");
  const [customer = ""] = stripe.customers;
  const paid = stripe.set(customer, { id: "sub_1", status: "active" });
  const headers = stripe.sign(paid, clock.now());
  await call("POST /billing/webhook", { body: paid, headers });
  assert.equal((await call("GET /billing")).json.plan, "premium");
  await call("POST /billing/portal", { body: {} });
}

/** What an operator does; the account of the caller becomes the owner for it. */
async function administration(app: TestApp, call: Call, email: string): Promise<void> {
  const { database: { db }, joining } = app.services;
  await db.updateTable("users").set({ role: "owner" }).where("email", "!=", email).execute();
  const invited = (await call("POST /admin/invitations", { body: {} })).json;
  const code = new URL(invited.link).searchParams.get("code");
  await call("POST /admin/invitations", { body: { email: "bob@example.com" } });
  const guest = app.visitor();
  const body = { code, email: "guest@example.com", password: PASSWORD };
  assert.equal((await guest.post("/auth/join", body)).status, 201);
  assert.equal(await joining.ownerCode(), null);
  await app.services.outbox.sweep();
  const { invitations } = (await call("GET /admin/invitations")).json;
  await call("DELETE /admin/invitations/{id}", { params: { id: invitations[0].id } });

  const { accounts } = (await call("GET /admin/accounts", { query: { q: "guest" } })).json;
  const params = { id: accounts[0].id };
  await call("GET /admin/accounts/{id}", { params });
  await call("PATCH /admin/accounts/{id}", { params, body: { limits: { strategies: 3 } } });
  await call("POST /admin/accounts/{id}/sign-out", { params });
  await call("POST /admin/accounts/{id}/reset-link", { params, body: {} });
  await call("DELETE /admin/accounts/{id}", { params, body: {} });
  await guest.post("/auth/password-reset", { email: "nobody@example.com" });
  const { jobs } = (await call("GET /admin/jobs")).json;
  await call("POST /admin/jobs/{id}/retry", { params: { id: jobs[0].id } });
  await call("DELETE /admin/jobs/{id}", { params: { id: jobs[0].id } });
  const { marketData: { store, restatements } } = app.services;
  const series = { asset: "ADA/USDT", timeframe: "1h", venue: "kraken", ownerId: null } as const;
  await store.insert(series, candlesAt(hours(Date.UTC(2021, 0, 1), 2)));
  await restatements.record(series, candlesAt(hours(Date.UTC(2021, 0, 1), 1), 1), "kraken");
  const [{ id: restated }] = (await call("GET /admin/market-data")).json.restatements;
  await call("POST /admin/market-data/restatements", {
    body: { choice: "reject", ids: [restated] },
  });
  await call("GET /admin/usage", { query: { month: "2026-01" } });
  const audit = await call("GET /admin/audit", { query: { event: "account_deleted" } });
  assert.equal(audit.json.entries.length, 1);
}

const clock = testClock(Date.UTC(2026, 0, 15, 12, 20));
const mailer = new Mailbox();
const stripe = new StripeStandIn();

testApp("every endpoint answers as it declares", async (app) => {
  const { client, call, called } = caller(app);
  const email = "ada@example.com";
  await call("GET /health");
  const description = await call("GET /openapi.json");
  assert.equal(description.json.openapi, "3.1.0");
  await call("POST /auth/signup", { body: { email, password: PASSWORD } });
  await call("POST /auth/logout");
  await call("POST /auth/login", { body: { email, password: PASSWORD } });

  await call("GET /users/me");
  await call("PATCH /users/me", { body: { default_fee_percent: 0.2, timezone: "Europe/Vienna" } });
  await call("GET /users/me/onboarding");
  await call("PATCH /users/me/onboarding", { body: { seen: "compare" } });
  const changed = { current_password: PASSWORD, new_password: "another horse" };
  await call("POST /users/me/password", { body: changed });
  assert.equal(
    (await app.visitor().post("/auth/login", { email, password: changed.new_password })).status,
    200,
  );
  const { sessions } = (await call("GET /users/me/sessions")).json;
  const other = sessions.find(({ current }: { current: boolean }) => !current);
  await call("DELETE /users/me/sessions/{id}", { params: { id: other.id } });
  await call("DELETE /users/me/sessions");

  await security(app, call, email);
  await billing(call);
  await administration(app, call, email);

  await call("GET /markets");
  const columns = await call("GET /candles", {
    query: { ...MARKET, from: "2024-01-01", to: "2024-01-03", history_bars: "5" },
    headers: { accept: "application/json" },
  });
  assert.equal(columns.json.time.length, 53);
  const binary = await call("GET /candles", {
    query: { ...MARKET, from: "2024-01-01", to: "2024-01-03" },
  });
  assert.equal(binary.contentType, "application/octet-stream");
  const mine = { asset: "BTC/USDT", timeframe: "1h", name: "mine" };
  await call("POST /candles/import", {
    query: mine,
    body: CSV,
    headers: { "content-type": "text/csv" },
  });
  await call("GET /candles/imports");
  await call("GET /candles/imports/progress");
  await call("GET /candles/imports/file", { query: mine });
  const offered = (await call("GET /templates", { query: MARKET })).json;
  assert.equal(typeof offered.templates[0].result.total_return, "number");

  const blank = (await call("POST /strategies", { body: { name: "Blank", ...MARKET } })).json;
  const params = { id: blank.id };
  await call("POST /strategies/{id}/versions", {
    params,
    body: { definition: RSI_WITH_STOPS, base_version: 0, note: "First" },
  });
  await call("GET /strategies/{id}/versions", { params });
  await call("GET /strategies/{id}/versions/{n}", { params: { ...params, n: "1" } });
  await call("PATCH /strategies/{id}/versions/{n}", {
    params: { ...params, n: "1" },
    body: { note: "The first" },
  });
  await call("POST /strategies/{id}/validate", { params });
  await call("POST /strategies/{id}/validate", { params, body: { definition: { version: 1 } } });
  const context = { period: "1y", fee_percent: 0.1, intrabar: "ohlc_path" };
  await call("PATCH /strategies/{id}", { params, body: { context, auto_update_enabled: true } });
  await call("POST /strategies/{id}/forward-records", { params });

  const looked = { trials: [{ hash: "00112233445566ff", sharpe_daily: 0.05 }] };
  await call("POST /strategies/{id}/trials", { params, body: looked });
  assert.equal((await call("GET /strategies/{id}/trials", { params })).json.trials, 1);

  await call("GET /notices", { query: { limit: "5" } });
  await call("POST /notices/read", { body: {} });
  await call("GET /notices/settings");
  await call("PATCH /notices/settings", {
    body: {
      kinds: [{ kind: "daily_result", mode: "silent" }],
      webhook: { url: "http://127.0.0.1:9/" },
    },
  });
  await call("POST /notices/webhook/test");
  await call("POST /notices/webhook/retry");
  await call("DELETE /notices/webhook/failed");
  const unread = call("GET /notices/events");
  const changes = call("GET /follows/events");
  const followed = { strategy_id: blank.id, max_orders_per_hour: 5 };
  const follow = { id: (await call("POST /follows", { body: followed })).json.id };
  await call("POST /follows/pause");
  await call("PATCH /follows/{id}", { params: follow, body: { action: "resume" } });
  clock.advance(50 * 60_000);
  await app.services.desk.sweep();
  assert.equal((await call("GET /follows/{id}", { params: follow })).json.status, "active");
  await call("GET /follows");
  assert.ok((await call("GET /follows/{id}/course", { params: follow })).json.time.length > 0);
  assert.notEqual(
    (await call("GET /follows/{id}/flip-prices", { params: follow })).json.flip,
    null,
  );
  await call("GET /signals", { query: { follow_id: follow.id, type: "entry", limit: "5" } });
  await call("GET /orders", { query: { status: "accepted" } });
  await call("GET /trades", { query: { state: "closed" } });
  await call("GET /events", { query: { type: "followed" } });
  clock.advance(-50 * 60_000);

  await app.services.runner.start({ alone: true });
  const asked = { strategy_id: blank.id, date_from: "2024-01-01", date_to: "2024-03-01" };
  const run = { run_id: (await call("POST /backtests", { body: asked })).json.run_id };
  const events = await call("GET /backtests/{run_id}/events", { params: run });
  const progress = [...events.text.matchAll(/^event: progress\ndata: (.*)$/gm)]
    .map(([, data = ""]) => runEventSchema.strict().parse(JSON.parse(data)));
  assert.equal(progress.at(-1)?.status, "completed");
  await call("GET /backtests", { query: { strategy_id: blank.id, limit: "5", offset: "0" } });
  await call("GET /backtests/{run_id}", { params: run });
  const said = { note: "Calm year", tags: ["2024"] };
  await call("PATCH /backtests/{run_id}", { params: run, body: said });
  await call("GET /backtests", { query: { tag: "2024" } });
  await call("GET /backtests/{run_id}/results", { params: run, query: { format: "3" } });
  await call("GET /backtests/{run_id}/overview", { params: run, query: { buckets: "10" } });
  await call("GET /backtests/{run_id}/bars", {
    params: run,
    query: { from_bar: "8", to_bar: "20", bars_each: "2" },
  });
  await call("GET /backtests/{run_id}/trades.csv", { params: run });
  await call("GET /backtests/{run_id}/equity.csv", { params: run });
  while ((await client.get(`/backtests/${run.run_id}/robustness`)).status === 202) {
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  await call("GET /backtests/{run_id}/robustness", { params: run, query: { tests: "luck,costs" } });
  const again = (await call("POST /backtests/{run_id}/rerun", { params: run })).json;
  await untilEnded(client, again.run_id);

  clock.advance(60_000);
  await app.services.schedules.sweep();
  const list = (await call("GET /strategies", { query: { archived: "0" } })).json.strategies;
  const daily = { run_id: list[0].last_run.id };
  await untilEnded(client, daily.run_id);
  await app.services.schedules.sweep();
  const record = (await call("GET /backtests/{run_id}/forward-record", { params: daily })).json;
  assert.notEqual(record.forward_record, null, "the daily run belongs to a record");
  await call("GET /strategies/{id}/forward-records", { params });
  await call("GET /strategies/{id}/venue", { params });
  await call("GET /strategies/{id}", { params });
  await call("PATCH /strategies/{id}", { params, body: { is_pinned: true, tags: ["trend"] } });
  await call("GET /strategies", { query: { tag: "trend" } });

  await call("POST /strategies/{id}/duplicate", { params });
  await call("DELETE /strategies/{id}", { params });
  await call("DELETE /backtests/{run_id}", { params: run });
  await call("GET /users/me/export");
  await call("DELETE /candles/imports", { query: mine });
  await call("DELETE /users/me", { body: { password: changed.new_password } });
  // The streams end with their session.
  await unread;
  assert.match((await changes).text, /^event: changed\ndata: \{"follow_id":"/m);

  // It makes an account and logs in to it, which others here have no use for.
  await joinOnce(app, call);
  const forgotten = endpointList.map(({ key }) => key).filter((key) => !called.has(key));
  assert.deepEqual(forgotten, [], "endpoints that this test does not call");
}, () => ({
  now: clock.now,
  mailer,
  config: {
    billing: stripe.config,
    webhooks: { isOn: true, allowed: new Set(["127.0.0.1:9"]) },
  },
}));

async function joinOnce(app: TestApp, call: Call): Promise<void> {
  const code = await app.services.joining.ownerCode();
  await call("POST /auth/join", {
    body: { code, email: "last@example.com", password: PASSWORD },
  });
}

Deno.test("an endpoint without a handler is refused at start, and so is a handler without one", () => {
  const [first] = endpointList;
  assert.ok(first);
  assert.throws(() => routerOf([first], {}), new RegExp(`${first.key} has no handler`));
  const handlers = { [first.key]: () => {}, "GET /nothing": () => {} };
  assert.throws(() => routerOf([first], handlers), /not declared: GET \/nothing/);
});

Deno.test("each endpoint is declared once: resources do not overwrite each other's", async () => {
  const names: string[] = [];
  for await (
    const { name } of Deno.readDir(new URL("../../contracts/endpoints", import.meta.url))
  ) {
    if (name === "mod.ts" || name === "endpoint.ts" || name.endsWith("_test.ts")) continue;
    const module = await import(`../../contracts/endpoints/${name}`);
    for (const [exported, declared] of Object.entries(module)) {
      if (exported.endsWith("Endpoints")) names.push(...Object.keys(declared as object));
    }
  }
  assert.deepEqual(names.sort(), Object.keys(endpoints).sort());
});
