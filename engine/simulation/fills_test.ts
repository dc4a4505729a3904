/** The engine rules as tables: a person can follow each row and agree with the fills. */
import assert from "node:assert/strict";
import { fills, runTable } from "../testing/bar_table.ts";

const stop = (value: number, mode = "percent") => ({
  id: "stop",
  type: "stop_loss",
  params: { mode, value, ...(mode === "atr" ? { period: 2 } : {}) },
});
const target = (value: number, mode = "percent") => ({
  id: "target",
  type: "take_profit",
  params: { mode, value },
});
const size = (mode: string, value: number) => ({
  id: "size",
  type: "position_size",
  params: { mode, value },
});

Deno.test("fills, rule 1: a signal at a close fills at the next open, and one at the last close stays pending", () => {
  const result = runTable(`
    100 101  99 100 buy
    102 104 101 103
    103 105 102 104 sell
    106 107 105 106 buy
  `);
  assert.deepEqual(fills(result), ["1 @102 → 3 @106 signal"]);
  assert.equal(result.pending, "entry");
  assert.deepEqual(result.funnel.ignored, {
    in_position: 0,
    exit_at_same_close: 0,
    cooldown: 0,
    no_cash: 0,
    last_bar: 1,
  });
  const held = runTable(`
    100 101 99 100 buy
    102 104 101 103 sell
  `);
  assert.deepEqual(fills(held), ["1 @102 → open"]);
  assert.equal(held.pending, "exit");
});

Deno.test("fills, rule 3: bar 0 never holds a position, and the first tradable bar is the second", () => {
  const result = runTable(`
    100 101 99 100 buy
    101 102 100 101
  `);
  assert.equal(result.firstTradableBar, 1);
  assert.equal(result.equity[0], 1000);
  assert.equal(runTable(`100 101 99 100 buy`).firstTradableBar, null);
});

Deno.test("fills, rule 5: a fill on the first candle after missing ones is marked, and the gap is listed", () => {
  const result = runTable(`
    100 101 99 100 buy
    gap
    gap
    102 104 101 103 sell
    103 104 102 103
  `);
  assert.deepEqual(fills(result), ["1 @102 → 2 @103 signal after_gap"]);
  assert.deepEqual(result.gaps, [{ after_time: Date.UTC(2021, 0, 1), missing: 2 }]);
  assert.equal(result.candles.length, 3);
});

Deno.test("fills, rule 6: a stop is checked on the entry bar already", () => {
  const result = runTable(
    `
    100 101  99 100 buy
    100 101  89  95
    95   96  94  95
  `,
    [stop(10)],
  );
  assert.deepEqual(fills(result), ["1 @100 → 1 @90 stop_loss"]);
  assert.deepEqual([...result.equity], [1000, 900, 900]);
});

Deno.test("fills, rule 6: an exit at the open frees the bar for nothing but a later entry", () => {
  const result = runTable(`
    100 101  99 100 buy
    100 101  99 100 sell
    104 105 103 104 buy
    106 107 105 106
  `);
  assert.deepEqual(fills(result), ["1 @100 → 2 @104 signal", "3 @106 → open"]);
});

Deno.test("fills, rule 7: entry and exit at one close do nothing when flat and sell when holding", () => {
  const result = runTable(`
    100 101 99 100 both
    100 101 99 100 buy
    100 101 99 100 both
    110 111 109 110
  `);
  assert.deepEqual(fills(result), ["2 @100 → 3 @110 signal"]);
  const { funnel } = result;
  assert.deepEqual(funnel.ignored, {
    in_position: 1,
    exit_at_same_close: 1,
    cooldown: 0,
    no_cash: 0,
    last_bar: 0,
  });
  const ignored = Object.values(funnel.ignored).reduce((sum, n) => sum + n, 0);
  assert.equal(funnel.entry_signals, funnel.filled + ignored);
});

Deno.test("fills, rule 8: a stop that the open has jumped over fills at the open, tagged as a gap", () => {
  const result = runTable(
    `
    100 101  99 100 buy
    100 102  98 100
    85   88  84  86
  `,
    [stop(10)],
  );
  assert.deepEqual(fills(result), ["1 @100 → 2 @85 stop_loss gap"]);
});

Deno.test("fills, rule 8: touching the stop is enough, and a stop fills at its level", () => {
  const result = runTable(
    `
    100 101  99 100 buy
    100 102  98 100
    95   96  90  94
  `,
    [stop(10)],
  );
  assert.deepEqual(fills(result), ["1 @100 → 2 @90 stop_loss"]);
});

Deno.test("fills, rule 9: touching the target is not enough, trading through it is", () => {
  const touched = runTable(
    `
    100 101  99 100 buy
    100 110  98 105
    105 109 104 106
  `,
    [target(10)],
  );
  assert.deepEqual(fills(touched), ["1 @100 → open"]);
  const through = runTable(
    `
    100 101  99 100 buy
    100 110.01 98 105
  `,
    [target(10)],
  );
  assert.deepEqual(fills(through), ["1 @100 → 1 @110 take_profit"]);
});

Deno.test("fills, rule 9: a target that the open has jumped over still fills at the target", () => {
  const result = runTable(
    `
    100 101  99 100 buy
    100 105  98 104
    120 125 119 121
  `,
    [target(10)],
  );
  assert.deepEqual(fills(result), ["1 @100 → 2 @110 take_profit"]);
});

Deno.test("fills, rule 10: with stop and target in one candle the setting decides, and the trade is tagged under each", () => {
  const nearHigh = `
    100 101  99 100 buy
    100 101  99 100
    104 111  88 100
  `;
  const nearLow = nearHigh.replace("104 111  88 100", "94  111  88 100");
  const outcome = (table: string, intrabar: "stop_first" | "ohlc_path" | "target_first") =>
    fills(runTable(table, [stop(10), target(10)], { intrabar }))[0];
  const stopped = "1 @100 → 2 @90 stop_loss ambiguous";
  const reached = "1 @100 → 2 @110 take_profit ambiguous";
  assert.equal(outcome(nearHigh, "stop_first"), stopped);
  assert.equal(outcome(nearHigh, "target_first"), reached);
  // 111 − 104 < 104 − 88: the high came first.
  assert.equal(outcome(nearHigh, "ohlc_path"), reached);
  // 111 − 94 > 94 − 88: the low came first.
  assert.equal(outcome(nearLow, "ohlc_path"), stopped);
});

Deno.test("fills, rule 10: an open beyond one of the levels decides without doubt", () => {
  const below = runTable(
    `
    100 101  99 100 buy
    100 101  99 100
    88  115  87 100
  `,
    [stop(10), target(10)],
    { intrabar: "target_first" },
  );
  assert.deepEqual(fills(below), ["1 @100 → 2 @88 stop_loss gap"]);
  const above = runTable(
    `
    100 101  99 100 buy
    100 101  99 100
    112 115  87 100
  `,
    [stop(10), target(10)],
  );
  assert.deepEqual(fills(above), ["1 @100 → 2 @110 take_profit"]);
});

Deno.test("fills, rule 11: ATR levels use the average true range at the signal's bar", () => {
  // True ranges 4 and 4: ATR(2) is 4 at the signal; 2 ATR below 100 is 92.
  const result = runTable(
    `
    100 102  98 100
    100 102  98 100
    100 102  98 100 buy
    100 130  93 120
    95   96  92  95
  `,
    [stop(2, "atr")],
  );
  assert.deepEqual(fills(result), ["3 @100 → 4 @92 stop_loss"]);
});

Deno.test("fills, rule 11: a target in R is a multiple of the distance to the initial stop", () => {
  const result = runTable(
    `
    100 101  99 100 buy
    100 121  95 110
  `,
    [stop(10), target(2, "r_multiple")],
  );
  assert.deepEqual(fills(result), ["1 @100 → 1 @120 take_profit"]);
  assert.equal(result.trades[0]?.r, 2);
});

Deno.test("fills, rule 13: slippage is against the trader at each fill but a target's, fees are on both legs", () => {
  const costs = { feeRate: 0.01, slippageRate: 0.01 };
  const sold = runTable(
    `
    100 101  99 100 buy
    100 101  99 100 sell
    200 201 199 200
  `,
    [size("fixed_amount", 102.01)],
    costs,
  );
  // Bought at 101 with 102.01 / (101 × 1.01) = 1; sold at 198.
  assert.deepEqual(fills(sold), ["1 @101 → 2 @198 signal"]);
  const trade = sold.trades[0]!;
  close(trade.quantity, 1);
  close(trade.fees, 1.01 + 1.98);
  close(trade.slippage, 1 + 2);
  close(trade.pnl, 198 - 1.98 - 101 - 1.01);
  close(trade.return, (198 - 1.98 - 102.01) / 102.01);
  const reached = runTable(
    `
    100 101  99 100 buy
    100 150  99 140
  `,
    [target(10)],
    costs,
  );
  close(reached.trades[0]!.exit_price!, 101 * 1.1);
  const stopped = runTable(
    `
    100 101  99 100 buy
    100 101  80  85
  `,
    [stop(10)],
    costs,
  );
  close(stopped.trades[0]!.exit_price!, 101 * 0.9 * 0.99);
});

Deno.test("fills, rule 14: sizes by equity, amount and risk, never more than there is", () => {
  const table = `
    100 101 99 100 buy
    100 101 99 100
  `;
  const quantity = (risk: Parameters<typeof runTable>[1]) =>
    runTable(table, risk).trades[0]?.quantity;
  close(quantity([])!, 10);
  close(quantity([size("percent_of_equity", 25)])!, 2.5);
  close(quantity([size("fixed_amount", 300)])!, 3);
  close(quantity([size("fixed_amount", 5000)])!, 10);
  // 1 % of 1000 is 10, and each coin loses 5 when stopped: 2 coins.
  close(quantity([size("risk_percent", 1), stop(5)])!, 2);
  close(quantity([size("risk_percent", 50), stop(5)])!, 10);
  const nothing = runTable(table, [size("fixed_amount", 0)]);
  assert.deepEqual(nothing.trades, []);
  assert.equal(nothing.funnel.ignored.no_cash, 1);
  assert.equal(nothing.funnel.filled, 0);
});

Deno.test("fills, rule 14: being stopped out at a risk size loses that share of equity, costs included", () => {
  const result = runTable(
    `
    100 101 99 100 buy
    100 101 80 85
  `,
    [size("risk_percent", 2), stop(5)],
    { feeRate: 0.001, slippageRate: 0.002 },
  );
  close(result.equity[1]!, 980);
});

Deno.test("fills, rule 16: an open position is marked at the last close and is no closed trade", () => {
  const result = runTable(
    `
    100 101  99 100 buy
    100 101  99 100
    100 121 100 120
  `,
    [],
    { feeRate: 0.001 },
  );
  const trade = result.trades[0]!;
  assert.deepEqual([trade.exit_time, trade.exit_bar, trade.exit_price], [null, null, null]);
  assert.equal(result.metrics.num_trades, 0);
  assert.equal(result.metrics.win_rate, null);
  assert.ok(result.metrics.fees_paid! > 0);
  close(result.equity[2]!, 1000 / 1.001 * 1.2);
});

Deno.test("fills, rule 18: excursions are taken over the bars held and end at the exit price", () => {
  const result = runTable(`
    100 101  99 100 buy
    100 108  97 100
    100 104  94  98 sell
    96  130  50 100
  `);
  const trade = result.trades[0]!;
  close(trade.mae, -0.06);
  close(trade.mfe, 0.08);
  assert.equal(trade.bars_held, 2);
});

function close(actual: number, expected: number): void {
  assert.ok(
    Math.abs(actual - expected) <= 1e-9 * Math.max(1, Math.abs(expected)),
    `${actual} is not ${expected}`,
  );
}
