import assert from "node:assert/strict";
import { pixelColumns } from "./plot_area.ts";

/** The bars of each pixel. */
function barsOf({ left, starts }: ReturnType<typeof pixelColumns>): Record<number, number[]> {
  const found: Record<number, number[]> = {};
  for (let k = 0; k < starts.length - 1; k++) {
    const from = starts[k]!;
    found[left + k] = Array.from({ length: starts[k + 1]! - from }, (_, bar) => from + bar);
  }
  return found;
}

Deno.test("pixel columns: every bar is on one pixel, in order", () => {
  assert.deepEqual(barsOf(pixelColumns(3, 9, (bar) => 10 + bar * 0.4)), {
    11: [3, 4],
    12: [5, 6, 7],
    13: [8, 9],
  });
});

Deno.test("pixel columns: a pixel that no bar is on is empty", () => {
  const x = (bar: number) => [0.2, 0.9, 4.5, 5.5][bar]!;
  assert.deepEqual(barsOf(pixelColumns(0, 3, x)), {
    0: [0, 1],
    1: [],
    2: [],
    3: [],
    4: [2],
    5: [3],
  });
  assert.deepEqual(barsOf(pixelColumns(2, 2, x)), { 4: [2] });
});
