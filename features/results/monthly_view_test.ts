import assert from "node:assert/strict";
import { strength, yearRows } from "./monthly_view.ts";

Deno.test("months: a row a year, with what its months made one after the other", () => {
  const rows = yearRows([
    { year: 2021, month: 11, return: 0.1 },
    { year: 2021, month: 12, return: -0.5 },
    { year: 2022, month: 1, return: 0.2 },
  ]);
  assert.deepEqual(rows.map(({ year }) => year), [2021, 2022]);
  const [first, second] = rows;
  assert.deepEqual(first?.months.slice(9), [null, 0.1, -0.5]);
  assert.ok(Math.abs(first!.total - (1.1 * 0.5 - 1)) < 1e-12);
  assert.deepEqual(second?.months.filter((month) => month !== null), [0.2]);
});

Deno.test("months: the tint follows the size, and nothing is tinted by nothing", () => {
  assert.deepEqual([0, 0.01, -0.3, 0.7, -1].map((change) => strength(change, 1)), [0, 1, 2, 3, 3]);
  assert.equal(strength(0, 0), 0);
});
