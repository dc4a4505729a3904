import { assertColumn, WALK } from "../../testing/direct.ts";
import { computeBlock } from "../../testing/block_runner.ts";
import { and } from "./and.ts";

const every = (n: number) => Uint8Array.from(WALK.close, (_, i) => i % n === 0 ? 1 : 0);

Deno.test("block and: true where all that is connected is, whichever inputs are used", () => {
  const two = computeBlock(and, WALK, {}, { in1: every(2), in2: every(3) });
  assertColumn(two.signal, (i) => i % 6 === 0);
  const three = { in1: every(2), in2: every(3), in8: every(5) };
  assertColumn(computeBlock(and, WALK, {}, three).signal, (i) => i % 30 === 0);
});
