import assert from "node:assert/strict";
import { decodeCandles } from "../../engine/mod.ts";
import { gunzipSync, gzipSync } from "node:zlib";
import { testApp, type TestClient, untilEnded } from "../../tests/support/app.ts";
import { CANDLE_CASES, casePath } from "../../tests/support/candle_cases.ts";
import { RSI_WITH_STOPS } from "../../tests/support/strategies.ts";
import { zipOf } from "../../tests/support/zip.ts";

const now = () => Date.UTC(2026, 0, 15, 12, 30);
const HOUR_MS = 3_600_000;

testApp("markets tell what there is, and which one is synthetic", async (app) => {
  const { json } = await app.visitor().get("/markets");
  assert.equal(json.markets.length, 8);
  const demo = json.markets.at(-1);
  assert.equal(demo.asset, "DEMO/USDT");
  assert.equal(demo.synthetic, true);
  assert.equal(demo.venue, "synthetic");
  assert.deepEqual(
    demo.timeframes.map((s: Record<string, unknown>) => [s.timeframe, s.to_time, s.behind_bars]),
    [
      ["15m", "2026-01-15T12:15:00.000Z", 0],
      ["1h", "2026-01-15T12:00:00.000Z", 0],
      ["4h", "2026-01-15T12:00:00.000Z", 0],
      ["1d", "2026-01-15T00:00:00.000Z", 0],
      // The end of a Sunday.
      ["1w", "2026-01-12T00:00:00.000Z", 0],
    ],
  );
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

testApp(
  "closed candles of given days may be kept, others are asked for again, one's own never",
  async (app) => {
    const person = await app.person();
    await person.post(
      "/candles/import?asset=BTC/USDT&timeframe=1h&name=mine",
      csv([row(0), row(1)]),
      { "content-type": "text/csv" },
    );
    const caching = async (
      query: string,
      client = person,
      headers: HeadersInit = {},
      asset = "DEMO/USDT",
    ) => {
      const answer = await client.raw(
        "GET",
        `/candles?asset=${asset}&timeframe=1h&${query}`,
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
      "synthetic candles are everybody's, and never change",
    );
    const asked = "private, no-cache";
    assert.equal(await caching("from=2024-01-01"), asked, "the newest candles");
    assert.equal(await caching("to=2024-01-03"), asked);
    assert.equal(await caching("from=2024-01-01&to=2099-01-01"), asked, "not closed yet");
    const own = await caching(`${days}&import=mine`, person, {}, "BTC/USDT");
    assert.equal(own, "private, no-store", "candles of one's own");
  },
  { now },
);

testApp("who has the candles already is told so, until one of them changes", async (app) => {
  const { marketData } = app.services;
  const hourly = (close: number) => csv(Array.from({ length: 24 * 40 }, (_, i) => row(i, close)));
  const take = (close: number) =>
    marketData.importCsv({
      asset: "BTC/USDT",
      timeframe: "1h",
      text: hourly(close),
      onConflict: "replace",
    });
  assert.ok((await take(11)).ok);
  const visitor = app.visitor();
  const ask = async (headers: HeadersInit = {}, days = "from=2024-01-01&to=2024-02-05") => {
    const query = `/candles?asset=BTC/USDT&timeframe=1h&${days}`;
    const answer = await visitor.raw("GET", query, undefined, headers);
    const bytes = new Uint8Array(await answer.arrayBuffer());
    return { answer, bytes, etag: answer.headers.get("etag") ?? "" };
  };
  const plain = await ask();
  assert.match(plain.etag, /^"[\w-]+"$/);
  assert.equal(plain.answer.headers.get("vary"), "accept, accept-encoding");
  for (const tag of [plain.etag, `W/${plain.etag}`, `"other", ${plain.etag}`, "*"]) {
    const known = await ask({ "if-none-match": tag });
    assert.deepEqual([known.answer.status, known.bytes.length], [304, 0], tag);
    assert.equal(known.etag, plain.etag);
    assert.equal(known.answer.headers.get("cache-control"), "private, no-cache");
  }
  const packed = await ask({ "accept-encoding": "br;q=1, gzip;q=0.8" });
  assert.equal(packed.answer.headers.get("content-encoding"), "gzip");
  assert.deepEqual(new Uint8Array(gunzipSync(packed.bytes)), plain.bytes);
  const json = await ask({ accept: "application/json" });
  assert.equal(json.answer.headers.get("content-type"), "application/json");
  const tags = [plain, packed, json, await ask({}, "from=2024-01-01&to=2024-02-04T23:00Z")]
    .map(({ etag }) => etag);
  assert.equal(new Set(tags).size, 4, "another form or range is another answer");
  assert.equal((await ask({ "accept-encoding": "gzip;q=0" })).etag, plain.etag);

  const caching = async (version: string, headers: HeadersInit = {}) => {
    const days = `from=2024-01-01&to=2024-02-05&version=${version}`;
    return (await ask(headers, days)).answer.headers.get("cache-control");
  };
  const named = plain.etag.slice(1, -1);
  const forGood = "private, max-age=31536000, immutable";
  assert.equal(await caching(named), forGood, "the address names what it gives");
  assert.equal(await caching(named, { "accept-encoding": "gzip" }), forGood);
  assert.equal(await caching("another"), "private, no-cache");

  assert.ok((await take(11)).ok, "the same once more");
  assert.equal((await ask({ "if-none-match": plain.etag })).answer.status, 304);
  assert.ok((await take(10.5)).ok);
  const changed = await ask({ "if-none-match": plain.etag });
  assert.equal(changed.answer.status, 200);
  assert.notEqual(changed.etag, plain.etag);
  assert.equal(await caching(named), "private, no-cache", "what it names is gone");
  assert.equal(decodeCandles(changed.bytes).close[800], 10.5);
}, { now });

testApp("JSON of candles is written month by month as it would be at once", async (app) => {
  const visitor = app.visitor();
  for (const days of ["from=2023-11-05&to=2024-02-20T07:00Z", "from=2023-12-01&to=2024-01-01"]) {
    const query = `/candles?asset=DEMO/USDT&timeframe=4h&${days}&history_bars=3`;
    const { text, json } = await visitor.get(query, { accept: "application/json" });
    assert.equal(text, JSON.stringify(json));
    const binary = await visitor.raw("GET", query);
    const candles = decodeCandles(new Uint8Array(await binary.arrayBuffer()));
    for (const name of ["time", "open", "high", "low", "close", "volume"] as const) {
      assert.deepEqual(json[name], Array.from(candles[name]));
    }
    assert.deepEqual(Object.keys(json).slice(0, 6), [
      "asset",
      "timeframe",
      "timeframe_ms",
      "venue",
      "synthetic",
      "complete",
    ]);
  }
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
  assert.equal((await other.get(`/candles${query}`, json)).status, 404);
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
  assert.equal(demo.status, 422, "real candles are never mixed with synthetic ones");
}, { now });

/** Sends a body of bytes as it is. */
async function sendBytes(
  person: TestClient,
  query: string,
  body: Uint8Array<ArrayBuffer>,
  type = "text/csv",
) {
  const response = await person.raw("POST", `/candles/import?${query}`, body, {
    "content-type": type,
  });
  return { status: response.status, json: await response.json() };
}

const MINE = "asset=BTC/USDT&timeframe=1h&name=mine";

testApp(
  "an import that differs from what is stored needs a choice, and nothing is lost unsaid",
  async (app) => {
    const person = await app.person();
    const send = (text: string, choice = "") =>
      person.post(`/candles/import?${MINE}${choice}`, text, { "content-type": "text/csv" });
    const closes = async () =>
      (await person.get(
        "/candles?asset=BTC/USDT&timeframe=1h&from=2024-01-01&to=2024-01-02&import=mine",
        { accept: "application/json" },
      )).json.close;
    assert.equal((await send(csv([0, 1, 2, 3, 4, 5, 6, 7].map((hour) => row(hour))))).status, 201);
    const revised = csv([
      row(0),
      ...[1, 2, 3, 4, 5, 6, 7].map((hour) => row(hour, 11.5)),
      row(8, 10),
    ]);

    const refused = await send(revised);
    assert.equal(refused.status, 409);
    const { code, message, issues } = refused.json.error;
    assert.equal(code, "candles_differ");
    assert.match(
      message,
      /^7 candles of the file differ from what is stored\. Nothing was imported\..*on_conflict=keep.*on_conflict=replace/,
    );
    assert.deepEqual(issues[0], {
      code: "differing",
      count: 7,
      message: "7 candles of the file differ from what is stored.",
    });
    assert.deepEqual(issues[1], {
      code: "sample",
      time: "2024-01-01T01:00:00.000Z",
      message: "2024-01-01 01:00 UTC: close 11 is stored, 11.5 is in the file.",
    });
    assert.equal(issues.length, 6, "the first five are shown");
    assert.deepEqual(await closes(), Array(8).fill(11), "nothing was stored");

    const kept = await send(revised, "&on_conflict=keep");
    assert.equal(kept.status, 201);
    const counts = (
      { json }: typeof kept,
    ) => [json.inserted, json.known, json.differing, json.replaced];
    assert.deepEqual(counts(kept), [1, 8, 7, 0]);
    assert.deepEqual(await closes(), [...Array(8).fill(11), 10]);

    const replaced = await send(revised, "&on_conflict=replace");
    assert.equal(replaced.status, 201);
    assert.deepEqual(counts(replaced), [0, 2, 7, 7]);
    assert.deepEqual(await closes(), [11, ...Array(7).fill(11.5), 10]);
    assert.deepEqual(counts(await send(revised)), [0, 9, 0, 0], "and it is the same now");
    assert.equal((await send(revised, "&on_conflict=merge")).status, 422);
  },
  { now },
);

testApp(
  "every file of the cases is imported as what it is, or refused",
  async (app) => {
    const person = await app.person();
    for (const entry of CANDLE_CASES) {
      const query = `asset=BTC/USDT&timeframe=${entry.timeframe}&name=cases`;
      const answer = await sendBytes(person, query, await Deno.readFile(casePath(entry.file)));
      if ("refused" in entry) {
        assert.equal(answer.status, 422, entry.file);
        assert.match(answer.json.error.message, entry.refused);
        assert.match(answer.json.error.issues[0].message, entry.refused);
      } else if (entry.reads === "revised") {
        assert.equal(answer.status, 409);
        assert.equal(answer.json.error.issues[0].count, 1);
      } else {
        assert.equal(answer.status, 201, `${entry.file} ${JSON.stringify(answer.json)}`);
        const isNew = entry.file === "00_base" || entry.reads === "days";
        assert.deepEqual([answer.json.inserted, answer.json.known], isNew ? [60, 0] : [0, 60]);
        assert.equal(answer.json.first_time, "2021-01-01T00:00:00.000Z");
      }
    }
  },
  { now },
  ["cases"],
);

testApp(
  "a packed file is imported; a bomb, a damaged one and several in one are refused",
  async (app) => {
    const person = await app.person();
    const text = csv([row(0), row(1)]);
    const gzip = (content: string) => new Uint8Array(gzipSync(content));
    const first = await sendBytes(person, MINE, gzip(text), "application/gzip");
    assert.deepEqual([first.status, first.json.inserted], [201, 2]);
    const second = await sendBytes(person, MINE, await zipOf({ "a.csv": text }), "application/zip");
    assert.deepEqual([second.status, second.json.known], [201, 2]);
    const bomb = gzip("0".repeat(40 * 1024 * 1024));
    const refused: [Uint8Array<ArrayBuffer>, number, RegExp][] = [
      [bomb, 413, /more than 32 MiB/],
      [gzip(text).slice(0, 30), 422, /damaged or cut off/],
      [await zipOf({ "a.csv": text, "b.csv": text }), 422, /holds 2 files/],
      [await zipOf({ "a.csv": text }, { password: "x" }), 422, /encrypted/],
      [await zipOf({ "[Content_Types].xml": "x" }), 422, /workbook/],
    ];
    for (const [body, status, message] of refused) {
      const answer = await sendBytes(person, MINE, body, "application/octet-stream");
      assert.equal(answer.status, status);
      assert.match(answer.json.error.message, message);
    }
  },
  { now },
);

testApp("times are checked for being plausible, dates for having one reading", async (app) => {
  const person = await app.person();
  const send = (text: string, more = "") =>
    person.post(`/candles/import?${MINE}${more}`, text, { "content-type": "text/csv" });
  const file = (...times: (string | number)[]) => csv(times.map((time) => `${time},1,2,1,2,3`));
  const table: [string, RegExp][] = [
    [
      file(1092873600000),
      /^The file was not imported\. Line 2: .*of the year 2004, and candles are from 2009 to 2027/,
    ],
    [file("2004-08-19"), /from 1 Jan 2009/],
    [file("1e400"), /far too large/],
    [file("NaN"), /"NaN" is not a time/],
    [file(1609459200000 * 1000 * 1000 * 1000), /is not a time/],
    [file("2021-01-01 06:30"), /1h candles begin at 00:00, 01:00, 02:00 … UTC/],
  ];
  for (const [text, message] of table) {
    const answer = await send(text);
    assert.equal(answer.status, 422);
    assert.match(answer.json.error.message, message);
  }
  const dates = file("03/04/2021 00:00", "03/04/2021 01:00");
  assert.match(
    (await send(dates)).json.error.message,
    /Is "03\/04\/2021 00:00" 3 Apr 2021 or 4 Mar 2021\?/,
  );
  const answered = await send(dates, "&date_order=month_first");
  assert.equal(answered.json.first_time, "2021-03-04T00:00:00.000Z");
}, { now });

testApp(
  "candles without volumes: none are told, none are handed out, and no file mixes them",
  async (app) => {
    const person = await app.person();
    const send = (text: string, name: string) =>
      person.post(`/candles/import?asset=BTC/USDT&timeframe=1h&name=${name}`, text, {
        "content-type": "text/csv",
      });
    const bare = `time,open,high,low,close\n${Date.UTC(2024, 0, 1)},10,12,9,11\n`;
    assert.equal((await send(bare, "bare")).status, 201);
    const query = "/candles?asset=BTC/USDT&timeframe=1h&from=2024-01-01&to=2024-01-02&import=bare";
    const { json } = await person.get(query, { accept: "application/json" });
    assert.deepEqual([json.close, json.volume], [[11], null]);
    const binary = await person.raw("GET", query);
    assert.equal(decodeCandles(new Uint8Array(await binary.arrayBuffer())).hasVolume, false);
    assert.equal((await send(bare, "bare")).json.known, 1, "the same again is no difference");

    const mixed = await send(csv([row(1)]), "bare");
    assert.match(
      mixed.json.error.message,
      /has volumes, but the candles stored as "bare" have none/,
    );
    await send(csv([row(0)]), "full");
    const other = await send(bare, "full");
    assert.match(other.json.error.message, /has no volume, but the candles stored as "full" have/);
  },
  { now },
);

testApp(
  "backtests already made keep their results when their candles are replaced",
  async (app) => {
    const person = await app.person();
    const { json: strategy } = await person.post("/strategies", {
      name: "Mine",
      asset: "BTC/USDT",
      timeframe: "1h",
    });
    await person.post(`/strategies/${strategy.id}/versions`, {
      definition: RSI_WITH_STOPS,
      base_version: 0,
    });
    const file = (shift: number) =>
      csv(Array.from({ length: 24 * 20 }, (_, i) => row(i, 10 + ((i * 7 + shift) % 11) / 10)));
    const send = (shift: number, onConflict?: "replace") =>
      app.services.marketData.importCsv({
        asset: "BTC/USDT",
        timeframe: "1h",
        text: file(shift),
        onConflict,
      });
    assert.ok((await send(0)).ok);
    const range = { date_from: "2024-01-10", date_to: "2024-01-20" };
    const backtest = async () => {
      const { json } = await person.post("/backtests", { strategy_id: strategy.id, ...range });
      assert.equal((await untilEnded(person, json.run_id)).status, "completed");
      return json.run_id as string;
    };
    await app.services.runner.start({ alone: true });
    const first = await backtest();
    const before = (await person.get(`/backtests/${first}/results`)).text;

    const undecided = await send(3);
    assert.equal(!undecided.ok && (undecided.conflict?.differing ?? 0) > 0, true);
    const replaced = await send(3, "replace");
    assert.ok(replaced.ok && replaced.replaced === replaced.differing && replaced.replaced > 0);
    assert.equal((await person.get(`/backtests/${first}/results`)).text, before);
    const second = await backtest();
    const hashes = [first, second].map(async (id) =>
      (await person.get(`/backtests/${id}`)).json.run_hash
    );
    const [old, fresh] = await Promise.all(hashes);
    assert.notEqual(fresh, old, "a run of today reads the candles of today");
  },
  { now },
);
