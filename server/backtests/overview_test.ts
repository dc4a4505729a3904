import assert from "node:assert/strict";
import { compileStrategy, resultToJson, runBacktest, TEMPLATES } from "../../engine/mod.ts";
import { randomWalk } from "../../engine/testing/random_walk.ts";
import { strategyChart } from "../../engine/chart.ts";
import { areBarsOf, barsOf, overviewOf, type RunDrawing } from "./overview.ts";

const walk = randomWalk({ bars: 2_345, seed: 3, step: 0.015 });
const { document } = TEMPLATES.find(({ id }) => id === "bollinger_rsi_dip")!;
const compiled = compileStrategy(document);
assert.ok(compiled.ok);
const settings = {
  initialCapital: 10_000,
  feeRate: 0.001,
  slippageRate: 0.0005,
  intrabar: "stop_first",
} as const;
const ran = runBacktest(walk, compiled.plan, settings);
const result = { ...resultToJson(ran), buy_and_hold: null };
const chart = strategyChart(walk, compiled.plan, settings, ran.trades);
const drawing: RunDrawing = { candles: walk, strategy: { document, chart } };

Deno.test("overview: each stretch has the extremes and the ends of its bars", () => {
  const overview = overviewOf(result, drawing, 100);
  assert.equal(overview.bars_each, 24);
  assert.equal(overview.time.length, 98);
  const candles = overview.candles!;
  let peak = 10_000;
  const drawdown = result.equity.value.map((value) => {
    peak = Math.max(peak, value);
    return value / peak - 1;
  });
  for (const [k, time] of overview.time.entries()) {
    const from = k * 24;
    const to = Math.min(from + 24, walk.length);
    const of = (column: ArrayLike<number>) => Array.from(column).slice(from, to);
    assert.equal(time, walk.time[from]);
    assert.equal(candles.open[k], walk.open[from]);
    assert.equal(candles.close[k], walk.close[to - 1]);
    assert.equal(candles.high[k], Math.max(...of(walk.high)));
    assert.equal(candles.low[k], Math.min(...of(walk.low)));
    assert.equal(candles.volume[k], of(walk.volume).reduce((a, b) => a + b));
    assert.equal(overview.equity[k], result.equity.value[to - 1]);
    assert.equal(overview.drawdown[k], Math.min(0, ...of(drawdown)));
  }
});

Deno.test("overview: of a short result there is every bar", () => {
  const overview = overviewOf(result, drawing, 2_345);
  assert.equal(overview.bars_each, 1);
  assert.deepEqual(overview.candles!.high, [...walk.high]);
  assert.deepEqual(overview.equity, result.equity.value);
  assert.deepEqual(overview.trades.entry, result.trades.map(({ entry_bar }) => entry_bar));
});

Deno.test("overview: trades are in the stretches of their bars", () => {
  const { trades } = overviewOf(result, drawing, 100);
  assert.equal(trades.entry.length, result.trades.length);
  for (const [k, { entry_bar, exit_bar }] of result.trades.entries()) {
    assert.equal(trades.entry[k], Math.floor(entry_bar / 24));
    assert.equal(trades.exit[k], exit_bar === null ? -1 : Math.floor(exit_bar / 24));
  }
});

Deno.test("overview: other candles than those of the result are left out", () => {
  const other = { ...walk, time: walk.time.map((time) => time + 1) };
  assert.equal(areBarsOf(result, other), false);
  assert.equal(areBarsOf(result, walk), true);
  assert.equal(overviewOf(result, null).candles, null);
  assert.equal(overviewOf(result, null).drawn, null);
  assert.equal(overviewOf(result, null).bars, walk.length);
});

Deno.test("overview: three years of hours are at most 300 KB", () => {
  const long = randomWalk({ bars: 26_280, seed: 5, step: 0.015 });
  const run = runBacktest(long, compiled.plan, settings);
  const json = resultToJson(run);
  const hold = { value: json.equity.value };
  const strategy = {
    document,
    chart: strategyChart(long, compiled.plan, settings, run.trades),
  };
  const drawn = { candles: long, strategy };
  const text = JSON.stringify(overviewOf({ ...json, buy_and_hold: hold }, drawn));
  assert.ok(text.length < 300_000, `${text.length} bytes`);
});

Deno.test("overview: of what the strategy draws each stretch has the last value, with eight digits", () => {
  const { drawn } = overviewOf(result, drawing, 100);
  assert.ok(drawn);
  assert.deepEqual(drawn.plots.map(({ port }) => port), chart.plots.map(({ port }) => port));
  for (const [k, column] of drawn.columns.entries()) {
    assert.equal(column.length, 98);
    for (const [bucket, value] of column.entries()) {
      const exact = chart.columns[k]![Math.min(bucket * 24 + 24, walk.length) - 1]!;
      if (value === null) assert.ok(Number.isNaN(exact));
      else assert.ok(Math.abs(value / exact - 1) < 1e-7);
    }
  }
  const plain = overviewOf(result, { candles: walk, strategy: null }, 100);
  assert.equal(plain.drawn, null);
  assert.ok(plain.candles);
});

Deno.test("bars: a range has every candle, or stretches that begin with its first", () => {
  const every = barsOf(drawing, { from: 100, to: 140, each: 1 });
  assert.deepEqual(every.time, [...walk.time.slice(100, 140)]);
  assert.deepEqual(every.candles.low, [...walk.low.slice(100, 140)]);
  assert.equal(every.drawn!.columns.length, chart.columns.length);
  const folded = barsOf(drawing, { from: 100, to: 141, each: 8 });
  assert.equal(folded.time.length, 6);
  assert.equal(folded.candles.high[1], Math.max(...walk.high.slice(108, 116)));
  assert.equal(folded.candles.close[5], walk.close[140]);
  assert.equal(folded.drawn!.stop.length, 6);
});
