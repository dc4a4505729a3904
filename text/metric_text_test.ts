import assert from "node:assert/strict";
import { renderToString } from "preact-render-to-string";
import type { Run } from "../contracts/backtests.ts";
import { FIGURE_METRICS } from "./metrics/mod.ts";
import { figureRows } from "../features/compare/compare_view.ts";
import { STRIP_METRICS } from "../studio/live/strip_metric.ts";
import { equityText, type Figure, metricDifference, metricText } from "./metric_text.ts";
import { CostsCard } from "../features/results/CostsCard.tsx";
import { metricCards } from "../components/result_words/metric_words.ts";
import type { ResultSummary } from "../components/result_words/result.ts";
import { verdict } from "../components/result_words/verdict.ts";
import { HistoryRow } from "../features/history/HistoryRow.tsx";
import { sinceWords } from "./schedule_words.ts";
import { sparklineWords } from "../components/pictures/Sparkline.tsx";

/** Values that other numbers of digits would write differently. */
const metrics: Record<string, number | null> = {
  total_return: 0.12449,
  buy_and_hold_return: 0.59651,
  cagr: 0.12451,
  max_drawdown: -0.35149,
  num_trades: 1240,
  win_rate: 0.57549,
  average_r: 0.31499,
  sharpe: 0.8451,
  profit_factor: 1.29501,
  exposure: 0.41949,
  fees_paid: 1210.504,
  slippage_paid: 89.499,
};
const plain = (text: string) => text.replaceAll("\u00a0", " ").replaceAll("&amp;", "&");
const text = (metric: Figure) => metricText(metric, metrics[metric]);

Deno.test("metric text: every metric of the engine has a way to be written", () => {
  for (const name of FIGURE_METRICS) {
    assert.match(metricText(name, 0.5), /\d/, name);
    assert.equal(metricText(name, null), "–");
    assert.equal(metricText(name, Infinity), "–");
  }
});

Deno.test("metric text: unit, digits and sign", () => {
  assert.equal(plain(text("total_return")), "+12.4 %");
  assert.equal(plain(text("win_rate")), "57.5 %");
  assert.equal(plain(text("max_drawdown")), "−35.1 %");
  assert.equal(plain(metricText("max_drawdown", -0.35149, { size: true })), "35.1 %");
  assert.equal(plain(metricText("trade_return", -0.01234)), "−1.23 %");
  assert.equal(metricText("average_r", 0.315), "+0.32 R");
  assert.equal(metricText("r_multiple", -1, { bare: true }), "−1.00");
  assert.equal(plain(metricText("pnl", 12.5)), "+12.50 USDT");
  assert.equal(metricText("pnl", 12.5, { bare: true }), "+12.50");
  assert.equal(metricDifference("win_rate", 0.5, 0.521), "−2.1 points");
  assert.equal(metricDifference("num_trades", 5, 2), "+3");
  assert.equal(plain(metricDifference("costs", 7, 5)), "+2.00 USDT");
  // −15.6 % and −40.1 % are what a reader sees and subtracts.
  assert.equal(metricDifference("total_return", -0.40051, -0.15649), "−24.5 points");
  assert.equal(equityText(11_240.33), "11,240");
  assert.equal(equityText(112.4), "112.40");
  assert.equal(equityText(null), "–");
});

Deno.test("metric text: the same figure reads the same wherever it stands", () => {
  const run = {
    run_id: "r",
    status: "completed",
    triggered_by: "manual",
    version_number: 1,
    date_from: "2021-01-01T00:00:00.000Z",
    date_to: "2022-01-01T00:00:00.000Z",
    created_at: "2022-01-01T00:00:00.000Z",
    initial_capital: 10_000,
    error_message: null,
    waiting_for: null,
    note: null,
    tags: [],
    ...metrics,
  } as unknown as Run;
  const cards = new Map(metricCards(metrics, 10_000).map((card) => [card.key, card]));
  for (const [key, { value }] of cards) {
    if (key === "costs") continue;
    assert.equal(value, text(key as Figure), key);
  }
  assert.ok(cards.get("total_return")!.note!.endsWith(text("buy_and_hold_return")));

  for (const { key, cells } of figureRows([{ run, metrics, rules: "" }])) {
    assert.equal(cells[0]!.value, cards.get(key)?.value ?? text(key as Figure), `compare: ${key}`);
  }

  const [outcome, trust] = verdict({
    asset: "BTC/USDT",
    fromMs: Date.parse(run.date_from),
    toMs: Date.parse(run.date_to),
    initialCapital: 10_000,
    metrics,
    firstTradableBar: 1,
    open: false,
  });
  assert.ok(outcome.includes(`(${text("total_return")})`), outcome);
  assert.ok(outcome.includes(`into ${equityText(11_244.9)}\u00a0USDT`), outcome);
  assert.ok(outcome.includes(text("buy_and_hold_return")), outcome);
  assert.ok(trust.includes(text("win_rate")), trust);
  assert.ok(trust.includes(text("max_drawdown").replace("−", "")), trust);
  assert.ok(!trust.includes("−"), "the word says the direction");

  for (const { key, write } of STRIP_METRICS) {
    assert.equal(write(metrics[key]!), text(key as Figure), `bars below a number: ${key}`);
  }

  const row = renderToString(HistoryRow({
    run,
    market: run,
    isChosen: false,
    isFull: false,
    full: null,
    onToggle() {},
    onRerun() {},
    onDelete() {},
    onRunAgain() {},
  }));
  const shown = ["total_return", "buy_and_hold_return", "max_drawdown", "win_rate", "num_trades"];
  for (const key of shown) assert.ok(row.includes(text(key as Figure)), `history: ${key}`);

  const since = { until: "", days: 3, return: metrics.total_return!, trades: 1 };
  assert.ok(sinceWords(since).startsWith(text("total_return")));
  const points = [1, 1.5, 1.1245];
  assert.ok(
    sparklineWords({ points, end: metrics.total_return! })
      .endsWith(`${text("total_return")} at the end`),
  );

  const costs = renderToString(CostsCard({
    summary: { metrics } as unknown as ResultSummary,
    costs: { value: { kind: "failed" } } as Parameters<typeof CostsCard>[0]["costs"],
  }));
  assert.ok(costs.includes(text("fees_paid")) && costs.includes(text("slippage_paid")), costs);
});
