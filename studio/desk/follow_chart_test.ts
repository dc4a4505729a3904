import assert from "node:assert/strict";
import type { FlipPrices, FollowCourse } from "../../contracts/desk.ts";
import { CHART_WIDTH, flipEnds, followChart } from "./follow_chart.ts";

const DAY = 86_400_000;
const startedMs = Date.UTC(2026, 0, 15);
const course: FollowCourse = {
  time: [0.5, 1, 1.5, 2.5].map((days) => startedMs + days * DAY),
  close: [100, 102, 101, 104],
  equity: [1_000, 1_010, 990, 1_100],
  likely: {
    past_days: 300,
    needed_days: 30,
    low: [1_000, 980, 970, 960],
    middle: [1_000, 1_001, 1_002, 1_003],
    high: [1_000, 1_020, 1_040, 1_060],
  },
};
const flip: FlipPrices = {
  stretches: [
    { order: "entry", from: null, to: 96 },
    { order: "entry", from: 103, to: 120 },
    { order: "exit", from: 99, to: null },
  ],
  reference: 104,
  range_percent: 20,
  in_position: false,
};

Deno.test("follow chart: prices that flip it are lines, the nearest one always", () => {
  assert.deepEqual(flipEnds(flip), [
    { price: 103, side: "above" },
    { price: 96, side: "below" },
    { price: 120, side: "below" },
  ]);
  assert.deepEqual(
    flipEnds({ ...flip, stretches: [{ order: "entry", from: null, to: null }] }),
    [],
  );
  assert.deepEqual(flipEnds({ ...flip, in_position: true }), [{ price: 99, side: "above" }]);
  const chart = followChart(course, { startedMs, flip })!;
  assert.deepEqual(chart.flips.map(({ price }) => price), [103]);
  const far = { ...flip, stretches: [{ order: "entry" as const, from: 120, to: null }] };
  const [above] = followChart(course, { startedMs, flip: far })!.flips;
  assert.equal(above!.price, 120);
  // Higher prices are further up, and the last close is below the line.
  const lastY = Number(
    / ([\d.]+)$/.exec(followChart(course, { startedMs, flip: far })!.closes)![1],
  );
  assert.ok(above!.y < lastY);
  assert.deepEqual(followChart(course, { startedMs, flip: null })!.flips, []);
});

Deno.test("follow chart: the equity stands beside the range of whole days, cut at the newest close", () => {
  const chart = followChart(course, { startedMs, flip: null })!;
  assert.deepEqual(chart.place, { days: 2, low: 970, high: 1_040, where: "above" });
  const xs = [...chart.range!.matchAll(/[ML]([\d.]+) /g)].map(([, x]) => Number(x));
  assert.equal(Math.max(...xs), CHART_WIDTH);
  assert.equal(Math.min(...xs), 0);
  assert.equal(xs.length, 8);
  assert.match(chart.equity, new RegExp(`L${CHART_WIDTH}.0 [\\d.]+$`));
  const inside = { ...course, equity: [1_000, 1_000, 1_000, 1_000] };
  assert.equal(followChart(inside, { startedMs, flip: null })!.place!.where, "inside");
  const empty = { past_days: 12, needed_days: 30, low: [1_000], middle: [1_000], high: [1_000] };
  const short = followChart({ ...course, likely: empty }, { startedMs, flip: null })!;
  assert.deepEqual([short.range, short.place], [null, null]);
  assert.equal(followChart({ ...course, likely: null }, { startedMs, flip: null })!.range, null);
  assert.equal(
    followChart({ time: [1], close: [1], equity: [1], likely: null }, { startedMs: 0, flip: null }),
    null,
  );
});
