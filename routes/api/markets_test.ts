import assert from "node:assert/strict";
import { decodeCandles } from "../../engine/mod.ts";
import { testApp } from "../../tests/support/app.ts";

const now = () => Date.UTC(2026, 0, 15, 12, 30);
const HOUR_MS = 3_600_000;

testApp("markets tell what there is, and which one is synthetic", async (app) => {
  const { json } = await app.visitor().get("/markets");
  assert.equal(json.markets.length, 8);
  const demo = json.markets.at(-1);
  assert.equal(demo.asset, "DEMO/USDT");
  assert.equal(demo.synthetic, true);
  assert.equal(demo.venue, "synthetic");
  assert.equal(demo.timeframes[0].to_time, "2026-01-15T12:00:00.000Z");
  assert.equal(demo.timeframes[0].behind_bars, 0);
  assert.ok(json.markets.slice(0, -1).every((m: { synthetic: boolean }) => !m.synthetic));
  assert.equal(json.markets[0].timeframes[0].first_time, null);
}, { now });

testApp("candles come as binary columns, or as JSON when only that is accepted", async (app) => {
  const visitor = app.visitor();
  const query = "?asset=DEMO/USDT&timeframe=1h&from=2024-01-01&to=2024-01-03&history_bars=10";
  const binary = await visitor.raw("GET", `/candles${query}`);
  assert.equal(binary.headers.get("content-type"), "application/octet-stream");
  const candles = decodeCandles(new Uint8Array(await binary.arrayBuffer()));
  assert.equal(candles.length, 58);
  assert.equal(candles.time[10], Date.UTC(2024, 0, 1));
  assert.equal(candles.timeframeMs, HOUR_MS);
  const { json } = await visitor.get(`/candles/${query}`, { accept: "application/json" });
  assert.deepEqual(json.close, Array.from(candles.close));
  assert.equal(json.synthetic, true);
  assert.equal(json.complete, true);
}, { now });

testApp("a range without candles is refused in words", async (app) => {
  const person = await app.person();
  const get = (query: string) => person.get(`/candles?asset=BTC/USDT&timeframe=1h&${query}`);
  assert.equal((await get("from=2024-01-02&to=2024-01-01")).status, 422);
  assert.equal((await get("from=2030-01-01&to=2031-01-01")).status, 422);
  assert.equal((await get("from=yesterday")).status, 422);
  assert.equal((await get("from=2024-01-01&to=2024-02-01")).status, 503, "the exchange is away");
  const none = await app.visitor().get(
    "/candles?asset=BTC/USDT&timeframe=1h&from=2024-01-01&to=2024-02-01",
  );
  assert.equal(none.status, 422);
  assert.match(none.json.error.message, /no 1h candles of BTC\/USDT/);
}, { now });

testApp("closed candles of given days may be kept by the browser, nothing else", async (app) => {
  const person = await app.person();
  await person.post(
    "/candles/import?asset=DEMO/USDT&timeframe=1h&name=mine",
    csv([row(0), row(1)]),
    { "content-type": "text/csv" },
  );
  const caching = async (query: string, client = person, headers: HeadersInit = {}) => {
    const answer = await client.raw(
      "GET",
      `/candles?asset=DEMO/USDT&timeframe=1h&${query}`,
      undefined,
      headers,
    );
    await answer.body?.cancel();
    assert.equal(answer.status, 200, query);
    return answer.headers.get("cache-control");
  };
  const days = "from=2024-01-01&to=2024-01-03";
  const kept = "private, max-age=3600";
  assert.equal(await caching(days), kept);
  assert.equal(await caching(days, person, { accept: "application/json" }), kept);
  assert.equal(
    await caching(days, app.visitor()),
    "public, max-age=3600",
    "made-up candles are everybody's, and never change",
  );
  assert.equal(await caching("from=2024-01-01"), "no-store", "the newest candles");
  assert.equal(await caching("to=2024-01-03"), "no-store");
  assert.equal(await caching("from=2024-01-01&to=2099-01-01"), "no-store", "not closed yet");
  assert.equal(await caching(`${days}&import=mine`), "no-store", "candles of one's own");
}, { now });

const csv = (rows: string[]) => `timestamp,open,high,low,close,volume\n${rows.join("\n")}\n`;
const row = (hour: number, close = 11) => `${Date.UTC(2024, 0, 1, hour)},10,12,9,${close},5`;

testApp("an import is the person's own", async (app) => {
  const person = await app.person();
  const send = (text: string, query = "asset=BTC/USDT&timeframe=1h&name=mine") =>
    person.post(`/candles/import?${query}`, text, { "content-type": "text/csv" });
  const first = await send(csv([row(0), row(1), row(3)]));
  assert.equal(first.status, 201);
  assert.deepEqual([first.json.inserted, first.json.known, first.json.missing], [3, 0, 1]);
  const again = await send(csv([row(0), row(1), row(3)]));
  assert.deepEqual([again.json.inserted, again.json.known], [0, 3]);

  const query = "?asset=BTC/USDT&timeframe=1h&from=2024-01-01&to=2024-01-02&import=mine";
  const json = { accept: "application/json" };
  assert.deepEqual((await person.get(`/candles${query}`, json)).json.close, [11, 11, 11]);
  const other = await app.person();
  assert.equal((await other.get(`/candles${query}`, json)).status, 422);
  assert.equal((await app.visitor().get(`/candles${query}`, json)).status, 401);
  const shared = await app.visitor().get(
    "/candles?asset=BTC/USDT&timeframe=1h&from=2024-01-01&to=2024-01-02",
  );
  assert.equal(shared.status, 422, "the shared series knows nothing of it");
}, { now });

testApp("a broken file is told line by line, and nothing of it is kept", async (app) => {
  const person = await app.person();
  const send = (text: string, headers = { "content-type": "text/csv" }) =>
    person.post("/candles/import?asset=BTC/USDT&timeframe=1h", text, headers);
  const broken = await send(csv([row(0), row(1, 99), "x,1,1,1,1,1"]));
  assert.equal(broken.status, 422);
  assert.deepEqual(
    broken.json.error.issues.map((issue: { line: number }) => issue.line),
    [3, 4],
  );
  assert.equal((await send("hello")).status, 422);
  assert.equal((await send("")).status, 422);
  assert.equal((await send("{}", { "content-type": "application/json" })).status, 415);
  const large = await send("1,".repeat(17 * 1024 * 1024));
  assert.equal(large.status, 413);
  assert.equal(large.json.error.code, "too_large");
  const demo = await person.post(
    "/candles/import?asset=DEMO/USDT&timeframe=1h",
    csv([row(0), row(1)]),
    { "content-type": "text/csv" },
  );
  assert.equal(demo.status, 422, "real candles are never mixed with made-up ones");
}, { now });
