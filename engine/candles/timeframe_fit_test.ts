/** When candles are not candles of a timeframe, and what is said about it. */
import assert from "node:assert/strict";
import { candleOpen, nextCandleOpen, TIMEFRAMES, timeframeToMs } from "./timeframe.ts";
import { findFitProblem } from "./timeframe_fit.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const START = Date.UTC(2021, 0, 1);

/** Open times after the start. */
const times = (...afterMs: number[]) => afterMs.map((ms) => START + ms);
const every = (stepMs: number, count: number, firstMs = 0) =>
  times(...Array.from({ length: count }, (_, k) => firstMs + k * stepMs));

Deno.test("timeframes: milliseconds by name, and nothing for other names", () => {
  const known = {
    "1m": 1,
    "5m": 5,
    "15m": 15,
    "30m": 30,
    "1h": 60,
    "4h": 240,
    "1d": 1_440,
    "1w": 10_080,
  };
  for (const [name, minutes] of Object.entries(known)) {
    assert.equal(timeframeToMs(name), minutes * MINUTE, name);
  }
  for (const name of ["2h", "", "toString", "__proto__"]) {
    assert.equal(timeframeToMs(name), undefined);
  }
});

Deno.test("timeframes: a candle opens at a whole timeframe from midnight, a week on Monday", () => {
  const cases: [timeframe: keyof typeof TIMEFRAMES, time: string, open: string, next: string][] = [
    ["15m", "2022-12-31T23:59:59.999Z", "2022-12-31T23:45:00Z", "2023-01-01T00:00:00Z"],
    ["1h", "2021-01-01T00:00:00Z", "2021-01-01T00:00:00Z", "2021-01-01T00:00:00Z"],
    ["4h", "2021-01-01T03:59:00Z", "2021-01-01T00:00:00Z", "2021-01-01T04:00:00Z"],
    ["1d", "2020-02-29T12:00:00Z", "2020-02-29T00:00:00Z", "2020-03-01T00:00:00Z"],
    // Sunday is the last day of a week, also where a year ends in it.
    ["1w", "2023-01-01T23:59:00Z", "2022-12-26T00:00:00Z", "2023-01-02T00:00:00Z"],
    ["1w", "2023-01-02T00:00:00Z", "2023-01-02T00:00:00Z", "2023-01-02T00:00:00Z"],
    ["1w", "1970-01-01T00:00:00Z", "1969-12-29T00:00:00Z", "1970-01-05T00:00:00Z"],
    ["1h", "1969-12-31T23:30:00Z", "1969-12-31T23:00:00Z", "1970-01-01T00:00:00Z"],
  ];
  for (const [timeframe, time, open, next] of cases) {
    const [at, ms] = [Date.parse(time), TIMEFRAMES[timeframe]];
    assert.equal(candleOpen(at, ms), Date.parse(open), `${timeframe} ${time}`);
    assert.equal(nextCandleOpen(at, ms), Date.parse(next), `${timeframe} ${time}`);
  }
});

Deno.test("timeframe fit: candles that begin where they should, with gaps and before 1970", () => {
  const fitting: [times: number[], timeframeMs: number][] = [
    [[], HOUR],
    [times(0), HOUR],
    [every(HOUR, 5), HOUR],
    [times(0, HOUR, 3 * HOUR, 4 * HOUR), HOUR],
    [every(4 * HOUR, 4, 8 * HOUR), 4 * HOUR],
    [every(7 * DAY, 3, 3 * DAY), 7 * DAY],
    // Weeks of files begin on Sunday too.
    [every(7 * DAY, 3, 2 * DAY), 7 * DAY],
    [every(45 * MINUTE, 4, 90 * MINUTE), 45 * MINUTE],
    // 7 hours divide no day, so that they may begin anywhere.
    [every(7 * HOUR, 4, MINUTE), 7 * HOUR],
    [[-2 * HOUR, -HOUR, 0], HOUR],
  ];
  for (const [time, timeframeMs] of fitting) {
    assert.equal(findFitProblem(time, timeframeMs), null, String(timeframeMs));
  }
});

Deno.test("timeframe fit: a file of another timeframe is told by the distance of its candles", () => {
  const cases: [times: number[], timeframeMs: number, message: string][] = [
    [every(HOUR, 4), 4 * HOUR, "1 hour apart, so this is not a file of 4h candles."],
    [every(4 * HOUR, 4), HOUR, "4 hours apart, so this is not a file of 1h candles."],
    [every(DAY, 3), HOUR, "1 day apart, so this is not a file of 1h candles."],
    [every(2 * DAY, 3), DAY, "2 days apart, so this is not a file of 1d candles."],
    [every(MINUTE, 3), 5 * MINUTE, "1 minute apart, so this is not a file of 5m candles."],
    [every(1_000, 3), MINUTE, "1 second apart, so this is not a file of 1m candles."],
    [every(HOUR, 3), 3 * HOUR, "1 hour apart, so this is not a file of 3-hour candles."],
  ];
  for (const [time, timeframeMs, message] of cases) {
    assert.deepEqual(findFitProblem(time, timeframeMs), {
      index: null,
      message: `The candles are ${message}`,
    });
  }
  // Nobody named the timeframe: then the distance was what it was taken from.
  assert.equal(findFitProblem(every(HOUR, 4), 4 * HOUR, false)?.index, 1);
});

Deno.test("timeframe fit: all candles off by the same are one fault, others are told singly", () => {
  const advice =
    "If the times are local, write them in UTC or with their offset (2021-01-01T08:00:00+08:00).";
  const guessed = " The timeframe was taken from the commonest spacing; name it if it is another.";
  const cases: [times: number[], timeframeMs: number, index: number | null, message: string][] = [
    [
      every(4 * HOUR, 4, HOUR),
      4 * HOUR,
      null,
      `4h candles begin at 00:00, 04:00, 08:00 … UTC; this file's begin at 01:00, 05:00, 09:00 … ${advice}`,
    ],
    [
      every(DAY, 4, 8 * HOUR),
      DAY,
      null,
      `1d candles begin at 00:00 UTC; this file's begin at 08:00. ${advice}`,
    ],
    [
      times(MINUTE + 500),
      HOUR,
      null,
      `1h candles begin at 00:00, 01:00, 02:00 … UTC; this file's begin at 00:01:00.500. ${advice}`,
    ],
    [
      times(0, 12 * HOUR + MINUTE),
      12 * HOUR,
      1,
      "12-hour candles begin at 00:00, 12:00 UTC; this one begins at 12:01.",
    ],
    [
      times(0, HOUR + 30_000, 2 * HOUR, 3 * HOUR + MINUTE),
      HOUR,
      1,
      `1h candles begin at 00:00, 01:00, 02:00 … UTC; this one begins at 01:00:30, and 1 more like it.${guessed}`,
    ],
  ];
  for (const [time, timeframeMs, index, message] of cases) {
    assert.deepEqual(findFitProblem(time, timeframeMs, false), { index, message });
  }
  // Where the timeframe was named, it was not taken from the spacing.
  const named = times(0, HOUR, 2 * HOUR, 3 * HOUR + MINUTE, 4 * HOUR, 5 * HOUR);
  assert.equal(
    findFitProblem(named, HOUR, true)?.message,
    "1h candles begin at 00:00, 01:00, 02:00 … UTC; this one begins at 03:01.",
  );
});
