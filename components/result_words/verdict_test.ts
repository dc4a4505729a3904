import assert from "node:assert/strict";
import { verdict, type VerdictInput } from "./verdict.ts";

const year2021 = { fromMs: Date.UTC(2021, 0, 1), toMs: Date.UTC(2022, 0, 1) };

function said(
  metrics: Record<string, number | null>,
  more: Partial<VerdictInput> = {},
): [string, string] {
  const [first, second] = verdict({
    asset: "BTC/USDT",
    ...year2021,
    initialCapital: 10_000,
    firstTradableBar: 15,
    open: false,
    metrics: { num_trades: 0, total_return: 0, max_drawdown: 0, win_rate: null, ...metrics },
    ...more,
  });
  return [first.replaceAll("\u00a0", " "), second.replaceAll("\u00a0", " ")];
}

const typical = {
  total_return: 0.124,
  buy_and_hold_return: 0.596,
  max_drawdown: -0.183,
  num_trades: 27,
  win_rate: 0.48,
};

Deno.test("verdict: says what became of the money beside holding, and that few trades prove little", () => {
  assert.deepEqual(said(typical), [
    "This strategy would have turned 10,000 into 11,240 USDT in 2021 (+12.4 %), while simply holding BTC made +59.6 %.",
    "Its worst drawdown was 18.3 %, and 27 trades are too few to judge it.",
  ]);
});

Deno.test("verdict: a loss is told as plainly as a gain", () => {
  const [first, second] = said({ ...typical, total_return: -0.3, num_trades: 1 });
  assert.match(first, /turned 10,000 into 7,000 USDT in 2021 \(−30\.0 %\)/);
  assert.match(second, /1 trade is too few/);
});

Deno.test("verdict: with enough trades it says how many ended well", () => {
  assert.equal(
    said({ ...typical, num_trades: 127 })[1],
    "Its worst drawdown was 18.3 %, and 48.0 % of its 127 trades ended with a gain.",
  );
  assert.match(said({ ...typical, num_trades: 30 })[1], /30 trades ended with a gain/);
  assert.match(said({ ...typical, num_trades: 29 })[1], /too few/);
});

Deno.test("verdict: a strategy that never bought is not praised for losing nothing", () => {
  const [first, second] = said({ buy_and_hold_return: 0.596 });
  assert.match(first, /never bought in 2021, so the 10,000 USDT stayed as they were/);
  assert.match(first, /holding BTC made \+59\.6 %/);
  assert.match(second, /nothing to judge/);
});

Deno.test("verdict: one position that is still open is a result, but no proof", () => {
  const [first, second] = said({ ...typical, num_trades: 0 }, { open: true });
  assert.match(first, /turned 10,000 into 11,240 USDT/);
  assert.match(second, /only position was still open at the end/);
});

Deno.test("verdict: too little history is named, with what to do", () => {
  const [first, second] = said({ buy_and_hold_return: null }, { firstTradableBar: null });
  assert.match(first, /could not begin in 2021/);
  assert.match(second, /earlier first day/);
});

Deno.test("verdict: periods read naturally", () => {
  const day = Date.UTC(2022, 4, 4);
  assert.match(said(typical, { toMs: Date.UTC(2024, 0, 1) })[0], /from 2021 to 2023 \(/);
  assert.match(said(typical, { toMs: day })[0], /from 1 Jan 2021 to 3 May 2022 \(/);
});

Deno.test("verdict: small capitals keep their cents, a flat curve has no drawdown of 0", () => {
  const [first, second] = said({ ...typical, max_drawdown: 0 }, { initialCapital: 100 });
  assert.match(first, /turned 100 into 112\.40 USDT/);
  assert.match(second, /^It had no drawdown/);
});
