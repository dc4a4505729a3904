import assert from "node:assert/strict";
import { WALK } from "../../testing/direct.ts";
import { computeBlock } from "../../testing/block_runner.ts";
import { volume } from "./volume.ts";

Deno.test("block volume: the column of the candles", () => {
  assert.equal(computeBlock(volume, WALK).value, WALK.volume);
});
