import assert from "node:assert/strict";
import { setImmediate } from "node:timers";
import { sql } from "kysely";
import { candlesFromColumns } from "../../engine/mod.ts";
import { CoverageStore } from "./coverage.ts";
import type { SeriesKey } from "./series.ts";
import { CandleStore, INSERT_ROWS } from "./store.ts";
import { testOnBoth } from "./testing/databases.ts";
import { candlesAt, HOUR, hours, plain } from "./testing/synthetic.ts";

const START = Date.UTC(2021, 0, 1);
const BTC: SeriesKey = { asset: "BTC/USDT", timeframe: "1h", venue: "binance", ownerId: null };

testOnBoth(
  "candles come back bit for bit, in order, with exactly the history asked for",
  async ({ db }) => {
    const store = new CandleStore(db);
    const candles = candlesAt(hours(START, 2500));
    assert.deepEqual(await store.insert(BTC, candles), {
      given: 2500,
      inserted: 2500,
      differing: 0,
    });
    await new CoverageStore(db).add(BTC, { from: START, to: START + 2500 * HOUR });

    const whole = await store.load(BTC, {
      fromMs: START,
      toMs: START + 2500 * HOUR,
      historyBars: 100,
    });
    assert.deepEqual(plain(whole), plain(candles));
    assert.equal(whole.timeframeMs, HOUR);

    const range = { fromMs: START + 1000 * HOUR, toMs: START + 1010 * HOUR };
    const part = await store.load(BTC, { ...range, historyBars: 30 });
    assert.deepEqual(Array.from(part.time), hours(START + 970 * HOUR, 40));
    const bare = await store.load(BTC, { ...range, historyBars: 0 });
    assert.deepEqual(Array.from(bare.time), hours(START + 1000 * HOUR, 10));
    const between = await store.load(BTC, {
      fromMs: START + 1,
      toMs: START + HOUR + 1,
      historyBars: 5,
    });
    assert.deepEqual(Array.from(between.time), hours(START, 2), "one before, one in the range");
  },
);

testOnBoth(
  "inserting again changes nothing, and a differing candle is counted and not taken",
  async ({ db }) => {
    const store = new CandleStore(db);
    const first = candlesAt(hours(START, 10));
    await store.insert(BTC, first);
    assert.deepEqual(await store.insert(BTC, first), { given: 10, inserted: 0, differing: 0 });

    const other = candlesAt(hours(START + 5 * HOUR, 10), 1);
    assert.deepEqual(await store.insert(BTC, other), { given: 10, inserted: 5, differing: 5 });
    const stored = await store.load(BTC, {
      fromMs: START,
      toMs: START + 20 * HOUR,
      historyBars: 0,
    });
    assert.deepEqual(Array.from(stored.close.subarray(0, 10)), Array.from(first.close));
    assert.deepEqual(Array.from(stored.close.subarray(10)), Array.from(other.close.subarray(5)));
  },
);

testOnBoth(
  "several writers of one stretch at once store every candle once, and fail for none",
  async ({ db }) => {
    const store = new CandleStore(db);
    const candles = candlesAt(hours(START, 3 * INSERT_ROWS));
    const done = await Promise.all([1, 2, 3].map(() => store.insert(BTC, candles)));
    assert.equal(done.reduce((sum, { inserted }) => sum + inserted, 0), candles.length);
    for (const { given, differing } of done) assert.deepEqual([given, differing], [3000, 0]);
    const { rows } = await sql<{ rows: number; counted: number }>`
      select count(*)::int as rows, (select sum(candles)::int from candle_months) as counted
        from candles`.execute(db);
    assert.deepEqual(rows, [{ rows: 3000, counted: 3000 }]);
  },
);

testOnBoth(
  "series of another venue, owner, timeframe or asset are never touched",
  async ({ db }) => {
    const store = new CandleStore(db);
    const user = await db.insertInto("users").values({ email: "a@b.example", password_hash: "x" })
      .returning("id").executeTakeFirstOrThrow();
    const keys: SeriesKey[] = [
      BTC,
      { ...BTC, venue: "kraken" },
      { ...BTC, ownerId: user.id },
      { ...BTC, asset: "ETH/USDT" },
    ];
    for (const [i, key] of keys.entries()) {
      const result = await store.insert(key, candlesAt(hours(START, 3), i));
      assert.deepEqual(result, { given: 3, inserted: 3, differing: 0 });
    }
    for (const [i, key] of keys.entries()) {
      const candles = await store.load(key, {
        fromMs: START,
        toMs: START + 5 * HOUR,
        historyBars: 0,
      });
      assert.deepEqual(plain(candles), plain(candlesAt(hours(START, 3), i)));
    }
    await db.deleteFrom("users").where("id", "=", user.id).execute();
    const gone = await store.load({ ...BTC, ownerId: user.id }, {
      fromMs: START,
      toMs: START + 5 * HOUR,
      historyBars: 0,
    });
    assert.equal(gone.length, 0, "a user's imports go with the user");
  },
);

testOnBoth("history stops where the series is not known to be complete", async ({ db }) => {
  const store = new CandleStore(db);
  const coverage = new CoverageStore(db);
  const scrap = START - 500 * HOUR;
  await store.insert(BTC, candlesAt(hours(scrap, 10)));
  await coverage.add(BTC, { from: scrap, to: scrap + 10 * HOUR });
  await store.insert(BTC, candlesAt(hours(START, 100)));
  await coverage.add(BTC, { from: START, to: START + 100 * HOUR });
  const candles = await store.load(BTC, {
    fromMs: START + 20 * HOUR,
    toMs: START + 30 * HOUR,
    historyBars: 25,
  });
  assert.deepEqual(Array.from(candles.time), hours(START, 30));
});

testOnBoth("history counts candles, not hours, across a real gap", async ({ db }) => {
  const store = new CandleStore(db);
  const times = [...hours(START, 50), ...hours(START + 56 * HOUR, 50)];
  await store.insert(BTC, candlesAt(times));
  await new CoverageStore(db).add(BTC, { from: START, to: START + 106 * HOUR });
  const candles = await store.load(BTC, {
    fromMs: START + 60 * HOUR,
    toMs: START + 61 * HOUR,
    historyBars: 10,
  });
  assert.deepEqual(
    Array.from(candles.time),
    [...hours(START + 44 * HOUR, 6), ...hours(START + 56 * HOUR, 5)],
  );
});

testOnBoth("an empty range loads as an empty series", async ({ db }) => {
  const candles = await new CandleStore(db).load(BTC, {
    fromMs: START,
    toMs: START + HOUR,
    historyBars: 10,
  });
  assert.equal(candles.length, 0);
});

testOnBoth(
  "coverage joins what touches, and several writers at once lose nothing",
  async ({ db }) => {
    const coverage = new CoverageStore(db);
    await coverage.add(BTC, { from: START, to: START + 10 * HOUR });
    await coverage.add(BTC, { from: START + 20 * HOUR, to: START + 30 * HOUR });
    assert.equal((await coverage.list(BTC)).length, 2);
    await coverage.add(BTC, { from: START + 10 * HOUR, to: START + 20 * HOUR });
    assert.deepEqual(await coverage.list(BTC), [{ from: START, to: START + 30 * HOUR }]);
    await coverage.add(BTC, { from: START + 5 * HOUR, to: START + 6 * HOUR });
    assert.deepEqual(await coverage.list(BTC), [{ from: START, to: START + 30 * HOUR }]);

    const parts = hours(START + 30 * HOUR, 12).map((from) => ({ from, to: from + HOUR }));
    await Promise.all(parts.map((part) => new CoverageStore(db).add(BTC, part)));
    assert.deepEqual(await coverage.list(BTC), [{ from: START, to: START + 42 * HOUR }]);
    const rows = await db.selectFrom("candle_coverage").select("id").execute();
    assert.equal(rows.length, 1);

    assert.deepEqual(await coverage.list({ ...BTC, venue: "kraken" }), []);
  },
);

testOnBoth("summaries give the ends of the shared series and of one's own", async ({ db }) => {
  const store = new CandleStore(db);
  const coverage = new CoverageStore(db);
  const user = await db.insertInto("users").values({ email: "a@b.example", password_hash: "x" })
    .returning("id").executeTakeFirstOrThrow();
  const mine: SeriesKey = { ...BTC, venue: "import", ownerId: user.id };
  for (const [key, count] of [[BTC, 10], [mine, 4]] as const) {
    await store.insert(key, candlesAt(hours(START, count)));
    await coverage.add(key, { from: START - 5 * HOUR, to: START + count * HOUR });
  }
  const shared = { ...BTC, firstMs: START, lastMs: START + 9 * HOUR, candles: 10 };
  const summaries = (ownerId?: string) => store.summaries(ownerId);
  assert.deepEqual(await summaries(), [shared]);
  assert.deepEqual(await summaries(user.id), [
    shared,
    { ...mine, firstMs: START, lastMs: START + 3 * HOUR, candles: 4 },
  ]);
  assert.deepEqual(await summaries(crypto.randomUUID()), [shared]);

  // Counts follow every change, whatever statement makes it.
  const counted = async () => (await store.summaries())[0]?.candles;
  await store.insert(BTC, candlesAt(hours(START + 5 * HOUR, 1000)));
  assert.equal(await counted(), 1005);
  await store.replace(BTC, candlesAt(hours(START, 20), 1), () => Promise.resolve());
  assert.equal(await counted(), 1005);
  await db.deleteFrom("candles").where("timestamp", "<", new Date(START + 3 * HOUR))
    .where("owner_id", "is", null).execute();
  assert.equal(await counted(), 1002);
});

const WHOLE = { fromMs: START, toMs: START + 3000 * HOUR, historyBars: 0 };

testOnBoth("what differs is found candle by candle, without storing anything", async ({ db }) => {
  const store = new CandleStore(db);
  const stored = candlesAt(hours(START, 1500));
  await store.insert(BTC, stored);
  assert.deepEqual(await store.compare(BTC, stored), { known: 1500, differing: 0, samples: [] });
  assert.deepEqual(await store.compare({ ...BTC, venue: "kraken" }, stored), {
    known: 0,
    differing: 0,
    samples: [],
  });
  const file = candlesAt(hours(START, 1600));
  file.close[3] = file.open[3]!;
  file.volume[1200] = 1;
  const { known, differing, samples } = await store.compare(BTC, file);
  assert.deepEqual([known, differing], [1500, 2]);
  assert.deepEqual(samples, [
    {
      timeMs: START + 3 * HOUR,
      fields: [{ field: "close", stored: stored.close[3], given: file.open[3] }],
    },
    {
      timeMs: START + 1200 * HOUR,
      fields: [{ field: "volume", stored: stored.volume[1200], given: 1 }],
    },
  ]);
  assert.deepEqual(plain(await store.load(BTC, WHOLE)), plain(stored));
});

testOnBoth("replacing takes the file's values and leaves other candles alone", async ({ db }) => {
  const store = new CandleStore(db);
  const stored = candlesAt(hours(START, 1500));
  await store.insert(BTC, stored);
  const kraken = { ...BTC, venue: "kraken" };
  await store.insert(kraken, stored);
  const times = hours(START + 100 * HOUR, 1500);
  const file = candlesAt(times, 1);
  const done = await store.replace(BTC, file, () => Promise.resolve());
  assert.deepEqual(done, { inserted: 100, replaced: 1400 });
  const loaded = await store.load(BTC, WHOLE);
  assert.deepEqual([...loaded.close.subarray(0, 100)], [...stored.close.subarray(0, 100)]);
  assert.deepEqual([...loaded.close.subarray(100)], [...file.close]);
  assert.deepEqual(plain(await store.load(kraken, WHOLE)), plain(stored));
  assert.deepEqual(await store.replace(BTC, file, () => Promise.resolve()), {
    inserted: 0,
    replaced: 0,
  });
});

testOnBoth("a replacement that fails leaves everything as it was", async ({ db }) => {
  const store = new CandleStore(db);
  const stored = candlesAt(hours(START, 1500));
  await store.insert(BTC, stored);
  const file = candlesAt(hours(START, 1600), 1);
  await assert.rejects(
    store.replace(BTC, file, () => Promise.reject(new Error("no room"))),
    /no room/,
  );
  assert.deepEqual(plain(await store.load(BTC, WHOLE)), plain(stored));
});

testOnBoth("candles without volumes come back without", async ({ db }) => {
  const store = new CandleStore(db);
  const bare = candlesFromColumns({ ...candlesAt(hours(START, 20)), volume: null });
  assert.deepEqual(await store.volumes(BTC), { some: false, none: false });
  await store.insert(BTC, bare);
  assert.deepEqual(await store.volumes(BTC), { some: false, none: true });
  assert.deepEqual(await store.load(BTC, WHOLE), bare);
  assert.equal((await store.compare(BTC, bare)).differing, 0);
  const full = candlesAt(hours(START, 10));
  assert.equal((await store.compare(BTC, full)).differing, 10);
  await store.replace(BTC, full, () => Promise.resolve());
  assert.deepEqual(await store.volumes(BTC), { some: true, none: true });
  assert.equal((await store.load(BTC, WHOLE)).hasVolume, false, "where some lack it, none counts");
});

testOnBoth("between two batches of an import others get several turns", async ({ db }) => {
  const store = new CandleStore(db);
  let turns = 0;
  let isDone = false;
  const counting = (async () => {
    while (!isDone) {
      await new Promise((resolve) => setImmediate(resolve));
      turns++;
    }
  })();
  const between: number[] = [];
  let before = 0;
  const onProgress = () => {
    between.push(turns - before);
    before = turns;
  };
  await store.insert(BTC, candlesAt(hours(START, INSERT_ROWS * 4)), { onProgress });
  isDone = true;
  await counting;
  assert.equal(between.length, 4, "a batch holds the thread for some 10 ms");
  assert.ok(Math.min(...between.slice(1)) >= 3, `turns: ${between}`);
});

testOnBoth(
  "writers of one series at once wait for each other, and counts stay right",
  async ({ db }) => {
    const times = hours(START, 2400);
    const part = (from: number, to: number, shift = 0) => candlesAt(times.slice(from, to), shift);
    for (let delayMs = 0; delayMs < 12; delayMs++) {
      await new CandleStore(db).remove(BTC);
      // The second writes to a month whose beginning the first has written, and the first goes on with what the second has.
      const writing = new CandleStore(db).replace(BTC, part(0, 1500), () => Promise.resolve());
      await new Promise((resolve) => setTimeout(resolve, delayMs));
      await Promise.all([writing, new CandleStore(db).insert(BTC, part(INSERT_ROWS, 2400))]);
    }
    const store = new CandleStore(db);
    await new CoverageStore(db).add(BTC, { from: START, to: START + 2400 * HOUR });
    const stored = await store.load(BTC, WHOLE);
    assert.deepEqual(plain(stored), plain(candlesAt(times)));
    assert.equal((await store.summaries())[0]?.candles, 2400);
    assert.deepEqual(await store.volumes(BTC), { some: true, none: false });
  },
);
