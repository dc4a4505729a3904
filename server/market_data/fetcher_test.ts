import assert from "node:assert/strict";
import { freshPglite } from "../../tests/support/database.ts";
import { testOnBoth } from "./testing/databases.ts";
import { candlesAt, csvOf, HOUR, hours, plain } from "./testing/synthetic.ts";
import { type Answer, endlessKlines } from "./testing/recorded_binance.ts";
import { BTC, failure, NOW, RANGE, START, withFetchHarness } from "./testing/fetch_harness.ts";

const DAY = 24 * HOUR;

/** Rows of an endless series whose prices are multiplied. */
function endlessRows(query: URLSearchParams, factor: number): (number | string)[][] {
  const [from, to] = ["startTime", "endTime"].map((name) => Number(query.get(name)));
  const rows = [];
  for (let time = from ?? 0; time <= (to ?? 0) && rows.length < 1000; time += HOUR) {
    const prices = [100, 102, 98, 101].map((price) =>
      ((price + time / HOUR % 7) * factor).toFixed(4)
    );
    rows.push([time, ...prices, "10", time + HOUR - 1, "0", 1, "0", "0", "0"]);
  }
  return rows;
}

testOnBoth("a range that is not stored is fetched once, with its history", async (database) => {
  await withFetchHarness(database, [endlessKlines()], async ({ market, server, another }) => {
    const candles = await market.candles({ ...RANGE, historyBars: 100 });
    assert.deepEqual(Array.from(candles.time), hours(START - 100 * HOUR, 148));
    const asked = server.queries.length;
    assert.ok(asked >= 2);
    const again = await market.candles({ ...RANGE, historyBars: 100 });
    assert.deepEqual(plain(again), plain(candles));
    await another().candles({ ...RANGE, historyBars: 100 });
    assert.equal(server.queries.length, asked, "nothing is asked for twice, by any process");
  });
});

testOnBoth("only what is missing is asked for", async (database) => {
  await withFetchHarness(database, [endlessKlines()], async ({ market, server }) => {
    await market.ensure({ ...RANGE, historyBars: 0 });
    await market.ensure({
      ...RANGE,
      fromMs: START + 100 * HOUR,
      toMs: START + 110 * HOUR,
      historyBars: 0,
    });
    server.queries.length = 0;
    await market.ensure({
      ...RANGE,
      fromMs: START - 5 * HOUR,
      toMs: START + 120 * HOUR,
      historyBars: 0,
    });
    const asked = server.queries.map((q) => [q.get("startTime"), q.get("endTime")].map(Number));
    assert.deepEqual(asked, [
      [START - 5 * HOUR, START - 1],
      [START + 48 * HOUR, START + 100 * HOUR - 1],
      [START + 110 * HOUR, START + 120 * HOUR - 1],
    ]);
  });
});

testOnBoth("several runs at once fetch a series once", async (database) => {
  await withFetchHarness(database, [endlessKlines()], async ({ market, server }) => {
    const runs = await Promise.all(
      Array.from({ length: 4 }, () => market.candles({ ...RANGE, historyBars: 0 })),
    );
    for (const candles of runs) assert.equal(candles.length, 48);
    assert.equal(server.queries.length, 1);
  });
});

testOnBoth(
  "two processes at once fetch a series once, and both get all of it",
  async (database) => {
    await withFetchHarness(database, [endlessKlines()], async ({ market, server, another }) => {
      const request = { ...RANGE, toMs: START + 2500 * HOUR, historyBars: 50 };
      const [one, two] = await Promise.all([market.candles(request), another().candles(request)]);
      assert.equal(one.length, 2550);
      assert.deepEqual(plain(one), plain(two));
      assert.equal((await market.coverage.list(BTC)).length, 1);
      const asked = server.queries.map((query) => query.get("startTime"));
      assert.equal(new Set(asked).size, asked.length, "nothing was asked for twice");
      // Three pages of the range and one of the history before it.
      assert.equal(asked.length, 4);
    });
  },
);

testOnBoth(
  "what a vendor says otherwise of a stored candle is recorded, and not taken",
  async (database) => {
    let factor = 1;
    const restating: Answer = (query) => Response.json(endlessRows(query, factor));
    await withFetchHarness(database, [restating], async ({ market, another }) => {
      const first = await market.candles({ ...RANGE, historyBars: 0 });
      factor = 1.5;
      // The stretch is asked for again, as when its coverage was lost.
      await market.coverage.clear(BTC);
      const again = await another().candles({ ...RANGE, historyBars: 0 });
      assert.deepEqual(plain(again), plain(first));
      assert.deepEqual(await market.restatements.open(), { candles: 48, series: 1 });
      await market.restatements.accept("all");
      const now = await another().candles({ ...RANGE, historyBars: 0 });
      assert.deepEqual(Array.from(now.close), Array.from(first.close, (close) => close * 1.5));
    });
  },
);

Deno.test("candles that were not asked for are not stored, as they may not have closed", async () => {
  const database = await freshPglite();
  const generous: Answer = (query) => {
    const more = new URLSearchParams(query);
    more.set("endTime", String(Number(query.get("endTime")) + 3 * HOUR));
    return endlessKlines()(more);
  };
  await withFetchHarness(database, [generous], async ({ market }) => {
    const toMs = Math.floor(NOW / HOUR) * HOUR;
    await market.ensure({ ...RANGE, fromMs: toMs - 5 * HOUR, toMs: NOW + DAY, historyBars: 0 });
    const stored = await market.store.ends(BTC, 0, NOW + DAY);
    assert.equal(stored?.lastMs, toMs - HOUR);
  });
  await database.close();
});

Deno.test("a real gap is stored as such: never filled, never asked for again", async () => {
  const missing = (time: number) => time >= START + 10 * HOUR && time < START + 16 * HOUR;
  const database = await freshPglite();
  await withFetchHarness(database, [endlessKlines({ missing })], async ({ market, server }) => {
    const candles = await market.candles({ ...RANGE, historyBars: 0 });
    assert.equal(candles.length, 42);
    await market.candles({ ...RANGE, historyBars: 0 });
    assert.equal(server.queries.length, 1);
    // A range inside the gap alone has nothing to show.
    const error = await failure(market.candles({
      ...RANGE,
      fromMs: START + 11 * HOUR,
      toMs: START + 13 * HOUR,
      historyBars: 0,
    }));
    assert.equal(error.code, "no_candles");
    assert.equal(
      error.message,
      "There are no 1h candles of BTC/USDT on 1 Jan 2021. " +
        "Choose dates between 1 Jan 2021 and 2 Jan 2021.",
    );
  });
  await database.close();
});

Deno.test("a gap in the history does not shorten it", async () => {
  const missing = (time: number) => time >= START - 20 * HOUR && time < START - 10 * HOUR;
  const database = await freshPglite();
  await withFetchHarness(database, [endlessKlines({ missing })], async ({ market }) => {
    const candles = await market.candles({ ...RANGE, historyBars: 250 });
    assert.equal(candles.length, 298);
    assert.equal(candles.time[0], START - 260 * HOUR);
  });
  await database.close();
});

Deno.test("history ends where the exchange's candles begin, and that is remembered", async () => {
  const listedMs = START - 7 * HOUR;
  const database = await freshPglite();
  await withFetchHarness(
    database,
    [endlessKlines({ listedMs })],
    async ({ market, server, another }) => {
      const candles = await market.candles({ ...RANGE, historyBars: 300 });
      assert.equal(candles.length, 55);
      assert.equal(candles.time[0], listedMs);
      const asked = server.queries.length;
      await another().candles({ ...RANGE, historyBars: 300 });
      await another().candles({ ...RANGE, historyBars: 800 });
      assert.equal(server.queries.length, asked);
    },
  );
  await database.close();
});

Deno.test("candles that have not closed are neither asked for nor shown", async () => {
  const database = await freshPglite();
  await withFetchHarness(database, [endlessKlines()], async ({ market, server }) => {
    const fromMs = Date.UTC(2021, 5, 1);
    const request = { ...RANGE, fromMs, toMs: Date.UTC(2021, 5, 10), historyBars: 0 };
    const candles = await market.candles(request);
    assert.deepEqual(Array.from(candles.time), hours(fromMs, 12));
    assert.equal(server.queries[0]?.get("endTime"), String(Date.UTC(2021, 5, 1, 12) - 1));
    const error = await failure(market.candles({ ...request, fromMs: NOW }));
    assert.equal(
      error.message,
      "No 1h candle has closed yet from 1 Jun 2021 on. Choose an earlier start.",
    );
  });
  await database.close();
});

Deno.test("the newest candles that the exchange has late are asked for again, and taken then", async () => {
  const database = await freshPglite();
  const late = Date.UTC(2021, 5, 1, 11);
  let arrived = false;
  const answer = endlessKlines({ missing: (time) => !arrived && time === late });
  await withFetchHarness(database, [answer], async ({ market }) => {
    const request = { ...RANGE, fromMs: Date.UTC(2021, 5, 1), toMs: NOW, historyBars: 0 };
    assert.equal((await market.candles(request)).length, 11);
    arrived = true;
    assert.equal((await market.candles(request)).length, 12);
  });
  await database.close();
});

Deno.test("an exchange that cannot be reached fails the run with a sentence that says what to do", async () => {
  const database = await freshPglite();
  await withFetchHarness(database, ["klines"], async ({ market, server }) => {
    await server.close();
    const nothing = await failure(market.candles({ ...RANGE, historyBars: 0 }));
    assert.equal(nothing.code, "vendor_unreachable");
    assert.equal(nothing.retryable, true);
    assert.equal(
      nothing.message,
      "Binance could not be reached. No 1h candles of BTC/USDT are stored here yet. " +
        "Try again later.",
    );
    await market.importCsv({
      asset: "BTC/USDT",
      timeframe: "1h",
      text: csvOf(candlesAt(hours(START, 24 * 90))),
    });
    const beyond = await failure(
      market.candles({ ...RANGE, toMs: START + 24 * 100 * HOUR, historyBars: 0 }),
    );
    assert.equal(
      beyond.message,
      "Binance could not be reached. Choose dates between 1 Jan 2021 and 31 Mar 2021 " +
        "or try again later.",
    );
    const inside = await market.candles({ ...RANGE, historyBars: 0 });
    assert.equal(inside.length, 48);
  });
  await database.close();
});

Deno.test("history that cannot be fetched is done without", async () => {
  const database = await freshPglite();
  await withFetchHarness(database, ["unavailable"], async ({ market }) => {
    const file = candlesAt(hours(START - 10 * HOUR, 100));
    await market.importCsv({ asset: "BTC/USDT", timeframe: "1h", text: csvOf(file) });
    const candles = await market.candles({ ...RANGE, historyBars: 50 });
    assert.equal(candles.time[0], START - 10 * HOUR);
    assert.equal(candles.length, 58);
  });
  await database.close();
});

Deno.test("an unreachable exchange is not asked again for a short while", async () => {
  const database = await freshPglite();
  await withFetchHarness(
    database,
    ["unavailable", endlessKlines()],
    async ({ market, server, wait }) => {
      await failure(market.candles({ ...RANGE, historyBars: 0 }));
      const soon = await failure(market.candles({ ...RANGE, historyBars: 0 }));
      assert.equal(soon.code, "vendor_unreachable");
      assert.equal(server.queries.length, 1);
      wait(31_000);
      assert.equal((await market.candles({ ...RANGE, historyBars: 0 })).length, 48);
    },
  );
  await database.close();
});

Deno.test("a clock that goes back does not leave the exchange alone for so long", async () => {
  const database = await freshPglite();
  await withFetchHarness(
    database,
    ["unavailable", endlessKlines()],
    async ({ market, wait }) => {
      await failure(market.candles({ ...RANGE, historyBars: 0 }));
      wait(-3 * 3_600_000);
      assert.equal((await market.candles({ ...RANGE, historyBars: 0 })).length, 48);
    },
  );
  await database.close();
});

Deno.test("a rate limit of the exchange is waited for", async () => {
  const database = await freshPglite();
  await withFetchHarness(
    database,
    ["rate_limited", endlessKlines()],
    async ({ market, server, wait }) => {
      const error = await failure(market.candles({ ...RANGE, historyBars: 0 }));
      assert.equal(error.code, "rate_limited");
      assert.equal(error.retryAfterMs, 120_000);
      wait(119_000);
      await failure(market.candles({ ...RANGE, historyBars: 0 }));
      assert.equal(server.queries.length, 1);
      wait(2_000);
      assert.equal((await market.candles({ ...RANGE, historyBars: 0 })).length, 48);
    },
  );
  await database.close();
});

Deno.test("an interrupted fetch keeps its pages, and the next continues from there", async () => {
  const database = await freshPglite();
  const klines = endlessKlines();
  const answers: Answer[] = [klines, "unavailable", klines];
  await withFetchHarness(database, answers, async ({ market, server, another }) => {
    const request = { ...RANGE, toMs: START + 1500 * HOUR, historyBars: 0 };
    await failure(market.candles(request));
    assert.equal((await another().candles(request)).length, 1500);
    assert.equal(server.queries[2]?.get("startTime"), String(START + 1000 * HOUR));
  });
  await database.close();
});

Deno.test("a run that is stopped stops its fetch, and the next run is served", async () => {
  const database = await freshPglite();
  await withFetchHarness(database, ["stall", endlessKlines()], async ({ market, server }) => {
    const controller = new AbortController();
    const arrived = server.nextRequest();
    const stopped = failure(
      market.candles({ ...RANGE, historyBars: 0, signal: controller.signal }),
    );
    await arrived;
    const next = market.candles({ ...RANGE, historyBars: 0 });
    controller.abort();
    assert.equal((await stopped).code, "aborted");
    assert.equal((await next).length, 48);
  });
  await database.close();
});

Deno.test("a broken answer leaves nothing behind", async () => {
  const database = await freshPglite();
  await withFetchHarness(database, ["high_below_low"], async ({ market }) => {
    const error = await failure(market.candles({ ...RANGE, historyBars: 0 }));
    assert.equal(error.code, "vendor_error");
    assert.deepEqual(await market.coverage.list(BTC), []);
    assert.deepEqual(await database.db.selectFrom("candles").select("timestamp").execute(), []);
  });
  await database.close();
});
