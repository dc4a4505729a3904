import assert from "node:assert/strict";
import { exitSignal } from "./exit_signal.ts";

Deno.test("block exit_signal: takes one signal, and the simulation sells on it", () => {
  assert.deepEqual(exitSignal.role, { kind: "exit" });
  assert.deepEqual(exitSignal.inputs.map(({ name, kind, required }) => [name, kind, required]), [
    ["signal", "signal", true],
  ]);
  assert.deepEqual(exitSignal.outputs, []);
});
