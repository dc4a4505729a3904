/** Which candles are missing between two, in candles that are not on the minute too. */
import assert from "node:assert/strict";
import { candlesFromColumns } from "./candle_series.ts";
import { findGaps } from "./gaps.ts";

const HOUR = 3_600_000;

function hours(...open: number[]) {
  const time = Float64Array.from(open, (hour) => hour * HOUR);
  const column = new Float64Array(open.length).fill(1);
  return candlesFromColumns(
    { time, open: column, high: column, low: column, close: column, volume: column },
    { timeframeMs: HOUR },
  );
}

Deno.test("gaps: how many candles are missing after which", () => {
  assert.deepEqual(findGaps(hours(0, 1, 2)), []);
  assert.deepEqual(findGaps(hours(0, 2, 3, 6)), [
    { after_time: 0, missing: 1 },
    { after_time: 3 * HOUR, missing: 2 },
  ]);
  assert.deepEqual(findGaps(hours(0)), []);
});

Deno.test("gaps: one is missing from half a candle late on", () => {
  assert.deepEqual(findGaps(hours(0, 1.49)), []);
  assert.deepEqual(findGaps(hours(0, 1.5)), [{ after_time: 0, missing: 1 }]);
  assert.deepEqual(findGaps(hours(0, 2.4)), [{ after_time: 0, missing: 1 }]);
});

Deno.test("gaps: only those within the range that is asked for", () => {
  const candles = hours(0, 2, 3, 5, 6, 8);
  assert.deepEqual(findGaps(candles, 1, 5), [{ after_time: 3 * HOUR, missing: 1 }]);
  assert.deepEqual(findGaps(candles, 3), [{ after_time: 6 * HOUR, missing: 1 }]);
  assert.deepEqual(findGaps(candles, 0, 2), [{ after_time: 0, missing: 1 }]);
});
