import assert from "node:assert/strict";
import { SOCKET_TOPIC_NAMES } from "../contracts/socket.ts";
import { endpointList } from "../contracts/endpoints/mod.ts";
import { freshPglite } from "../tests/support/database.ts";
import { openPostgres } from "../server/db/connect.ts";
import { testApp } from "../tests/support/app.ts";
import { contentSecurityPolicy } from "./middleware/security_headers.ts";

testApp("health answers programs with JSON, with and without a trailing slash", async (app) => {
  for (const path of ["//health", "//health/", "/health", "/health/"]) {
    const { status, json } = await app.visitor().get(path, { accept: "*/*" });
    assert.equal(status, 200, path);
    assert.deepEqual({ ...json, version: "" }, {
      status: "ok",
      db: "ok",
      queue: "ok",
      storage: "ok",
      disk: "ok",
      market_data: null,
      version: "",
      vendors: [{
        name: "binance",
        title: "Binance",
        state: "working",
        since: null,
        last_answer: null,
        reason: null,
      }],
    });
  }
});

testApp("alive whatever is away; ready only with a database, and until it closes", async (app) => {
  const ask = async (path: string) => {
    const { status, text, headers } = await app.visitor().get(path, { host: "10.0.0.7:8000" });
    return [status, text.trim(), headers.get("cache-control")];
  };
  assert.deepEqual(await ask("//healthz"), [200, "ok", "no-store"]);
  assert.deepEqual(await ask("//readyz"), [200, "ready", "no-store"]);
  await app.services.database.close();
  assert.deepEqual(await ask("//healthz"), [200, "ok", "no-store"]);
  assert.deepEqual(await ask("//readyz"), [503, "database", "no-store"]);
  app.services.announceClosing();
  assert.deepEqual(await ask("//readyz"), [503, "closing", "no-store"]);
});

testApp("a database that is down makes health say so, and requests answer 503", async (app) => {
  const person = await app.person();
  await app.services.database.close();
  for (const path of ["//health", "/health"]) {
    const { status, json } = await person.get(path);
    assert.equal(status, 503);
    assert.deepEqual([json.status, json.db, json.queue], ["error", "error", "ok"]);
  }
  const answer = await person.get("/strategies");
  assert.equal(answer.status, 503);
  assert.equal(answer.json.error.code, "unavailable");
  assert.ok(answer.headers.has("retry-after"));
});

testApp("a PostgreSQL that cannot be reached is no crash either", async (app) => {
  const visitor = app.visitor();
  assert.equal((await visitor.get("//health")).json.db, "error");
  const login = await visitor.post("/auth/login", { email: "a@b.co", password: "whatever it is" });
  assert.equal(login.status, 503);
  visitor.cookie = `session=${"A".repeat(43)}`;
  assert.equal((await visitor.get("/strategies")).status, 503);
  assert.equal((await visitor.get("//health")).status, 503);
}, () => ({ database: openPostgres("postgres://postgres@127.0.0.1:9/nobody") }));

testApp("errors of the API are JSON with the right status", async (app) => {
  const person = await app.person();
  const error = async (answer: ReturnType<typeof person.get>, status: number, code: string) => {
    const { status: got, json, headers } = await answer;
    assert.equal(got, status, code);
    assert.equal(json.error.code, code);
    assert.equal(typeof json.error.message, "string");
    assert.ok(Array.isArray(json.error.issues));
    assert.match(headers.get("content-type") ?? "", /^application\/json/);
    return headers;
  };
  await error(person.get("/nothing"), 404, "not_found");
  await error(person.get("//api"), 404, "not_found");
  await error(person.get("/strategies/not-a-uuid"), 404, "not_found");
  await error(person.get(`/backtests/${crypto.randomUUID()}`), 404, "not_found");
  const headers = await error(person.send("PUT", "/strategies"), 405, "method_not_allowed");
  assert.equal(headers.get("allow"), "GET, HEAD, POST");
  const json = { "content-type": "application/json" };
  await error(person.post("/strategies", "{", json), 400, "bad_request");
  await error(person.post("/strategies", "[1]", json), 422, "invalid_input");
  await error(person.post("/strategies", "a=1"), 415, "unsupported_media_type");
  await error(person.post("/strategies"), 415, "unsupported_media_type");
  const large = JSON.stringify({ name: "x".repeat(2 * 1024 * 1024) });
  await error(person.post("/strategies", large, json), 413, "too_large");
  await error(app.visitor().get("/strategies"), 401, "not_signed_in");
});

testApp("every answer carries the headers that keep it to itself", async (app) => {
  for (const path of ["/markets", "/nothing", "//nothing"]) {
    const { headers } = await app.visitor().get(path);
    const policy = headers.get("content-security-policy") ?? "";
    assert.match(policy, /default-src 'self'; script-src 'self';/);
    assert.match(policy, /frame-ancestors 'none'/);
    assert.equal(headers.get("x-content-type-options"), "nosniff");
    assert.equal(headers.get("cache-control"), "no-store");
    assert.ok(headers.get("x-request-id"));
  }
  // A thread may compile WebAssembly, which its own script has to say.
  const { headers } = await app.visitor().get("//assets/nothing.js");
  const policy = headers.get("content-security-policy") ?? "";
  assert.match(policy, /default-src 'self'; script-src 'self' 'wasm-unsafe-eval';/);
  assert.match(policy, /frame-ancestors 'none'/);
});

Deno.test("only in development the policy lets the dev server in", () => {
  assert.ok(!contentSecurityPolicy(null).includes("localhost"));
  const policy = contentSecurityPolicy("http://localhost:5173");
  assert.match(policy, /script-src 'self' http:\/\/localhost:5173;/);
  assert.match(policy, /connect-src 'self' http:\/\/localhost:5173 ws:\/\/localhost:5173;/);
});

testApp("an error of ours tells nothing of its inside", async (app) => {
  const person = await app.person();
  const { json, status } = await person.get("/strategies");
  assert.equal(status, 500);
  assert.equal(json.error.code, "internal");
  assert.ok(!JSON.stringify(json).includes("secret"));
}, async () => {
  const database = await freshPglite();
  // Everything works but the list.
  await database.db.schema.alterTable("backtest_runs")
    .renameColumn("max_drawdown", "secret_column").execute();
  return { database };
});

testApp(
  "the description names every endpoint, with schemas for what it takes and gives",
  async (app) => {
    const { json } = await app.visitor().get("/openapi.json");
    assert.equal(json.openapi, "3.1.0");
    const described = Object.entries<Record<string, unknown>>(json.paths)
      .flatMap(([path, methods]) => Object.keys(methods).map((m) => `${m.toUpperCase()} ${path}`));
    // `servers` of the WebSocket's path is no method.
    const stands = [...endpointList.map(({ key }) => key), "GET /ws", "SERVERS /ws"];
    assert.deepEqual(described.sort(), stands.sort());
    const socket = json.paths["/ws"].get;
    assert.ok(socket.responses[101] && socket.responses[426]);
    const { topics, send } = socket["x-websocket"];
    assert.deepEqual(Object.keys(topics), SOCKET_TOPIC_NAMES);
    assert.ok(JSON.stringify(send).includes('"after"'));
    const promised = [
      "POST /auth/signup",
      "POST /auth/login",
      "POST /auth/logout",
      "GET /users/me",
      "PATCH /users/me",
      "DELETE /users/me",
      "GET /users/me/export",
      "GET /strategies",
      "POST /strategies",
      "GET /strategies/{id}",
      "PATCH /strategies/{id}",
      "DELETE /strategies/{id}",
      "POST /strategies/{id}/duplicate",
      "GET /strategies/{id}/versions",
      "POST /strategies/{id}/versions",
      "GET /strategies/{id}/versions/{n}",
      "POST /strategies/{id}/validate",
      "POST /backtests",
      "GET /backtests",
      "GET /backtests/{run_id}",
      "GET /backtests/{run_id}/results",
      "GET /backtests/{run_id}/trades.csv",
      "GET /backtests/{run_id}/equity.csv",
      "POST /backtests/{run_id}/rerun",
      "GET /backtests/{run_id}/events",
      "GET /markets",
      "GET /candles",
      "POST /candles/import",
      "GET /health",
      "GET /openapi.json",
    ];
    assert.deepEqual(promised.filter((call) => !described.includes(call)), []);
    const create = json.paths["/backtests"].post;
    const body = create.requestBody.content["application/json"].schema;
    assert.deepEqual(body.required, ["strategy_id", "date_from", "date_to"]);
    assert.ok(create.responses["202"] && create.responses["422"] && create.responses["403"]);
    const ids = Object.values<Record<string, { operationId: string }>>(json.paths)
      .flatMap((methods) => Object.values(methods).map(({ operationId }) => operationId));
    assert.equal(new Set(ids).size, ids.length);
  },
);
