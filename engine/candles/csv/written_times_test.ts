/** What a written date says, by both orders of day and month, and what is said of one that is none. */
import assert from "node:assert/strict";
import { isClock, momentOf, readWritten } from "./written_times.ts";

/** Cells without a choice of day and month. */
const TIMES: readonly (readonly [cell: string, time: string])[] = [
  ["2021-01-31", "2021-01-31T00:00:00Z"],
  ["2021/1/3", "2021-01-03T00:00:00Z"],
  ["2021.01.31 23:59", "2021-01-31T23:59:00Z"],
  ["2021-01-31T23:59:59Z", "2021-01-31T23:59:59Z"],
  ["2021-01-31T23:59:59.5", "2021-01-31T23:59:59.500Z"],
  ["2021-01-31 13:05:07,0899", "2021-01-31T13:05:07.089Z"],
  ["2021-01-31 1305", "2021-01-31T13:05:00Z"],
  ["2021-01-31 130507", "2021-01-31T13:05:07Z"],
  ["20210131 13:05", "2021-01-31T13:05:00Z"],
  ["20210131T130507Z", "2021-01-31T13:05:07Z"],
  ["Sun, 31 Jan 2021 13:05:07 GMT", "2021-01-31T13:05:07Z"],
  ["January 31st, 2021", "2021-01-31T00:00:00Z"],
  ["31-Dec-2021", "2021-12-31T00:00:00Z"],
  ["2021-Feb-28 09:30", "2021-02-28T09:30:00Z"],
  ["1000-01-01", "1000-01-01T00:00:00Z"],
  ["2020-02-29", "2020-02-29T00:00:00Z"],
  // A bare hour has two digits.
  ["2021-01-31 09", "2021-01-31T09:00:00Z"],
  ["2021-01-31 23", "2021-01-31T23:00:00Z"],
  // Halves of the day: 12 comes before 1.
  ["2021-01-31 12 AM", "2021-01-31T00:00:00Z"],
  ["2021-01-31 1 am", "2021-01-31T01:00:00Z"],
  ["2021-01-31 12-PM", "2021-01-31T12:00:00Z"],
  ["2021-01-31 11:59 p.m.", "2021-01-31T23:59:00Z"],
  // Offsets, up to the farthest on Earth.
  ["2021-01-31 12:00 +08:00", "2021-01-31T04:00:00Z"],
  ["2021-01-31 12:00-0530", "2021-01-31T17:30:00Z"],
  ["2021-01-31 12:00+8", "2021-01-31T04:00:00Z"],
  ["2021-01-31 12:00+14:00", "2021-01-30T22:00:00Z"],
  ["2021-01-31 12:00-00:59", "2021-01-31T12:59:00Z"],
  ["2021-01-31+02:00", "2021-01-30T22:00:00Z"],
  ["2021-01-31Z", "2021-01-31T00:00:00Z"],
  ["2021-01-31 12:00 (London)", "2021-01-31T12:00:00Z"],
];

for (const [cell, time] of TIMES) {
  Deno.test(`written times: ${cell} is ${time}`, () => {
    const ms = Date.parse(time);
    assert.deepEqual(readWritten(cell), { dayFirst: ms, monthFirst: ms });
  });
}

Deno.test("written times: a year at the end leaves both orders open, where both are days", () => {
  const cases: [cell: string, dayFirst: string | null, monthFirst: string | null][] = [
    ["03/04/2021", "2021-04-03T00:00:00Z", "2021-03-04T00:00:00Z"],
    ["13.04.2021 06:30", "2021-04-13T06:30:00Z", null],
    ["04-13-2021+02:00", null, "2021-04-12T22:00:00Z"],
  ];
  for (const [cell, dayFirst, monthFirst] of cases) {
    const ms = (time: string | null) => time === null ? NaN : Date.parse(time);
    assert.deepEqual(
      readWritten(cell),
      { dayFirst: ms(dayFirst), monthFirst: ms(monthFirst) },
      cell,
    );
  }
});

const NO_DAY = "there is no such day";
const NO_CLOCK = "the time of day is not one";
const REASONS: readonly (readonly [cell: string, reason: string])[] = [
  ["2021-02-29", NO_DAY],
  ["2021-04-31", NO_DAY],
  ["2021-13-01", NO_DAY],
  ["2021-00-10", NO_DAY],
  ["0999-12-31", NO_DAY],
  ["31/31/2021", NO_DAY],
  ["31 Feb 2021", NO_DAY],
  ["2021-01-31 24:00", NO_CLOCK],
  ["2021-01-31 23:60", NO_CLOCK],
  ["2021-01-31 23:59:60", NO_CLOCK],
  ["2021-01-31 0 am", NO_CLOCK],
  ["2021-01-31 13 pm", NO_CLOCK],
  ["2021-01-31 9", NO_CLOCK],
  ["2021-01-31 24", NO_CLOCK],
  ["2021-01-31 09+02:00", NO_CLOCK],
  ["2021-01-31 12:00+15:00", NO_CLOCK],
  ["2021-01-31 12:00+02:60", NO_CLOCK],
  ["2021-01-31 noon", NO_CLOCK],
  ["31/01/2021 noon", NO_CLOCK],
  ["31/01/21", "a year has four digits"],
];

for (const [cell, reason] of REASONS) {
  Deno.test(`written times: ${cell} is none, because ${reason}`, () => {
    assert.deepEqual(readWritten(cell), { reason });
  });
}

Deno.test("written times: what has no form of a date is not read as one", () => {
  for (const cell of ["", "x", "2021", "2021-01", "2021-01/31", "31 Foo 2021", "12:00"]) {
    assert.equal(readWritten(cell), null, cell);
  }
});

Deno.test("written times: a moment is one of its year, month, day and time of day, or none", () => {
  const last = Date.parse("2021-12-31T23:59:59.999Z");
  assert.equal(momentOf(2021, 12, 31, 23, 59, 59, 999), last);
  assert.equal(momentOf(2021, 12, 31), Date.parse("2021-12-31T00:00:00Z"));
  assert.equal(momentOf(1000, 1, 1), Date.parse("1000-01-01T00:00:00Z"));
  for (
    const none of [
      [999, 1, 1],
      [2021, 2, 29],
      [2021, 13, 1],
      [2021, 1, 1, 24],
      [2021, 1, 1, 0, 60],
      [2021, 1, 1, 0, 0, 60],
    ] as const
  ) {
    const [year, month, day, hour, minute, second] = none;
    assert.equal(momentOf(year, month, day, hour, minute, second), NaN, none.join(" "));
  }
});

Deno.test("written times: a time of day in a column of its own is told from other cells", () => {
  for (const cell of ["9:30", "09:30", "09:30:15", "09:30:15.250", "0930", "093015"]) {
    assert.equal(isClock(cell), true, cell);
  }
  for (const cell of ["", "9", "930", "09:3", "09:30:", "09:30 pm", "09301", "20210131"]) {
    assert.equal(isClock(cell), false, cell);
  }
});
