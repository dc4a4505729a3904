import assert from "node:assert/strict";
import { phraseOf, subtitleOf } from "../../testing/block_words.ts";
import { entrySignal } from "./entry_signal.ts";

Deno.test("block entry_signal: takes one signal, and the simulation buys on it", () => {
  assert.deepEqual(entrySignal.role, { kind: "entry" });
  assert.deepEqual(entrySignal.inputs.map(({ name, kind, required }) => [name, kind, required]), [
    ["signal", "signal", true],
  ]);
  assert.deepEqual(entrySignal.outputs, []);
});

Deno.test("block entry_signal: its words are those of its signal", () => {
  assert.equal(subtitleOf(entrySignal), "at the next candle's open");
  assert.equal(phraseOf(entrySignal, {}, { signal: "RSI(14) is below 30" }), "RSI(14) is below 30");
  assert.equal(phraseOf(entrySignal), "…");
});
