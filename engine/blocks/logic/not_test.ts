import assert from "node:assert/strict";
import { assertColumn, WALK } from "../../testing/direct.ts";
import { computeBlock } from "../../testing/block_runner.ts";
import { not } from "./not.ts";

Deno.test("block not: true where its input is known and false", () => {
  const input = Uint8Array.from(WALK.close, (_, i) => i % 3 === 0 ? 1 : 0);
  assertColumn(computeBlock(not, WALK, {}, { in: input }).signal, (i) => i % 3 !== 0);
});

Deno.test("block not: what is not known yet is not true the other way round", () => {
  const out = { signal: new Uint8Array(WALK.length) };
  const inputs = { in: new Uint8Array(WALK.length) };
  not.compute!({ candles: WALK, params: {}, inputs, outputs: out, knownFrom: 5 });
  assert.deepEqual([...out.signal.subarray(0, 7)], [0, 0, 0, 0, 0, 1, 1]);
});
