import assert from "node:assert/strict";
import { phraseOf, subtitleOf } from "../../testing/block_words.ts";
import { resolveParams } from "../../strategy/params.ts";
import { trailingStop } from "./trailing_stop.ts";

Deno.test("block trailing_stop: each way to measure has its own usual distance", () => {
  const valueOf = (mode: string) => resolveParams(trailingStop, { mode }).value;
  assert.deepEqual(["percent", "atr"].map(valueOf), [5, 3]);
  assert.deepEqual(trailingStop.role, { kind: "trailing_stop" });
});

Deno.test("block trailing_stop: its bounds are those of a percentage or of a multiple", () => {
  const check = (mode: string, value: number) => trailingStop.check!({ mode, value, period: 14 });
  assert.equal(check("percent", 5), null);
  assert.equal(check("percent", 0)?.param, "value");
  assert.equal(check("atr", 25)?.param, "value");
});

Deno.test("block trailing_stop: its words", () => {
  assert.equal(subtitleOf(trailingStop), "5 % below the high");
  assert.equal(phraseOf(trailingStop), "when it falls 5 % from its high");
  assert.equal(subtitleOf(trailingStop, { mode: "atr" }), "3 ATR · 14");
  assert.equal(phraseOf(trailingStop, { mode: "atr" }), "when it falls 3 ATR(14) from its high");
});
