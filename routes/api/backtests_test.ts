import assert from "node:assert/strict";
import { runEventSchema } from "../../contracts/backtests.ts";
import { testApp, type TestClient, testClock, untilEnded } from "../../tests/support/app.ts";
import { freshPostgres } from "../../tests/support/database.ts";
import { startFakeVendor } from "../../tests/support/vendor.ts";
import { RSI_WITH_STOPS } from "../../tests/support/strategies.ts";

const YEAR = { date_from: "2021-01-01", date_to: "2022-01-01" };
/** 15 January 2026, 12:30 UTC: the newest closed hour ends at 12:00. */
const now = () => Date.UTC(2026, 0, 15, 12, 30);

async function saved(client: TestClient, asset = "DEMO/USDT"): Promise<string> {
  const { json } = await client.post("/strategies", { name: "RSI", asset, timeframe: "1h" });
  const version = { definition: RSI_WITH_STOPS, base_version: 0 };
  assert.equal((await client.post(`/strategies/${json.id}/versions`, version)).status, 201);
  return json.id;
}

testApp("a backtest goes from pending to completed, and its result can be read", async (app) => {
  const person = await app.person();
  const strategy_id = await saved(person);
  const start = await person.post("/backtests", { strategy_id, ...YEAR });
  assert.equal(start.status, 202);
  assert.equal(start.json.status, "pending");
  const { run_id } = start.json;
  assert.equal(start.headers.get("location"), `/api/v1/backtests/${run_id}`);
  for (
    const part of ["results", "overview", "bars?from_bar=0&to_bar=1", "trades.csv", "equity.csv"]
  ) {
    const early = await person.get(`/backtests/${run_id}/${part}`);
    assert.equal(early.status, 409);
    assert.equal(early.json.error.code, "not_completed");
  }

  await app.services.runner.start({ alone: true });
  const run = await untilEnded(person, run_id);
  assert.equal(run.status, "completed");
  assert.equal(run.progress, 1);
  assert.equal(run.venue, "synthetic");
  assert.deepEqual(
    [run.fee_percent, run.slippage_percent, run.initial_capital, run.intrabar],
    [0.1, 0.05, 10_000, "stop_first"],
  );

  const { json: result } = await person.get(`/backtests/${run_id}/results`);
  assert.equal(result.run_hash, run.run_hash);
  assert.equal(result.metrics.total_return, run.total_return);
  assert.equal(result.metrics.buy_and_hold_return, run.buy_and_hold_return);
  assert.equal(result.data.bars, 8760);
  assert.equal(result.equity.value.length, 8760);
  assert.equal(result.buy_and_hold.value.length, 8760);
  const end = result.buy_and_hold.value.at(-1) / 10_000 - 1;
  assert.ok(Math.abs(end - run.buy_and_hold_return) < 1e-12);

  const { json: overview, text } = await person.get(`/backtests/${run_id}/overview?buckets=500`);
  assert.equal(overview.bars, 8760);
  assert.equal(overview.bars_each, 18);
  assert.equal(overview.time.length, 487);
  assert.equal(overview.candles.high.length, 487);
  assert.equal(overview.equity.at(-1), result.equity.value.at(-1));
  assert.equal(overview.trades.entry.length, result.trades.length);
  assert.ok(text.length < 120_000, `${text.length} bytes`);
  assert.deepEqual(Object.keys(overview.drawn).sort(), [
    "columns",
    "definition",
    "plots",
    "stop",
    "target",
    "thresholds",
  ]);
  const bars = (query: string, from = person) => from.get(`/backtests/${run_id}/bars?${query}`);
  const part = (await bars("from_bar=1000&to_bar=1010")).json;
  assert.deepEqual(part.time, result.equity.time.slice(1000, 1010));
  assert.equal(part.candles.close.length, 10);
  assert.equal(part.drawn.columns.length, overview.drawn.plots.length);
  assert.equal((await bars("from_bar=0&to_bar=8760&bars_each=4")).json.time.length, 2190);
  for (
    const query of [
      "from_bar=0&to_bar=8761",
      "from_bar=9&to_bar=9",
      "to_bar=9",
      "from_bar=0&to_bar=8760",
    ]
  ) {
    const refused = await bars(query);
    assert.deepEqual([refused.status, refused.json.error.code], [422, "invalid_input"], query);
  }
  const stranger = await app.person();
  assert.equal((await stranger.get(`/backtests/${run_id}/overview`)).status, 404);
  assert.equal((await bars("from_bar=0&to_bar=10", stranger)).status, 404);

  const trades = (await person.get(`/backtests/${run_id}/trades.csv`)).text.trim().split("\r\n");
  assert.equal(trades.length, result.trades.length + 1);
  assert.match(trades[0] ?? "", /^side,entry_time,/);
  const equity = (await person.get(`/backtests/${run_id}/equity.csv`)).text.trim().split("\r\n");
  assert.equal(equity.length, 8761);
  assert.equal(equity[1], "2021-01-01T00:00:00.000Z,10000,10000");

  const list = await person.get(`/backtests?strategy_id=${strategy_id}`);
  assert.deepEqual(list.json.runs.map((r: { run_id: string }) => r.run_id), [run_id]);
  const [item] = (await person.get("/strategies")).json.strategies;
  assert.equal(item.last_run.id, run_id);
  assert.equal(item.last_run.total_return, run.total_return);
  const { sparkline } = item.last_run;
  assert.equal(sparkline.length, 40);
  assert.equal(sparkline[0], 1);
  assert.equal(sparkline.at(-1), Number((1 + run.total_return).toPrecision(5)));
  assert.equal((await person.get("/users/me")).json.usage.backtests_today.used, 1);
});

testApp("the same run twice gives the same result, whatever the message does", async (app) => {
  const person = await app.person();
  const strategy_id = await saved(person);
  const ids: string[] = [];
  for (let i = 0; i < 2; i++) {
    ids.push((await person.post("/backtests", { strategy_id, ...YEAR })).json.run_id);
  }
  // Delivered many times over, before and after.
  const deliver = () =>
    Promise.all(
      [...ids, ...ids, ...ids].map((id) =>
        app.services.queue.enqueue({ name: "run_backtest", id })
      ),
    );
  await deliver();
  await app.services.runner.start({ alone: true });
  const [a, b] = await Promise.all(ids.map((id) => untilEnded(person, id)));
  await deliver();
  assert.equal(a.run_hash, b.run_hash);
  assert.equal(a.total_return, b.total_return);
  const rows = await app.services.database.db.selectFrom("backtest_runs")
    .select(["attempts", "status"]).execute();
  assert.deepEqual(rows, Array(2).fill({ attempts: 1, status: "completed" }));
});

testApp("what is asked for is checked before anything is written", async (app) => {
  const person = await app.person();
  const strategy_id = await saved(person);
  const ask = (more: Record<string, unknown>) =>
    person.post("/backtests", { strategy_id, ...YEAR, ...more });
  const wrong: [Record<string, unknown>, string][] = [
    [{ date_to: "2020-01-01" }, "date_to"],
    [{ date_from: "2021-02-30" }, "date_from"],
    [{ date_from: "soon" }, "date_from"],
    [{ date_from: "2030-01-01", date_to: "2031-01-01" }, "date_from"],
    [{ fee_percent: 5.01 }, "fee_percent"],
    [{ fee_percent: -0.1 }, "fee_percent"],
    [{ slippage_percent: "0.1" }, "slippage_percent"],
    [{ initial_capital: 0 }, "initial_capital"],
    [{ initial_capital: 2e9 }, "initial_capital"],
    [{ intrabar: "best" }, "intrabar"],
  ];
  for (const [more, path] of wrong) {
    const { status, json } = await ask(more);
    assert.equal(status, 422, JSON.stringify(more));
    assert.equal(json.error.issues[0].path, path);
  }
  assert.equal((await ask({ version: 2 })).status, 404);
  assert.equal((await ask({ strategy_id: "nothing" })).status, 404);

  const draft = { version: 1, blocks: [], connections: [] };
  await person.post(`/strategies/${strategy_id}/versions`, { definition: draft, base_version: 1 });
  const faulty = await ask({});
  assert.equal(faulty.status, 422);
  assert.equal(faulty.json.error.code, "invalid_strategy");
  assert.ok(faulty.json.error.issues.length > 0);
  assert.equal((await ask({ version: 1 })).status, 202, "an older version still runs");
  const blank = await person.post("/strategies", {
    name: "Blank",
    asset: "BTC/USDT",
    timeframe: "1h",
  });
  const nothing = await ask({ strategy_id: blank.json.id });
  assert.equal(nothing.json.error.code, "invalid_strategy");
  assert.equal((await person.get("/backtests")).json.runs.length, 1);
}, { now });

testApp(
  "an end in the future means the newest closed candle; the person's defaults count",
  async (app) => {
    const person = await app.person();
    const strategy_id = await saved(person);
    await person.patch("/users/me", { default_fee_percent: 0.2, default_slippage_percent: 0 });
    const { json } = await person.post("/backtests", {
      strategy_id,
      date_from: "2026-01-01",
      date_to: "2027-01-01",
      initial_capital: 500,
    });
    const run = (await person.get(`/backtests/${json.run_id}`)).json;
    assert.equal(run.date_to, "2026-01-15T12:00:00.000Z");
    assert.deepEqual([run.fee_percent, run.slippage_percent, run.initial_capital], [0.2, 0, 500]);
  },
  { now },
);

testApp(
  "running again takes the same version and settings up to the latest candle",
  async (app) => {
    const person = await app.person();
    const strategy_id = await saved(person);
    const first = await person.post("/backtests", {
      strategy_id,
      ...YEAR,
      fee_percent: 0.3,
      intrabar: "ohlc_path",
    });
    const draft = { version: 1, blocks: [], connections: [] };
    await person.post(`/strategies/${strategy_id}/versions`, {
      definition: draft,
      base_version: 1,
    });
    await person.patch(`/strategies/${strategy_id}`, { asset: "ETH/USDT", timeframe: "1d" });
    const again = await person.post(`/backtests/${first.json.run_id}/rerun`);
    assert.equal(again.status, 202);
    const run = (await person.get(`/backtests/${again.json.run_id}`)).json;
    assert.equal(run.version_number, 1);
    assert.deepEqual(
      [run.asset, run.timeframe],
      ["DEMO/USDT", "1h"],
      "the market of the first run",
    );
    assert.equal(run.date_from, "2021-01-01T00:00:00.000Z");
    assert.equal(run.date_to, "2026-01-15T12:00:00.000Z");
    assert.deepEqual(
      [run.fee_percent, run.intrabar, run.triggered_by],
      [0.3, "ohlc_path", "rerun"],
    );
  },
  { now },
);

testApp("fifty a day, and the fifty-first is told when the count starts again", async (app) => {
  const person = await app.person();
  const strategy_id = await saved(person);
  const starts = await Promise.all(
    Array.from({ length: 4 }, () => person.post("/backtests", { strategy_id, ...YEAR })),
  );
  assert.deepEqual(starts.map(({ status }) => status).sort(), [202, 202, 403, 403]);
  const refused = starts.find(({ status }) => status === 403);
  assert.equal(refused?.json.error.code, "limit_reached");
  assert.match(refused?.json.error.message, /00:00 UTC, in about 12 hours/);
  const { usage } = (await person.get("/users/me")).json;
  assert.deepEqual(usage.backtests_today, {
    used: 2,
    limit: 2,
    resets_at: "2026-01-16T00:00:00.000Z",
  });
}, { now, config: { limits: { strategies: 10, backtestsPerDay: 2 } } });

testApp(
  "an exchange that cannot be reached fails the run with a sentence that says what happened",
  async (app) => {
    const person = await app.person();
    const strategy_id = await saved(person, "BTC/USDT");
    const { json } = await person.post("/backtests", { strategy_id, ...YEAR });
    await app.services.runner.start({ alone: true });
    const run = await untilEnded(person, json.run_id);
    assert.equal(run.status, "failed");
    assert.equal(run.error_code, "vendor_unreachable");
    assert.match(
      run.error_message,
      /Binance could not be reached\. No 1h candles of BTC\/USDT are stored here yet\.$/,
    );
    const results = await person.get(`/backtests/${json.run_id}/results`);
    assert.equal(results.status, 409);
  },
);

testApp("a run that has ended can be deleted, with its result and for good", async (app) => {
  const person = await app.person();
  const strategy_id = await saved(person);
  const start = () => person.post("/backtests", { strategy_id, ...YEAR });
  const { run_id } = (await start()).json;
  const early = await person.delete(`/backtests/${run_id}`);
  assert.equal(early.status, 409);
  assert.equal(early.json.error.code, "not_completed");
  assert.match(early.json.error.message, /still running.*then delete it/);

  await app.services.runner.start({ alone: true });
  await untilEnded(person, run_id);
  const other = (await start()).json.run_id;
  await untilEnded(person, other);
  const stranger = await app.person();
  assert.equal((await stranger.delete(`/backtests/${run_id}`)).status, 404);
  assert.equal((await app.visitor().delete(`/backtests/${run_id}`)).status, 401);
  assert.equal((await person.get(`/backtests/${run_id}/results`)).status, 200);

  const { storage } = app.services;
  assert.ok(await storage.get(`runs/${run_id}/results.json`));
  assert.equal((await person.delete(`/backtests/${run_id}`)).status, 204);
  assert.equal(await storage.get(`runs/${run_id}/results.json`), null);
  for (const part of ["", "/results", "/trades.csv"]) {
    assert.equal((await person.get(`/backtests/${run_id}${part}`)).status, 404, part);
  }
  assert.equal((await person.delete(`/backtests/${run_id}`)).status, 404);
  const { runs } = (await person.get(`/backtests?strategy_id=${strategy_id}`)).json;
  assert.deepEqual(runs.map((run: { run_id: string }) => run.run_id), [other]);
  const { used } = (await person.get("/users/me")).json.usage.backtests_today;
  assert.equal(used, 2, "deleting a run makes no room for another today");
  assert.equal((await person.get(`/backtests/${other}/results`)).status, 200);
});

testApp("a run whose result cannot be deleted stays as it is", async (app) => {
  const person = await app.person();
  const strategy_id = await saved(person);
  const { run_id } = (await person.post("/backtests", { strategy_id, ...YEAR })).json;
  await app.services.runner.start({ alone: true });
  await untilEnded(person, run_id);
  const refused = await person.delete(`/backtests/${run_id}`);
  assert.equal(refused.status, 503);
  assert.match(refused.json.error.message, /cannot be deleted right now/);
  assert.equal((await person.get(`/backtests/${run_id}/results`)).status, 200);
}, () => {
  const blobs = new Map<string, Uint8Array>();
  return {
    storage: {
      put: (key, bytes) => Promise.resolve(void blobs.set(key, bytes)),
      get: (key) => Promise.resolve(blobs.get(key) ?? null),
      delete: () => Promise.reject(new Error("the bucket is away")),
      async *list() {},
      ping: () => Promise.resolve(),
      close: () => Promise.resolve(),
    },
  };
});

const clock = testClock();
testApp("many runs come a page at a time, none twice and none left out", async (app) => {
  const person = await app.person();
  const strategy_id = await saved(person);
  // At one moment, so that the order among them is not left to the clock.
  for (let i = 0; i < 7; i++) await person.post("/backtests", { strategy_id, ...YEAR });
  const all = (await person.get(`/backtests?strategy_id=${strategy_id}`)).json.runs
    .map((run: { run_id: string }) => run.run_id);
  assert.equal(all.length, 7);
  clock.advance(1);
  const pages: string[] = [];
  for (let before = ""; pages.length < 7;) {
    const { json } = await person.get(`/backtests?strategy_id=${strategy_id}&limit=3${before}`);
    pages.push(...json.runs.map((run: { run_id: string }) => run.run_id));
    before = `&before=${pages.at(-1)}`;
    // What is started meanwhile does not move the pages.
    await person.post("/backtests", { strategy_id, ...YEAR });
  }
  assert.deepEqual(pages, all);
  const stranger = await app.person();
  const other = await stranger.get(`/backtests?before=${all[0]}`);
  assert.equal(other.status, 404);
  const wrong = await person.get("/backtests?before=yesterday");
  assert.equal(wrong.status, 422);
  assert.equal(wrong.json.error.issues[0].path, "before");
}, { now: clock.now });

testApp("events tell each change until the run has ended", async (app) => {
  const person = await app.person();
  const strategy_id = await saved(person);
  const { json } = await person.post("/backtests", { strategy_id, ...YEAR });
  const response = await person.raw("GET", `/backtests/${json.run_id}/events`);
  assert.equal(response.headers.get("content-type"), "text/event-stream");
  await app.services.runner.start({ alone: true });
  const text = await response.text();
  const statuses = [...text.matchAll(/^event: progress\ndata: (.*)$/gm)]
    .map(([, data]) => runEventSchema.parse(JSON.parse(data ?? "")).status);
  assert.equal(statuses[0], "pending");
  assert.equal(statuses.at(-1), "completed");
  const over = await person.raw("GET", `/backtests/${json.run_id}/events`);
  assert.equal([...(await over.text()).matchAll(/^event: /gm)].length, 1);
});

testApp("a listener who leaves, or a server that stops, ends the events", async (app) => {
  const person = await app.person();
  const strategy_id = await saved(person);
  const { json } = await person.post("/backtests", { strategy_id, ...YEAR });
  const left = await person.raw("GET", `/backtests/${json.run_id}/events`);
  await left.body?.cancel();
  const stays = await person.raw("GET", `/backtests/${json.run_id}/events`);
  app.services.announceClosing();
  assert.match(await stays.text(), /"status":"pending"/);
});

testApp("somebody else's run is not there", async (app) => {
  const owner = await app.person();
  const { json } = await owner.post("/backtests", { strategy_id: await saved(owner), ...YEAR });
  const stranger = await app.person();
  for (const part of ["", "/results", "/trades.csv", "/equity.csv", "/events"]) {
    assert.equal((await stranger.get(`/backtests/${json.run_id}${part}`)).status, 404, part);
  }
  assert.equal((await stranger.post(`/backtests/${json.run_id}/rerun`)).status, 404);
  assert.deepEqual((await stranger.get("/backtests")).json.runs, []);
  assert.equal((await app.visitor().get(`/backtests/${json.run_id}/events`)).status, 401);
});

let vendor: ReturnType<typeof startFakeVendor>;
testApp(
  "candles that are not stored come from the exchange (PostgreSQL)",
  async (app) => {
    try {
      const person = await app.person();
      const strategy_id = await saved(person, "ETH/USDT");
      const { json } = await person.post("/backtests", {
        strategy_id,
        date_from: "2021-01-01",
        date_to: "2021-02-01",
      });
      await app.services.runner.start({ alone: false });
      const run = await untilEnded(person, json.run_id);
      assert.equal(run.error_message, null);
      assert.equal(run.status, "completed");
      assert.equal(run.venue, "binance");
      const { json: result } = await person.get(`/backtests/${json.run_id}/results`);
      assert.equal(result.data.bars, 31 * 24);
    } finally {
      await vendor.close();
    }
  },
  async () => {
    vendor = startFakeVendor();
    return { database: await freshPostgres(), config: { vendorUrl: vendor.url } };
  },
  ["postgres"],
);
