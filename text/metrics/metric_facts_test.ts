/** What is said of metrics, as plain values, and the lists that are made of it. */
import assert from "node:assert/strict";
import { METRICS } from "../../engine/mod.ts";
import { FIGURE_METRICS, METRIC_FACTS, metricsShown } from "./mod.ts";

/** Name, unit, which values are better, digits, and a plus where values above 0 are written with one. */
const FIGURES = `
  total_return             fraction  higher   1  +
  cagr                     fraction  higher   1  +
  exposure                 fraction  neutral  1
  max_drawdown             fraction  higher   1  +
  longest_underwater_bars  bars      lower    0
  num_trades               count     neutral  0
  win_rate                 fraction  higher   1
  profit_factor            ratio     higher   2
  expectancy               money     higher   2  +
  average_trade_return     fraction  higher   2  +
  average_win_return       fraction  higher   2  +
  average_loss_return      fraction  higher   2  +
  best_trade_return        fraction  higher   2  +
  worst_trade_return       fraction  higher   2  +
  average_r                r         higher   2  +
  average_bars_held        bars      neutral  1
  longest_losing_streak    count     lower    0
  fees_paid                money     lower    2
  slippage_paid            money     lower    2
  sharpe                   ratio     higher   2
  sortino                  ratio     higher   2
  calmar                   ratio     higher   2
  buy_and_hold_return      fraction  neutral  1  +
`;

Deno.test("metric facts: unit, direction, digits and sign", () => {
  const written = FIGURE_METRICS.map((name) => {
    const { unit, direction, digits, signed } = METRIC_FACTS[name];
    return [name, unit, direction, digits, ...signed ? ["+"] : []].join(" ");
  });
  const lines = FIGURES.trim().split("\n").map((line) => line.trim().split(/\s+/).join(" "));
  assert.deepEqual(written.toSorted(), lines.toSorted());
});

Deno.test("metric facts: every metric of the engine has them; what has none is a time", () => {
  assert.deepEqual(
    METRICS.map(({ name }) => name).filter((name) => !(name in METRIC_FACTS)),
    ["max_drawdown_start", "max_drawdown_bottom", "max_drawdown_recovery"],
  );
  const known = new Set<string>(METRICS.map(({ name }) => name));
  assert.deepEqual(FIGURE_METRICS.filter((name) => !known.has(name)), []);
});

Deno.test("metric facts: a place in a list is taken once", () => {
  for (const place of ["cards", "headlines", "compare", "nearby"] as const) {
    const ranks = metricsShown(place).map((name) => {
      const { shown, nearby } = METRIC_FACTS[name];
      return place === "nearby" ? nearby?.rank : shown?.[place];
    });
    assert.equal(new Set(ranks).size, ranks.length, `${place}: ${ranks}`);
  }
});

Deno.test("metric facts: each list in its order", () => {
  const names = (place: Parameters<typeof metricsShown>[0]) => metricsShown(place).join(" ");
  assert.equal(
    names("cards"),
    "total_return cagr max_drawdown sharpe sortino num_trades win_rate profit_factor expectancy " +
      "average_r calmar longest_losing_streak average_bars_held exposure",
  );
  assert.equal(
    names("headlines"),
    "total_return max_drawdown num_trades win_rate sharpe profit_factor",
  );
  assert.equal(
    names("compare"),
    "total_return buy_and_hold_return cagr max_drawdown num_trades win_rate average_r sharpe profit_factor exposure",
  );
  assert.equal(
    names("nearby"),
    "total_return max_drawdown sharpe profit_factor win_rate num_trades",
  );
});

Deno.test("metric facts: what counts as flat, as a loss, and where bars begin", () => {
  const written = metricsShown("nearby").map((name) => {
    const { flat, base = 0, losesBelow = "-", toned = false } = METRIC_FACTS[name].nearby!;
    return `${name} ${flat} ${base} ${losesBelow} ${toned ? "toned" : "plain"}`;
  });
  assert.deepEqual(written, [
    "total_return 0.005 0 0 toned",
    "max_drawdown 0.005 0 - toned",
    "sharpe 0.05 0 0 toned",
    "profit_factor 0.05 1 1 toned",
    "win_rate 0.01 0 - plain",
    "num_trades 1 0 - plain",
  ]);
});
