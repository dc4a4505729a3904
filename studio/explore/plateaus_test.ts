import assert from "node:assert/strict";
import { type Grid, plateausOf } from "./plateaus.ts";

const RETURN = { base: 0, losesBelow: 0 };

/** A grid of rows, the lowest first; one trade a cell unless told otherwise. */
function gridOf(rows: readonly (readonly number[])[], trades?: readonly number[]): Grid {
  const values = rows.flat();
  return {
    columns: rows[0]!.length,
    rows: rows.length,
    values,
    trades: trades ?? values.map(() => 1),
  };
}

Deno.test("plateaus: a cell is steady when all of its neighbours are within 20 % of its own value", () => {
  const flat = gridOf([[1, 1, 1], [1, 1, 1], [1, 1, 1]]);
  assert.deepEqual(plateausOf(flat, RETURN), [[0, 1, 2, 3, 4, 5, 6, 7, 8]]);
  // The neighbours of the corner differ by more than 20 % from it; it differs by 20 % exactly from the cell in the middle.
  const corner = gridOf([[0.8, 1, 1], [1, 1, 1], [1, 1, 1]]);
  assert.deepEqual(plateausOf(corner, RETURN), [[1, 2, 3, 4, 5, 6, 7, 8]]);
  const lower = gridOf([[0.79, 1, 1], [1, 1, 1], [1, 1, 1]]);
  assert.deepEqual(plateausOf(lower, RETURN), [[2, 5, 6, 7, 8]]);
});

Deno.test("plateaus: losses, cells without a value and cells without a trade are none", () => {
  assert.deepEqual(plateausOf(gridOf([[-1, -1], [-1, -1]]), RETURN), []);
  assert.deepEqual(plateausOf(gridOf([[1, NaN], [1, 1]]), RETURN), []);
  assert.deepEqual(plateausOf(gridOf([[1, 1], [1, 1]], [0, 0, 0, 0]), RETURN), []);
  // A drawdown is no loss of its own: the metric says from where on it is one.
  const drawdowns = gridOf([[-0.1, -0.1], [-0.1, -0.1]]);
  assert.deepEqual(plateausOf(drawdowns, { base: 0, losesBelow: null }), [[0, 1, 2, 3]]);
});

Deno.test("plateaus: the distance is counted from the metric's base", () => {
  // A profit factor of 1.3 is half again as good as 1.2, although the numbers are near.
  const factors = gridOf([[1.2, 1.3]]);
  assert.deepEqual(plateausOf(factors, { base: 1, losesBelow: 1 }), []);
  assert.deepEqual(plateausOf(factors, { base: 0, losesBelow: null }), [[0, 1]]);
});

Deno.test("plateaus: those apart are told apart, the largest first, and touching corners do not join", () => {
  const apart = gridOf([[1, 1, 9, 5, 5, 5], [1, 1, 9, 5, 5, 5]]);
  // Beside the ridge nothing is steady.
  assert.deepEqual(plateausOf(apart, RETURN), [[4, 5, 10, 11], [0, 6]]);
});

Deno.test("plateaus: a single cell, and a single row", () => {
  assert.deepEqual(plateausOf(gridOf([[1]]), RETURN), []);
  assert.deepEqual(plateausOf(gridOf([[1, 1.1, 1.2, 2]]), RETURN), [[0, 1]]);
});
