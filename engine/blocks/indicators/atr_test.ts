import { assertColumn, meanOf, trueRange, WALK } from "../../testing/direct.ts";
import { computeBlock } from "../../testing/block_runner.ts";
import { atr } from "./atr.ts";

Deno.test("block atr: the mean of the first true ranges, then smoothed as Wilder does", () => {
  for (const period of [1, 2, 14, 60]) {
    const values: number[] = [];
    const ranges: number[] = [];
    for (let i = 1; i < WALK.length; i++) {
      ranges.push(trueRange(WALK, i));
      values[i] = ranges.length === period
        ? meanOf(ranges)
        : (values[i - 1]! * (period - 1) + ranges.at(-1)!) / period;
    }
    const { value } = computeBlock(atr, WALK, { period });
    assertColumn(value, (i) => i < period ? null : values[i]!);
  }
});
