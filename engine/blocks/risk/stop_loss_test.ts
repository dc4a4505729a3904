import assert from "node:assert/strict";
import { phraseOf, subtitleOf } from "../../testing/block_words.ts";
import { resolveParams } from "../../strategy/params.ts";
import { stopLoss } from "./stop_loss.ts";

Deno.test("block stop_loss: each way to measure has its own usual distance", () => {
  const at = (given: Record<string, string>) => resolveParams(stopLoss, given);
  assert.deepEqual(at({}), { mode: "percent", value: 3, period: 14 });
  assert.deepEqual(at({ mode: "atr" }), { mode: "atr", value: 2, period: 14 });
  assert.deepEqual(stopLoss.role, { kind: "stop_loss" });
});

Deno.test("block stop_loss: its bounds are those of a percentage or of a multiple", () => {
  const check = (mode: string, value: number) => stopLoss.check!({ mode, value, period: 14 });
  for (
    const [mode, value] of [["percent", 0.01], ["percent", 100], ["atr", 0.1], ["atr", 20]] as const
  ) {
    assert.equal(check(mode, value), null);
  }
  for (
    const [mode, value] of [["percent", 0], ["percent", 101], ["atr", 0.05], ["atr", 21]] as const
  ) {
    assert.equal(check(mode, value)?.param, "value");
  }
});

Deno.test("block stop_loss: an ATR must be known, and settled, before it is used", () => {
  const { lookback, history } = stopLoss;
  assert.equal(lookback({ mode: "percent", value: 3, period: 14 }), 0);
  assert.equal(lookback({ mode: "atr", value: 2, period: 14 }), 14);
  assert.equal(history!({ mode: "atr", value: 2, period: 14 }), 21 * 14);
});

Deno.test("block stop_loss: its words", () => {
  assert.equal(subtitleOf(stopLoss), "3 % below entry");
  assert.equal(phraseOf(stopLoss), "at a loss of 3 %");
  assert.equal(subtitleOf(stopLoss, { mode: "atr", value: 1.5 }), "1.5 ATR · 14");
  assert.equal(phraseOf(stopLoss, { mode: "atr", period: 7 }), "at a loss of 2 ATR(7)");
});
