import assert from "node:assert/strict";
import { testEnv, testWith } from "../../tests/support/env.ts";
import {
  type CandleColumns,
  checkCandles,
  disagreements,
  type Finding,
  FLAT_CANDLES,
  staleness,
} from "./checks.ts";
import { openWithin } from "./sessions.ts";
import { HOUR } from "./testing/synthetic.ts";

const START = Date.UTC(2021, 0, 4);
const DAY = 24 * HOUR;
type Row = readonly [
  time: number,
  open: number,
  high: number,
  low: number,
  close: number,
  volume: number,
];

function columnsOf(rows: readonly Row[]): CandleColumns {
  const column = (k: number) => Float64Array.from(rows, (row) => row[k] ?? NaN);
  return {
    length: rows.length,
    time: column(0),
    open: column(1),
    high: column(2),
    low: column(3),
    close: column(4),
    volume: column(5),
  };
}

/** A market that moves by about a tenth of a percent an hour. */
function calm(count: number, stepMs = HOUR): Row[] {
  return Array.from({ length: count }, (_, i) => {
    const [open, close] = [i, i + 1].map((n) => 100 + ((n * 37) % 11) / 50);
    return [
      START + i * stepMs,
      open!,
      Math.max(open!, close!) + 0.05,
      Math.min(open!, close!) - 0.05,
      close!,
      5,
    ];
  });
}

function check(rows: readonly Row[], fromMs = 0): (string | number | null)[][] {
  return brief(checkCandles({ columns: columnsOf(rows), fromMs, timeframeMs: HOUR }));
}

function brief(findings: readonly Finding[]): (string | number | null)[][] {
  return findings.map(({ kind, fromMs, toMs, candles }) => [
    kind,
    (fromMs - START) / HOUR,
    (toMs - START) / HOUR,
    candles,
  ]);
}

/** `rows` with one of them changed. */
const withRow = (rows: readonly Row[], at: number, change: (row: Row) => Row): Row[] =>
  rows.map((row, i) => i === at ? change(row) : row);

Deno.test("checks: nothing is found in a calm series without gaps", () => {
  assert.deepEqual(check(calm(500)), []);
  assert.deepEqual(check([]), []);
  assert.deepEqual(check(calm(1)), []);
});

Deno.test("checks: gaps are found where they are, and those before the stretch are not", () => {
  const rows = calm(100).filter((_, i) => i !== 10 && (i < 50 || i > 54));
  assert.deepEqual(check(rows), [["gap", 10, 11, 1], ["gap", 50, 55, 5]]);
  assert.deepEqual(check(rows, START + 20 * HOUR), [["gap", 50, 55, 5]]);
});

Deno.test("checks: prices of zero or less, negative volumes and a high below a low are found", () => {
  const rows = calm(100);
  assert.deepEqual(check(withRow(rows, 7, ([t, o, h, , c, v]) => [t, o, h, 0, c, v])).slice(0, 1), [
    ["price", 7, 8, 1],
  ]);
  assert.deepEqual(check(withRow(rows, 8, ([t, o, h, l, c]) => [t, o, h, l, c, -1])), [
    ["price", 8, 9, 1],
  ]);
  assert.deepEqual(check(withRow(rows, 9, ([t, o, h, l, c, v]) => [t, o, l, h, c, v])), [
    ["range", 9, 10, 1],
  ]);
  const two = withRow(withRow(rows, 9, swap), 10, swap);
  assert.deepEqual(check(two), [["range", 9, 11, 2]]);
  // A volume that is not known is nothing wrong.
  assert.deepEqual(check(withRow(rows, 8, ([t, o, h, l, c]) => [t, o, h, l, c, NaN])), []);
});

function swap([t, o, h, l, c, v]: Row): Row {
  return [t, o, l, h, c, v];
}

Deno.test("checks: a price that jumps is found with its size, in the close and in a wick", () => {
  const rows = calm(200);
  const wick = withRow(rows, 120, ([t, o, , l, c, v]) => [t, o, 140, l, c, v]);
  const [found] = checkCandles({ columns: columnsOf(wick), fromMs: 0, timeframeMs: HOUR });
  assert.deepEqual(brief(found ? [found] : []), [["spike", 120, 121, 1]]);
  assert.ok(Math.abs((found?.size ?? 0) - Math.log(1.4)) < 0.01);
  const low = withRow(rows, 120, ([t, o, h, , , v]) => [t, o, h, 60, 60, v]);
  assert.deepEqual(check(low).filter(([kind]) => kind === "spike"), [
    ["spike", 120, 121, 1],
    // It comes back.
    ["spike", 121, 122, 1],
  ]);
  // The same move over a gap is none of a candle, and of few candles nothing is usual.
  const moved = rows.filter((_, i) => i < 100 || i > 110).map((row): Row =>
    row[0] < START + 105 * HOUR
      ? row
      : [row[0], row[1] * 1.4, row[2] * 1.4, row[3] * 1.4, row[4] * 1.4, 5]
  );
  assert.deepEqual(check(moved), [["gap", 100, 111, 11]]);
  assert.deepEqual(check(wick.slice(110, 140)), []);
});

Deno.test("checks: long stretches without a trade are found, short ones are not", () => {
  const flat = (from: number, count: number) => (row: Row, i: number): Row =>
    i >= from && i < from + count ? [row[0], 100, 100, 100, 100, 0] : row;
  assert.deepEqual(check(calm(100).map(flat(20, FLAT_CANDLES - 1))), []);
  assert.deepEqual(check(calm(100).map(flat(20, 9))), [["flat", 20, 29, 9]]);
  assert.deepEqual(check(calm(100).map(flat(91, 9))), [["flat", 91, 100, 9]]);
});

Deno.test("checks: two venues disagree where closes are more than one percent apart", () => {
  const one = columnsOf(calm(50));
  const other = columnsOf(
    calm(50).filter((_, i) => i !== 5).map((row): Row =>
      row[0] >= START + 20 * HOUR && row[0] < START + 23 * HOUR
        ? [row[0], row[1], row[2], row[3], row[4] * 1.05, row[5]]
        : [row[0], row[1], row[2], row[3], row[4] * 1.005, row[5]]
    ),
  );
  const found = disagreements(one, other, HOUR);
  assert.deepEqual(brief(found), [["disagreement", 20, 23, 3]]);
  assert.ok(Math.abs((found[0]?.size ?? 0) - 0.05) < 1e-9);
  assert.deepEqual(disagreements(other, one, HOUR).length, 1);
  assert.deepEqual(disagreements(one, columnsOf([]), HOUR), []);
});

Deno.test("checks: a series is stale when three candles that have closed are not there", () => {
  const at = (hours: number) =>
    staleness({ lastMs: START, closedBeforeMs: START + hours * HOUR, timeframeMs: HOUR });
  assert.equal(at(3), null);
  assert.deepEqual(brief([at(4)!]), [["stale", 1, 4, 3]]);
});

Deno.test("checks: nights, weekends and a holiday of a market with hours are no gaps", () => {
  const hours = openWithin({
    zone: "America/New_York",
    sessions: [1, 2, 3, 4, 5].map((day) => ({ day, open: "09:30", close: "16:00" })),
    tradingDaysPerYear: 252,
  });
  // From a Monday in March to the Friday of the week after: clocks change in between.
  const first = Date.UTC(2024, 2, 4);
  const rows = calm(12 * 24).map((
    row,
  ): Row => [first + row[0] - START, row[1], row[2], row[3], row[4], row[5]])
    .filter(([time]) => hours(time, time + HOUR));
  const gaps = (given: readonly Row[]) =>
    checkCandles({ columns: columnsOf(given), fromMs: 0, timeframeMs: HOUR, openWithin: hours })
      .filter(({ kind }) => kind === "gap")
      .map(({ fromMs, candles }) => [new Date(fromMs).toISOString(), candles]);
  assert.equal(rows.length, 10 * 7);
  assert.deepEqual(gaps(rows), []);
  const holiday = rows.filter(([time]) => new Date(time).getUTCDate() !== 7);
  assert.deepEqual(gaps(holiday), []);
  const noon = Date.UTC(2024, 2, 6, 17);
  assert.deepEqual(gaps(rows.filter(([time]) => time !== noon)), [["2024-03-06T17:00:00.000Z", 1]]);
  const weekend = { lastMs: Date.UTC(2024, 2, 8, 20), timeframeMs: HOUR, openWithin: hours };
  assert.equal(staleness({ ...weekend, closedBeforeMs: Date.UTC(2024, 2, 11, 13) }), null);
  assert.ok(staleness({ ...weekend, closedBeforeMs: Date.UTC(2024, 2, 11, 19) }));
});

testWith(
  ["market-data"],
  "checks: the real files have their outages and crashes, and nothing impossible",
  async () => {
    const text = await Deno.readTextFile(`${testEnv.marketDataDir}/BTC-USDT_1h_binance.csv`);
    const rows = text.trim().split("\n").slice(1).map((line) => line.split(","))
      .map((cells): Row => {
        const [time, ...values] = cells;
        const ms = /^\d+$/.test(time ?? "") ? Number(time) : Date.parse(time ?? "");
        const [open = NaN, high = NaN, low = NaN, close = NaN, volume = NaN] = values.map(Number);
        return [ms < 1e11 ? ms * 1000 : ms, open, high, low, close, volume];
      });
    const found = checkCandles({ columns: columnsOf(rows), fromMs: 0, timeframeMs: HOUR });
    const of = (kind: string) => found.filter((one) => one.kind === kind);
    const steps = rows.slice(1).map(([time], i) => time - (rows[i]?.[0] ?? 0));
    assert.equal(of("gap").length, steps.filter((step) => step !== HOUR).length);
    // The crash of March 2020 is among the few.
    const spikes = of("spike").map(({ fromMs }) => new Date(fromMs).toISOString());
    assert.ok(spikes.includes("2020-03-12T10:00:00.000Z"), spikes.join());
    assert.ok(spikes.length < 20, String(spikes.length));
    for (const kind of ["price", "range", "flat"]) assert.deepEqual(of(kind), []);
  },
);
