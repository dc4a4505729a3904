import assert from "node:assert/strict";
import { assertColumn, WALK } from "../../testing/direct.ts";
import { computeBlock } from "../../testing/block_runner.ts";
import { compileStrategy, DEFAULT_SETTINGS, portColumns } from "../../mod.ts";
import { documentOf } from "../../testing/document.ts";
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

Deno.test("block not: in a strategy it is false until what it turns around is known", () => {
  const compiled = compileStrategy(documentOf(
    {
      rsi: ["rsi", { period: 9 }],
      high: ["compare", { operator: ">", value: 101 }],
      not: ["not"],
      buy: ["entry_signal"],
    },
    "rsi.value → high.a, high.signal → not.in, not.signal → buy.signal",
  ));
  assert.ok(compiled.ok);
  const columns = new Map(portColumns(WALK, compiled.plan, DEFAULT_SETTINGS));
  // RSI is never above 101: known and not true from its first value on.
  assertColumn(columns.get("not.signal"), (i) => i >= 9);
});
