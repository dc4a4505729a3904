import assert from "node:assert/strict";
import { compileStrategy, resultToJson, runBacktest, TEMPLATES } from "../../engine/mod.ts";
import { randomWalk } from "../../engine/testing/random_walk.ts";
import { overviewOf } from "./overview.ts";

const walk = randomWalk({ bars: 2_345, seed: 3, step: 0.015 });
const { document } = TEMPLATES.find(({ id }) => id === "bollinger_rsi_dip")!;
const compiled = compileStrategy(document);
assert.ok(compiled.ok);
const result = {
  ...resultToJson(runBacktest(walk, compiled.plan, {
    initialCapital: 10_000,
    feeRate: 0.001,
    slippageRate: 0.0005,
    intrabar: "stop_first",
  })),
  buy_and_hold: null,
};

Deno.test("overview: each stretch has the extremes and the ends of its bars", () => {
  const overview = overviewOf(result, walk, 100);
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
  const overview = overviewOf(result, walk, 2_345);
  assert.equal(overview.bars_each, 1);
  assert.deepEqual(overview.candles!.high, [...walk.high]);
  assert.deepEqual(overview.equity, result.equity.value);
  assert.deepEqual(overview.trades.entry, result.trades.map(({ entry_bar }) => entry_bar));
});

Deno.test("overview: trades are in the stretches of their bars", () => {
  const { trades } = overviewOf(result, walk, 100);
  assert.equal(trades.entry.length, result.trades.length);
  for (const [k, { entry_bar, exit_bar }] of result.trades.entries()) {
    assert.equal(trades.entry[k], Math.floor(entry_bar / 24));
    assert.equal(trades.exit[k], exit_bar === null ? -1 : Math.floor(exit_bar / 24));
  }
});

Deno.test("overview: other candles than those of the result are left out", () => {
  const other = { ...walk, time: walk.time.map((time) => time + 1) };
  assert.equal(overviewOf(result, other).candles, null);
  assert.equal(overviewOf(result, null).candles, null);
  assert.equal(overviewOf(result, null).bars, walk.length);
});

Deno.test("overview: three years of hours are at most 300 KB", () => {
  const long = randomWalk({ bars: 26_280, seed: 5, step: 0.015 });
  const run = runBacktest(long, compiled.plan, {
    initialCapital: 10_000,
    feeRate: 0.001,
    slippageRate: 0.0005,
    intrabar: "stop_first",
  });
  const json = resultToJson(run);
  const hold = { value: json.equity.value };
  const text = JSON.stringify(overviewOf({ ...json, buy_and_hold: hold }, long));
  assert.ok(text.length < 300_000, `${text.length} bytes`);
});
