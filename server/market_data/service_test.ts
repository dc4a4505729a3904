import assert from "node:assert/strict";
import { freshPglite } from "../../tests/support/database.ts";
import { testEnv, testWith } from "../../tests/support/env.ts";
import { type Market, MarketData } from "./service.ts";
import { testOnBoth } from "./testing/databases.ts";
import { candlesAt, csvOf, HOUR, hours, plain } from "./testing/synthetic.ts";
import { type Answer, endlessKlines } from "./testing/recorded_binance.ts";
import { failure, NOW, RANGE, START, withFetchHarness } from "./testing/fetch_harness.ts";

Deno.test("DEMO/USDT needs no exchange and no database, and says that it is synthetic", async () => {
  const database = await freshPglite();
  await withFetchHarness(database, ["unavailable"], async ({ market, server }) => {
    for (const timeframe of ["15m", "1h", "4h", "1d", "1w"]) {
      // The last Monday of the year before, where weeks begin.
      const fromMs = timeframe === "1w" ? Date.UTC(2020, 11, 28) : START;
      const historyBars = timeframe === "1w" ? 50 : 200;
      const request = { asset: "DEMO/USDT", timeframe, fromMs, toMs: NOW, historyBars };
      const candles = await market.candles(request);
      assert.ok(candles.length > historyBars);
      assert.equal(candles.time[historyBars], fromMs, "exactly the history asked for");
      assert.ok((candles.time[candles.length - 1] ?? 0) + candles.timeframeMs <= NOW);
    }
    assert.equal(await market.expectedVenue("DEMO/USDT"), "synthetic");
    const error = await failure(
      market.importCsv({ asset: "DEMO/USDT", timeframe: "1h", text: "" }),
    );
    assert.match(error.message, /never mixed/);
    assert.equal(server.queries.length, 0);
    assert.deepEqual(await database.db.selectFrom("candles").select("timestamp").execute(), []);
  });
  await database.close();
});

testOnBoth(
  "markets list every asset with spans, freshness and what is synthetic",
  async (database) => {
    await withFetchHarness(database, [endlessKlines()], async ({ market, another }) => {
      await market.ensure({ ...RANGE, historyBars: 0 });
      const markets = await market.markets();
      assert.deepEqual(markets.map((m) => m.asset), [
        "BTC/USDT",
        "ETH/USDT",
        "SOL/USDT",
        "BNB/USDT",
        "XRP/USDT",
        "ADA/USDT",
        "DOGE/USDT",
        "DEMO/USDT",
      ]);
      const newest = Date.UTC(2021, 5, 1, 11);
      const hourly = (market: Market | undefined) =>
        market?.series.find(({ timeframe }) => timeframe === "1h");
      assert.deepEqual(hourly(markets[0]), {
        timeframe: "1h",
        venue: "binance",
        synthetic: false,
        firstMs: START,
        lastMs: START + 47 * HOUR,
        candles: 48,
        behindBars: (newest - START) / HOUR - 47,
      });
      assert.equal(hourly(markets[1])?.firstMs, null);
      const demo = markets.at(-1);
      assert.equal(demo?.synthetic, true);
      assert.deepEqual(demo?.series.map((s) => s.timeframe), ["15m", "1h", "4h", "1d", "1w"]);
      assert.equal(hourly(demo)?.lastMs, newest);
      assert.equal(hourly(demo)?.candles, (newest - (hourly(demo)?.firstMs ?? 0)) / HOUR + 1);
      // Longer timeframes are there as soon as their hours are.
      assert.deepEqual(
        markets[0]?.series.map((
          { timeframe, firstMs, lastMs, candles },
        ) => [timeframe, firstMs, lastMs, candles]),
        [
          ["15m", null, null, 0],
          ["1h", START, START + 47 * HOUR, 48],
          ["4h", START, START + 44 * HOUR, 12],
          ["1d", START, START + 24 * HOUR, 2],
          ["1w", null, null, 0],
        ],
      );
      await another().ensure({ ...RANGE, fromMs: START - 3 * HOUR, historyBars: 0 });
      assert.equal(hourly((await market.markets())[0])?.candles, 51, "counted afresh");
      assert.deepEqual(markets.filter((m) => m.synthetic).map((m) => m.asset), ["DEMO/USDT"]);
    });
  },
);

Deno.test("refresh brings a series up to now, or says where it ends when the exchange is away", async () => {
  const database = await freshPglite();
  const answers: Answer[] = [endlessKlines(), "unavailable", endlessKlines()];
  await withFetchHarness(database, answers, async ({ market, wait }) => {
    await market.ensure({ ...RANGE, historyBars: 0 });
    const series = { asset: "BTC/USDT", timeframe: "1h" };
    assert.equal(await market.refresh(series), START + 48 * HOUR);
    wait(60_000);
    assert.equal(await market.refresh(series), Date.UTC(2021, 5, 1, 12));
    assert.equal(
      await market.refresh({ asset: "DEMO/USDT", timeframe: "4h" }),
      Date.UTC(2021, 5, 1, 12),
    );
  });
  await database.close();
});

testOnBoth(
  "a private import is its owner's alone and never touches the shared series",
  async (database) => {
    await withFetchHarness(database, ["unavailable"], async ({ market, server }) => {
      const [mine, other] = await Promise.all(
        ["mine@b.example", "other@b.example"].map((email) =>
          database.db.insertInto("users").values({ email, password_hash: "x" })
            .returning("id").executeTakeFirstOrThrow()
        ),
      );
      const shared = candlesAt(hours(START, 48));
      const own = candlesAt(hours(START, 48), 7);
      await market.importCsv({ asset: "BTC/USDT", timeframe: "1h", text: csvOf(shared) });
      const result = await market.importCsv({
        asset: "BTC/USDT",
        timeframe: "1h",
        text: csvOf(own),
        ownerId: mine?.id ?? "",
      });
      assert.ok(result.ok && result.inserted === 48 && result.differing === 0);

      const request = { ...RANGE, historyBars: 0 };
      assert.deepEqual(plain(await market.candles(request)), plain(shared));
      const ofMine = await market.candles({ ...request, ownerId: mine?.id ?? "" });
      assert.deepEqual(plain(ofMine), plain(own));
      const error = await failure(market.candles({ ...request, ownerId: other?.id ?? "" }));
      assert.equal(error.code, "no_candles");
      assert.equal((await market.imports(mine?.id ?? "")).length, 1);
      assert.equal((await market.imports(other?.id ?? "")).length, 0);
      assert.equal(
        (await market.markets())[0]?.series[0]?.venue,
        "binance",
      );
      assert.equal(server.queries.length, 0);
    });
  },
);

Deno.test("a file is taken in whole or not at all, with its lines", async () => {
  const database = await freshPglite();
  await withFetchHarness(database, ["empty"], async ({ market }) => {
    const request = { asset: "BTC/USDT", timeframe: "1h" };
    const broken = csvOf(candlesAt(hours(START, 5))).replace(/^(\d+),[^,]+/m, "$1,none");
    const result = await market.importCsv({ ...request, text: broken });
    assert.ok(!result.ok);
    assert.equal(result.problems[0]?.line, 2);
    assert.deepEqual(await database.db.selectFrom("candles").select("timestamp").execute(), []);

    const wrongStep = csvOf(candlesAt(hours(START, 5, 4 * HOUR)));
    const step = await market.importCsv({ ...request, text: wrongStep });
    assert.deepEqual(
      !step.ok && step.problems[0]?.message,
      [
        "The candles are 4 hours apart, so this is not a file of 1h candles.",
      ][0],
    );

    const unclosed = csvOf(candlesAt(hours(NOW - 90 * 60_000, 3)));
    const partly = await market.importCsv({ ...request, text: unclosed });
    assert.ok(partly.ok && partly.given === 1 && partly.unclosed === 2);
    const later = csvOf(candlesAt(hours(NOW + 30 * 60_000, 3)));
    const future = await market.importCsv({ ...request, text: later });
    assert.equal(!future.ok && future.problems[0]?.message, "The file holds no closed candles.");

    const unknown = await failure(market.importCsv({ ...request, asset: "EUR/USD", text: "" }));
    assert.match(unknown.message, /^"EUR\/USD" is not on offer. There are BTC\/USDT, .* and DEMO/);
    const minutes = await failure(market.importCsv({ ...request, timeframe: "5m", text: "" }));
    assert.equal(
      minutes.message,
      'The timeframe "5m" is not on offer. There are 15m, 1h, 4h, 1d and 1w.',
    );
  });
  await database.close();
});

Deno.test("a range that makes no sense is refused in words", async () => {
  const database = await freshPglite();
  await withFetchHarness(database, ["empty"], async ({ market }) => {
    for (const [fromMs, toMs] of [[START, START], [START, START - 1], [NaN, START], [0, START]]) {
      const error = await failure(
        market.candles({ ...RANGE, fromMs: fromMs ?? 0, toMs: toMs ?? 0, historyBars: 0 }),
      );
      assert.equal(error.code, "bad_range");
    }
  });
  await database.close();
});

testWith(
  ["market-data"],
  "real candles survive the database bit for bit, gaps and all",
  async () => {
    const text = await Deno.readTextFile(`${testEnv.marketDataDir}/BTC-USDT_1h_binance.csv`);
    const database = await freshPglite();
    const market = new MarketData({
      db: database.db,
      venue: "binance",
      vendor: null,
      now: () => Date.UTC(2024, 0, 1),
    });
    const result = await market.importCsv({ asset: "BTC/USDT", timeframe: "1h", text });
    assert.ok(result.ok);
    assert.deepEqual([result.given, result.inserted, result.missing], [35_005, 35_005, 59]);
    const candles = await market.candles({
      asset: "BTC/USDT",
      timeframe: "1h",
      fromMs: START,
      toMs: Date.UTC(2022, 0, 1),
      historyBars: 154,
    });
    const rows = text.trim().split("\n").slice(1).map((line) => line.split(",").map(Number));
    const first = rows.findIndex((row) => (row[0] ?? 0) >= START);
    const end = rows.findIndex((row) => (row[0] ?? 0) >= Date.UTC(2022, 0, 1));
    assert.equal(candles.length, end - first + 154);
    for (const [i, row] of rows.slice(first - 154, end).entries()) {
      assert.deepEqual(
        [candles.time, candles.open, candles.high, candles.low, candles.close, candles.volume]
          .map((column) => column[i]),
        row,
      );
    }
    await database.close();
  },
);
