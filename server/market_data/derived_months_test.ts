/** 4h, 1d and 1w of a venue: made of its hours, and what was stored of them stays. */
import assert from "node:assert/strict";
import { TIMEFRAMES } from "../../engine/mod.ts";
import { parseCandleCsv } from "../../engine/candle_files.ts";
import { testEnv, testWith } from "../../tests/support/env.ts";
import { freshPglite } from "../../tests/support/database.ts";
import { aggregateCandles } from "./aggregation.ts";
import { MarketData } from "./service.ts";
import { testOnBoth } from "./testing/databases.ts";
import { NOW, START, withFetchHarness } from "./testing/fetch_harness.ts";
import { endlessKlines } from "./testing/recorded_binance.ts";
import { candlesAt, csvOf, HOUR, hours, plain } from "./testing/synthetic.ts";

const BTC = { asset: "BTC/USDT", historyBars: 0 };
const LONGER = ["4h", "1d", "1w"] as const;
const ALL = { fromMs: -Infinity, toMs: Infinity, closedBeforeMs: Infinity };
const DAY = 24 * HOUR;
const LATE = Date.UTC(2024, 0, 1);

type Database = Parameters<Parameters<typeof testOnBoth>[1]>[0];

/** Market data without an exchange. */
function offline({ db }: Database): MarketData {
  return new MarketData({ db, venue: "binance", vendor: null, now: () => LATE });
}

async function importHours(market: MarketData, fromMs: number, count: number): Promise<void> {
  const text = csvOf(candlesAt(hours(fromMs, count)));
  const result = await market.importCsv({ asset: "BTC/USDT", timeframe: "1h", text });
  assert.ok(result.ok);
}

testOnBoth(
  "longer timeframes are made of the venue's hours, which are fetched and stored once",
  async (database) => {
    await withFetchHarness(database, [endlessKlines()], async ({ market, server, another }) => {
      const [fromMs, toMs] = [Date.UTC(2021, 0, 4), Date.UTC(2021, 2, 1)];
      const base = await market.candles({ ...BTC, timeframe: "1h", fromMs, toMs });
      const asked = server.queries.length;
      for (const timeframe of LONGER) {
        const timeframeMs = TIMEFRAMES[timeframe];
        const made = await market.candles({ ...BTC, timeframe, fromMs, toMs });
        assert.equal(made.timeframeMs, timeframeMs);
        const expected = aggregateCandles(base, { ...ALL, timeframeMs });
        assert.deepEqual([...made.time], [...expected.time], timeframe);
        for (const name of ["open", "high", "low", "close", "volume"] as const) {
          assert.deepEqual(made[name], expected[name], `${timeframe} ${name}`);
        }
        const elsewhere = await another().load({ ...BTC, timeframe, fromMs, toMs });
        assert.deepEqual(plain(elsewhere), plain(made), "in another process");
      }
      assert.equal(server.queries.length, asked);
      const { rows } = await database.db.selectFrom("candles").select("timeframe").distinct()
        .execute().then((rows) => ({ rows }));
      assert.deepEqual(rows, [{ timeframe: "1h" }]);
    });
  },
);

testOnBoth(
  "history is counted in the longer timeframe, and only hours are asked for",
  async (database) => {
    await withFetchHarness(database, [endlessKlines()], async ({ market, server }) => {
      const [fromMs, toMs] = [Date.UTC(2021, 4, 3), Date.UTC(2021, 4, 17)];
      const request = { asset: "BTC/USDT", timeframe: "1w", fromMs, toMs, historyBars: 30 };
      const weeks = await market.candles(request);
      assert.equal(weeks.length, 32);
      assert.equal(weeks.time[30], fromMs);
      assert.equal(weeks.time[0], fromMs - 30 * 7 * DAY);
      const asked = server.queries.length;
      assert.deepEqual(plain(await market.candles(request)), plain(weeks));
      const days = await market.candles({ ...request, timeframe: "1d", historyBars: 200 });
      assert.equal(days.length, 214);
      assert.equal(server.queries.length, asked, "all of it was stored");
      assert.deepEqual([...new Set(server.queries.map((query) => query.get("interval")))], ["1h"]);
    });
  },
);

testOnBoth(
  "a candle whose hours have not all closed is not there, and comes when they have",
  async (database) => {
    // NOW is Tuesday, 12:30.
    await withFetchHarness(database, [endlessKlines()], async ({ market, wait }) => {
      const last = async (timeframe: string) => {
        const request = { ...BTC, timeframe, fromMs: NOW - 30 * DAY, toMs: NOW + DAY };
        return (await market.candles(request)).time.at(-1);
      };
      assert.equal(await last("4h"), Date.UTC(2021, 5, 1, 8));
      assert.equal(await last("1d"), Date.UTC(2021, 4, 31));
      assert.equal(await last("1w"), Date.UTC(2021, 4, 24));
      wait(3.5 * HOUR);
      assert.equal(await last("4h"), Date.UTC(2021, 5, 1, 8), "it ended this moment");
      wait(10_000);
      assert.equal(await last("4h"), Date.UTC(2021, 5, 1, 12));
      wait(6 * DAY);
      assert.equal(await last("1w"), Date.UTC(2021, 4, 31));
    });
  },
);

testOnBoth(
  "the first candle of a market is made of the hours since it was listed",
  async (database) => {
    const listedMs = Date.UTC(2017, 7, 17, 4);
    await withFetchHarness(database, [endlessKlines({ listedMs })], async ({ market }) => {
      const range = { fromMs: Date.UTC(2017, 6, 1), toMs: Date.UTC(2017, 8, 1) };
      for (const [timeframe, first] of [["1d", "2017-08-17"], ["1w", "2017-08-14"]] as const) {
        const candles = await market.candles({ ...BTC, ...range, timeframe });
        assert.equal(new Date(candles.time[0]!).toISOString().slice(0, 10), first);
      }
    });
  },
);

testOnBoth(
  "of hours that begin or end within a bucket, nobody knows the bucket",
  async (database) => {
    const market = offline(database);
    await importHours(market, START + 2 * HOUR, 30);
    const range = { fromMs: START, toMs: START + 2 * DAY };
    const opens = async (timeframe: string) =>
      [...(await market.load({ ...BTC, ...range, timeframe })).time].map((t) => (t - START) / HOUR);
    assert.deepEqual(await opens("4h"), [4, 8, 12, 16, 20, 24, 28]);
    await assert.rejects(opens("1d"), /There are no 1d candles of BTC\/USDT/);
    await importHours(market, START - 4 * DAY, 4 * 24 + 2);
    assert.deepEqual(await opens("1d"), [0]);
    assert.deepEqual(await opens("4h"), [0, 4, 8, 12, 16, 20, 24, 28]);
    // 28 December was a Monday; the week lacks its last days.
    await assert.rejects(opens("1w"), /There are no 1w candles/);
    await importHours(market, START + 32 * HOUR, 100);
    const weeks = await market.load({
      ...BTC,
      timeframe: "1w",
      fromMs: START - 10 * DAY,
      toMs: START + 10 * DAY,
    });
    assert.deepEqual([...weeks.time], [Date.UTC(2020, 11, 28)]);
  },
);

testOnBoth(
  "what is stored in a longer timeframe stays what it is, and hours fill in the rest",
  async (database) => {
    const market = offline(database);
    await importHours(market, START, 20 * 24);
    const request = { ...BTC, timeframe: "4h", fromMs: START, toMs: START + 20 * DAY };
    const before = await market.select(request);
    const own = candlesAt(hours(START + 5 * DAY, 6, 4 * HOUR), 1_000, 4 * HOUR);
    const result = await market.importCsv({
      asset: "BTC/USDT",
      timeframe: "4h",
      text: csvOf(own),
    });
    assert.ok(result.ok && result.inserted === 6);
    const after = await market.load(request);
    assert.equal(after.length, 120);
    const open = Array.from(after.open);
    assert.ok(open.slice(30, 36).every((price, i) => price === own.open[i] && price > 1_000));
    assert.ok([...open.slice(0, 30), ...open.slice(36)].every((price) => price < 1_000));
    const version = (parts: typeof before.parts) => parts.map((part) => part.version).join();
    assert.notEqual(version((await market.select(request)).parts), version(before.parts));
    // Days are made of the hours too, not of what was stored of four of them.
    const days = await market.load({ ...request, timeframe: "1d" });
    assert.ok(days.open.every((price) => price < 1_000));
    const [btc] = await market.markets();
    const four = btc?.series.find(({ timeframe }) => timeframe === "4h");
    assert.deepEqual([four?.firstMs, four?.lastMs], [START, START + 20 * DAY - 4 * HOUR]);
  },
);

testOnBoth(
  "candles of a longer timeframe without any hours are read as they are stored",
  async (database) => {
    const market = offline(database);
    const own = candlesAt(hours(START, 40, 4 * HOUR), 0, 4 * HOUR);
    const holed = csvOf(own).split("\n").filter((_, i) => i < 10 || i > 12).join("\n");
    await market.importCsv({ asset: "BTC/USDT", timeframe: "4h", text: holed });
    const request = { ...BTC, timeframe: "4h", fromMs: START, toMs: START + 40 * 4 * HOUR };
    assert.equal((await market.candles(request)).length, 37);
    // The hours of an outage that the exchange's own candles do not have.
    await importHours(market, START, 100);
    assert.equal((await market.candles(request)).length, 37);
  },
);

Deno.test("a shared file of weeks has to begin them on Monday", async () => {
  const database = await freshPglite();
  const market = offline(database);
  const week = (fromMs: number) => csvOf(candlesAt(hours(fromMs, 4, 7 * DAY), 0, 7 * DAY));
  const request = { asset: "BTC/USDT", timeframe: "1w" };
  const sunday = await market.importCsv({ ...request, text: week(Date.UTC(2021, 0, 3)) });
  assert.equal(
    !sunday.ok && sunday.problems[0]?.message,
    "1w candles that everybody uses begin on Monday, 00:00 UTC; that of 3 Jan 2021 does not.",
  );
  const monday = await market.importCsv({ ...request, text: week(Date.UTC(2021, 0, 4)) });
  assert.ok(monday.ok && monday.inserted === 4);
  await database.close();
});

testWith(
  ["market-data"],
  "of SOL's hours alone, 4h and 1d are read as Binance's own files have them",
  async () => {
    const file = async (timeframe: string) =>
      await Deno.readTextFile(`${testEnv.marketDataDir}/SOL-USDT_${timeframe}_binance.csv`);
    const database = await freshPglite();
    const market = offline(database);
    const asset = "SOL/USDT";
    const imported = await market.importCsv({ asset, timeframe: "1h", text: await file("1h") });
    assert.ok(imported.ok);
    for (const timeframe of ["4h", "1d"] as const) {
      const parsed = parseCandleCsv(await file(timeframe));
      assert.ok(parsed.ok);
      // The first is of the day that SOL was listed; without its listing nobody knows that no hour is missing.
      const fromMs = parsed.candles.time[1]!;
      const range = { fromMs, toMs: Date.UTC(2023, 0, 1), historyBars: 0 };
      const made = plain(await market.candles({ asset, timeframe, ...range }));
      const own = plain(parsed.candles);
      for (const [name, column] of Object.entries(made)) {
        assert.deepEqual(column, own[name]?.slice(1), `${timeframe} ${name}`);
      }
    }
    await database.close();
  },
);
