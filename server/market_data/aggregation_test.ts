/** Candles of longer timeframes: against a plain program, and against the exchange's own. */
import assert from "node:assert/strict";
import fc from "fast-check";
import { type CandleSeries, TIMEFRAMES } from "../../engine/mod.ts";
import { parseCandleCsv } from "../../engine/candle_files.ts";
import { testEnv, testWith } from "../../tests/support/env.ts";
import { aggregateCandles, joinColumns } from "./aggregation.ts";
import { COLUMN_NAMES, emptyColumns, type MonthColumns, monthColumns } from "./month_columns.ts";
import { monthOf, monthStart } from "./months.ts";

type Row = [time: number, open: number, high: number, low: number, close: number, volume: number];
const HOUR = TIMEFRAMES["1h"];
const ALL = { fromMs: -Infinity, toMs: Infinity, closedBeforeMs: Infinity };
const LONGER = ["4h", "1d", "1w"] as const;

function columnsOf(rows: readonly Row[]): MonthColumns {
  const columns = emptyColumns(rows.length);
  for (const [i, row] of rows.entries()) {
    for (const [k, name] of COLUMN_NAMES.entries()) columns[name][i] = row[k]!;
  }
  return monthColumns(columns);
}

function rowsOf(columns: Pick<MonthColumns, typeof COLUMN_NAMES[number] | "length">): Row[] {
  return Array.from(
    { length: columns.length },
    (_, i) => COLUMN_NAMES.map((name) => columns[name][i]!) as Row,
  );
}

/** The Monday, midnight or fourth hour that a moment belongs to, by the calendar. */
function bucketOf(timeMs: number, timeframe: typeof LONGER[number]): number {
  const date = new Date(timeMs);
  const hour = timeframe === "4h" ? date.getUTCHours() - date.getUTCHours() % 4 : 0;
  const sinceMonday = timeframe === "1w" ? (date.getUTCDay() + 6) % 7 : 0;
  return Date.UTC(
    date.getUTCFullYear(),
    date.getUTCMonth(),
    date.getUTCDate() - sinceMonday,
    hour,
  );
}

/** The same in the plainest way: volumes are added up as whole hundred-millionths. */
function plainly(rows: readonly Row[], timeframe: typeof LONGER[number]): Row[] {
  const buckets = new Map<number, Row[]>();
  for (const row of rows) {
    const opens = bucketOf(row[0], timeframe);
    buckets.set(opens, [...buckets.get(opens) ?? [], row]);
  }
  return [...buckets].map(([opens, members]) => [
    opens,
    members[0]![1],
    Math.max(...members.map(([, , high]) => high)),
    Math.min(...members.map(([, , , low]) => low)),
    members.at(-1)![4],
    Number(members.reduce((sum, row) => sum + BigInt(Math.round(row[5] * 1e8)), 0n)) / 1e8,
  ]);
}

const hours: fc.Arbitrary<Row[]> = fc.record({
  start: fc.integer({ min: 0, max: 500_000 }),
  steps: fc.array(
    fc.record({
      step: fc.constantFrom(1, 1, 1, 1, 1, 2, 5, 26, 400),
      prices: fc.array(fc.integer({ min: 1, max: 9_999_999 }), { minLength: 4, maxLength: 4 }),
      units: fc.integer({ min: 0, max: 1e12 }),
    }),
    { maxLength: 300 },
  ),
}).map(({ start, steps }) => {
  let hour = start;
  return steps.map(({ step, prices, units }): Row => {
    const [open = 1, close = 1] = prices;
    hour += step;
    return [hour * HOUR, open, Math.max(...prices), Math.min(...prices), close, units / 1e8];
  });
});

Deno.test("aggregation: any hours give what a plain program gives, weeks from Monday", () => {
  fc.assert(
    fc.property(hours, fc.constantFrom(...LONGER), (rows, timeframe) => {
      const timeframeMs = TIMEFRAMES[timeframe];
      const made = rowsOf(aggregateCandles(columnsOf(rows), { ...ALL, timeframeMs }));
      assert.deepEqual(made, plainly(rows, timeframe));
    }),
    { numRuns: 300 },
  );
});

Deno.test("aggregation: days by way of four hours, and weeks by way of days, are the same", () => {
  fc.assert(
    fc.property(hours, fc.constantFrom([0, 1] as const, [1, 2] as const), (rows, [by, to]) => {
      const columns = columnsOf(rows);
      const direct = aggregateCandles(columns, { ...ALL, timeframeMs: TIMEFRAMES[LONGER[to]] });
      const shorter = aggregateCandles(columns, { ...ALL, timeframeMs: TIMEFRAMES[LONGER[by]] });
      const again = aggregateCandles(shorter, { ...ALL, timeframeMs: TIMEFRAMES[LONGER[to]] });
      assert.deepEqual(rowsOf(again), rowsOf(direct));
    }),
    { numRuns: 200 },
  );
});

Deno.test("aggregation: only buckets that have ended by the clock, and open in the range", () => {
  const midnight = Date.UTC(2024, 1, 29);
  const rows = Array.from(
    { length: 10 },
    (_, i): Row => [midnight + i * HOUR, 10 + i, 12 + i, 9 + i, 11 + i, 1.1],
  );
  const opens = (range: Partial<typeof ALL>) =>
    [...aggregateCandles(columnsOf(rows), { ...ALL, timeframeMs: 4 * HOUR, ...range }).time]
      .map((time) => (time - midnight) / HOUR);
  assert.deepEqual(opens({}), [0, 4, 8]);
  assert.deepEqual(opens({ closedBeforeMs: midnight + 12 * HOUR }), [0, 4, 8]);
  assert.deepEqual(opens({ closedBeforeMs: midnight + 12 * HOUR - 1 }), [0, 4]);
  assert.deepEqual(opens({ closedBeforeMs: midnight + 10 * HOUR }), [0, 4]);
  assert.deepEqual(opens({ fromMs: midnight + 1, toMs: midnight + 8 * HOUR }), [4]);
  assert.deepEqual(opens({ toMs: midnight + 8 * HOUR + 1 }), [0, 4, 8]);
  const [first] = rowsOf(aggregateCandles(columnsOf(rows), { ...ALL, timeframeMs: 4 * HOUR }));
  assert.deepEqual(first, [midnight, 10, 15, 9, 14, 4.4]);
});

Deno.test("aggregation: an unknown volume is not counted as none, and sums are those of decimals", () => {
  const rows = [0.1, 0.2, NaN, 1].map((volume, i): Row => [i * HOUR, 1, 1, 1, 1, volume]);
  const volumeOf = (some: readonly Row[]) =>
    aggregateCandles(columnsOf(some), { ...ALL, timeframeMs: 4 * HOUR }).volume[0];
  assert.equal(volumeOf(rows.slice(0, 2)), 0.3);
  assert.ok(Number.isNaN(volumeOf(rows)));
  // Larger than hundred-millionths can count, and more decimals than anybody writes.
  const large = [98_765_432_109.1, 0.2].map((volume, i): Row => [i * HOUR, 1, 1, 1, 1, volume]);
  assert.equal(volumeOf(large), 98_765_432_109.3);
  const fine = [1 / 3, 1 / 7].map((volume, i): Row => [i * HOUR, 1, 1, 1, 1, volume]);
  assert.equal(volumeOf(fine), 1 / 3 + 1 / 7);
});

Deno.test("aggregation: months one after the other, with the week that two of them share", () => {
  const start = Date.UTC(2024, 0, 29);
  const rows = Array.from({ length: 24 * 7 }, (_, i): Row => [start + i * HOUR, i, i, i, i, 1]);
  const split = 3 * 24;
  const joined = joinColumns([columnsOf(rows.slice(0, split)), columnsOf(rows.slice(split))]);
  const made = rowsOf(aggregateCandles(joined, { ...ALL, timeframeMs: TIMEFRAMES["1w"] }));
  assert.deepEqual(made, [[start, 0, 24 * 7 - 1, 0, 24 * 7 - 1, 24 * 7]]);
  assert.deepEqual([...joinColumns([]).time], []);
});

async function fileOf(pair: string, timeframe: string): Promise<CandleSeries> {
  const text = await Deno.readTextFile(
    `${testEnv.marketDataDir}/${pair}_${timeframe}_binance.csv`,
  );
  const parsed = parseCandleCsv(text);
  if (!parsed.ok) throw new Error(parsed.problems[0]?.message);
  return parsed.candles;
}

const PAIRS = ["BTC", "ETH", "SOL", "BNB", "XRP", "ADA", "DOGE"] as const;

for (const pair of PAIRS) {
  testWith(
    ["market-data"],
    `aggregation: ${pair}'s hours of four years give Binance's own 4h and 1d, outages included`,
    async () => {
      const base = await fileOf(`${pair}-USDT`, "1h");
      for (const timeframe of ["4h", "1d"] as const) {
        const own = await fileOf(`${pair}-USDT`, timeframe);
        const made = aggregateCandles(base, { ...ALL, timeframeMs: TIMEFRAMES[timeframe] });
        const last = own.time[own.length - 1]!;
        const expected = rowsOf(own);
        const found = rowsOf(made).filter(([time]) => time <= last);
        assert.equal(found.length, expected.length, timeframe);
        for (const [i, row] of expected.entries()) assert.deepEqual(found[i], row, timeframe);
      }
    },
  );
}

testWith(
  ["market-data"],
  "aggregation: BTC's minutes give Binance's own 5m, and its 1h",
  async () => {
    const minutes = await fileOf("BTC-USDT", "1m");
    const fives = await fileOf("BTC-USDT", "5m");
    const closedBeforeMs = minutes.time[minutes.length - 1]! + TIMEFRAMES["1m"];
    const range = { ...ALL, closedBeforeMs };
    const made = aggregateCandles(minutes, { ...range, timeframeMs: TIMEFRAMES["5m"] });
    assert.deepEqual(rowsOf(made), rowsOf(fives));
    const hours = new Map(rowsOf(await fileOf("BTC-USDT", "1h")).map((row) => [row[0], row]));
    const fromMinutes = rowsOf(aggregateCandles(minutes, { ...range, timeframeMs: HOUR }));
    assert.ok(fromMinutes.length > 600);
    for (const row of fromMinutes) assert.deepEqual(row, hours.get(row[0]));
  },
);

testWith(["market-data"], "aggregation: month by month is the same as all at once", async () => {
  const base = await fileOf("BTC-USDT", "1h");
  for (const timeframe of LONGER) {
    const timeframeMs = TIMEFRAMES[timeframe];
    const whole = rowsOf(aggregateCandles(base, { ...ALL, timeframeMs }));
    const parts: Row[] = [];
    const last = monthOf(base.time[base.length - 1]!);
    for (let month = monthOf(base.time[0]!) - 1; month <= last; month++) {
      const range = { fromMs: monthStart(month), toMs: monthStart(month + 1) };
      parts.push(...rowsOf(aggregateCandles(base, { ...ALL, ...range, timeframeMs })));
    }
    assert.deepEqual(parts, whole);
  }
});
