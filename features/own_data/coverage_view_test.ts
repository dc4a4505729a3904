/** The bars of the Data page: where a series is on the shared axis, and where its gaps are. */
import assert from "node:assert/strict";
import { axisOf, barOf, yearsOf } from "./coverage_view.ts";

const DAY = 86_400_000;
const axis = { fromMs: Date.UTC(2022, 0, 1), toMs: Date.UTC(2023, 0, 1) };
const month = (m: number) => 2022 * 12 + m;

Deno.test("coverage: whole months are one stretch, months with gaps stand out and say what is missing", () => {
  const bar = barOf({
    firstMs: Date.UTC(2022, 1, 10),
    toMs: Date.UTC(2022, 5, 1),
    timeframeMs: DAY,
    months: [
      { month: month(1), candles: 19 },
      { month: month(2), candles: 31 },
      { month: month(4), candles: 30 },
    ],
  }, axis);
  assert.deepEqual(bar.map(({ kind, words }) => [kind, words]), [
    ["full", ""],
    ["none", "Apr 2022: 30 candles missing"],
    ["gap", "May 2022: 1 candle missing"],
  ]);
  assert.equal(bar[0]?.from, 40 / 365);
  assert.equal(bar[0]?.to, 90 / 365);
  assert.equal(bar[2]?.to, 151 / 365);
});

Deno.test("coverage: candles longer than a month's part are counted where they open", () => {
  // Weeks from Monday 3 January: five open in January, four in February.
  const bar = barOf({
    firstMs: Date.UTC(2022, 0, 3),
    toMs: Date.UTC(2022, 0, 3) + 9 * 7 * DAY,
    timeframeMs: 7 * DAY,
    months: [{ month: month(0), candles: 5 }, { month: month(1), candles: 4 }],
  }, axis);
  assert.deepEqual(bar.map(({ kind, words }) => [kind, words]), [["full", ""]]);
});

Deno.test("coverage: what is made up has no months, and the axis begins with the year of the first candle", () => {
  const nowMs = Date.UTC(2026, 5, 1);
  const made = { firstMs: Date.UTC(2018, 4, 1), toMs: nowMs, timeframeMs: DAY, months: null };
  const shared = axisOf([made], nowMs);
  assert.deepEqual(shared, { fromMs: Date.UTC(2018, 0, 1), toMs: nowMs });
  assert.equal(barOf(made, shared).length, 1);
  assert.deepEqual(yearsOf(shared).map(({ year }) => year), [2018, 2020, 2022, 2024]);
  assert.equal(axisOf([], nowMs).fromMs, Date.UTC(2026, 0, 1), "nothing stored yet");
});
