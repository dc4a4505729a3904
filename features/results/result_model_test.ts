/** The chart of a result before and after the whole of it has come. */
import assert from "node:assert/strict";
import { strategyChart } from "../../engine/chart.ts";
import { compileStrategy, resultToJson, runBacktest, TEMPLATES } from "../../engine/mod.ts";
import { randomWalk } from "../../engine/testing/random_walk.ts";
import type { ResultOverview } from "../../contracts/result_overview.ts";
import type { RunResult } from "../../components/result_words/result.ts";
import { overviewModel, wholeModel } from "./result_model.ts";

const HOUR_MS = 3_600_000;
const walk = randomWalk({ bars: 3_000, seed: 4, step: 0.015, timeframeMs: HOUR_MS });
const { document } = TEMPLATES.find(({ id }) => id === "bollinger_rsi_dip")!;
const settings = {
  initialCapital: 10_000,
  feeRate: 0.001,
  slippageRate: 0.0005,
  intrabar: "stop_first",
} as const;

function ran() {
  const compiled = compileStrategy(document);
  assert.ok(compiled.ok);
  const run = runBacktest(walk, compiled.plan, settings);
  const chart = strategyChart(walk, compiled.plan, settings, run.trades);
  const result: RunResult = {
    ...resultToJson(run),
    format: 3,
    warnings: [],
    buy_and_hold: null,
    not_recorded: [],
  };
  return { result, drawn: { document, chart } };
}

/** Stretches of four hours; a day is missing after the second. */
const OVERVIEW: ResultOverview = {
  bars: 16,
  bars_each: 4,
  time: [0, 4, 32, 36].map((hours) => hours * HOUR_MS),
  candles: {
    open: [1, 2, 3, 4],
    high: [2, 3, 4, 5],
    low: [1, 2, 3, 4],
    close: [2, 3, 4, 5],
    volume: [1, null, 1, 1],
  },
  equity: [100, 101, 102, 103],
  buy_and_hold: null,
  drawdown: [0, -0.1, 0, 0],
  trades: {
    entry: [0, 2],
    exit: [1, -1],
    entry_price: [1.5, 3],
    exit_price: [2.5, null],
    return: [0.6, 0.2],
    exit_reason: ["take_profit", "open"],
  },
  drawn: null,
};

Deno.test("result model: an overview has candles, trades and curves, and says where candles are missing", () => {
  const model = overviewModel(OVERVIEW, HOUR_MS)!;
  assert.deepEqual(model.panes.map(({ key }) => key), ["price", "equity", "drawdown"]);
  assert.deepEqual([...model.candles.high], [2, 3, 4, 5]);
  assert.equal(model.candles.timeframeMs, 4 * HOUR_MS);
  assert.equal(model.candles.hasVolume, false);
  assert.deepEqual([...model.gapsAfter], [1]);
  assert.deepEqual([...model.trades.exitBar], [1, -1]);
  assert.ok(Number.isNaN(model.trades.exitPrice[1]));
  assert.deepEqual(model.trades.reasons, ["take_profit", "open"]);
  assert.equal(overviewModel({ ...OVERVIEW, candles: null }, HOUR_MS), null);
});

Deno.test("result model: the whole has every candle, first without and then with what the blocks draw", () => {
  const { result, drawn } = ran();
  const plain = wholeModel(result, walk, null)!;
  assert.deepEqual(plain.panes.map(({ key }) => key), ["price", "equity", "drawdown"]);
  assert.equal(plain.candles.length, 3_000);
  assert.equal(plain.stop, null);
  const whole = wholeModel(result, walk, drawn)!;
  assert.deepEqual(whole.panes.map(({ key }) => key), ["price", "block rsi", "equity", "drawdown"]);
  assert.ok(whole.stop!.some(Number.isFinite));
  assert.equal(whole.trades.entryBar.length, result.trades.length);
});

Deno.test("result model: candles of other bars are not shown", () => {
  const { result } = ran();
  const other = { ...walk, time: walk.time.map((time) => time + HOUR_MS) };
  assert.equal(wholeModel(result, other, null), null);
});
