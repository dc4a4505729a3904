/** Strategies, runs and all that follows from them, on candles that their owner imported. */
import assert from "node:assert/strict";
import { join } from "node:path";
import { compileStrategy, decodeCandles, parseStrategy, runBacktest } from "../../engine/mod.ts";
import { parseCandleCsv } from "../../engine/candle_files.ts";
import { UPLOADS } from "../../server/disk/uploads.ts";
import { importOwn } from "../../server/use_cases/own_imports.ts";
import { freshPostgres } from "../../tests/support/database.ts";
import { type TestApp, testApp, type TestClient, untilEnded } from "../../tests/support/app.ts";
import { RSI_WITH_STOPS } from "../../tests/support/strategies.ts";

const NOW = Date.UTC(2026, 0, 15, 12, 30);
const now = () => NOW;
const HOUR_MS = 3_600_000;
const START = Date.UTC(2022, 0, 1);

/** Prices that go up and down enough for the strategy to trade. */
function priceAt(i: number): number {
  return 0.5 + 0.1 * Math.sin(i / 9) + 0.05 * Math.sin(i / 31) + i / 100_000;
}

function fileOf(bars: number, stepMs = HOUR_MS, startMs = START): string {
  const rows = Array.from({ length: bars }, (_, i) => {
    const [open, close] = [priceAt(i), priceAt(i + 1)];
    const [high, low] = [Math.max(open, close) * 1.004, Math.min(open, close) * 0.996];
    return [startMs + i * stepMs, open, high, low, close].map((value, k) =>
      k === 0 ? value : value.toFixed(5)
    ).join(",") + ",100";
  });
  return `timestamp,open,high,low,close,volume\n${rows.join("\n")}\n`;
}

const LTC = "asset=LTC/EUR&timeframe=1h&name=mine";

async function importFile(person: TestClient, text: string, query = LTC) {
  const answer = await person.post(`/candles/import?${query}`, text, {
    "content-type": "text/csv",
  });
  assert.equal(answer.status, 201, answer.text);
  return answer.json;
}

const STRATEGY = {
  name: "Own",
  asset: "LTC/EUR",
  timeframe: "1h",
  import: "mine",
  definition: RSI_WITH_STOPS,
};

async function startRun(person: TestClient, strategy_id: string, more: object = {}) {
  return await person.post("/backtests", {
    strategy_id,
    date_from: "2022-01-05",
    date_to: "2022-03-01",
    ...more,
  });
}

async function runOnImport(app: TestApp): Promise<void> {
  const person = await app.person();
  const text = fileOf(24 * 60);
  await importFile(person, text);
  const made = await person.post("/strategies", STRATEGY);
  assert.equal(made.status, 201, made.text);
  assert.deepEqual(
    [made.json.asset, made.json.timeframe, made.json.import],
    ["LTC/EUR", "1h", "mine"],
  );
  const { json: started, status } = await startRun(person, made.json.id, { date_to: "2024-01-01" });
  assert.equal(status, 202);
  await app.services.runner.start({ alone: false });
  const run = await untilEnded(person, started.run_id);
  assert.equal(run.error_message, null);
  assert.deepEqual([run.asset, run.import, run.venue], ["LTC/EUR", "mine", "mine"]);
  assert.equal(run.date_to, "2022-03-02T00:00:00.000Z", "up to the end of what was imported");
  // The figures of the engine on the same file.
  const parsed = parseCandleCsv(text);
  assert.ok(parsed.ok);
  const read = parseStrategy(RSI_WITH_STOPS);
  assert.ok(read.ok);
  const compiled = compileStrategy(read.document);
  assert.ok(compiled.ok);
  const expected = runBacktest(parsed.candles, compiled.plan, {
    feeRate: 0.001,
    slippageRate: 0.0005,
    initialCapital: 10_000,
    intrabar: "stop_first",
    fromMs: Date.UTC(2022, 0, 5),
    toMs: Date.UTC(2022, 2, 2),
  });
  const { json: result } = await person.get(`/backtests/${run.run_id}/results`);
  assert.equal(result.run_hash, expected.runHash);
  assert.equal(result.metrics.total_return, expected.metrics.total_return);
  assert.ok((expected.metrics.num_trades ?? 0) > 2, "it traded");
  const bars = await person.get(`/backtests/${run.run_id}/bars?from_bar=0&to_bar=10`);
  assert.equal(bars.status, 200, "its candles are drawn");
  const page = await person.get(`//runs/${run.run_id}`);
  assert.match(page.text, /your import mine/);
  // Run again: once more up to the end of the import.
  const again = await person.post(`/backtests/${run.run_id}/rerun`);
  assert.equal(again.status, 202, again.text);
  const rerun = await untilEnded(person, again.json.run_id);
  assert.deepEqual([rerun.import, rerun.date_to], ["mine", "2022-03-02T00:00:00.000Z"]);
  assert.equal(rerun.run_hash, run.run_hash);
}

testApp("a strategy runs on an imported pair that is not on offer", runOnImport, { now });

testApp(
  "a strategy runs on an imported pair that is not on offer (PostgreSQL)",
  runOnImport,
  async () => ({ now, database: await freshPostgres() }),
  ["postgres"],
);

testApp("somebody else's import is not there, in every call that names one", async (app) => {
  const owner = await app.person();
  await importFile(owner, fileOf(100));
  const own = await owner.post("/strategies", STRATEGY);
  assert.equal(own.status, 201);
  const other = await app.person();
  assert.equal((await other.post("/strategies", STRATEGY)).status, 404);
  const shared = await other.post("/strategies", {
    name: "Shared",
    asset: "BTC/USDT",
    timeframe: "1h",
    definition: RSI_WITH_STOPS,
  });
  assert.equal(shared.json.import, null);
  const id = shared.json.id;
  const move = { asset: "LTC/EUR", import: "mine" };
  assert.equal((await other.patch(`/strategies/${id}`, move)).status, 404);
  assert.equal((await startRun(other, id, move)).status, 404);
  const query = `?asset=LTC/EUR&timeframe=1h&import=mine`;
  assert.equal((await other.get(`/candles${query}`)).status, 404);
  assert.deepEqual((await other.get("/candles/imports")).json.imports, []);
  const gone = await other.delete(`/candles/imports?asset=LTC/EUR&timeframe=1h&name=mine`);
  assert.equal(gone.status, 404);
  assert.equal((await other.get(`/strategies/${id}`)).json.asset, "BTC/USDT", "it did not move");
}, { now });

testApp(
  "pairs, timeframes and names are checked; without an import a market is on offer",
  async (app) => {
    const person = await app.person();
    const make = (more: object) => person.post("/strategies", { ...STRATEGY, ...more });
    for (
      const asset of ["LTCEUR", "ltc/eur", "L T/EUR", "A".repeat(16) + "/EUR", "LTC/E", "../../EUR"]
    ) {
      const answer = await make({ asset });
      assert.equal(answer.status, 422, asset);
      assert.equal(answer.json.error.issues[0].path, "asset");
    }
    assert.equal((await make({ timeframe: "7m" })).status, 422);
    assert.equal((await make({ import: "Not A Name" })).status, 422);
    assert.equal((await make({ import: null })).status, 422, "LTC/EUR is not on offer");
    const minutes = { asset: "BTC/USDT", timeframe: "1m", import: undefined };
    assert.equal((await make(minutes)).json.error.issues[0].path, "timeframe");
    assert.equal((await make({ timeframe: "1m" })).status, 404, "no such import");
    const longest = "1INCH.OLD.12345/USDTPERP10";
    const query = `asset=${longest}&timeframe=3d&name=long`;
    await importFile(person, fileOf(30, 72 * HOUR_MS, Date.UTC(2020, 0, 1)), query);
    assert.equal((await make({ asset: longest, timeframe: "3d", import: "long" })).status, 201);
  },
  { now },
);

testApp(
  "a strategy moves to an import and back; another asset alone is the shared one",
  async (app) => {
    const person = await app.person();
    await importFile(person, fileOf(100));
    await importFile(person, fileOf(40, 4 * HOUR_MS), "asset=LTC/EUR&timeframe=4h&name=mine");
    await importFile(person, fileOf(100), "asset=BTC/USDT&timeframe=1h&name=mine");
    const made = await person.post("/strategies", {
      name: "Mover",
      asset: "BTC/USDT",
      timeframe: "1h",
      definition: RSI_WITH_STOPS,
    });
    const move = async (change: object) => {
      const { status, json } = await person.patch(`/strategies/${made.json.id}`, change);
      return [status, json.asset, json.timeframe, json.import];
    };
    assert.deepEqual(await move({ import: "mine" }), [200, "BTC/USDT", "1h", "mine"]);
    assert.deepEqual(await move({ name: "Other" }), [200, "BTC/USDT", "1h", "mine"]);
    assert.deepEqual(await move({ import: null }), [200, "BTC/USDT", "1h", null]);
    assert.deepEqual(await move({ asset: "LTC/EUR", import: "mine" }), [
      200,
      "LTC/EUR",
      "1h",
      "mine",
    ]);
    assert.deepEqual(await move({ timeframe: "4h" }), [200, "LTC/EUR", "4h", "mine"]);
    assert.equal((await move({ timeframe: "1d" }))[0], 404, "there are no daily candles of it");
    assert.equal((await move({ import: null }))[0], 422, "LTC/EUR is not on offer");
    assert.deepEqual(await move({ asset: "ETH/USDT" }), [200, "ETH/USDT", "4h", null]);
    const copy = await person.post(`/strategies/${made.json.id}/duplicate`);
    assert.equal(copy.json.import, null);
  },
  { now },
);

testApp(
  "imports are listed with their strategies, and what ran on a deleted one stays readable",
  async (app) => {
    const person = await app.person();
    const text = fileOf(24 * 60);
    const lines = text.split("\n");
    // Three hours are missing.
    await importFile(person, [...lines.slice(0, 50), ...lines.slice(53)].join("\n"));
    const { json: strategy } = await person.post("/strategies", STRATEGY);
    const { json: { imports } } = await person.get("/candles/imports");
    assert.deepEqual(imports, [{
      asset: "LTC/EUR",
      timeframe: "1h",
      name: "mine",
      candles: 24 * 60 - 3,
      first_time: "2022-01-01T00:00:00.000Z",
      to_time: "2022-03-02T00:00:00.000Z",
      missing: 3,
      price_decimals: 5,
      strategies: [{ id: strategy.id, name: "Own" }],
    }]);
    const { json: started } = await startRun(person, strategy.id);
    await app.services.runner.start({ alone: false });
    const run = await untilEnded(person, started.run_id);
    assert.equal(run.status, "completed");
    assert.equal((await person.delete(`/candles/imports?${LTC}`)).status, 204);
    assert.equal((await person.get(`/strategies/${strategy.id}`)).json.import, "mine");
    const refused = await startRun(person, strategy.id);
    assert.equal(refused.status, 404);
    assert.match(refused.json.error.message, /You have no import “mine” of LTC\/EUR 1h/);
    assert.equal((await person.post(`/backtests/${run.run_id}/rerun`)).status, 404);
    assert.equal((await person.get(`/backtests/${run.run_id}/results`)).status, 200);
    for (const page of [`//runs/${run.run_id}`, `//strategies/${strategy.id}`, "//strategies"]) {
      assert.equal((await person.get(page)).status, 200, page);
    }
  },
  { now },
);

testApp("the daily update runs on what was imported, from its end backwards", async (app) => {
  const person = await app.person();
  await importFile(person, fileOf(24 * 200));
  const { json: strategy } = await person.post("/strategies", STRATEGY);
  const on = await person.patch(`/strategies/${strategy.id}`, {
    auto_update_enabled: true,
    auto_update_horizon: "3m",
  });
  assert.equal(on.status, 200, on.text);
  await app.services.runner.start({ alone: false });
  await app.services.schedules.sweep();
  const { json: { runs } } = await person.get(`/backtests?strategy_id=${strategy.id}`);
  assert.equal(runs.length, 1);
  const run = await untilEnded(person, runs[0].run_id);
  assert.equal(run.error_message, null);
  assert.deepEqual(
    [run.triggered_by, run.import, run.date_from, run.date_to],
    ["schedule", "mine", "2022-04-20T00:00:00.000Z", "2022-07-20T00:00:00.000Z"],
  );
  const { json: list } = await person.get("/strategies");
  assert.equal(list.strategies[0].freshness, "needs_update", "its newest candle is of 2022");
  assert.equal(list.strategies[0].last_result.import, "mine");
}, { now });

testApp(
  "candles of one's own come by the same binary call, and nobody may keep them",
  async (app) => {
    const person = await app.person();
    await importFile(person, fileOf(100));
    const answer = await person.raw("GET", "/candles?asset=LTC/EUR&timeframe=1h&import=mine");
    assert.equal(answer.status, 200);
    assert.match(answer.headers.get("cache-control") ?? "", /^private/);
    assert.equal(answer.headers.get("x-candles-venue"), "mine");
    const candles = decodeCandles(new Uint8Array(await answer.arrayBuffer()));
    assert.deepEqual([candles.length, candles.time[0]], [100, START]);
    const visitor = app.visitor();
    assert.equal(
      (await visitor.get("/candles?asset=LTC/EUR&timeframe=1h&import=mine")).status,
      401,
    );
  },
  { now },
);

testApp("every bad line is counted, and the first ones are told", async (app) => {
  const person = await app.person();
  const lines = fileOf(3000).split("\n").map((line, i) =>
    i > 0 && i % 2 === 0 ? line.replace(/^(\d+),[^,]*/, "$1,x") : line
  );
  const query = `/candles/import?${LTC}`;
  const answer = await person.post(query, lines.join("\n"), { "content-type": "text/csv" });
  assert.equal(answer.status, 422);
  assert.match(answer.json.error.message, /1,500 lines are not right\. The first 500 are listed\./);
  assert.equal(answer.json.error.issues.length, 500);
  assert.deepEqual(answer.json.error.issues[1].line, 5);
  assert.deepEqual((await person.get("/candles/imports")).json.imports, []);
}, { now });

testApp("columns, unit and zone can be said; what makes no sense is refused", async (app) => {
  const person = await app.person();
  const send = (text: string, more: string) =>
    person.post(`/candles/import?${LTC}&${more}`, text, { "content-type": "text/csv" });
  const odd = "a,b,c,d,when\n" +
    [0, 1, 2].map((i) => `1,3,0.5,2,2022-07-01 0${i + 2}:00\n`).join("");
  const columns = "columns=open:0,high:1,low:2,close:3,time:4";
  const made = await send(odd, `${columns}&zone=Europe/Berlin`);
  assert.equal(made.status, 201, made.text);
  assert.equal(made.json.first_time, "2022-07-01T00:00:00.000Z", "two hours ahead in summer");
  for (
    const wrong of [
      "zone=Mars/Olympus",
      "unit=weeks",
      "columns=open:0",
      "columns=time:999,open:0,high:1,low:2,close:3",
      "columns=nonsense",
    ]
  ) assert.equal((await send(odd, wrong)).status, 422, wrong);
  assert.equal((await send(fileOf(5), "unit=seconds")).status, 422, "they are milliseconds");
}, { now });

testApp(
  "a file of some megabytes comes by way of the disk, and goes out as it came in",
  async (app) => {
    const person = await app.person();
    const text = fileOf(30_000);
    assert.ok(text.length > 1.2 * 1024 * 1024);
    const done = await importFile(person, text);
    assert.deepEqual([done.inserted, done.missing], [30_000, 0]);
    const out = await person.get(`/candles/imports/file?${LTC}`);
    assert.equal(out.status, 200);
    assert.match(out.headers.get("content-disposition") ?? "", /LTC-EUR_1h_mine\.csv/);
    const [before, after] = [parseCandleCsv(text), parseCandleCsv(out.text)];
    assert.ok(before.ok && after.ok);
    assert.deepEqual(after.candles.close, before.candles.close);
    assert.deepEqual((await person.get("/candles/imports/progress")).json.imports, []);
    const left = [...Deno.readDirSync(join(app.services.config.dataDir, UPLOADS))];
    assert.deepEqual(left, [], "nothing is left on disk");
  },
  { now },
);

async function cancelHalfway(app: TestApp): Promise<void> {
  const person = await app.person();
  await importFile(person, fileOf(100));
  const { id } = (await person.get("/users/me")).json;
  const leaving = new AbortController();
  const series = { asset: "LTC/EUR", timeframe: "1h", name: "mine" };
  const text = fileOf(5_000, HOUR_MS, Date.UTC(2023, 0, 1));
  const importing = importOwn(app.services, id, {
    ...series,
    text,
    signal: leaving.signal,
    onProgress: (rows) => {
      if (rows >= 1_000) leaving.abort();
    },
  });
  await assert.rejects(importing);
  const { json: { imports: [left] } } = await person.get("/candles/imports");
  assert.deepEqual([left.candles, left.to_time], [100, "2022-01-05T04:00:00.000Z"]);
  assert.equal((await importFile(person, text)).inserted, 5_000, "it can be imported after all");
}

testApp("an import that is given up leaves what was there before", cancelHalfway, { now });

testApp(
  "an import that is given up leaves what was there before (PostgreSQL)",
  cancelHalfway,
  async () => ({ now, database: await freshPostgres() }),
  ["postgres"],
);
