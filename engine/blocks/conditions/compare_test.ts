import { assertColumn, unknownAt, WALK } from "../../testing/direct.ts";
import { computeBlock } from "../../testing/block_runner.ts";
import { compare } from "./compare.ts";

/** Ties and unknown values among them. */
const a = unknownAt(WALK.close.map((value, i) => i % 4 === 0 ? 100 : value), 30, 31);
const b = unknownAt(WALK.open.map((value, i) => i % 8 === 0 ? 100 : value), 31, 70);
const OPERATORS: Record<string, (x: number, y: number) => boolean> = {
  ">": (x, y) => x > y,
  "<": (x, y) => x < y,
  ">=": (x, y) => x >= y,
  "<=": (x, y) => x <= y,
};

Deno.test("block compare: each operator with a series and with a number, false where one is unknown", () => {
  for (const [operator, holds] of Object.entries(OPERATORS)) {
    const two = computeBlock(compare, WALK, { operator }, { a, b });
    assertColumn(two.signal, (i) => holds(a[i]!, b[i]!));
    for (const value of [100, -1, 0]) {
      const one = computeBlock(compare, WALK, { operator, value }, { a });
      assertColumn(one.signal, (i) => holds(a[i]!, value));
    }
  }
});
