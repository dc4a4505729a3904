/** What a result says besides its metrics, against direct computations. */
import assert from "node:assert/strict";
import { compileStrategy, resultToJson, runBacktest, TEMPLATES } from "../mod.ts";
import { runTable } from "../testing/bar_table.ts";
import { randomWalk } from "../testing/random_walk.ts";

const walk = randomWalk({ bars: 24 * 150, seed: 21, gaps: true, step: 0.015 });

Deno.test("result: drawdown periods are the falls between peaks, deepest first", () => {
  const { equity, candles, drawdowns, metrics, settings } = runTemplate("ema_trend");
  assert.equal(drawdowns.length, 10);
  assert.equal(drawdowns[0]!.depth, metrics.max_drawdown);
  assert.equal(drawdowns[0]!.bottom_time, metrics.max_drawdown_bottom);
  assert.equal(drawdowns[0]!.peak_time, metrics.max_drawdown_start);
  assert.equal(drawdowns[0]!.recovery_time, metrics.max_drawdown_recovery);
  const depths: number[] = [];
  let peak = settings.initialCapital;
  let depth = 0;
  for (const value of equity) {
    if (value >= peak) {
      if (depth < 0) depths.push(depth);
      peak = value;
      depth = 0;
    } else depth = Math.min(depth, value / peak - 1);
  }
  if (depth < 0) depths.push(depth);
  depths.sort((a, b) => a - b);
  assert.deepEqual(drawdowns.map((period) => period.depth), depths.slice(0, 10));
  for (const { peak_time, bottom_time, recovery_time, bars } of drawdowns) {
    const at = (time: number) => candles.time.indexOf(time);
    assert.ok(at(peak_time) < at(bottom_time));
    const end = recovery_time === null ? candles.length : at(recovery_time);
    assert.equal(end - at(peak_time) - 1, bars);
  }
});

Deno.test("result: a curve that begins below the capital falls from its first bar", () => {
  const { drawdowns } = runTable(`
    100 100 100 100 buy
    100 100  80  80
     80  80  80  80
  `);
  assert.deepEqual(drawdowns.map(({ depth, bars }) => [Number(depth.toFixed(6)), bars]), [[
    -0.2,
    2,
  ]]);
  assert.equal(drawdowns[0]!.recovery_time, null);
});

Deno.test("result: monthly returns follow each other without a gap in the money", () => {
  const { equity, candles, monthlyReturns, metrics } = runTemplate("ema_trend");
  const ends = new Map<string, number>();
  equity.forEach((value, i) =>
    ends.set(new Date(candles.time[i]!).toISOString().slice(0, 7), value)
  );
  const keys = monthlyReturns.map(({ year, month }) => `${year}-${String(month).padStart(2, "0")}`);
  assert.deepEqual(keys, [...ends.keys()]);
  let before = 10_000;
  [...ends.values()].forEach((value, k) => {
    assert.equal(monthlyReturns[k]!.return, value / before - 1);
    before = value;
  });
  const growth = monthlyReturns.reduce((product, month) => product * (1 + month.return), 1);
  assert.ok(Math.abs(growth - 1 - metrics.total_return!) < 1e-9);
});

Deno.test("result: ambiguity says what each reading of a candle would have given", () => {
  const risk = (target: number) => [
    { id: "stop", type: "stop_loss", params: { mode: "percent", value: 10 } },
    { id: "target", type: "take_profit", params: { mode: "percent", value: target } },
  ];
  const table = `
    100 100 100 100 buy
    100 115  85 100
    100 100 100 100
  `;
  const doubtful = runTable(table, risk(10));
  assert.equal(doubtful.ambiguity.ambiguousTrades, 1);
  const { stop_first, target_first, ohlc_path } = doubtful.ambiguity.totalReturn;
  assert.deepEqual([stop_first, target_first].map((r) => Number(r.toFixed(6))), [-0.1, 0.1]);
  assert.ok(ohlc_path === stop_first || ohlc_path === target_first);
  assert.equal(doubtful.metrics.total_return, stop_first);

  const clear = runTable(table, risk(20));
  assert.equal(clear.ambiguity.ambiguousTrades, 0);
  assert.deepEqual(new Set(Object.values(clear.ambiguity.totalReturn)).size, 1);
});

Deno.test("result: as JSON it holds all of this, and reads back the same", () => {
  const result = runTemplate("bollinger_rsi_dip");
  const json = resultToJson(result);
  assert.deepEqual(JSON.parse(JSON.stringify(json)), json);
  assert.deepEqual(json.monthly_returns, result.monthlyReturns);
  assert.deepEqual(json.drawdowns, result.drawdowns);
  assert.deepEqual(Object.keys(json.ambiguity.total_return), [
    "stop_first",
    "ohlc_path",
    "target_first",
  ]);
});

function runTemplate(id: string) {
  const compiled = compileStrategy(TEMPLATES.find((template) => template.id === id)!.document);
  assert.ok(compiled.ok);
  return runBacktest(walk, compiled.plan, {
    initialCapital: 10_000,
    feeRate: 0.001,
    slippageRate: 0.0005,
    intrabar: "stop_first",
  });
}
