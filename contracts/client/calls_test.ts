/** What the client sends for a call, and that its types are those of the declarations. */
import assert from "node:assert/strict";
import type { Run } from "../backtests.ts";
import type { RunResult } from "../results.ts";
import type { StrategyDetail } from "../strategies.ts";
import { api, apiAddress, apiBytes, readEvent } from "./api_client.ts";
import type {
  AnswerOf,
  BinaryEndpoint,
  Call,
  EventData,
  EventEndpoint,
  JsonEndpoint,
  Optional,
} from "./calls.ts";

type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends (<T>() => T extends B ? 1 : 2) ? true
  : false;

/** Holds when it compiles: `deno check` reads it. */
const TYPES: {
  readonly strategy: Same<AnswerOf<"GET /strategies/{id}">, StrategyDetail>;
  readonly result: Same<AnswerOf<"GET /backtests/{run_id}/results">, RunResult>;
  readonly nothing: Same<AnswerOf<"DELETE /users/me">, undefined>;
  readonly event: Same<EventData<"GET /backtests/{run_id}/events", "progress">, Run>;
  readonly params: Same<keyof Call<"GET /strategies/{id}/versions/{n}">["params"], "id" | "n">;
  readonly noFiles: Extract<JsonEndpoint, `${string}.csv` | `${string}import`> extends never ? true
    : false;
  readonly binary: Same<BinaryEndpoint, "GET /candles">;
  readonly streams: Same<
    EventEndpoint,
    "GET /backtests/{run_id}/events" | "GET /follows/events" | "GET /notices/events"
  >;
  readonly mayBeLeftOut: Same<Optional<Call<"GET /users/me">>["length"], 0 | 1>;
  readonly mustBeThere: Same<Optional<Call<"GET /strategies/{id}">>["length"], 1>;
  readonly body: Same<
    undefined extends Call<"POST /backtests">["body"] ? "optional" : "required",
    "required"
  >;
} = {
  strategy: true,
  result: true,
  nothing: true,
  event: true,
  params: true,
  noFiles: true,
  binary: true,
  streams: true,
  mayBeLeftOut: true,
  mustBeThere: true,
  body: true,
};

/** What is sent by `call`, which is answered with `answer`. */
async function sentBy(call: () => Promise<unknown>, answer = Response.json({})) {
  const { fetch } = globalThis;
  let sent: Request | null = null;
  globalThis.fetch = (path, init) => {
    sent = new Request(new URL(`${path}`, "http://localhost"), { ...init, signal: null });
    return Promise.resolve(answer);
  };
  try {
    const given = await call();
    assert.ok(sent !== null);
    const { method, url, headers } = sent as Request;
    return {
      line: `${method} ${url.slice("http://localhost".length)}`,
      type: headers.get("content-type"),
      accept: headers.get("accept"),
      body: await (sent as Request).text(),
      given,
    };
  } finally {
    globalThis.fetch = fetch;
  }
}

Deno.test("calls: the types of a call are those of its declaration", () => {
  assert.ok(Object.values(TYPES).every(Boolean));
});

Deno.test("calls: values of the path are encoded, and stay within their part of it", async () => {
  const { line } = await sentBy(() =>
    api("GET /strategies/{id}/versions/{n}", { params: { id: "a/../b?c#d %", n: 12 } })
  );
  assert.equal(line, "GET /api/v1/strategies/a%2F..%2Fb%3Fc%23d%20%25/versions/12");
});

Deno.test("calls: a query has what is given, and nothing of what is undefined", async () => {
  const query = { strategy_id: "a&b=c", limit: 21, before: undefined };
  const { line, type } = await sentBy(() => api("GET /backtests", { query }));
  assert.equal(line, "GET /api/v1/backtests?strategy_id=a%26b%3Dc&limit=21");
  assert.equal(type, null);
  assert.equal((await sentBy(() => api("GET /backtests"))).line, "GET /api/v1/backtests");
});

Deno.test("calls: a body is sent as JSON, and a call without one has none", async () => {
  const changed = await sentBy(() =>
    api("PATCH /strategies/{id}", { params: { id: "s" }, body: { name: "Dip" } })
  );
  assert.equal(changed.line, "PATCH /api/v1/strategies/s");
  assert.equal(changed.type, "application/json");
  assert.deepEqual(JSON.parse(changed.body), { name: "Dip" });
  const copied = await sentBy(() =>
    api("POST /strategies/{id}/duplicate", { params: { id: "s" } })
  );
  assert.equal(copied.line, "POST /api/v1/strategies/s/duplicate");
  assert.equal(copied.type, null);
  assert.equal(copied.body, "");
});

Deno.test("calls: bytes are asked for as bytes and given as they came", async () => {
  const query = { asset: "DEMO/USDT", timeframe: "1h", from: "2021-01-01", history_bars: 0 };
  const { line, accept, given } = await sentBy(
    () => apiBytes("GET /candles", { query }),
    new Response(new Uint8Array([66, 66, 67, 49])),
  );
  assert.equal(
    line,
    "GET /api/v1/candles?asset=DEMO%2FUSDT&timeframe=1h&from=2021-01-01&history_bars=0",
  );
  assert.equal(accept, "application/octet-stream");
  assert.deepEqual(new Uint8Array(given as ArrayBuffer), new Uint8Array([66, 66, 67, 49]));
});

Deno.test("calls: addresses of files and streams, and the data of an event", () => {
  const params = { run_id: "r 1" };
  assert.equal(
    apiAddress("GET /backtests/{run_id}/trades.csv", { params }),
    "/api/v1/backtests/r%201/trades.csv",
  );
  assert.equal(apiAddress("GET /users/me/export"), "/api/v1/users/me/export");
  const data = '{"run_id":"r 1","progress":0.5}';
  const run = readEvent("GET /backtests/{run_id}/events", "progress", data);
  assert.equal(run.progress, 0.5);
  assert.throws(() => readEvent("GET /backtests/{run_id}/events", "progress", ""), SyntaxError);
});
