import assert from "node:assert/strict";
import {
  EXAMPLE_CAPITAL,
  type ExampleName,
  EXAMPLES,
  exampleTrade,
  playExample,
} from "./examples.ts";

const near = (actual: number | null, expected: number) =>
  assert.ok(Math.abs((actual ?? NaN) - expected) < 1e-9, `${actual} is not ${expected}`);

Deno.test("rules: a signal at a close fills at the next open, not at that close", () => {
  const { entry_bar, entry_price } = exampleTrade("next_open");
  assert.deepEqual([entry_bar, entry_price], [3, 102]);
  assert.equal(EXAMPLES.next_open.candles[2][3], 101, "the close that gave the signal");
});

Deno.test("rules: what came later changes nothing before it", () => {
  for (const name of Object.keys(EXAMPLES) as ExampleName[]) {
    const whole = playExample(name);
    const history = "history" in EXAMPLES[name] ? EXAMPLES.history.history : 0;
    for (let count = history + 1; count <= EXAMPLES[name].candles.length; count++) {
      const cut = playExample(name, { candles: count });
      assert.deepEqual(
        Array.from(cut.equity),
        Array.from(whole.equity.slice(0, count - history)),
        `${name}, the first ${count} candles`,
      );
    }
  }
});

Deno.test("rules: stop and target in one candle is the stop, and said to be unclear", () => {
  const careful = exampleTrade("stop_first");
  assert.deepEqual(
    [careful.exit_bar, careful.exit_price, careful.exit_reason, careful.ambiguous],
    [3, 95, "stop_loss", true],
  );
  const hopeful = exampleTrade("stop_first", "target_first");
  near(hopeful.exit_price, 110);
  assert.equal(hopeful.exit_reason, "take_profit");
});

Deno.test("rules: a stop that is jumped over fills at the open", () => {
  const { exit_price, exit_bar, gap, exit_reason } = exampleTrade("gapped_stop");
  assert.deepEqual([exit_price, exit_bar, gap, exit_reason], [91, 3, true, "stop_loss"]);
});

Deno.test("rules: a target that is only touched does not fill", () => {
  const { exit_price, exit_bar, exit_reason } = exampleTrade("touched_target");
  near(exit_price, 110);
  assert.equal(EXAMPLES.touched_target.candles[3]?.[1], 110, "the high that only touches");
  assert.deepEqual([exit_bar, exit_reason], [4, "take_profit"]);
});

Deno.test("rules: a trailing stop rises with the highs of the candles before", () => {
  const { exit_price, exit_bar, exit_reason } = exampleTrade("trailing");
  near(exit_price, 104.5);
  assert.deepEqual([exit_bar, exit_reason], [4, "trailing_stop"]);
});

Deno.test("rules: costs are in the fills and in the profit", () => {
  const trade = exampleTrade("costs");
  near(trade.entry_price, 100 * 1.0005);
  near(trade.exit_price, 110 * 0.9995);
  near(trade.fees, trade.quantity * (trade.entry_price + trade.exit_price!) * 0.001);
  near(trade.pnl, trade.quantity * (trade.exit_price! - trade.entry_price) - trade.fees);
  assert.ok(trade.return < 0.1 && trade.return > 0.09, "10 % before costs, less after");
});

Deno.test("rules: an open position is in the return and in no statistic", () => {
  const { metrics, trades, equity } = playExample("open_end");
  assert.equal(trades[0]?.exit_reason, "open");
  near(equity.at(-1)!, EXAMPLE_CAPITAL * 1.06);
  assert.deepEqual([metrics.num_trades, metrics.win_rate], [0, null]);
  near(metrics.total_return!, 0.06);
});

Deno.test("rules: missing candles are counted and left out", () => {
  const { gaps, candles, trades } = playExample("missing");
  assert.deepEqual(gaps.map(({ missing }) => missing), [2]);
  assert.equal(candles.length, 5);
  assert.equal(trades.length, 1);
});

Deno.test("rules: candles before the first day warm the indicators up, and no more than they need", () => {
  const { historyBars, candles, firstTradableBar, trades } = playExample("history");
  assert.deepEqual([historyBars, candles.length, firstTradableBar], [3, 3, 1]);
  assert.deepEqual([trades[0]?.entry_bar, trades[0]?.entry_price], [1, 100]);
});
