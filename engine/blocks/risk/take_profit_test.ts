import assert from "node:assert/strict";
import { phraseOf, subtitleOf } from "../../testing/block_words.ts";
import { resolveParams } from "../../strategy/params.ts";
import { takeProfit } from "./take_profit.ts";

Deno.test("block take_profit: each way to measure has its own usual distance", () => {
  const valueOf = (mode: string) => resolveParams(takeProfit, { mode }).value;
  assert.deepEqual(["percent", "atr", "r_multiple"].map(valueOf), [6, 4, 2]);
  assert.deepEqual(takeProfit.role, { kind: "take_profit" });
});

Deno.test("block take_profit: its bounds are those of a percentage or of a multiple", () => {
  const check = (mode: string, value: number) => takeProfit.check!({ mode, value, period: 14 });
  assert.equal(check("percent", 100), null);
  assert.equal(check("r_multiple", 20), null);
  assert.equal(check("percent", 100.5)?.param, "value");
  assert.equal(check("r_multiple", 20.5)?.param, "value");
  assert.equal(check("atr", 0)?.param, "value");
});

Deno.test("block take_profit: its words", () => {
  assert.equal(subtitleOf(takeProfit), "6 % above entry");
  assert.equal(phraseOf(takeProfit), "at a gain of 6 %");
  assert.equal(subtitleOf(takeProfit, { mode: "atr" }), "4 ATR · 14");
  assert.equal(phraseOf(takeProfit, { mode: "atr" }), "at a gain of 4 ATR(14)");
  assert.equal(subtitleOf(takeProfit, { mode: "r_multiple" }), "2 R");
  assert.equal(phraseOf(takeProfit, { mode: "r_multiple" }), "at a gain of 2 times the risk");
});
