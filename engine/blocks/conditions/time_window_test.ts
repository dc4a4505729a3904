import assert from "node:assert/strict";
import { candlesFromColumns } from "../../candles/candle_series.ts";
import { computeBlock } from "../../testing/block_runner.ts";
import { timeWindow } from "./time_window.ts";

const HOUR_MS = 3_600_000;
/** Two weeks of hours, from a Monday 00:00 UTC. */
const WEEKS = (() => {
  const time = Float64Array.from({ length: 14 * 24 }, (_, i) => Date.UTC(2021, 0, 4) + i * HOUR_MS);
  const one = time.map(() => 1);
  return candlesFromColumns({ time, open: one, high: one, low: one, close: one, volume: one });
})();

/** Closing times at which the window is open, as `Mon 09`. */
function openAt(params: Record<string, number | readonly number[]>): Set<string> {
  const { signal } = computeBlock(timeWindow, WEEKS, params);
  return new Set(
    [...signal!].flatMap((open, i) => {
      const close = new Date(WEEKS.time[i]! + HOUR_MS);
      return open
        ? [`${close.toUTCString().slice(0, 3)} ${close.toISOString().slice(11, 13)}`]
        : [];
    }),
  );
}

Deno.test("block time_window: equal hours are the whole day, of the candle's close", () => {
  assert.equal(openAt({}).size, 7 * 24);
  const sundays = openAt({ days: [0], from_hour: 5, to_hour: 5 });
  assert.equal(sundays.size, 24);
  assert.ok([...sundays].every((at) => at.startsWith("Sun")));
});

Deno.test("block time_window: from the first hour up to the last, which is outside", () => {
  assert.deepEqual([...openAt({ days: [3], from_hour: 9, to_hour: 12 })], [
    "Wed 09",
    "Wed 10",
    "Wed 11",
  ]);
});

Deno.test("block time_window: one that wraps midnight belongs to the day on which it began", () => {
  const night = openAt({ days: [5], from_hour: 22, to_hour: 2 });
  assert.deepEqual([...night], ["Fri 22", "Fri 23", "Sat 00", "Sat 01"]);
  assert.deepEqual([...openAt({ days: [6], from_hour: 23, to_hour: 1 })], ["Sat 23", "Sun 00"]);
  // Monday's first hours are the end of Sunday's window.
  assert.deepEqual([...openAt({ days: [0], from_hour: 23, to_hour: 1 })].sort(), [
    "Mon 00",
    "Sun 23",
  ]);
});

Deno.test("block time_window: a day's candle closes on the day after it opened", () => {
  const day = 24 * HOUR_MS;
  // Days that open from Monday to Sunday.
  const time = Float64Array.from({ length: 7 }, (_, i) => Date.UTC(2021, 0, 4) + i * day);
  const one = time.map(() => 1);
  const days = candlesFromColumns({
    time,
    open: one,
    high: one,
    low: one,
    close: one,
    volume: one,
  });
  const signal = (params: Record<string, number | readonly number[]>) => [
    ...computeBlock(timeWindow, days, params).signal!,
  ];
  assert.deepEqual(signal({ days: [1] }), [0, 0, 0, 0, 0, 0, 1], "Sunday's closes on Monday");
  assert.deepEqual(signal({ from_hour: 0, to_hour: 1 }), [1, 1, 1, 1, 1, 1, 1]);
  assert.deepEqual(signal({ from_hour: 1, to_hour: 0 }), [0, 0, 0, 0, 0, 0, 0]);
  // Midnight lies in the window that began the evening before.
  assert.deepEqual(signal({ days: [0], from_hour: 20, to_hour: 1 }), [0, 0, 0, 0, 0, 0, 1]);
});
