import assert from "node:assert/strict";
import { AppError } from "../../contracts/errors.ts";
import { fitRange } from "./dates.ts";

const HOUR_MS = 3_600_000;
const closedBeforeMs = Date.UTC(2026, 0, 15, 12);
const fit = (from: string, to: string) =>
  fitRange({ from: new Date(from), to: new Date(to) }, {
    timeframe: "1h",
    timeframeMs: HOUR_MS,
    closedBeforeMs,
  });

Deno.test("a range in the past stays as it is", () => {
  const { from, to } = fit("2021-01-01", "2022-01-01");
  assert.equal(from.toISOString(), "2021-01-01T00:00:00.000Z");
  assert.equal(to.toISOString(), "2022-01-01T00:00:00.000Z");
});

Deno.test("an end in the future moves back to the newest closed candle", () => {
  assert.equal(fit("2025-01-01", "2030-01-01").to.getTime(), closedBeforeMs);
});

for (
  const [from, to, path, words] of [
    ["2022-01-01", "2021-01-01", "date_to", /after the start/],
    ["2021-01-01", "2021-01-01", "date_to", /after the start/],
    ["2027-01-01", "2028-01-01", "date_from", /before 2026-01-15 12:00 UTC/],
    ["2026-01-15T12:00Z", "2028-01-01", "date_from", /No 1h candle has closed/],
    ["2021-01-01T10:10Z", "2021-01-01T10:50Z", "date_to", /no closed 1h candle between/],
    ["1999-01-01", "2021-01-01", "date_from", /2009/],
  ] as const
) {
  Deno.test(`the range ${from} to ${to} is refused beside ${path}`, () => {
    assert.throws(() => fit(from, to), (error) => {
      assert.ok(error instanceof AppError);
      assert.equal(error.code, "invalid_input");
      assert.equal(error.issues[0]?.path, path);
      assert.match(error.message, words);
      return true;
    });
  });
}
