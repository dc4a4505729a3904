/** Kernels of trend on a few bars, worked out by hand. */
import assert from "node:assert/strict";
import { near } from "../testing/near.ts";
import { adx, keltner, supertrend } from "./trend.ts";

const none = (bars: number) => new Float64Array(bars).fill(NaN);

Deno.test("kernel keltner: no band and no middle where the range is not known, the first bar included", () => {
  const [upper, middle, lower] = [none(4), none(4), none(4)];
  keltner(
    Float64Array.of(10, 20, 30, 40),
    Float64Array.of(NaN, 2, NaN, 0),
    1,
    3,
    upper,
    middle,
    lower,
  );
  assert.deepEqual([...upper], [NaN, 26, NaN, 40]);
  assert.deepEqual([...middle], [NaN, 20, NaN, 40]);
  assert.deepEqual([...lower], [NaN, 14, NaN, 40]);
});

Deno.test("kernel supertrend: bands tighten while they hold, and change sides at a close beyond", () => {
  // hl2 is the close, the distance 2.
  const close = Float64Array.of(50, 10, 11, 12, 12, 13, 12, 11, 10, 10);
  const line = none(10);
  const up = new Uint8Array(10);
  supertrend(close, close, close, new Float64Array(10).fill(1), 2, 1, line, up);
  // The upper band of bar 1 is 12, and a close at 12 is not beyond it; 13 is. Then the lower band rises to 11.
  assert.deepEqual([...line], [NaN, 12, 12, 12, 12, 11, 11, 11, 12, 12]);
  assert.deepEqual([...up], [0, 0, 0, 0, 0, 1, 1, 1, 0, 0]);
});

Deno.test("kernel adx: of two moves of the same size neither counts, of others the larger", () => {
  const lines = (high: number[], low: number[], close: number[]) => {
    const [average, plus, minus] = [none(high.length), none(high.length), none(high.length)];
    adx(
      Float64Array.from(high),
      Float64Array.from(low),
      Float64Array.from(close),
      2,
      average,
      plus,
      minus,
    );
    return { average, plus, minus };
  };
  // True ranges 4, 5, 7 and 4: the range is 4 / 2 + 5 = 7 at bar 2, then 10.5 and 9.25.
  const { average, plus, minus } = lines(
    [10, 11, 12, 13, 13],
    [8, 7, 7, 6, 9],
    [9, 9, 10, 10, 10],
  );
  near(plus[2], 100 / 7, "a rise alone, after a bar that grew by 1 on both sides");
  assert.equal(minus[2], 0);
  near(plus[3], 50 / 10.5, "grown by 1 on both sides");
  assert.equal(minus[3], 0);
  near(plus[4], 25 / 9.25);
  assert.equal(average[2], NaN);
  assert.deepEqual([average[3], average[4]], [100, 100]);

  const fall = lines([10, 10, 11], [8, 7, 4], [9, 8, 5]);
  // Up by 1 and down by 3: the fall counts. Ranges 3 and 7.
  assert.equal(fall.plus[2], 0);
  near(fall.minus[2], 100 * (0.5 + 3) / (1.5 + 7));
});
