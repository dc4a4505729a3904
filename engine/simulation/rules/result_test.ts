/** Rules 16 and 17 as tables: what is held at the end, and metrics worked out by hand. */
import assert from "node:assert/strict";
import { buyAndHoldEquity, compileStrategy, runBacktest, TEMPLATES } from "../../mod.ts";
import { FREE, runTable } from "../../testing/bar_table.ts";
import { near } from "../../testing/near.ts";
import { randomWalk } from "../../testing/random_walk.ts";
import { size, stop } from "../../testing/risk_blocks.ts";

const HOUR = 3_600_000;
const at = (bar: number) => Date.UTC(2021, 0, 1) + bar * HOUR;

Deno.test("rule 16: an open position is marked at the last close, without costs of an exit", () => {
  const { trades, equity, metrics } = runTable(
    `
    100 101  99 100 buy
    100 101  99 100
    100 125 100 120
  `,
    [size("fixed_amount", 102.01)],
    { feeRate: 0.01, slippageRate: 0.01 },
  );
  // One coin at 101 with a fee of 1.01.
  near(equity[2], 1000 - 102.01 + 120);
  near(metrics.fees_paid, 1.01);
  near(metrics.slippage_paid, 1);
  const [trade] = trades;
  const { exit_time, exit_bar, exit_price, exit_reason, bars_held } = trade!;
  assert.deepEqual([exit_time, exit_bar, exit_price, exit_reason], [null, null, null, "open"]);
  assert.equal(bars_held, 1);
  near(trade!.pnl, 120 - 102.01);
});

Deno.test("rule 16: it is listed last, and in no statistic of closed trades", () => {
  const { trades, metrics } = runTable(`
    100 100 100 100 buy
    100 100 100 100 sell
    110 110 110 110 buy
    110 110 110 110
    110 110  10  10
  `);
  assert.deepEqual(trades.map(({ exit_reason }) => exit_reason), ["signal", "open"]);
  assert.equal(metrics.num_trades, 1);
  assert.equal(metrics.win_rate, 1);
  assert.equal(metrics.profit_factor, null);
  near(metrics.worst_trade_return, 0.1);
  // 1,100 bought ten coins, which are worth 10 each.
  near(metrics.total_return, 10 * 10 / 1000 - 1);
});

Deno.test("rule 17: returns, exposure and drawdown of a table", () => {
  const { metrics, equity } = runTable(`
    100 100 100 100
    100 100 100 100 buy
    100 100 100 100
    100 120 100 120        // the peak
    120 120  90  90        // the bottom
     90 120  90 120        // back
    120 130 120 130 sell
    130 130 130 130        // sold at this open
    130 130 130 130
    130 130 130 130
  `);
  assert.deepEqual([...equity], [1000, 1000, 1000, 1200, 900, 1200, 1300, 1300, 1300, 1300]);
  near(metrics.total_return, 0.3);
  near(metrics.exposure, 5 / 10);
  near(metrics.max_drawdown, -0.25);
  assert.equal(metrics.max_drawdown_start, at(3));
  assert.equal(metrics.max_drawdown_bottom, at(4));
  assert.equal(metrics.max_drawdown_recovery, at(5));
  assert.equal(metrics.longest_underwater_bars, 1);
  assert.equal(metrics.cagr, null, "ten hours are under a day");
  assert.equal(metrics.calmar, null);
});

Deno.test("rule 17: the capital is the first peak", () => {
  const { metrics } = runTable(`
    100 100 100 100 buy
    100 100  80  80
     80  90  80  90
  `);
  near(metrics.max_drawdown, -0.2);
  assert.equal(metrics.max_drawdown_recovery, null);
  assert.equal(metrics.longest_underwater_bars, 2);
});

Deno.test("rule 17: statistics of closed trades; a profit of 0 is neither a win nor a loss and ends a streak", () => {
  const { metrics } = runTable(
    `
    100 100 100 100 buy
    100 100 100 100 sell
     90  90  90  90 buy    // −100
     90  90  90  90 sell
     81  81  81  81 buy    // −90
     81  81  81  81 sell
     81  81  81  81 buy    // 0
    100 100 100 100 sell
     50  50  50  50 buy    // −405
     50  50  50  50
     50  50  50  50 sell
    100 100 100 100        // +405
  `,
    [stop(50)],
  );
  assert.equal(metrics.num_trades, 5);
  near(metrics.win_rate, 1 / 5);
  near(metrics.profit_factor, 405 / (100 + 90 + 405));
  near(metrics.expectancy, (-100 - 90 + 0 - 405 + 405) / 5);
  near(metrics.average_trade_return, (-0.1 - 0.1 + 0 - 0.5 + 1) / 5);
  near(metrics.average_win_return, 1);
  near(metrics.average_loss_return, (-0.1 - 0.1 - 0.5) / 3);
  near(metrics.best_trade_return, 1);
  near(metrics.worst_trade_return, -0.5);
  near(metrics.average_r, (-0.2 - 0.2 + 0 - 1 + 2) / 5);
  near(metrics.average_bars_held, (1 + 1 + 1 + 1 + 2) / 5);
  assert.equal(metrics.longest_losing_streak, 2);
});

Deno.test("rule 17: Sharpe and Sortino of daily returns, the first day against the capital", () => {
  const { metrics, equity } = runTable(
    `
    100 100 100 100 buy
    100 110 100 110
    110 110  99  99
     99  99  99  99
  `,
    [],
    {},
    { timeframeMs: 24 * HOUR },
  );
  assert.deepEqual([...equity], [1000, 1100, 990, 990]);
  // Returns 0, 0.1, −0.1, 0: mean 0, so both are 0; their deviations are not.
  near(metrics.sharpe, 0);
  near(metrics.sortino, 0);
  const hourly = runTable(`
    100 100 100 100 buy
    100 110 100 110
  `);
  assert.equal(hourly.metrics.sharpe, null, "one date is one return");
  const up = runTable(
    `
    100 100 100 100 buy
    100 100 100 100
    100 150 100 150
  `,
    [],
    {},
    { timeframeMs: 24 * HOUR },
  );
  // Returns 0, 0, 0.5: mean 1/6, sample variance (2/36 + 4/36) / 2 = 1/12; nothing went down.
  near(up.metrics.sharpe, 1 / 6 / Math.sqrt(1 / 12) * Math.sqrt(365));
  assert.equal(up.metrics.sortino, null);
  const down = runTable(
    `
    100 100 100 100 buy
    100 100  50  50
  `,
    [],
    {},
    { timeframeMs: 24 * HOUR },
  );
  // Returns 0, −0.5: mean −1/4, √(0.25 / 2).
  near(down.metrics.sortino, -1 / 4 / Math.sqrt(0.25 / 2) * Math.sqrt(365));
});

Deno.test("rule 17: CAGR counts from the first open to the last close, 365.25 days a year", () => {
  const table = `
    100 100 100 100 buy
    100 100 100 100
    100 110  80 110
    110 121  99 121
  `;
  const run = (years: number) =>
    runTable(table, [], {}, { timeframeMs: years * 365.25 * 24 * HOUR / 4 }).metrics;
  near(run(1).cagr, 0.21);
  near(run(2).cagr, 0.1);
  assert.equal(run(1).calmar, null, "without a drawdown");
});

Deno.test("rule 17: buying and holding is all in at the first tradable bar, with the same costs", () => {
  const costs = { feeRate: 0.01, slippageRate: 0.02 };
  const { metrics, firstTradableBar } = runTable(
    `
    100 102  98 100
    100 102  98 100
    100 102  98 100        // the ATR is known here
    100 102  98 100
    100 200 100 200
  `,
    [stop(2, "atr")],
    costs,
  );
  assert.equal(firstTradableBar, 3);
  near(metrics.buy_and_hold_return, 200 / (100 * 1.02 * 1.01) - 1);
});

Deno.test("rule 17: the buy-and-hold template returns exactly the buy-and-hold figure", () => {
  const compiled = compileStrategy(TEMPLATES.find(({ id }) => id === "buy_and_hold")!.document);
  assert.ok(compiled.ok);
  for (let seed = 1; seed <= 200; seed++) {
    const walk = randomWalk({ bars: 40, seed, start: 37.7 * seed });
    for (const [feeRate, slippageRate] of [[0, 0], [0.001, 0.0005], [0.05, 0.05]] as const) {
      const result = runBacktest(walk, compiled.plan, { ...FREE, feeRate, slippageRate });
      assert.equal(result.trades.length, 1);
      assert.equal(result.metrics.total_return, result.metrics.buy_and_hold_return);
      assert.deepEqual(result.equity, buyAndHoldEquity(result));
    }
  }
});
