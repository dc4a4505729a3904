import { assertColumn, WALK } from "../../testing/direct.ts";
import { computeBlock } from "../../testing/block_runner.ts";
import { previous } from "./previous.ts";

Deno.test("block previous: the value of so many bars ago", () => {
  for (const bars of [1, 7, 419, 420, 1000]) {
    const { value } = computeBlock(previous, WALK, { bars });
    assertColumn(value, (i) => i < bars ? null : WALK.close[i - bars]!);
  }
});
