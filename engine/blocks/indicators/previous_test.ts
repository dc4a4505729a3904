import { assertColumn, unknownAt, WALK } from "../../testing/direct.ts";
import { computeBlock } from "../../testing/block_runner.ts";
import { previous } from "./previous.ts";

Deno.test("block previous: the value of so many bars ago", () => {
  for (const bars of [1, 7, 419, 420, 1000]) {
    const { value } = computeBlock(previous, WALK, { bars });
    assertColumn(value, (i) => i < bars ? null : WALK.close[i - bars]!);
  }
});

Deno.test("block previous: what was unknown is so as many bars later, and nowhere else", () => {
  const source = unknownAt(WALK.close, 0, 50);
  const { value } = computeBlock(previous, WALK, { bars: 3 }, { source });
  assertColumn(value, (i) => i < 4 || i === 53 ? null : source[i - 3]!);
});
