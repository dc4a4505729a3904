import assert from "node:assert/strict";
import { assertColumn, unknownAt, WALK } from "../../testing/direct.ts";
import { computeBlock } from "../../testing/block_runner.ts";
import { roc } from "./roc.ts";

Deno.test("block roc: the change over n bars in percent", () => {
  for (const period of [1, 12, 100]) {
    const { value } = computeBlock(roc, WALK, { period });
    assertColumn(
      value,
      (i) =>
        i < period
          ? null
          : 100 * (WALK.close[i]! - WALK.close[i - period]!) / WALK.close[i - period]!,
    );
  }
});

Deno.test("block roc: unknown where one of the two values is, 0 after a value of 0", () => {
  const source = unknownAt(WALK.close, 50, 75);
  source[60] = source[70] = 0;
  const { value } = computeBlock(roc, WALK, { period: 5 }, { source });
  assert.ok(Number.isNaN(value![50]) && Number.isNaN(value![55]));
  assert.ok(Number.isFinite(value![54]));
  assert.equal(value![65], 0);
  assert.ok(Number.isNaN(value![75]), "0 before, unknown now");
});
