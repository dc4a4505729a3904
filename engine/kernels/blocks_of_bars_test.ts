/** Extremes of blocks of eight bars. */
import assert from "node:assert/strict";
import { blockExtremes } from "./blocks_of_bars.ts";

Deno.test("block extremes: every bar of a block counts, those behind the last whole block do not", () => {
  for (let place = 0; place < 16; place++) {
    const column = new Float64Array(23).fill(5);
    column.fill(100, 16);
    column[place] = 9;
    const block = place < 8 ? [9, 5] : [5, 9];
    assert.deepEqual([...blockExtremes(column).highest], block, `high at ${place}`);
    assert.deepEqual([...blockExtremes(column).lowest], [5, 5], `high at ${place}`);
    column[place] = -9;
    assert.deepEqual([...blockExtremes(column).lowest], place < 8 ? [-9, 5] : [5, -9]);
    assert.deepEqual([...blockExtremes(column).highest], [5, 5], `low at ${place}`);
  }
});

Deno.test("block extremes: an unknown value makes its block unknown, at any place", () => {
  for (let place = 0; place < 8; place++) {
    const column = new Float64Array(16).fill(5);
    column[place] = NaN;
    const { lowest, highest } = blockExtremes(column);
    assert.deepEqual([[...lowest], [...highest]], [[NaN, 5], [NaN, 5]]);
  }
});

Deno.test("block extremes: there are as many as whole blocks", () => {
  const counts = [0, 1, 7, 8, 15, 16, 17].map((bars) =>
    blockExtremes(new Float64Array(bars)).lowest.length
  );
  assert.deepEqual(counts, [0, 0, 0, 1, 1, 2, 2]);
});
