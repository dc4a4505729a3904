import assert from "node:assert/strict";
import { chartColumns } from "./chart_data.ts";

const HOUR = 3_600_000;
const settings = {
  initial_capital: 100,
  fee_percent: 0,
  slippage_percent: 0,
  intrabar: "stop_first",
} as const;
const data = { bars: 4, first_time: 0, last_time: 0, first_tradable_bar: 1, gaps: [] };

Deno.test("chart: drawdown is measured from the running peak, the capital being the first", () => {
  const columns = chartColumns({
    equity: { time: [0, HOUR, 2 * HOUR, 3 * HOUR], value: [90, 120, 60, 120] },
    buy_and_hold: { value: [100, 101, 102, 103] },
    data,
    settings,
  });
  assert.deepEqual([...columns.time], [0, 3600, 7200, 10800]);
  assert.deepEqual(columns.drawdown.map((d) => Number(d?.toFixed(6))), [-0.1, 0, -0.5, 0]);
  assert.deepEqual(columns.hold, [100, 101, 102, 103]);
});

Deno.test("chart: a gap in the candles is a gap in the lines", () => {
  const columns = chartColumns({
    equity: { time: [0, HOUR, 5 * HOUR], value: [100, 101, 102] },
    buy_and_hold: null,
    data: { ...data, gaps: [{ after_time: HOUR, missing: 3 }] },
    settings,
  });
  assert.deepEqual([...columns.time], [0, 3600, 3 * 3600, 5 * 3600]);
  assert.deepEqual(columns.equity, [100, 101, null, 102]);
  assert.deepEqual(columns.hold, [null, null, null, null]);
});

Deno.test("chart: a gap that no candle follows adds nothing", () => {
  const columns = chartColumns({
    equity: { time: [0, HOUR], value: [100, 101] },
    buy_and_hold: null,
    data: { ...data, gaps: [{ after_time: HOUR, missing: 3 }] },
    settings,
  });
  assert.deepEqual(columns.equity, [100, 101]);
});
