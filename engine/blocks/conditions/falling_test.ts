import assert from "node:assert/strict";
import { assertColumn, unknownAt, WALK } from "../../testing/direct.ts";
import { computeBlock } from "../../testing/block_runner.ts";
import { falling } from "./falling.ts";

Deno.test("block falling: so many strict changes in a row", () => {
  const source = unknownAt(WALK.close.map((value, i) => i % 6 === 0 ? 100 : value), 40);
  for (const bars of [1, 2, 3, 10]) {
    const { signal } = computeBlock(falling, WALK, { bars }, { source });
    assertColumn(signal, (i) => {
      for (let k = i - bars + 1; k <= i; k++) {
        if (!(k > 0 && source[k]! < source[k - 1]!)) return false;
      }
      return true;
    });
  }
});

Deno.test("block falling: an unchanged value is no fall", () => {
  const flat = WALK.close.map(() => 5);
  const { signal } = computeBlock(falling, WALK, { bars: 1 }, { source: flat });
  assert.ok(signal!.every((value) => value === 0));
});
