import { assertColumn, WALK } from "../../testing/direct.ts";
import { computeBlock } from "../../testing/block_runner.ts";
import { or } from "./or.ts";

const every = (n: number) => Uint8Array.from(WALK.close, (_, i) => i % n === 0 ? 1 : 0);

Deno.test("block or: true where any of what is connected is, whichever inputs are used", () => {
  const two = computeBlock(or, WALK, {}, { in1: every(2), in2: every(3) });
  assertColumn(two.signal, (i) => i % 2 === 0 || i % 3 === 0);
  const three = { in1: every(7), in2: every(3), in8: every(5) };
  assertColumn(computeBlock(or, WALK, {}, three).signal, (i) => [7, 3, 5].some((n) => i % n === 0));
});
