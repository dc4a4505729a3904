import { assertColumn, WALK } from "../../testing/direct.ts";
import { computeBlock } from "../../testing/block_runner.ts";
import { sustained } from "./sustained.ts";

Deno.test("block sustained: true where each of the last bars is", () => {
  const input = Uint8Array.from(WALK.close, (value, i) => value > WALK.open[i]! ? 1 : 0);
  for (const bars of [1, 2, 3, 5]) {
    const { signal } = computeBlock(sustained, WALK, { bars }, { in: input });
    assertColumn(
      signal,
      (i) => i >= bars - 1 && input.subarray(i - bars + 1, i + 1).every((value) => value === 1),
    );
  }
});
