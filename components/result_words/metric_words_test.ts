import assert from "node:assert/strict";
import { metricCards } from "./metric_words.ts";

const metrics: Record<string, number | null> = {
  total_return: 0.124,
  buy_and_hold_return: 0.596,
  cagr: 0.124,
  max_drawdown: -0.183,
  max_drawdown_start: 0,
  max_drawdown_recovery: 10 * 86_400_000,
  num_trades: 27,
  win_rate: 0.48,
  average_r: 0.31,
  sharpe: 0.84,
  sortino: 1.1,
  calmar: 0.68,
  expectancy: 45.9,
  longest_losing_streak: 6,
  average_bars_held: 12.5,
  profit_factor: 1.3,
  exposure: 0.41,
  fees_paid: 210.5,
  slippage_paid: 89.5,
};
const card = (key: string, more: Record<string, number | null> = {}) => {
  const found = metricCards({ ...metrics, ...more }, 10_000).find((c) => c.key === key);
  assert.ok(found, key);
  return { ...found, value: found.value.replaceAll("\u00a0", " ") };
};

Deno.test("metric cards: every one has a definition and a value", () => {
  for (const { label, definition, value } of metricCards(metrics, 10_000)) {
    assert.ok(definition.length > 20, label);
    assert.notEqual(value, "–", label);
  }
});

Deno.test("metric cards: gains and losses have a sign as well as a tone", () => {
  assert.equal(card("total_return").value, "+12.4 %");
  assert.equal(card("total_return").tone, "gain");
  assert.equal(card("max_drawdown").value, "−18.3 %");
  assert.equal(card("max_drawdown").tone, "loss");
  assert.equal(card("average_r").value, "+0.31 R");
  assert.equal(card("win_rate").tone, undefined);
});

Deno.test("metric cards: what cannot be told is a dash with the reason", () => {
  const r = card("average_r", { average_r: null });
  assert.equal(r.value, "–");
  assert.match(r.why ?? "", /needs a stop loss/i);
  const none = { num_trades: 0, win_rate: null };
  assert.match(card("win_rate", none).why ?? "", /no closed trades/i);
  assert.match(card("profit_factor", { profit_factor: null }).why ?? "", /No trade lost/);
});

Deno.test("metric cards: counts say what they count", () => {
  assert.deepEqual([card("longest_losing_streak").value, card("longest_losing_streak").note], [
    "6",
    "in a row",
  ]);
  assert.deepEqual([card("average_bars_held").value, card("average_bars_held").note], [
    "12.5",
    "candles",
  ]);
  assert.equal(card("average_bars_held", { average_bars_held: null, num_trades: 0 }).note, null);
  assert.match(card("calmar", { calmar: null }).why ?? "", /no drawdown/);
});

Deno.test("metric cards: costs are fees and slippage together, beside the capital", () => {
  assert.equal(card("costs").value, "300.00 USDT");
  assert.match(card("costs").note ?? "", /^3\.0.% of starting capital$/);
});

Deno.test("metric cards: a drawdown says whether it has recovered", () => {
  assert.match(card("max_drawdown").note ?? "", /^Recovered after 10.days$/);
  assert.match(
    card("max_drawdown", { max_drawdown_recovery: null }).note ?? "",
    /^Not recovered yet$/,
  );
  assert.equal(card("max_drawdown", { max_drawdown: 0 }).note, null);
});

Deno.test("metric cards: a few lucky days are not told as growth a year", () => {
  const { value, why } = card("cagr", { cagr: 10_374_340.8 });
  assert.equal(value, "–");
  assert.equal(why, "The period is too short to say anything about a year.");
  assert.equal(card("cagr", { cagr: 99 }).value, "+9,900.0 %");
});
