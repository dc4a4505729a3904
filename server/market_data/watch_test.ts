import assert from "node:assert/strict";
import { sql } from "kysely";
import type { DatabaseHandle } from "../db/connect.ts";
import { createLogger } from "../logging/log.ts";
import type { SeriesKey } from "./series.ts";
import { MarketData } from "./service.ts";
import { MarketWatch } from "./watch.ts";
import { testOnBoth } from "./testing/databases.ts";
import { BTC, NOW, withFetchHarness } from "./testing/fetch_harness.ts";
import { type Answer, endlessKlines } from "./testing/recorded_binance.ts";
import { startLoopbackVendor } from "./testing/loopback_vendor.ts";
import { createKraken } from "./vendors/kraken.ts";
import { candlesAt, HOUR, hours } from "./testing/synthetic.ts";

const END = Math.floor(NOW / HOUR) * HOUR;
const FROM = END - 10 * 24 * HOUR;
const log = createLogger({ logLevel: "error", logFormat: "text", write: () => {} });

function watchOf({ db }: DatabaseHandle, marketData: MarketData, now = () => NOW): MarketWatch {
  return new MarketWatch({ db, marketData, log, now });
}

/** The last ten days as the exchange has them. */
async function stored(market: MarketData): Promise<void> {
  await market.ensure({
    asset: "BTC/USDT",
    timeframe: "1h",
    fromMs: FROM,
    toMs: END,
    historyBars: 0,
  });
}

async function lose({ db }: DatabaseHandle, fromMs: number, count: number): Promise<void> {
  await sql`delete from candles where timestamp >= to_timestamp(${fromMs}::float8 / 1000)
    and timestamp < to_timestamp(${fromMs + count * HOUR}::float8 / 1000)`.execute(db);
}

/** The made-up prices begin anew now and then, which are spikes. */
const told = async (watch: MarketWatch) =>
  (await watch.findings.list({ limit: 50 })).filter(({ kind }) => kind !== "spike");
const kindsOf = async (watch: MarketWatch) =>
  (await told(watch)).map(({ kind, fromMs, candles }) => [
    kind,
    (fromMs - FROM) / HOUR,
    candles,
  ]);

testOnBoth(
  "a gap that the exchange can fill by now is filled, another is told",
  async (database) => {
    const missing = (time: number) => time === FROM + 50 * HOUR;
    await withFetchHarness(database, [endlessKlines({ missing })], async ({ market, server }) => {
      await stored(market);
      await lose(database, FROM + 20 * HOUR, 3);
      const watch = watchOf(database, market);
      const report = await watch.look();
      assert.deepEqual(report && { ...report, found: 0 }, {
        series: 1,
        found: 0,
        restated: 0,
        filled: 3,
        failed: 0,
      });
      assert.deepEqual(await kindsOf(watch), [["gap", 50, 1]]);
      assert.equal((await market.store.count(BTC, FROM, END)).candles, 239);
      assert.ok(await watch.checkedAt());

      // Within the hour nothing is looked at again, and later nothing is asked for twice.
      server.queries.length = 0;
      assert.equal((await watch.look())?.series, 0);
      assert.deepEqual(await watch.look({ restMs: 0 }), {
        series: 1,
        found: 0,
        restated: 0,
        filled: 0,
        failed: 0,
      });
      assert.equal(server.queries.length, 0);
    });
  },
);

testOnBoth(
  "what was new lately is asked for a second time, and what differs is recorded",
  async (database) => {
    let shift = 0;
    const restating: Answer = async (query) => {
      const rows: (number | string)[][] = await endlessKlines()(query).json();
      return Response.json(
        rows.map((row) => row.map((cell, k) => k === 5 ? String(Number(cell) + shift) : cell)),
      );
    };
    let now = NOW;
    await withFetchHarness(database, [restating], async ({ market, wait }) => {
      await stored(market);
      const watch = watchOf(database, market, () => now);
      const look = async () => (await watch.look({ restMs: 0 }))?.restated;
      assert.equal(await look(), 0);
      shift = 1;
      assert.equal(await look(), 0, "what was asked for twice is not asked for again");
      now += 24 * HOUR;
      wait(24 * HOUR);
      // A day later: the 24 candles that have aged by a day.
      assert.equal(await look(), 24);
      assert.deepEqual(await market.restatements.open(), { candles: 24, series: 1 });
      assert.equal(await look(), 0);
    });
  },
);

testOnBoth("a series that is kept up and lags is stale, until it does not", async (database) => {
  let isAway = false;
  const answer: Answer = (query) =>
    isAway ? new Response("away", { status: 503 }) : endlessKlines()(query);
  let now = NOW;
  await withFetchHarness(database, [answer], async ({ market, wait }) => {
    await stored(market);
    const watch = watchOf(database, market, () => now);
    const pass = (ms: number) => {
      now += ms;
      wait(ms);
    };
    await watch.look({ restMs: 0 });
    assert.deepEqual(await kindsOf(watch), []);
    isAway = true;
    pass(5 * HOUR);
    assert.equal((await watch.look({ restMs: 0 }))?.failed, 1);
    assert.deepEqual(await kindsOf(watch), [["stale", 240, 5]]);
    pass(20 * 24 * HOUR);
    await watch.look({ restMs: 0 });
    assert.deepEqual((await kindsOf(watch)).map(([kind]) => kind), ["stale"]);
    isAway = false;
    pass(60_000);
    await watch.look({ restMs: 0 });
    assert.deepEqual(await kindsOf(watch), []);
    assert.equal((await market.store.count(BTC, FROM, now)).candles, 240 + 5 + 20 * 24);
  });
});

testOnBoth("two venues that disagree are told once, whichever changed", async (database) => {
  await withFetchHarness(database, ["empty"], async ({ market }) => {
    const kraken: SeriesKey = { ...BTC, venue: "kraken" };
    const old = Date.UTC(2019, 4, 30);
    for (const key of [BTC, kraken]) {
      await market.store.insert(key, candlesAt(hours(old, 100)));
      await market.coverage.add(key, { from: old, to: old + 100 * HOUR });
    }
    const watch = watchOf(database, market);
    await watch.look({ restMs: 0 });
    assert.deepEqual(await told(watch), []);
    await sql`update candles set close = close * 1.04, high = high * 1.05
      where venue = 'kraken' and timestamp >= '2019-06-02T00:00:00Z' and timestamp < '2019-06-02T05:00:00Z'`
      .execute(database.db);
    await watch.look({ restMs: 0 });
    const found = await told(watch);
    assert.deepEqual(
      found.map((
        { kind, venue, otherVenue, candles, fromMs },
      ) => [kind, venue, otherVenue, candles, fromMs]),
      [["disagreement", "binance", "kraken", 5, Date.UTC(2019, 5, 2)]],
    );
    assert.ok(Math.abs((found[0]?.size ?? 0) - 0.04) < 1e-9);
    assert.equal((await watch.findings.counts()).get("disagreement"), 1);
    // An exchange that is another, and candles of one's own, are nobody's to look after.
    assert.equal(market.exchangeOf(kraken), null);
  });
});

testOnBoth(
  "of two processes that look at once one does, and stopping ends it",
  async (database) => {
    await withFetchHarness(database, [endlessKlines()], async ({ market, another }) => {
      await stored(market);
      const both = await Promise.all([
        watchOf(database, market).look(),
        watchOf(database, another()).look(),
      ]);
      assert.ok(
        both.reduce((sum, report) => sum + (report?.series ?? 0), 0) === 1,
        JSON.stringify(both),
      );
      const stop = AbortSignal.abort(new Error("stopped"));
      await assert.rejects(
        watchOf(database, market).look({ restMs: 0, signal: stop }),
        /stopped/,
      );
    });
  },
);

testOnBoth(
  "what a venue no longer gives is a gap before a candle lies behind it, and after",
  async (database) => {
    let now = NOW;
    const server = startLoopbackVendor("kraken", { now: () => now });
    try {
      const market = new MarketData({
        db: database.db,
        venue: "kraken",
        now: () => now,
        vendor: createKraken({ baseUrl: server.baseUrl, timeoutMs: 5_000, now: () => now }),
      });
      const range = (fromMs: number, toMs: number) =>
        market.ensure({ asset: "BTC/USDT", timeframe: "1h", fromMs, toMs, historyBars: 0 });
      await range(FROM, END);
      const watch = watchOf(database, market, () => now);
      const gaps = async () => {
        await watch.look({ restMs: 0 });
        return (await watch.findings.list({ limit: 50 })).filter(({ kind }) => kind === "gap")
          .map(({ fromMs, candles }) => [(fromMs - END) / HOUR, candles]);
      };
      assert.deepEqual(await gaps(), []);
      now += 20 * 24 * HOUR;
      assert.deepEqual(await gaps(), [], "all of it can still be had");
      now += 30 * 24 * HOUR;
      // 1,200 hours have closed since; Kraken has the newest 718 of them for sure.
      assert.deepEqual(await gaps(), [[0, 482]]);
      now += 5 * HOUR;
      assert.deepEqual(await gaps(), [[0, 487]], "it grows, and is one");
      const back = Math.floor(now / HOUR) * HOUR;
      await range(back - 10 * HOUR, back);
      // The second look at what was new has filled a week before them.
      assert.deepEqual(await gaps(), [[0, 1013]], "candles lie behind it");
      await range(END, back);
      assert.deepEqual(await gaps(), [[0, 487]], "the rest could still be had");
      // Candles that are about to drop out are fetched, though nobody asks for them.
      now += 29 * 24 * HOUR;
      assert.deepEqual(await gaps(), [[0, 487]]);
      const key = { ...BTC, venue: "kraken" };
      assert.equal((await market.store.count(key, back, now)).candles, 29 * 24);
    } finally {
      await server.close();
    }
  },
);
