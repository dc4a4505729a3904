/** What a number says as a time, in every unit, and what is said of one that is none. */
import assert from "node:assert/strict";
import { readDigits } from "./digit_times.ts";

const FROM_MS = Date.UTC(2009, 0, 1);
const TO_MS = Date.UTC(2030, 0, 1);
const read = (cell: string) => readDigits(cell, FROM_MS, TO_MS);
const moment = (text: string) => Date.parse(text);

const TIMES: readonly (readonly [cell: string, time: string, unit: string])[] = [
  ["1609459200", "2021-01-01T00:00:00Z", "seconds"],
  ["0001609459200", "2021-01-01T00:00:00Z", "seconds"],
  ["+1609459200", "2021-01-01T00:00:00Z", "seconds"],
  ["1609459200.5", "2021-01-01T00:00:00.500Z", "seconds"],
  ["1609459200,25", "2021-01-01T00:00:00.250Z", "seconds"],
  ["1609459200.1239", "2021-01-01T00:00:00.123Z", "seconds"],
  ["1609459200123", "2021-01-01T00:00:00.123Z", "milliseconds"],
  ["1609459200123.9", "2021-01-01T00:00:00.123Z", "milliseconds"],
  ["1609459200123456", "2021-01-01T00:00:00.123Z", "microseconds"],
  ["1609459200123456789", "2021-01-01T00:00:00.123Z", "nanoseconds"],
  ["1.6094592e9", "2021-01-01T00:00:00Z", "seconds"],
  ["1.6094592E+12", "2021-01-01T00:00:00Z", "milliseconds"],
  ["20210131", "2021-01-31T00:00:00Z", "a date"],
  ["20210131.0", "2021-01-31T00:00:00Z", "a date"],
  ["2021013113", "2021-01-31T13:00:00Z", "a date"],
  ["202101311305", "2021-01-31T13:05:00Z", "a date"],
  ["20210131130507", "2021-01-31T13:05:07Z", "a date"],
  ["20210131130507089", "2021-01-31T13:05:07.089Z", "a date"],
  ["20211231235958", "2021-12-31T23:59:58Z", "a date"],
  ["20211231235958967", "2021-12-31T23:59:58.967Z", "a date"],
  // The ends of the span are in it.
  [String(FROM_MS / 1000), "2009-01-01T00:00:00Z", "seconds"],
  [String(TO_MS / 1000), "2030-01-01T00:00:00Z", "seconds"],
  ["20090101", "2009-01-01T00:00:00Z", "a date"],
  ["20300101", "2030-01-01T00:00:00Z", "a date"],
];

for (const [cell, time, unit] of TIMES) {
  Deno.test(`digit times: ${cell} is ${time}`, () => {
    const shortened = /e/i.test(cell);
    assert.deepEqual(read(cell), { ms: moment(time), unit, reason: "", shortened });
  });
}

const HERE = "and candles are from 2009 to 2030 here";
const REASONS: readonly (readonly [cell: string, reason: string])[] = [
  ["0", "it looks like the number of a row"],
  ["19999", "it looks like the number of a row"],
  ["20000", "it looks like the number of a row, or the day number of a spreadsheet"],
  ["79999", "it looks like the number of a row, or the day number of a spreadsheet"],
  ["80000", `as Unix seconds it is of the year 1970, ${HERE}`],
  ["-1609459200", "it lies before 1970"],
  ["20350101", `it is a date of 2035, ${HERE}`],
  ["20081231", `it is a date of 2008, ${HERE}`],
  ["20210131.5", `as Unix seconds it is of the year 1970, ${HERE}`],
  ["20211331", `as Unix seconds it is of the year 1970, ${HERE}`],
  // By how many digits a time of today has in each unit.
  ["99999999999", `as Unix seconds it is of the year 5138, ${HERE}`],
  ["999999999999", `as Unix milliseconds it is of the year 2001, ${HERE}`],
  ["99999999999999", `as Unix milliseconds it is of the year 5138, ${HERE}`],
  ["999999999999999", `as Unix microseconds it is of the year 2001, ${HERE}`],
  ["99999999999999999", `as Unix microseconds it is of the year 5138, ${HERE}`],
  ["999999999999999999", `as Unix nanoseconds it is of the year 2001, ${HERE}`],
  ["253402300799999999999", `as Unix nanoseconds it is of the year 9999, ${HERE}`],
  ["253402300800000000000", "it is far too large"],
  ["9".repeat(30), "it is far too large"],
  ["1e25", "it is far too large"],
  ["1e26", "it is far too large"],
];

for (const [cell, reason] of REASONS) {
  Deno.test(`digit times: ${cell} is none, because ${reason}`, () => {
    const found = read(cell)!;
    assert.deepEqual([found.ms, found.unit, found.reason], [NaN, "", reason]);
  });
}

Deno.test("digit times: what is no number is not read as one", () => {
  for (const cell of ["", "x", "2021-01-31", "1_000", "1e", "1e1000", "0x10", "1.2.3", " 1"]) {
    assert.equal(read(cell), null, cell);
  }
});
