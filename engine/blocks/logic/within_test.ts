import { assertColumn, WALK } from "../../testing/direct.ts";
import { computeBlock } from "../../testing/block_runner.ts";
import { within } from "./within.ts";

Deno.test("block within: true where any of the last bars is, from the first bar on", () => {
  const input = Uint8Array.from(WALK.close, (_, i) => i === 0 || i % 11 === 4 ? 1 : 0);
  for (const bars of [1, 3, 8]) {
    const { signal } = computeBlock(within, WALK, { bars }, { in: input });
    assertColumn(
      signal,
      (i) => input.subarray(Math.max(0, i - bars + 1), i + 1).some((value) => value === 1),
    );
  }
});
