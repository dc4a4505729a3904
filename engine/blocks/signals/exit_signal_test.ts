import assert from "node:assert/strict";
import { phraseOf, subtitleOf } from "../../testing/block_words.ts";
import { exitSignal } from "./exit_signal.ts";

Deno.test("block exit_signal: takes one signal, and the simulation sells on it", () => {
  assert.deepEqual(exitSignal.role, { kind: "exit" });
  assert.deepEqual(exitSignal.inputs.map(({ name, kind, required }) => [name, kind, required]), [
    ["signal", "signal", true],
  ]);
  assert.deepEqual(exitSignal.outputs, []);
});

Deno.test("block exit_signal: its words are those of its signal", () => {
  assert.equal(subtitleOf(exitSignal), "at the next candle's open");
  assert.equal(phraseOf(exitSignal, {}, { signal: "RSI(14) is below 30" }), "RSI(14) is below 30");
  assert.equal(phraseOf(exitSignal), "…");
});
