/** Metrics held against figures worked out by hand, and against a direct computation on a random run. */
import assert from "node:assert/strict";
import { compileStrategy, METRICS, runBacktest, TEMPLATES } from "../mod.ts";
import { FREE, runTable } from "../testing/bar_table.ts";
import { randomWalk } from "../testing/random_walk.ts";

const TWO_TRADES = `
  100 100 100 100 buy
  100 100 100 100
  100 120 100 120 sell
  120 120 120 120 buy
  120 120 120 120
  120 120  90  90 sell
  90   90  90  90
`;

Deno.test("metrics: two trades, worked out by hand", () => {
  const { metrics, equity } = runTable(TWO_TRADES);
  assert.deepEqual([...equity], [1000, 1000, 1200, 1200, 1200, 900, 900]);
  near(metrics.total_return, -0.1);
  near(metrics.max_drawdown, -0.25);
  assert.equal(metrics.max_drawdown_start, Date.UTC(2021, 0, 1, 4));
  assert.equal(metrics.max_drawdown_bottom, Date.UTC(2021, 0, 1, 5));
  assert.equal(metrics.max_drawdown_recovery, null);
  assert.equal(metrics.longest_underwater_bars, 2);
  assert.equal(metrics.num_trades, 2);
  near(metrics.win_rate, 0.5);
  near(metrics.profit_factor, 200 / 300);
  near(metrics.expectancy, -50);
  near(metrics.average_trade_return, (0.2 - 0.25) / 2);
  near(metrics.best_trade_return, 0.2);
  near(metrics.worst_trade_return, -0.25);
  near(metrics.average_win_return, 0.2);
  near(metrics.average_loss_return, -0.25);
  assert.equal(metrics.average_r, null);
  near(metrics.average_bars_held, 2);
  assert.equal(metrics.longest_losing_streak, 1);
  // Held on bars 1, 2, 4 and 5 of 7; the exits are at the opens of 3 and 6.
  near(metrics.exposure, 4 / 7);
  near(metrics.buy_and_hold_return, -0.1);
  assert.equal(metrics.cagr, null, "seven hours are under a day");
  assert.equal(metrics.sharpe, null, "one daily return");
});

Deno.test("metrics: nothing traded leaves nothing to say, and no zero in its place", () => {
  const { metrics } = runTable(`
    100 101 99 100
    100 101 99 100
  `);
  for (
    const name of [
      "win_rate",
      "profit_factor",
      "expectancy",
      "average_r",
      "best_trade_return",
      "longest_losing_streak",
    ]
  ) {
    assert.equal(metrics[name], null, name);
  }
  assert.deepEqual([
    metrics.num_trades,
    metrics.total_return,
    metrics.max_drawdown,
    metrics.exposure,
  ], [0, 0, 0, 0]);
});

Deno.test("metrics: costs are those of the filled legs", () => {
  const { metrics } = runTable(TWO_TRADES, [{
    id: "s",
    type: "position_size",
    params: { mode: "fixed_amount", value: 100 },
  }], {
    feeRate: 0.01,
  });
  const bought = 100 / 1.01;
  near(metrics.fees_paid, 0.01 * (bought + bought * 1.2 + bought + bought * 0.75));
  assert.equal(metrics.slippage_paid, 0);
});

Deno.test("metrics: a long run agrees with a direct computation, and every metric is a number or null", () => {
  const candles = randomWalk({ bars: 24 * 400, seed: 17, gaps: true });
  const compiled = compileStrategy(TEMPLATES.find(({ id }) => id === "ema_trend")!.document);
  assert.ok(compiled.ok);
  const result = runBacktest(candles, compiled.plan, {
    ...FREE,
    feeRate: 0.001,
    slippageRate: 0.0005,
  });
  const { metrics } = result;
  const equity = [...result.equity];
  assert.deepEqual(Object.keys(metrics), METRICS.map(({ name }) => name));
  for (const [name, value] of Object.entries(metrics)) {
    assert.ok(value === null || Number.isFinite(value), name);
  }

  const days = new Map<string, number>();
  equity.forEach((value, i) =>
    days.set(new Date(candles.time[i]!).toISOString().slice(0, 10), value)
  );
  const ends = [1000, ...days.values()];
  const returns = ends.slice(1).map((value, k) => value / ends[k]! - 1);
  const mean = returns.reduce((a, b) => a + b) / returns.length;
  const variance = returns.reduce((sum, r) => sum + (r - mean) ** 2, 0) / (returns.length - 1);
  near(metrics.sharpe, mean / Math.sqrt(variance) * Math.sqrt(365));
  const downside = returns.reduce((sum, r) => sum + Math.min(r, 0) ** 2, 0) / returns.length;
  near(metrics.sortino, mean / Math.sqrt(downside) * Math.sqrt(365));

  const span = candles.time[candles.length - 1]! + 3_600_000 - candles.time[0]!;
  near(metrics.cagr, (equity.at(-1)! / 1000) ** (365.25 * 86_400_000 / span) - 1);
  const deepest = Math.min(
    ...equity.map((value, i) =>
      value / Math.max(1000, ...equity.slice(Math.max(0, i - 3000), i + 1)) - 1
    ),
  );
  assert.ok(metrics.max_drawdown! <= deepest + 1e-12);
  near(metrics.calmar, metrics.cagr! / -metrics.max_drawdown!);

  const closed = result.trades.filter(({ exit_reason }) => exit_reason !== "open");
  near(metrics.expectancy, closed.reduce((sum, { pnl }) => sum + pnl, 0) / closed.length);
  const balance = 1000 + result.trades.reduce((sum, { pnl }) => sum + pnl, 0);
  near(equity.at(-1)!, balance);
});

function near(actual: number | null | undefined, expected: number): void {
  assert.ok(
    typeof actual === "number" &&
      Math.abs(actual - expected) <= 1e-9 * Math.max(1, Math.abs(expected)),
    `${actual} is not ${expected}`,
  );
}
