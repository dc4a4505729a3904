import assert from "node:assert/strict";
import { type StrategyContext, strategyContextSchema } from "../../contracts/strategy_context.ts";
import { contextSetBy, startValues } from "./run_context.ts";

const NOW = Date.parse("2025-03-02T10:20:00Z");
const span = { firstMs: Date.parse("2019-01-01"), toMs: Date.parse("2022-01-01") };
const defaults = { fee_percent: 0.1, slippage_percent: 0.05 };
const start = { context: {}, defaults, span, nowMs: NOW };

Deno.test("run context: with nothing set the form begins with the newest year and the account's costs", () => {
  assert.deepEqual(startValues(start), {
    from: "2021-01-01",
    to: "2021-12-31",
    fee: "0.1",
    slippage: "0.05",
    capital: "10,000",
    intrabar: "stop_first",
  });
});

Deno.test("run context: without a period it follows the timeframe, and a set one stays", () => {
  const from = (timeframe: string, context: StrategyContext = {}) =>
    startValues({ ...start, timeframe, context }).from;
  assert.deepEqual(["15m", "1h", "4h", "1d", "1w"].map((timeframe) => from(timeframe)), [
    "2021-10-01",
    "2021-01-01",
    "2021-01-01",
    "2021-01-01",
    "2019-01-01",
  ]);
  assert.equal(from("15m", { period: "2y" }), "2020-01-01");
  assert.equal(startValues({ ...start, timeframe: "1w", span: null }).from, "2024-03-02");
});

Deno.test("run context: what was set comes back, whichever kind of period it is", () => {
  const context = {
    period: "2y",
    fee_percent: 0,
    slippage_percent: 0.025,
    initial_capital: 1_234_567.5,
    intrabar: "ohlc_path",
  } as const;
  assert.deepEqual(startValues({ ...start, context }), {
    from: "2020-01-01",
    to: "2021-12-31",
    fee: "0",
    slippage: "0.025",
    capital: "1,234,567.5",
    intrabar: "ohlc_path",
  });
  const period = { from: "2019-05-01", to: "2019-06-30" };
  const days = ({ from, to }: typeof period) => ({ from, to });
  assert.deepEqual(days(startValues({ ...start, context: { period } })), period);
  // Days in the address were asked for now.
  const range = { from: "2020-02-01", to: "2020-02-29" };
  assert.deepEqual(days(startValues({ ...start, context: { period }, range })), range);
  assert.equal(startValues({ ...start, span: null, context: { period: "all" } }).to, "2025-03-01");
});

Deno.test("run context: a field sets what it says, and nothing while it cannot be taken", () => {
  const values = startValues(start);
  const set = (field: keyof typeof values, text: string) => {
    const made = contextSetBy(field, { ...values, [field]: text }, NOW);
    assert.deepEqual(strategyContextSchema.parse(made), made);
    return made;
  };
  assert.deepEqual(set("fee", "0.3"), { fee_percent: 0.3 });
  assert.deepEqual(set("slippage", "0"), { slippage_percent: 0 });
  assert.deepEqual(set("capital", "2,500"), { initial_capital: 2_500 });
  assert.deepEqual(set("intrabar", "target_first"), { intrabar: "target_first" });
  assert.deepEqual(set("from", "2021-03-01"), {
    period: { from: "2021-03-01", to: "2021-12-31" },
  });
  for (
    const [field, text] of [
      ["fee", "much"],
      ["fee", "6"],
      ["slippage", "-1"],
      ["capital", "0"],
      ["from", ""],
      ["from", "2022-03-01"],
      ["to", "2020-01-01"],
    ] as const
  ) assert.deepEqual(set(field, text), {}, `${field} ${text}`);
  // A fault in another field does not keep this one from being taken.
  assert.deepEqual(contextSetBy("fee", { ...values, capital: "?", fee: "0.2" }, NOW), {
    fee_percent: 0.2,
  });
});
