import assert from "node:assert/strict";
import { contractBreaches, endpointFor, type GivenAnswer } from "./contract.ts";

const SESSION = {
  id: "00000000-0000-4000-8000-000000000001",
  device: "Firefox on Linux",
  created_at: "2026-01-15T12:00:00.000Z",
  last_seen_at: "2026-01-15T12:00:00.000Z",
  expires_at: "2026-02-15T12:00:00.000Z",
  current: true,
};

const given = (answer: Partial<GivenAnswer>, json?: unknown): GivenAnswer => ({
  method: "GET",
  path: "/users/me/sessions",
  status: 200,
  contentType: "application/json",
  text: json === undefined ? "" : JSON.stringify(json),
  ...answer,
});
const refusal = (code: string) => ({ error: { code, message: "No.", issues: [] } });
const RUN = "/backtests/00000000-0000-4000-8000-000000000001";

Deno.test("contract: an answer as declared has no breach", () => {
  assert.deepEqual(contractBreaches(given({}, { sessions: [SESSION] })), []);
  assert.deepEqual(contractBreaches(given({ status: 401 }, refusal("not_signed_in"))), []);
  const removed = { method: "DELETE", status: 204, contentType: null };
  assert.deepEqual(contractBreaches(given(removed)), []);
  const csv = { path: `${RUN}/trades.csv`, contentType: "text/csv; charset=utf-8", text: "side" };
  assert.deepEqual(contractBreaches(given(csv)), []);
  assert.deepEqual(contractBreaches(given({ path: "/nowhere", status: 404 }, {})), []);
});

Deno.test("contract: each breach is named with its endpoint, status and place", () => {
  const { device: _device, ...without } = SESSION;
  const cases: [GivenAnswer, RegExp][] = [
    [given({}, { sessions: [without] }), /^GET \/users\/me\/sessions, 200: sessions\.0\.device: /],
    [given({}, { sessions: [{ ...SESSION, id: 7 }] }), /sessions\.0\.id: /],
    [given({}, { sessions: [{ ...SESSION, ip: "1" }] }), /sessions\.0\.ip: not declared$/],
    [given({}, { sessions: [SESSION], more: 1 }), /: more: not declared$/],
    [given({ status: 201 }, { sessions: [SESSION] }), /, 201: the declared status is 200$/],
    [given({ contentType: "text/plain" }, { sessions: [] }), /text\/plain is not declared$/],
    [given({ text: "<h1>" }), /no JSON: <h1>$/],
    [given({ method: "DELETE", status: 204, text: "done" }), /: a body, and none is declared$/],
    [given({ status: 409 }, refusal("email_taken")), /: email_taken is not declared$/],
    [given({ status: 403 }, refusal("not_signed_in")), /: not the status of not_signed_in$/],
    [given({ status: 418 }, refusal("teapot")), /: no such code: teapot/],
    [given({ status: 401 }, { error: "No." }), /: error: /],
    [given({ status: 401 }, { ...refusal("not_signed_in"), stack: "at" }), /stack: not declared$/],
    [given({ path: `${RUN}/trades.csv` }, []), /application\/json is not declared$/],
    [given({ path: "/secret" }, {}), /^GET \/secret: 200, but not declared$/],
  ];
  for (const [answer, expected] of cases) {
    const [first] = contractBreaches(answer);
    assert.match(first ?? "no breach", expected);
  }
});

Deno.test("contract: the endpoint is found by method and path, whatever follows it", () => {
  const key = (method: string, path: string) => endpointFor(method, path)?.key;
  assert.equal(key("GET", "/backtests?limit=1"), "GET /backtests");
  assert.equal(key("GET", `${RUN}/`), "GET /backtests/{run_id}");
  assert.equal(key("GET", `${RUN}/trades.csv?x=/a`), "GET /backtests/{run_id}/trades.csv");
  assert.equal(key("GET", `${RUN}/tradesXcsv`), undefined);
  assert.equal(key("PUT", "/backtests"), undefined);
});
