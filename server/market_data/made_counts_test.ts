/** What is counted of candles that are made of hours, outages included. */
import assert from "node:assert/strict";
import { parseCandleCsv } from "../../engine/candle_files.ts";
import { TIMEFRAMES } from "../../engine/mod.ts";
import { testEnv, testWith } from "../../tests/support/env.ts";
import { countMade, hoursOf } from "./made_counts.ts";
import { monthOf } from "./months.ts";
import { BTC, NOW, withFetchHarness } from "./testing/fetch_harness.ts";
import { testOnBoth } from "./testing/databases.ts";
import { endlessKlines } from "./testing/recorded_binance.ts";

const HOUR = TIMEFRAMES["1h"];
const DAY = 24 * HOUR;
const START = Date.UTC(2024, 0, 1);

/** Hours as a store counts them and gives them, all months. */
function storedHours(times: Float64Array) {
  const months = new Map<number, number[]>();
  for (const time of times) {
    months.set(monthOf(time), [...months.get(monthOf(time)) ?? [], time]);
  }
  const hours = hoursOf(
    [...months].map(([month, { length }]) => ({ month, candles: length })),
    new Map(
      [...months].map(([month, of]) =>
        [month, { time: Float64Array.from(of), length: of.length }] as const
      ),
    ),
  );
  if (!hours) throw new Error("There are no hours.");
  return hours;
}

Deno.test("made candles: one that lacks some hours is neither whole nor missing", () => {
  const isOut = (hour: number) => hour === 5 || hour >= 8 && hour < 14;
  const times = Float64Array.from({ length: 48 }, (_, i) => i).filter((i) => !isOut(i))
    .map((i) => START + i * HOUR);
  const hours = storedHours(times);
  assert.deepEqual(
    hours.missing.map((time) => (time - START) / HOUR),
    [5, 8, 9, 10, 11, 12, 13],
  );
  const counts = (timeframeMs: number, stored = new Set<number>()) =>
    countMade(
      { firstMs: START, lastMs: START + 2 * DAY - timeframeMs },
      { hours, stored, timeframeMs },
    );
  const month = monthOf(START);
  assert.deepEqual(counts(4 * HOUR), {
    candles: 11,
    missing: 1,
    partial: 2,
    months: [{ month, candles: 11 }],
  });
  assert.deepEqual(counts(DAY), {
    candles: 2,
    missing: 0,
    partial: 1,
    months: [{ month, candles: 2 }],
  });
  // What is stored in the timeframe itself is what it is.
  const stored = new Set([START + 4 * HOUR, START + 8 * HOUR]);
  const { candles, missing, partial } = counts(4 * HOUR, stored);
  assert.deepEqual([candles, missing, partial], [12, 0, 1]);
});

Deno.test("made candles: months without an hour are missing as a whole", () => {
  const first = Array.from({ length: 31 * 24 }, (_, i) => START + i * HOUR);
  const later = Array.from({ length: 24 }, (_, i) => Date.UTC(2024, 2, 31) + i * HOUR);
  const hours = storedHours(Float64Array.from([...first, ...later]));
  assert.equal(hours.missing.length, (29 + 30) * 24);
  const span = { firstMs: START, lastMs: Date.UTC(2024, 2, 31) };
  const counts = countMade(span, { hours, stored: new Set(), timeframeMs: DAY });
  assert.deepEqual([counts.candles, counts.missing, counts.partial], [32, 59, 0]);
});

testWith(
  ["market-data"],
  "made candles: Binance's outages of four years, counted as its own 4h and 1d have them",
  async () => {
    const fileOf = async (timeframe: string) => {
      const path = `${testEnv.marketDataDir}/BTC-USDT_${timeframe}_binance.csv`;
      const parsed = parseCandleCsv(await Deno.readTextFile(path));
      if (!parsed.ok) throw new Error(parsed.problems[0]?.message);
      return parsed.candles.time;
    };
    const hours = storedHours(await fileOf("1h"));
    assert.equal(hours.missing.length, 59);
    for (const [timeframe, missing, partial] of [["4h", 5, 25], ["1d", 0, 19]] as const) {
      const own = await fileOf(timeframe);
      const span = { firstMs: own[0]!, lastMs: own.at(-1)! };
      const timeframeMs = TIMEFRAMES[timeframe];
      const counts = countMade(span, { hours, stored: new Set(), timeframeMs });
      assert.deepEqual([counts.candles, counts.missing, counts.partial], [
        own.length,
        missing,
        partial,
      ], timeframe);
      assert.equal(counts.months.reduce((sum, one) => sum + one.candles, 0), own.length);
    }
  },
);

testOnBoth("made candles: counted from what is stored, as they are read", async (database) => {
  const from = Date.UTC(2021, 3, 1);
  const to = Date.UTC(2021, 5, 1);
  const missing = (time: number) => time >= from + 2 * HOUR && time < from + 9 * HOUR;
  await withFetchHarness(database, [endlessKlines({ missing })], async ({ market }) => {
    const range = { asset: "BTC/USDT", timeframe: "1h", fromMs: from, toMs: to, historyBars: 0 };
    await market.ensure(range);
    const rows = await market.store.monthCounts("00000000-0000-0000-0000-000000000000");
    for (const timeframe of ["4h", "1d"] as const) {
      const made = await market.load({ ...range, timeframe });
      const span = { firstMs: from, lastMs: to - TIMEFRAMES[timeframe] };
      const counts = await market.countsMade({ ...BTC, timeframe }, span, rows);
      assert.equal(counts?.candles, made.length, timeframe);
      assert.deepEqual(
        [counts?.missing, counts?.partial],
        timeframe === "4h" ? [1, 2] : [0, 1],
        timeframe,
      );
    }
    assert.equal(await market.countsMade(BTC, { firstMs: from, lastMs: NOW }, rows), null);
  });
});
