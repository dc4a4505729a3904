/** What the values around a number say, whatever sign they have and wherever the value stands. */
import assert from "node:assert/strict";
import { type Lie, LIE_WORDS, lieOf } from "./plateau.ts";
import { metricOf, STRIP_METRICS } from "./strip_metric.ts";

interface Case {
  readonly at: number;
  readonly metric?: string;
  readonly trades?: number[];
  readonly isLowest?: boolean;
  readonly isHighest?: boolean;
}

function lie(results: number[], { at, metric = "total_return", trades, ...ends }: Case): Lie {
  return lieOf({
    results,
    trades: trades ?? results.map((value) => Number.isNaN(value) ? NaN : 20),
    at,
    isLowest: ends.isLowest ?? at === 0,
    isHighest: ends.isHighest ?? at === results.length - 1,
  }, metricOf(metric));
}

Deno.test("plateau: a peak, what is stable, what is sensitive, and what cannot be told", () => {
  assert.equal(lie([0.01, 0.01, 0, 0.5, 0.01, 0, 0.02], { at: 3 }), "peak");
  assert.equal(lie([0, 0.2, 0.5, 0.52, 0.51, 0.2, 0], { at: 3 }), "sensitive");
  assert.equal(lie([-0.4, 0.5, 0.5, 0.52, 0.51, 0.5, 0], { at: 3 }), "stable");
  assert.equal(lie([0.1, 0.1, 0.1, 0.101, 0.1, 0.1], { at: 3 }), "flat");
  assert.equal(lie([NaN, NaN, 0.2, 0.1], { at: 2 }), "unknown");
  assert.equal(lie([0.1, 0.2, 0.3, 0.4], { at: -1 }), "unknown");
  // A straight line has its neighbours' mean, and is not stable for that.
  const line = Array.from({ length: 21 }, (_, k) => (k - 8) / 20);
  assert.equal(lie(line, { at: 10 }), "sensitive");
});

Deno.test("plateau: losses are never called stable gains, nor a gain beside losses", () => {
  const losses = [-0.3, -0.31, -0.3, -0.29, -0.3, -0.31, -0.3];
  assert.equal(lie(losses, { at: 3 }), "all_lose");
  assert.equal(lie([...losses, 0.4], { at: 3 }), "losing");
  assert.equal(lie([-0.1, -0.2, -0.4, -0.5, -0.6, -0.2, 0.4], { at: 3 }), "losing");
  assert.equal(lie([-0.5, -0.6, -0.55, -0.1, -0.6, -0.5, 0.3], { at: 3 }), "losing_peak");
  assert.equal(lie([0.01, 0.01, -0.004, 0.008, -0.004, 0.01], { at: 3 }), "sensitive");
  assert.match(LIE_WORDS.all_lose.word + LIE_WORDS.all_lose.meaning, /lose.*does not help/);
  assert.equal(lie([-0.1, -0.4, -0.9, -0.2, -0.8], { at: 3 }), "all_lose", "however they differ");
  assert.equal(lie([0.6, 0.7, 0.65, 0.62, 0.6], { at: 2, metric: "profit_factor" }), "all_lose");
  assert.equal(lie([-1, -0.9, -1.1, -1, -0.7], { at: 2, metric: "sharpe" }), "all_lose");
  const turning = [-0.2, -0.19, -0.2, -0.2, -0.21, -0.2, 0, 0];
  const trades = [9, 9, 9, 9, 9, 9, 0, 0];
  assert.equal(lie(turning, { at: 3, trades }), "all_lose", "not to trade is no way to win");
});

Deno.test("plateau: a drawdown is no loss of its own, and the smaller one is the better", () => {
  const metric = "max_drawdown";
  assert.equal(lie([-0.4, -0.21, -0.2, -0.2, -0.22, -0.2], { at: 3, metric }), "stable");
  assert.equal(lie([-0.4, -0.41, -0.1, -0.4, -0.42], { at: 2, metric }), "peak");
  assert.equal(lie([-0.1, -0.1, -0.5, -0.1, -0.1], { at: 2, metric }), "sensitive");
});

Deno.test("plateau: what does not trade is told as that", () => {
  const none = [0, 0, 0, 0, 0];
  assert.equal(lie(none, { at: 2, trades: none }), "no_trades");
  assert.equal(lie([NaN, NaN, NaN], { at: 1, metric: "sharpe", trades: [0, 0, 0] }), "no_trades");
  assert.equal(lie([0.1, 0.2, 0, 0, 0], { at: 3, trades: [5, 3, 0, 0, 0] }), "none_here");
  assert.equal(
    lie([5, 3, 0, 0, 0], { at: 3, metric: "num_trades", trades: [5, 3, 0, 0, 0] }),
    "none_here",
  );
});

Deno.test("plateau: with values on one side alone it says so, and what they do", () => {
  assert.equal(lie([0.3, 0.1, 0.05, 0.02, 0.01], { at: 0 }), "edge_worse");
  assert.equal(lie([0.3, 0.5, 0.6, 0.7, 0.7], { at: 0 }), "edge_better");
  assert.equal(lie([0.7, 0.2, 0.3, 0.31, 0.3], { at: 4 }), "edge_same");
  // Results end before the values do: a period that is longer than there are candles.
  assert.equal(lie([0.1, 0.2, 0.3, 0.5, NaN, NaN, NaN], { at: 3 }), "half_worse");
  assert.equal(lie([0.1, 0.1, 0.1, 0.1, 0.101], { at: 4 }), "flat");
});

Deno.test("plateau: of the number of trades neither more nor less is better", () => {
  const metric = "num_trades";
  assert.equal(lie([40, 22, 21, 23, 20, 22], { at: 3, metric }), "stable");
  assert.equal(lie([5, 6, 5, 60, 5, 6, 5], { at: 3, metric }), "sensitive");
  assert.equal(lie([5, 6, 60, 5, 60, 6, 5], { at: 3, metric }), "sensitive");
});

Deno.test("plateau: what is flat depends on the metric", () => {
  const sharpe = [0.81, 0.82, 0.8, 0.83, 0.81, 0.82];
  assert.equal(lie(sharpe, { at: 3, metric: "sharpe" }), "flat");
  assert.notEqual(lie(sharpe, { at: 3 }), "flat");
});

Deno.test("plateau: where less is better, a peak points down, and an edge is better below", () => {
  const lower = { ...metricOf("max_drawdown"), better: -1 } as const;
  const told = (results: number[], at: number) =>
    lieOf({
      results,
      trades: results.map(() => 20),
      at,
      isLowest: at === 0,
      isHighest: at === results.length - 1,
    }, lower);
  assert.equal(told([0.5, 0.52, 0.5, 0.01, 0.5, 0.51, 0.5], 3), "peak");
  assert.equal(told([0.01, 0.02, 0, 0.5, 0.01, 0, 0.02], 3), "sensitive");
  assert.equal(told([0.5, 0.2, 0.1, 0.1, 0.1], 0), "edge_better");
  assert.equal(told([0.1, 0.4, 0.5, 0.5, 0.5], 0), "edge_worse");
});

Deno.test("plateau: every metric has words for everything that can be told", () => {
  for (const { key, words } of STRIP_METRICS) {
    for (const lie of Object.keys(LIE_WORDS) as (keyof typeof LIE_WORDS)[]) {
      const { word, meaning } = words[lie];
      assert.match(word, /^[A-Z].*[:.]$/, `${key} ${lie}`);
      assert.match(meaning, /\.$/, `${key} ${lie}`);
    }
  }
});
