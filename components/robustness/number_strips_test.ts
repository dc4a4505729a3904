import assert from "node:assert/strict";
import { stripsOf } from "./number_strips.ts";

const row = (param: string, from: number, to: number, total_return: number | null) => ({
  block_id: "rsi",
  param,
  from,
  to,
  total_return,
  max_drawdown: null,
  sharpe: null,
  num_trades: null,
});

Deno.test("number strips: by value, the strategy's own among them; numbers in their order", () => {
  const strips = stripsOf([
    row("level", 30, 27, -0.1),
    row("level", 30, 33, 0.2),
    row("period", 14, 11, null),
  ], 0.05);
  assert.deepEqual(strips.map(({ key }) => key), ["rsi.level", "rsi.period"]);
  assert.deepEqual(strips[0]!.cells, [
    { value: 27, totalReturn: -0.1, isOwn: false },
    { value: 30, totalReturn: 0.05, isOwn: true },
    { value: 33, totalReturn: 0.2, isOwn: false },
  ]);
  assert.deepEqual(strips[1]!.cells.map(({ totalReturn }) => totalReturn), [null, 0.05]);
});
