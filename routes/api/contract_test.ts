/** Every endpoint is called once and grants what was asked; what it answers is as declared. */
import assert from "node:assert/strict";
import { type TestApp, testApp, testClock, untilEnded } from "../../tests/support/app.ts";
import { contractBreaches } from "../../tests/support/contract.ts";
import { RSI_WITH_STOPS } from "../../tests/support/strategies.ts";
import { runEventSchema } from "../../contracts/backtests.ts";
import { endpointList, type Endpoints, endpoints } from "../../contracts/endpoints/mod.ts";
import { routerOf } from "./router.ts";

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

const clock = testClock(Date.UTC(2026, 0, 15, 12, 20));

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

  const forgotten = endpointList.map(({ key }) => key).filter((key) => !called.has(key));
  assert.deepEqual(forgotten, [], "endpoints that this test does not call");
}, { now: clock.now });

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
