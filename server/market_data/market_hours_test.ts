/** When markets are open, in UTC, over the changes of their clocks. */
import assert from "node:assert/strict";
import { candlesFromColumns, findGaps } from "../../engine/mod.ts";
import { sessionsBetween } from "./market_hours.ts";
import type { MarketHours } from "./vendor.ts";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const WEEK = [1, 2, 3, 4, 5];
const NEW_YORK: MarketHours = {
  zone: "America/New_York",
  sessions: WEEK.map((day) => ({ day, open: "09:30", close: "16:00" })),
  tradingDaysPerYear: 252,
};
const TOKYO: MarketHours = {
  zone: "Asia/Tokyo",
  sessions: WEEK.flatMap((day) => [
    { day, open: "12:30", close: "15:00" },
    { day, open: "09:00", close: "11:30" },
  ]),
  tradingDaysPerYear: 245,
};

function told(hours: MarketHours, from: string, to: string, timeframeMs = HOUR): string[] {
  const pairs = sessionsBetween(hours, {
    fromMs: Date.parse(from),
    toMs: Date.parse(to),
    timeframeMs,
  });
  return Array.from(pairs, (time) => new Date(time).toISOString().slice(5, 16).replace("T", " "));
}

Deno.test("market hours: sessions keep the local time when the clocks change", () => {
  // Clocks went forward on Sunday, 10 March, and back on Sunday, 3 November.
  assert.deepEqual(told(NEW_YORK, "2024-03-08", "2024-03-12"), [
    ...["03-08 14:30", "03-08 21:00"],
    ...["03-11 13:30", "03-11 20:00"],
  ]);
  assert.deepEqual(told(NEW_YORK, "2024-11-01", "2024-11-05"), [
    ...["11-01 13:30", "11-01 20:00"],
    ...["11-04 14:30", "11-04 21:00"],
  ]);
});

Deno.test("market hours: several sessions a day, east of Greenwich, in order", () => {
  assert.deepEqual(told(TOKYO, "2024-01-05", "2024-01-08T03:00Z"), [
    ...["01-05 00:00", "01-05 02:30", "01-05 03:30", "01-05 06:00"],
    ...["01-08 00:00", "01-08 02:30"],
  ]);
});

Deno.test("market hours: of days the dates, and a wrong time or zone is refused", () => {
  assert.deepEqual(told(TOKYO, "2024-01-05", "2024-01-09", DAY), [
    ...["01-05 00:00", "01-06 00:00"],
    ...["01-08 00:00", "01-09 00:00"],
  ]);
  const range = { fromMs: 0, toMs: 7 * DAY, timeframeMs: HOUR };
  const sessions = [{ day: 1, open: "9:30", close: "16:00" }];
  assert.throws(() => sessionsBetween({ ...NEW_YORK, sessions }, range), RangeError);
  assert.throws(() => sessionsBetween({ ...NEW_YORK, zone: "Mars/Base" }, range), RangeError);
});

Deno.test("market hours: hours of a stock over a change of the clocks have no gap", () => {
  const fromMs = Date.UTC(2024, 2, 4);
  const toMs = Date.UTC(2024, 2, 23);
  const sessions = sessionsBetween(NEW_YORK, { fromMs, toMs, timeframeMs: HOUR });
  const time: number[] = [];
  for (let i = 0; i < sessions.length; i += 2) {
    for (let at = sessions[i]!; at < sessions[i + 1]!; at += HOUR) time.push(at);
  }
  const series = (times: number[]) => {
    const flat = times.map(() => 1);
    const columns = { time: times, open: flat, high: flat, low: flat, close: flat };
    return candlesFromColumns(columns, { timeframeMs: HOUR });
  };
  assert.equal(time.length, 15 * 7);
  assert.deepEqual(findGaps(series(time), 0, time.length, sessions), []);
  const holed = series(time.filter((_, i) => i !== 30));
  assert.deepEqual(findGaps(holed, 0, holed.length, sessions), [
    { after_time: time[29], missing: 1 },
  ]);
});
