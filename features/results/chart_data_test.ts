import assert from "node:assert/strict";
import { candlesFromColumns } from "../../engine/mod.ts";
import { areCandlesOf, resultCurves } from "./chart_data.ts";
import type { ResultTrade } from "../../components/result_words/result.ts";

const HOUR = 3_600_000;
const settings = {
  initial_capital: 100,
  fee_percent: 0,
  slippage_percent: 0,
  intrabar: "stop_first",
} as const;
const data = { bars: 4, first_time: 0, last_time: 0, first_tradable_bar: 1, gaps: [] };
const trade = (change: Partial<ResultTrade>) =>
  ({ entry_bar: 0, exit_bar: null, return: 0, ...change }) as ResultTrade;

Deno.test("chart: drawdown is measured from the running peak, the capital being the first", () => {
  const curves = resultCurves({
    equity: { time: [0, HOUR, 2 * HOUR, 3 * HOUR], value: [90, 120, 60, 120] },
    buy_and_hold: { value: [100, 101, 102, 103] },
    data,
    settings,
    trades: [],
  });
  assert.deepEqual([...curves.time], [0, HOUR, 2 * HOUR, 3 * HOUR]);
  assert.deepEqual([...curves.drawdown].map((d) => Number(d.toFixed(6))), [-0.1, 0, -0.5, 0]);
  assert.deepEqual(Array.from(curves.hold), [100, 101, 102, 103]);
});

Deno.test("chart: the lines break after the bars that a gap follows", () => {
  const curves = resultCurves({
    equity: { time: [0, HOUR, 5 * HOUR, 6 * HOUR, 9 * HOUR], value: [100, 101, 102, 103, 104] },
    buy_and_hold: null,
    data: {
      ...data,
      gaps: [{ after_time: HOUR, missing: 3 }, { after_time: 6 * HOUR, missing: 2 }],
    },
    settings,
    trades: [],
  });
  assert.deepEqual([...curves.gapsAfter], [1, 3]);
  assert.deepEqual(Array.from(curves.hold), [null, null, null, null, null]);
});

Deno.test("chart: trades are columns, an open one without an exit", () => {
  const { trades } = resultCurves({
    equity: { time: [0, HOUR, 2 * HOUR], value: [100, 101, 102] },
    buy_and_hold: null,
    data,
    settings,
    trades: [trade({ entry_bar: 1, exit_bar: 2, return: -0.02 }), trade({ entry_bar: 2 })],
  });
  assert.deepEqual([[...trades.entryBar], [...trades.exitBar]], [[1, 2], [2, -1]]);
  assert.deepEqual([...trades.returns], [-0.02, 0]);
});

Deno.test("chart: candles that are not the bars' own are not drawn", () => {
  const candlesAt = (time: number[]) => {
    const flat = time.map(() => 10);
    return candlesFromColumns({
      time,
      open: flat,
      high: flat,
      low: flat,
      close: flat,
      volume: flat,
    });
  };
  const time = Float64Array.of(0, HOUR, 2 * HOUR);
  assert.ok(areCandlesOf({ time }, candlesAt([0, HOUR, 2 * HOUR])));
  assert.ok(!areCandlesOf({ time }, candlesAt([0, HOUR])));
  assert.ok(!areCandlesOf({ time }, candlesAt([0, HOUR, 3 * HOUR])));
});
