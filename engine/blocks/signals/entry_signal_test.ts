import assert from "node:assert/strict";
import { entrySignal } from "./entry_signal.ts";

Deno.test("block entry_signal: takes one signal, and the simulation buys on it", () => {
  assert.deepEqual(entrySignal.role, { kind: "entry" });
  assert.deepEqual(entrySignal.inputs.map(({ name, kind, required }) => [name, kind, required]), [
    ["signal", "signal", true],
  ]);
  assert.deepEqual(entrySignal.outputs, []);
});
