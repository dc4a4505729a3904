/** Which bars of a long result are fetched, and what is shown of them. */
import assert from "node:assert/strict";
import { strategyChart } from "../../engine/chart.ts";
import { compileStrategy, resultToJson, runBacktest, TEMPLATES } from "../../engine/mod.ts";
import { randomWalk } from "../../engine/testing/random_walk.ts";
import type { BarsQuery } from "../../contracts/result_overview.ts";
import type { RunResult } from "../../components/result_words/result.ts";
import { barsOf, overviewOf } from "../../server/backtests/overview.ts";
import { BarLevels } from "./bar_levels.ts";
import { overviewModel } from "./result_model.ts";

const HOUR_MS = 3_600_000;
const BARS = 43_830;
const walk = randomWalk({ bars: BARS, seed: 4, step: 0.015, timeframeMs: HOUR_MS });
const { document } = TEMPLATES.find(({ id }) => id === "bollinger_rsi_dip")!;
const settings = {
  initialCapital: 10_000,
  feeRate: 0.001,
  slippageRate: 0.0005,
  intrabar: "stop_first",
} as const;
const compiled = compileStrategy(document);
assert.ok(compiled.ok);
const run = runBacktest(walk, compiled.plan, settings);
const result: RunResult = {
  ...resultToJson(run),
  format: 3,
  warnings: [],
  buy_and_hold: null,
  not_recorded: [],
};
const chart = strategyChart(walk, compiled.plan, settings, run.trades);
const drawing = { candles: walk, strategy: { document, chart } };
const overview = overviewOf(result, drawing);

function open(answer: (range: BarsQuery) => Promise<unknown> = () => Promise.resolve(null)) {
  const asked: BarsQuery[] = [];
  const levels = new BarLevels({
    result,
    overview,
    timeframeMs: HOUR_MS,
    load: async (range) => {
      asked.push(range);
      await answer(range);
      const { from_bar: from, to_bar: to, bars_each: each = 1 } = range;
      return barsOf(drawing, { from, to, each });
    },
  });
  return { levels, asked };
}

/** A stretch of time from one bar to another. */
const stretch = (first: number, last: number) => ({
  from: walk.time[first]!,
  to: walk.time[last]!,
});

const settled = () => new Promise((resolve) => setTimeout(resolve, 0));

Deno.test("bar levels: all of a result is its overview, and nothing is fetched for it", async () => {
  const { levels, asked } = open();
  for (const view of [null, stretch(0, BARS - 1)]) {
    levels.want(view);
    await settled();
    assert.equal(levels.modelFor(null), null);
  }
  assert.deepEqual(asked, []);
});

Deno.test("bar levels: what is in view and half as much beside it is fetched, once", async () => {
  const { levels, asked } = open();
  const view = stretch(10_100, 10_900);
  assert.equal(levels.modelFor(view), null);
  levels.want(view);
  levels.want(view);
  assert.deepEqual(asked, [
    { from_bar: 8_000, to_bar: 10_000, bars_each: 1 },
    { from_bar: 10_000, to_bar: 12_000, bars_each: 1 },
  ]);
  await settled();
  const model = levels.modelFor(view)!;
  assert.equal(model.candles.length, BARS);
  assert.equal(model.candles.timeframeMs, HOUR_MS);
  for (const bar of [10_100, 10_555, 10_900]) {
    assert.equal(model.candles.high[bar], walk.high[bar]);
    assert.equal(model.candles.time[bar], walk.time[bar]);
    const [line] = model.panes[0]!.groups[0]!.curves;
    const exact = chart.columns[0]![bar]!;
    assert.ok(Math.abs(line!.column[bar]! / exact - 1) < 1e-7);
  }
  assert.equal(model.trades.entryBar[7], result.trades[7]!.entry_bar);
  assert.equal(levels.modelFor(stretch(20_000, 20_500)), null);
  levels.want(stretch(10_200, 11_000));
  assert.equal(asked.length, 2);
});

Deno.test("bar levels: from farther away stretches of bars are fetched, with the extremes of each", async () => {
  const { levels, asked } = open();
  const view = stretch(0, 20_000);
  levels.want(view);
  await settled();
  assert.ok(asked.length > 0 && asked.every(({ bars_each }) => bars_each === 8));
  const model = levels.modelFor(view)!;
  assert.equal(model.candles.timeframeMs, 8 * HOUR_MS);
  assert.equal(model.candles.length, Math.ceil(BARS / 8));
  assert.equal(model.candles.low[100], Math.min(...walk.low.slice(800, 808)));
  const { entry_bar } = result.trades[3]!;
  assert.equal(model.trades.entryBar[3], Math.floor(entry_bar / 8));
  const equity = model.panes.find(({ kind }) => kind === "equity")!.groups[0]!.curves[0]!;
  assert.equal(equity.column[100], result.equity.value[807]);
});

Deno.test("bar levels: what did not come is asked for again when it is looked at", async () => {
  let fails = true;
  const { levels, asked } = open(() => fails ? Promise.reject(new Error("no line")) : settled());
  const view = stretch(2_200, 2_800);
  levels.want(view);
  await settled();
  const failed = asked.length;
  assert.equal(levels.modelFor(view), null);
  fails = false;
  levels.want(view);
  await settled();
  await settled();
  assert.equal(asked.length, 2 * failed);
  assert.ok(levels.modelFor(view));
});

Deno.test("bar levels: a short result is complete in its overview", () => {
  const short = { ...overview, bars_each: 1 };
  const asked: BarsQuery[] = [];
  const levels = new BarLevels({
    result,
    overview: short,
    timeframeMs: HOUR_MS,
    load: (range) => (asked.push(range), Promise.reject(new Error("not needed"))),
  });
  levels.want(stretch(100, 200));
  assert.deepEqual(asked, []);
});

Deno.test("bar levels: the overview draws what the strategy draws", () => {
  const model = overviewModel(overview, HOUR_MS)!;
  assert.deepEqual(model.panes.map(({ key }) => key), ["price", "block rsi", "equity", "drawdown"]);
  assert.match(model.panes[0]!.groups[0]!.name, /^Bollinger/);
  assert.equal(model.panes[0]!.groups[0]!.curves[0]!.column.length, overview.time.length);
});
