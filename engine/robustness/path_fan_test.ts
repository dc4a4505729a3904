import assert from "node:assert/strict";
import { PathFan } from "./path_fan.ts";

Deno.test("fan of paths: quantiles of what the paths are worth after each trade, and the run's own", () => {
  const fan = new PathFan(Float64Array.of(1.1, 0.5), 3);
  fan.take(Float64Array.of(1.5, 1));
  fan.take(Float64Array.of(1, 1));
  fan.take(Float64Array.of(0.5, 2));
  const [begin, first, second, ...rest] = fan.rows();
  assert.deepEqual(rest, []);
  assert.deepEqual(begin, {
    trades: 0,
    paths: { p5: 0, p25: 0, p50: 0, p75: 0, p95: 0 },
    own: 0,
  });
  assert.deepEqual(first, {
    trades: 1,
    paths: { p5: -0.45, p25: -0.25, p50: 0, p75: 0.25, p95: 0.44999999999999996 },
    own: 1.1 - 1,
  });
  assert.equal(second!.trades, 2);
  assert.equal(second!.paths.p50, 0);
  assert.equal(second!.paths.p75, 0.25);
  assert.equal(second!.own, 1.1 * 0.5 - 1);
});

Deno.test("fan of paths: of many trades some places are kept, the last one always", () => {
  const growths = Float64Array.from({ length: 1_000 }, (_, k) => k % 2 ? 1.02 : 0.99);
  const fan = new PathFan(growths, 1);
  fan.take(growths);
  const rows = fan.rows();
  assert.equal(rows.length, 33);
  assert.equal(rows.at(-1)!.trades, 1_000);
  for (const { paths, own } of rows) assert.deepEqual([paths.p5, paths.p95], [own, own]);
  assert.ok(rows.every(({ trades }, k) => k === 0 || trades > rows[k - 1]!.trades));
});

Deno.test("fan of paths: of one trade, the beginning and the end", () => {
  const fan = new PathFan(Float64Array.of(1.2), 1);
  fan.take(Float64Array.of(0.9));
  assert.deepEqual(fan.rows().map(({ trades }) => trades), [0, 1]);
});
