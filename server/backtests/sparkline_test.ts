import assert from "node:assert/strict";
import { SPARKLINE_POINTS, sparklineOf } from "./sparkline.ts";

Deno.test("sparkline: the first and the last value are its ends, as multiples of the capital", () => {
  const equity = Float64Array.from({ length: 8_760 }, (_, i) => 10_000 + i);
  const points = sparklineOf(equity, 10_000);
  assert.equal(points.length, SPARKLINE_POINTS);
  assert.equal(points[0], 1);
  assert.equal(points.at(-1), 1.8759);
  assert.deepEqual(points, [...points].sort((a, b) => a - b));
  const steps = points.slice(1).map((value, i) => value - points[i]!);
  assert.ok(Math.max(...steps) - Math.min(...steps) < 0.001, "even distances");
});

Deno.test("sparkline: a short curve keeps every value, an empty one has none", () => {
  assert.deepEqual(sparklineOf([200, 100, 300], 200), [1, 0.5, 1.5]);
  assert.deepEqual(sparklineOf([123.456789], 100), [1.2346]);
  assert.deepEqual(sparklineOf([], 100), []);
});
