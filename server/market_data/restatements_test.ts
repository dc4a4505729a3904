import assert from "node:assert/strict";
import { type CandleSeries, candlesFromColumns } from "../../engine/mod.ts";
import { CoverageStore } from "./coverage.ts";
import { FROM_FILE, Restatements } from "./restatements.ts";
import type { SeriesKey } from "./series.ts";
import { CandleStore } from "./store.ts";
import { testOnBoth } from "./testing/databases.ts";
import { candlesAt, HOUR, hours, plain } from "./testing/synthetic.ts";

const START = Date.UTC(2021, 0, 1);
const BTC: SeriesKey = { asset: "BTC/USDT", timeframe: "1h", venue: "binance", ownerId: null };
const WHOLE = { fromMs: START, toMs: START + 100 * HOUR, historyBars: 0 };

/** `candles` with other closes at some places, high and low widened so that they stay candles. */
function changed(candles: CandleSeries, closes: Readonly<Record<number, number>>): CandleSeries {
  const columns = plain(candles) as Record<keyof CandleSeries & string, number[]>;
  for (const [at, close] of Object.entries(closes)) {
    const i = Number(at);
    columns.close[i] = close;
    columns.high[i] = Math.max(columns.high[i] ?? 0, close);
    columns.low[i] = Math.min(columns.low[i] ?? 0, close);
  }
  return candlesFromColumns(
    {
      time: columns.time,
      open: columns.open,
      high: columns.high,
      low: columns.low,
      close: columns.close,
      volume: columns.volume,
    },
    { timeframeMs: HOUR },
  );
}

testOnBoth(
  "an answer that differs from a stored candle is kept beside it, once, and changes nothing",
  async ({ db }) => {
    const store = new CandleStore(db);
    const restatements = new Restatements(db);
    const candles = candlesAt(hours(START, 48));
    await store.insert(BTC, candles);
    assert.equal(await restatements.record(BTC, candles, "binance"), 0);
    const given = changed(candles, { 7: 200, 30: 90.5 });
    assert.equal(await restatements.record(BTC, given, "binance"), 2);
    assert.equal(await restatements.record(BTC, given, "binance"), 0, "the same answer again");
    // What is not stored is no restatement.
    assert.equal(
      await restatements.record(BTC, candlesAt(hours(START + 60 * HOUR, 3)), "binance"),
      0,
    );

    assert.deepEqual(plain(await store.load(BTC, WHOLE)), plain(candles));
    const list = await restatements.list();
    assert.deepEqual(
      list.map(({ timeMs, old, given, status, vendor }) => [
        (timeMs - START) / HOUR,
        old.close,
        given.close,
        given.high,
        status,
        vendor,
      ]),
      [
        [30, candles.close[30], 90.5, candles.high[30], "open", "binance"],
        [7, candles.close[7], 200, 200, "open", "binance"],
      ],
    );
    assert.deepEqual(await restatements.open(), { candles: 2, series: 1 });
    // The vendor takes one of them back.
    await restatements.record(BTC, changed(candles, { 7: 200 }), "binance");
    assert.deepEqual(await restatements.open(), { candles: 1, series: 1 });
  },
);

testOnBoth(
  "accepting stores the new values in a new version of the month; rejecting stores none and is remembered",
  async ({ db }) => {
    const store = new CandleStore(db);
    const restatements = new Restatements(db);
    const candles = candlesAt(hours(START, 48));
    await store.insert(BTC, candles);
    const version = async () =>
      (await store.months(BTC, [2021 * 12])).map(({ version }) => version)[0];
    const before = await version();
    const given = changed(candles, { 1: 200, 2: 201, 3: 202 });
    await restatements.record(BTC, given, "binance");
    const [third, second, first] = await restatements.list();
    assert.ok(first && second && third);

    assert.deepEqual(await restatements.accept([first.id]), { decided: 1, superseded: 0 });
    assert.notEqual(await version(), before);
    assert.deepEqual(
      plain(await store.load(BTC, WHOLE)),
      plain(changed(candles, { 1: 200 })),
    );
    const kept = await version();
    assert.deepEqual(await restatements.reject([second.id]), { decided: 1, superseded: 0 });
    assert.equal(await version(), kept);
    assert.equal(await restatements.record(BTC, given, "binance"), 0, "rejected before");
    assert.deepEqual(await restatements.accept([first.id]), { decided: 0, superseded: 0 });
    assert.deepEqual(await restatements.accept("all"), { decided: 1, superseded: 0 });
    assert.deepEqual(
      plain(await store.load(BTC, WHOLE)),
      plain(changed(candles, { 1: 200, 3: 202 })),
    );
    // What was accepted can be restated again.
    assert.equal(
      await restatements.record(BTC, changed(candles, { 1: 300, 3: 202 }), "binance"),
      1,
    );
  },
);

testOnBoth(
  "of two answers for one candle the newer one is stored, and one whose old value is gone is passed over",
  async ({ db }) => {
    const store = new CandleStore(db);
    const restatements = new Restatements(db);
    const candles = candlesAt(hours(START, 5));
    await store.insert(BTC, candles);
    await restatements.record(BTC, changed(candles, { 1: 200 }), "binance");
    await restatements.record(BTC, changed(candles, { 1: 210 }), "binance");
    assert.deepEqual(await restatements.open(), { candles: 1, series: 1 });
    assert.deepEqual(await restatements.accept("all"), { decided: 1, superseded: 1 });
    assert.equal((await store.load(BTC, WHOLE)).close[1], 210);

    await restatements.record(BTC, changed(candles, { 1: 210, 2: 220 }), "binance");
    await store.replace(BTC, changed(candles, { 1: 210, 2: 230 }), () => Promise.resolve());
    assert.deepEqual(await restatements.accept("all"), { decided: 0, superseded: 1 });
    assert.equal((await store.load(BTC, WHOLE)).close[2], 230);
  },
);

testOnBoth(
  "a run is told what was restated of the candles that it has read, and of no others",
  async ({ db }) => {
    const store = new CandleStore(db);
    const restatements = new Restatements(db);
    const candles = candlesAt(hours(START, 48));
    await store.insert(BTC, candles);
    await new CoverageStore(db).add(BTC, { from: START, to: START + 48 * HOUR });
    const startedMs = Date.now() - 60_000;
    const run = {
      asset: "BTC/USDT",
      venue: "binance",
      timeframes: ["4h", "1h"],
      fromMs: START + 4 * HOUR,
      toMs: START + 24 * HOUR,
      startedMs,
    };
    assert.equal(await restatements.of(run), null);
    const close = candles.close[4] ?? NaN;
    await restatements.record(
      BTC,
      changed(candles, { 3: 150, 4: close * 1.02, 23: 150, 24: 150 }),
      "binance",
    );
    const told = await restatements.of(run);
    assert.ok(told);
    assert.deepEqual([told.candles, told.accepted, told.vendors], [2, 0, ["binance"]]);
    assert.deepEqual(told.changes.map(({ timeMs }) => (timeMs - START) / HOUR), [4, 23]);
    assert.ok(Math.abs((told.changes[0]?.change ?? 0) - 0.02) < 1e-9);

    await restatements.accept(told.changes.slice(0, 1).map(({ id }) => id));
    const after = await restatements.of(run);
    assert.deepEqual([after?.candles, after?.accepted], [2, 1]);
    await restatements.reject("all");
    assert.deepEqual((await restatements.of(run))?.candles, 1);
    // A run of afterwards has read the new value.
    assert.equal(await restatements.of({ ...run, startedMs: Date.now() + 60_000 }), null);
    for (const other of [{ venue: "kraken" }, { asset: "ETH/USDT" }, { timeframes: ["1d"] }]) {
      assert.equal(await restatements.of({ ...run, ...other }), null);
    }
  },
);

testOnBoth(
  "what an operator replaces by the candles of a file is written down as restated",
  async ({ db }) => {
    const store = new CandleStore(db);
    const candles = candlesAt(hours(START, 10));
    await store.insert(BTC, candles);
    const { inserted, replaced } = await store.replace(
      BTC,
      changed(candlesAt(hours(START, 12)), { 4: 190 }),
      () => Promise.resolve(),
    );
    assert.deepEqual([inserted, replaced], [2, 1]);
    const list = await new Restatements(db).list();
    assert.deepEqual(list.map(({ given, status, vendor }) => [given.close, status, vendor]), [
      [190, "accepted", FROM_FILE],
    ]);
  },
);
