import assert from "node:assert/strict";
import type { DatabaseHandle } from "../db/connect.ts";
import { testWith } from "../../tests/support/env.ts";
import { freshPglite } from "../../tests/support/database.ts";
import { createBinance } from "./binance.ts";
import { MarketDataError } from "./errors.ts";
import { MarketData } from "./service.ts";
import type { SeriesKey } from "./series.ts";
import { testOnBoth } from "./testing/databases.ts";
import { candlesAt, csvOf, HOUR, hours, plain } from "./testing/made_up.ts";
import {
  type Answer,
  endlessKlines,
  type RecordedBinance,
  startRecordedBinance,
} from "./testing/recorded_binance.ts";

const START = Date.UTC(2021, 0, 1);
const NOW = Date.UTC(2021, 5, 1, 12, 30);
const BTC: SeriesKey = { asset: "BTC/USDT", timeframe: "1h", venue: "binance", ownerId: null };
const RANGE = { asset: "BTC/USDT", timeframe: "1h", fromMs: START, toMs: START + 48 * HOUR };

interface World {
  readonly market: MarketData;
  readonly server: RecordedBinance;
  /** Another process on the same database, with its own memory. */
  another(): MarketData;
  /** Lets time pass. */
  wait(ms: number): void;
}

async function withWorld(
  { db }: DatabaseHandle,
  answers: readonly Answer[],
  run: (world: World) => Promise<void>,
): Promise<void> {
  const server = startRecordedBinance(...answers);
  let now = NOW;
  const make = () =>
    new MarketData({
      db,
      venue: "binance",
      now: () => now,
      vendor: createBinance({
        baseUrl: server.baseUrl,
        timeoutMs: 5_000,
        retryDelaysMs: [],
      }),
    });
  try {
    await run({ market: make(), server, another: make, wait: (ms) => now += ms });
  } finally {
    await server.close();
  }
}

async function failure(promise: Promise<unknown>): Promise<MarketDataError> {
  try {
    await promise;
  } catch (error) {
    assert.ok(error instanceof MarketDataError, String(error));
    return error;
  }
  throw new Error("It did not fail.");
}

testOnBoth("a range that is not stored is fetched once, with its history", async (database) => {
  await withWorld(database, [endlessKlines()], async ({ market, server, another }) => {
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
  await withWorld(database, [endlessKlines()], async ({ market, server }) => {
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
  await withWorld(database, [endlessKlines()], async ({ market, server }) => {
    const runs = await Promise.all(
      Array.from({ length: 4 }, () => market.candles({ ...RANGE, historyBars: 0 })),
    );
    for (const candles of runs) assert.equal(candles.length, 48);
    assert.equal(server.queries.length, 1);
  });
});

testOnBoth("two processes at once end with the same candles and one coverage", async (database) => {
  await withWorld(database, [endlessKlines()], async ({ market, another }) => {
    const request = { ...RANGE, toMs: START + 2500 * HOUR, historyBars: 50 };
    const [one, two] = await Promise.all([market.candles(request), another().candles(request)]);
    assert.equal(one.length, 2550);
    assert.deepEqual(plain(one), plain(two));
    assert.equal((await market.coverage.list(BTC)).length, 1);
  });
});

Deno.test("a real gap is stored as such: never filled, never asked for again", async () => {
  const missing = (time: number) => time >= START + 10 * HOUR && time < START + 16 * HOUR;
  const database = await freshPglite();
  await withWorld(database, [endlessKlines({ missing })], async ({ market, server }) => {
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
        "Choose dates between 1 Jan 2021 and 2 Jan 2021 or import a file.",
    );
  });
  await database.close();
});

Deno.test("a gap in the history does not shorten it", async () => {
  const missing = (time: number) => time >= START - 20 * HOUR && time < START - 10 * HOUR;
  const database = await freshPglite();
  await withWorld(database, [endlessKlines({ missing })], async ({ market }) => {
    const candles = await market.candles({ ...RANGE, historyBars: 250 });
    assert.equal(candles.length, 298);
    assert.equal(candles.time[0], START - 260 * HOUR);
  });
  await database.close();
});

Deno.test("history ends where the exchange's candles begin, and that is remembered", async () => {
  const listedMs = START - 7 * HOUR;
  const database = await freshPglite();
  await withWorld(database, [endlessKlines({ listedMs })], async ({ market, server, another }) => {
    const candles = await market.candles({ ...RANGE, historyBars: 300 });
    assert.equal(candles.length, 55);
    assert.equal(candles.time[0], listedMs);
    const asked = server.queries.length;
    await another().candles({ ...RANGE, historyBars: 300 });
    await another().candles({ ...RANGE, historyBars: 800 });
    assert.equal(server.queries.length, asked);
  });
  await database.close();
});

Deno.test("candles that have not closed are neither asked for nor shown", async () => {
  const database = await freshPglite();
  await withWorld(database, [endlessKlines()], async ({ market, server }) => {
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
  await withWorld(database, [answer], async ({ market }) => {
    const request = { ...RANGE, fromMs: Date.UTC(2021, 5, 1), toMs: NOW, historyBars: 0 };
    assert.equal((await market.candles(request)).length, 11);
    arrived = true;
    assert.equal((await market.candles(request)).length, 12);
  });
  await database.close();
});

Deno.test("an exchange that cannot be reached fails the run with a sentence that says what to do", async () => {
  const database = await freshPglite();
  await withWorld(database, ["klines"], async ({ market, server }) => {
    await server.close();
    const nothing = await failure(market.candles({ ...RANGE, historyBars: 0 }));
    assert.equal(nothing.code, "vendor_unreachable");
    assert.equal(nothing.retryable, true);
    assert.equal(
      nothing.message,
      "Binance could not be reached. No 1h candles of BTC/USDT are stored here yet. " +
        "Import a file or try again later.",
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
      "Binance could not be reached. Choose dates between 1 Jan 2021 and 31 Mar 2021, " +
        "import a file, or try again later.",
    );
    const inside = await market.candles({ ...RANGE, historyBars: 0 });
    assert.equal(inside.length, 48);
  });
  await database.close();
});

Deno.test("history that cannot be fetched is done without", async () => {
  const database = await freshPglite();
  await withWorld(database, ["unavailable"], async ({ market }) => {
    const file = candlesAt(hours(START - 10 * HOUR, 100));
    await market.importCsv({ asset: "BTC/USDT", timeframe: "1h", text: csvOf(file) });
    const candles = await market.candles({ ...RANGE, historyBars: 50 });
    assert.equal(candles.time[0], START - 10 * HOUR);
    assert.equal(candles.length, 58);
  });
  await database.close();
});

Deno.test("an exchange that cannot be reached is left alone for a short while", async () => {
  const database = await freshPglite();
  await withWorld(
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

Deno.test("an exchange that asks for a pause gets it", async () => {
  const database = await freshPglite();
  await withWorld(
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

Deno.test("a fetch that breaks off keeps its pages, and the next goes on from there", async () => {
  const database = await freshPglite();
  const klines = endlessKlines();
  const answers: Answer[] = [klines, "unavailable", klines];
  await withWorld(database, answers, async ({ market, server, another }) => {
    const request = { ...RANGE, toMs: START + 1500 * HOUR, historyBars: 0 };
    await failure(market.candles(request));
    assert.equal((await another().candles(request)).length, 1500);
    assert.equal(server.queries[2]?.get("startTime"), String(START + 1000 * HOUR));
  });
  await database.close();
});

Deno.test("a run that is stopped stops its fetch, and the next run is served", async () => {
  const database = await freshPglite();
  await withWorld(database, ["stall", endlessKlines()], async ({ market, server }) => {
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
  await withWorld(database, ["high_below_low"], async ({ market }) => {
    const error = await failure(market.candles({ ...RANGE, historyBars: 0 }));
    assert.equal(error.code, "vendor_error");
    assert.deepEqual(await market.coverage.list(BTC), []);
    assert.deepEqual(await database.db.selectFrom("candles").select("id").execute(), []);
  });
  await database.close();
});

Deno.test("DEMO/USDT needs no exchange and no database, and says that it is synthetic", async () => {
  const database = await freshPglite();
  await withWorld(database, ["unavailable"], async ({ market, server }) => {
    for (const timeframe of ["1h", "4h", "1d"]) {
      const request = { asset: "DEMO/USDT", timeframe, fromMs: START, toMs: NOW, historyBars: 200 };
      const candles = await market.candles(request);
      assert.ok(candles.length > 200);
      assert.equal((candles.time[200] ?? 0) - START, 0, "exactly the history asked for");
      assert.ok((candles.time[candles.length - 1] ?? 0) + candles.timeframeMs <= NOW);
    }
    assert.equal(market.venueOf("DEMO/USDT"), "synthetic");
    const error = await failure(
      market.importCsv({ asset: "DEMO/USDT", timeframe: "1h", text: "" }),
    );
    assert.match(error.message, /never mixed/);
    assert.equal(server.queries.length, 0);
    assert.deepEqual(await database.db.selectFrom("candles").select("id").execute(), []);
  });
  await database.close();
});

testOnBoth(
  "markets list every asset with spans, freshness and what is synthetic",
  async (database) => {
    await withWorld(database, [endlessKlines()], async ({ market, another }) => {
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
      assert.deepEqual(markets[0]?.series[0], {
        timeframe: "1h",
        venue: "binance",
        synthetic: false,
        firstMs: START,
        lastMs: START + 47 * HOUR,
        candles: 48,
      behindBars: (newest - START) / HOUR - 47,
      });
      assert.equal(markets[1]?.series[0]?.firstMs, null);
      const demo = markets.at(-1);
      assert.equal(demo?.synthetic, true);
      assert.deepEqual(demo?.series.map((s) => s.timeframe), ["1h", "4h", "1d"]);
      assert.equal(demo?.series[0]?.lastMs, newest);
      assert.equal(demo?.series[0]?.candles, (newest - (demo?.series[0]?.firstMs ?? 0)) / HOUR + 1);
      await another().ensure({ ...RANGE, fromMs: START - 3 * HOUR, historyBars: 0 });
      assert.equal((await market.markets())[0]?.series[0]?.candles, 51, "counted afresh");
      assert.deepEqual(markets.filter((m) => m.synthetic).map((m) => m.asset), ["DEMO/USDT"]);
    });
  },
);

Deno.test("refresh brings a series up to now, or says where it ends when the exchange is away", async () => {
  const database = await freshPglite();
  const answers: Answer[] = [endlessKlines(), "unavailable", endlessKlines()];
  await withWorld(database, answers, async ({ market, wait }) => {
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
    await withWorld(database, ["unavailable"], async ({ market, server }) => {
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
  await withWorld(database, ["empty"], async ({ market }) => {
    const request = { asset: "BTC/USDT", timeframe: "1h" };
    const broken = csvOf(candlesAt(hours(START, 5))).replace(/^(\d+),[^,]+/m, "$1,none");
    const result = await market.importCsv({ ...request, text: broken });
    assert.ok(!result.ok);
    assert.equal(result.problems[0]?.line, 2);
    assert.deepEqual(await database.db.selectFrom("candles").select("id").execute(), []);

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
      'The timeframe "5m" is not on offer. There are 1h, 4h and 1d.',
    );
  });
  await database.close();
});

Deno.test("a range that makes no sense is refused in words", async () => {
  const database = await freshPglite();
  await withWorld(database, ["empty"], async ({ market }) => {
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
    const folder = Deno.env.get("MARKET_DATA_DIR") ?? "../shared/market-data";
    const text = await Deno.readTextFile(`${folder}/BTC-USDT_1h_binance.csv`);
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
