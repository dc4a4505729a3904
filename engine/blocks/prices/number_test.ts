import { assertColumn, WALK } from "../../testing/direct.ts";
import { computeBlock } from "../../testing/block_runner.ts";
import { number } from "./number.ts";

Deno.test("block number: the same number at every bar, 0 when none is given", () => {
  assertColumn(computeBlock(number, WALK, { value: -12.5 }).value, () => -12.5);
  assertColumn(computeBlock(number, WALK).value, () => 0);
});
