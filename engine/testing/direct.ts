/** What direct computations share: the candles they are tried on, windows, and the comparison with a block's column. */
import assert from "node:assert/strict";
import type { Column } from "../blocks/definition/definition.ts";
import { randomWalk } from "./random_walk.ts";

/** Candles with gaps and jumps that tests of blocks are tried on. */
export const WALK = randomWalk({ bars: 420, seed: 7, jumps: true, gaps: true });

/** The `n` values that end at bar `i`; `null` where there are fewer, or one of them is unknown. */
export function lastValues(x: ArrayLike<number>, i: number, n: number): number[] | null {
  if (i < n - 1) return null;
  const values = Array.from({ length: n }, (_, k) => x[i - n + 1 + k]!);
  return values.every((value) => value === value) ? values : null;
}

export function sumOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}

export function meanOf(values: readonly number[]): number {
  return sumOf(values) / values.length;
}

/** √ of the mean squared distance from the mean. */
export function deviationOf(values: readonly number[]): number {
  const mean = meanOf(values);
  return Math.sqrt(meanOf(values.map((value) => (value - mean) * (value - mean))));
}

/** True range of bar i ≥ 1. */
export function trueRange(
  { high, low, close }: Pick<typeof WALK, "high" | "low" | "close">,
  i: number,
): number {
  const before = close[i - 1]!;
  return Math.max(high[i]!, before) - Math.min(low[i]!, before);
}

/** A series with unknown values at some bars. */
export function unknownAt(x: Float64Array, ...bars: readonly number[]): Float64Array {
  const copy = x.slice();
  for (const bar of bars) copy[bar] = NaN;
  return copy;
}

/**
 * A column equals what a direct computation says of every bar: a number (to a relative 1e-9), true or false, or `null` where
 * it is not known yet. `scale` is the size below which differences are taken as absolute.
 */
export function assertColumn(
  column: Column | undefined,
  direct: (i: number) => number | boolean | null,
  { scale = 1 }: { readonly scale?: number } = {},
): void {
  assert.ok(column, "there is no such column");
  column.forEach((value, i) => {
    const expected = direct(i);
    if (expected === null) {
      assert.ok(
        column instanceof Uint8Array ? value === 0 : Number.isNaN(value),
        `bar ${i}: ${value} is not unknown`,
      );
    } else if (typeof expected === "boolean") {
      assert.equal(value, expected ? 1 : 0, `bar ${i}`);
    } else {
      const far = Math.abs(value - expected) > 1e-9 * Math.max(scale, Math.abs(expected));
      assert.ok(!far && value === value, `bar ${i}: ${value} is not ${expected}`);
    }
  });
}
