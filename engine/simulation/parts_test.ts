/** What a simulation is put together from, on plain values: days, drawdowns, levels and sizes, ranges, the curve, the log. */
import assert from "node:assert/strict";
import { candlesFromColumns } from "../candles/candle_series.ts";
import { FREE, runTable } from "../testing/bar_table.ts";
import { near } from "../testing/near.ts";
import { checkAmounts } from "./amounts.ts";
import { ColumnBuffers, sourceColumn } from "./columns.ts";
import { EquityCurve } from "./curve.ts";
import { dailyReturnsOf, dayEndsOf } from "./daily_returns.ts";
import { deepestDrawdownOf } from "./deepest_drawdown.ts";
import { levelAbove, levelBelow, sizeOf } from "./orders.ts";
import { firstKnownBar, placesOf, rangeOf } from "./range.ts";
import type { SimulationOutput } from "./simulate.ts";
import { AMBIGUOUS, GAP, OPEN, SIGNAL, TradeLog } from "./trade_log.ts";

const HOUR_MS = 3_600_000;

function candlesAt(hours: readonly number[], timeframeMs = HOUR_MS) {
  const column = (factor: number) => hours.map((_, i) => (i + 1) * factor);
  return candlesFromColumns({
    time: hours.map((hour) => hour * HOUR_MS),
    open: column(100),
    high: column(104),
    low: column(99),
    close: column(101),
    volume: column(7),
  }, { timeframeMs });
}

Deno.test("day ends: whole days, days cut short, single bars, and days without candles", () => {
  const ends = (hours: readonly number[], timeframeMs?: number) => [
    ...dayEndsOf(candlesAt(hours, timeframeMs)),
  ];
  const hours = (count: number) => Array.from({ length: count }, (_, i) => i);
  assert.deepEqual(ends([]), []);
  assert.deepEqual(ends([5]), [0]);
  assert.deepEqual(ends(hours(24)), [23]);
  assert.deepEqual(ends(hours(25)), [23, 24]);
  assert.deepEqual(ends(hours(48)), [23, 47]);
  // One bar a date, the dates next to each other or apart.
  assert.deepEqual(ends([23, 24]), [0, 1]);
  assert.deepEqual(ends([23, 24, 25, 71, 72]), [0, 2, 3, 4]);
  assert.deepEqual(ends([-1, 0, 1]), [0, 2], "around 1970");
  assert.deepEqual(ends([0, 24, 48], 24 * HOUR_MS), [0, 1, 2]);
  assert.deepEqual(ends([0, 168, 336], 168 * HOUR_MS), [0, 1, 2], "weeks");
  // More bars in a date than its timeframe says there can be.
  assert.deepEqual(ends([0, 6, 12, 18, 24], 12 * HOUR_MS), [3, 4]);
});

Deno.test("daily returns: against the capital first, and 0 once nothing is left", () => {
  const { days, mean, squares, downsideSquares } = dailyReturnsOf(
    Float64Array.of(2000, 1000, 1000, 0, 0),
    1000,
  );
  assert.equal(days, 5);
  // 1, −0.5, 0, −1, 0
  near(mean, -0.1);
  near(squares, 1.21 + 0.16 + 0.01 + 0.81 + 0.01);
  near(downsideSquares, 1.25);
});

Deno.test("deepest drawdown: the first of equals, dated, with the longest stretch below a peak", () => {
  const of = (...equity: number[]) =>
    Object.values(deepestDrawdownOf(Float64Array.from(equity), 1000));
  // depth, peak, bottom, recovery, longest, highest
  assert.deepEqual(of(), [0, null, null, null, 0, 1000]);
  assert.deepEqual(of(1000), [0, null, null, null, 0, 1000]);
  assert.deepEqual(of(750), [-0.25, 0, 0, null, 1, 1000]);
  assert.deepEqual(of(500, 1000), [-0.5, 0, 0, 1, 1, 1000]);
  // A shallower one later changes nothing, nor does one of the same depth; a deeper one does.
  assert.deepEqual(of(2000, 1000, 2000, 1500, 1500, 2500), [-0.5, 0, 1, 2, 2, 2500]);
  assert.deepEqual(of(2000, 1000, 2000, 1000, 2000), [-0.5, 0, 1, 2, 1, 2000]);
  assert.deepEqual(of(2000, 1500, 2000, 2000, 500, 500, 600), [-0.75, 3, 4, null, 3, 2000]);
});

Deno.test("levels: percent, ATR of the signal's bar, and multiples of the risk", () => {
  const atr = Float64Array.of(1, 3, 5);
  const percent = { mode: "percent", value: 10, atrSlot: null } as const;
  const inAtr = { mode: "atr", value: 2, atrSlot: 0 } as const;
  const inRisks = { mode: "r_multiple", value: 3, atrSlot: null } as const;
  near(levelBelow(percent, 200, null, 0), 180);
  near(levelBelow(inAtr, 200, atr, 1), 194);
  near(levelAbove(percent, 200, null, 0, NaN), 220);
  near(levelAbove(inAtr, 200, atr, 1, NaN), 206);
  near(levelAbove(inRisks, 200, null, 0, 190), 230);
});

Deno.test("sizes: never more than the cash pays for", () => {
  const size = (
    mode: "percent_of_equity" | "fixed_amount" | "risk_percent",
    value: number,
    stop = NaN,
  ) => sizeOf({ mode, value }, 8, 1000, 100, stop, 0.25, 0.1);
  assert.equal(size("percent_of_equity", 100), 8);
  assert.equal(size("percent_of_equity", 25), 2);
  assert.equal(size("fixed_amount", 500), 4);
  assert.equal(size("fixed_amount", 5000), 8);
  // A unit costs 125 and brings 80 × 0.9 × 0.75 = 54 at the stop.
  near(size("risk_percent", 10, 80), 100 / 71);
  assert.equal(size("risk_percent", 90, 80), 8);
  // The stop lies so high that nothing can be lost there.
  assert.equal(size("risk_percent", 10, 1000), 8);
  assert.equal(size("risk_percent", 10), 8, "no stop");
});

Deno.test("ranges: the beginning counts, the end does not, and history is what there is of it", () => {
  const candles = candlesAt([0, 1, 2, 3, 4]);
  const places = (from?: number, to?: number) =>
    Object.values(placesOf(candles, {
      ...FREE,
      fromMs: from === undefined ? undefined : from * HOUR_MS,
      toMs: to === undefined ? undefined : to * HOUR_MS,
    }));
  assert.deepEqual(places(), [0, 5]);
  assert.deepEqual(places(1, 3), [1, 3]);
  assert.deepEqual(places(0.5, 2.5), [1, 3]);
  assert.deepEqual(places(3, 4), [3, 4]);
  assert.throws(() => places(3, 3), RangeError);
  assert.throws(() => places(5), RangeError);
  const range = (history: number) => rangeOf(candles, history, { ...FREE, fromMs: 2 * HOUR_MS });
  assert.deepEqual([0, 1, 2, 3].map((n) => range(n).offset), [0, 1, 2, 2]);
  assert.deepEqual([0, 1, 2, 3].map((n) => range(n).candles.length), [3, 4, 5, 5]);

  const known = (lookback: number, offset: number, ...series: number[][]) =>
    firstKnownBar(series.map((column) => Float64Array.from(column)), lookback, { candles, offset });
  assert.equal(known(0, 0), 0);
  assert.equal(known(3, 1), 3);
  assert.equal(known(1, 3), 3);
  assert.equal(known(0, 0, [NaN, 1, NaN, 1, 1], [1, NaN, 1, 1, 1]), 3);
  assert.equal(known(0, 0, [NaN, NaN, NaN, NaN, 1]), 4);
  assert.equal(known(0, 0, [NaN, NaN, NaN, NaN, NaN]), 5);
});

Deno.test("equity curve: a hold ends before a low at the stop, a high above the target, or its last bar", () => {
  // Lows 99, 198, 297; highs 104, 208, 312; closes 101, 202, 303.
  const curve = new EquityCurve(candlesAt([0, 1, 2, 3]));
  curve.begin(1000);
  const hold = (from: number, to: number, stop: number, target: number) => {
    return curve.hold(from, to, 10, 2, stop, target);
  };
  curve.flat(0, 4, 5);
  assert.equal(hold(1, 3, -Infinity, Infinity), 2);
  assert.deepEqual([...curve.equity], [5, 414, 616, 5]);
  assert.equal(hold(0, 4, -Infinity, 208), 2, "a high at the target is not past it");
  assert.equal(hold(0, 4, -Infinity, 207), 1);
  assert.equal(hold(0, 4, 99, Infinity), 0, "a low at the stop reaches it");
  assert.equal(hold(0, 4, 98, Infinity), 4);
  curve.flat(3, 4, 77);
  curve.flat(1, 2, 6);
  assert.deepEqual([...curve.equity], [212, 6, 616, 77]);
});

Deno.test("amounts: at the bounds an account is computed, beyond them it is refused", () => {
  const check = (...equity: number[]) => {
    const curve = Float64Array.from(equity);
    const output = { lastEquity: equity.at(-1)! } as SimulationOutput;
    checkAmounts(output, curve, deepestDrawdownOf(curve, 1000));
  };
  for (const fine of [[1000], [0], [1e150, 5], [1e-150], [1e-150, 0], [500, 0, 0]]) check(...fine);
  for (const wrong of [[1.1e150, 5], [NaN], [9e-151], [9e-151, 0], [1000, 9e-151, 1000]]) {
    assert.throws(() => check(...wrong), RangeError, `${wrong}`);
  }
});

Deno.test("source columns: each price of a candle, and the averages of them", () => {
  const candles = candlesAt([0, 1]);
  const values = {
    open: 100,
    high: 104,
    low: 99,
    close: 101,
    volume: 7,
    hl2: 101.5,
    hlc3: 304 / 3,
    ohlc4: 101,
  } as const;
  for (const [name, value] of Object.entries(values)) {
    const column = sourceColumn(candles, name as keyof typeof values);
    assert.equal(column.length, 2);
    near(column[0], value, name);
    near(column[1], 2 * value, name);
  }
});

Deno.test("column buffers: a column is used again where it fits, with nothing left in it", () => {
  const buffers = new ColumnBuffers();
  const signal = buffers.take(1, "signal", 2);
  const series = buffers.take(2, "series", 2);
  assert.deepEqual([[...signal], [...series]], [[0, 0], [NaN, NaN]]);
  signal.fill(1);
  series.fill(1);
  assert.equal(buffers.take(1, "signal", 2), signal);
  assert.equal(buffers.take(2, "series", 2), series);
  assert.deepEqual([[...signal], [...series]], [[0, 0], [NaN, NaN]]);
  assert.equal(buffers.take(2, "series", 3).length, 3);
});

Deno.test("trade log: rows beyond its first size keep every field, and tags are counted of closed trades", () => {
  const log = new TradeLog();
  const fields = Object.keys(log).filter((name) => ArrayBuffer.isView(log[name as keyof TradeLog]));
  assert.equal(fields.length, 12);
  const rows = 130;
  const candles = candlesAt(Array.from({ length: 200 }, (_, i) => i + (i >= 100 ? 1 : 0)));
  for (let k = 0; k < rows; k++) {
    assert.equal(log.add(), k);
    for (const name of fields) (log[name as keyof TradeLog] as unknown as number[])[k] = k;
    log.tags[k] = k % 4;
    log.reason[k] = k === rows - 1 ? OPEN : SIGNAL;
    log.exitBar[k] = k + 1;
  }
  log.closed = rows - 1;
  for (const name of fields.filter((name) => !["tags", "reason", "exitBar"].includes(name))) {
    const column = log[name as keyof TradeLog] as unknown as number[];
    assert.deepEqual([...column].slice(0, rows), Array.from({ length: rows }, (_, k) => k), name);
  }
  // Of 129 closed trades; the last one, still open, would have the number 129 and the tag 1.
  assert.deepEqual([log.countTagged(AMBIGUOUS), log.countTagged(GAP)], [64, 64]);
  const trades = log.toTrades(candles);
  const tagged = trades.slice(0, 4).map(({ ambiguous, gap }) => [ambiguous, gap]);
  assert.deepEqual(tagged, [[false, false], [true, false], [false, true], [true, true]]);
  // Candles are missing right before bar 100: the trades into it and out of it say so.
  assert.deepEqual(trades.flatMap(({ after_gap }, k) => (after_gap ? [k] : [])), [99, 100]);
  const last = trades.at(-1)!;
  assert.deepEqual([last.exit_bar, last.exit_price, last.exit_time], [null, null, null]);
  assert.equal(last.exit_reason, "open");
  assert.deepEqual([trades[7]!.bars_held, trades[7]!.exit_bar, trades[7]!.r], [1, 8, 7]);
  log.clear();
  assert.deepEqual([log.length, log.closed, log.add()], [0, 0, 0]);
});

Deno.test("excursions: bars that are only marked count with their lows and highs", () => {
  const { trades } = runTable(`
    100 100 100 100 buy
    100 110 100 100
    100 150  80 100
    100 120  90 100
    100 100 100 100 sell
    100 100 100 100
  `);
  near(trades[0]?.mfe, 0.5);
  near(trades[0]?.mae, -0.2);
});
