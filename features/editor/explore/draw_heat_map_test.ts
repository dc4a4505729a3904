import assert from "node:assert/strict";
import { metricOf } from "../../../studio/live/strip_metric.ts";
import { cellAt, scaleOf, strengthOf } from "./draw_heat_map.ts";

const axis = (count: number) => ({ values: Array.from({ length: count }, (_, k) => k) }) as never;

Deno.test("heat map: a point is in the cell that is drawn there, the lowest row at the bottom", () => {
  const map = { x: axis(4), y: axis(3) };
  const place = { left: 20, top: 2, width: 80, height: 60 };
  assert.equal(cellAt(map, place, { x: 21, y: 61 }), 0);
  assert.equal(cellAt(map, place, { x: 99, y: 61 }), 3);
  assert.equal(cellAt(map, place, { x: 21, y: 3 }), 8);
  assert.equal(cellAt(map, place, { x: 19, y: 3 }), null);
  assert.equal(cellAt(map, place, { x: 50, y: 63 }), null);
});

Deno.test("heat map: colours grow with the distance from the metric's base, and one wild cell pales no others", () => {
  const values = Float64Array.from({ length: 100 }, (_, k) => k === 0 ? 50 : k % 2 ? 0.5 : -1);
  const metric = metricOf("total_return");
  const scale = scaleOf(values, metric)!;
  assert.equal(scale.most, 1);
  assert.equal(strengthOf(-1, scale, metric), 1);
  assert.equal(strengthOf(0.5, scale, metric), 0.5);
  assert.equal(strengthOf(50, scale, metric), 1);
  const trades = metricOf("num_trades");
  const counts = scaleOf(Float64Array.from([10, 20, 30, NaN]), trades)!;
  assert.deepEqual(counts, { least: 10, most: 30 });
  assert.equal(strengthOf(20, counts, trades), 0.5);
  assert.equal(scaleOf(Float64Array.from([NaN]), metric), null);
});
