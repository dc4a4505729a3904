import assert from "node:assert/strict";
import { alignTo, type Box, boxAround, overlaps } from "./helper_lines.ts";

const box = (x: number, y: number, width = 200, height = 100): Box => ({ x, y, width, height });

Deno.test("alignTo pulls an edge level with the nearest block's edge, and draws the line through both", () => {
  assert.deepEqual(alignTo(box(304, 497), [box(0, 0), box(300, 100)], 6), {
    dx: -4,
    dy: 0,
    lines: [{ axis: "x", at: 300, from: 100, to: 597 }],
  });
});

Deno.test("alignTo works on both axes at once, each with its own neighbour", () => {
  const { dx, dy, lines } = alignTo(box(297, 205), [box(300, 600), box(900, 200)], 6);
  assert.deepEqual([dx, dy], [3, -5]);
  assert.deepEqual(lines, [
    { axis: "x", at: 300, from: 200, to: 700 },
    { axis: "y", at: 200, from: 300, to: 1100 },
  ]);
});

Deno.test("alignTo compares starts with starts, middles with middles, ends with ends", () => {
  const tall = box(0, 0, 200, 160);
  assert.equal(alignTo(box(400, 33, 200, 100), [tall], 6).dy, -3, "middles: 80");
  assert.equal(alignTo(box(400, 57, 200, 100), [tall], 6).dy, 3, "ends: 160");
  assert.equal(alignTo(box(400, -4, 200, 100), [tall], 6).dy, 4, "starts: 0");
  assert.equal(alignTo(box(204, 400), [tall], 6).dx, 0, "a start is not pulled to an end");
});

Deno.test("alignTo leaves alone what is out of reach, and prefers what is nearest", () => {
  assert.deepEqual(alignTo(box(7, 407), [box(0, 0)], 6), { dx: 0, dy: 0, lines: [] });
  assert.equal(alignTo(box(5, 400), [box(0, 0), box(7, 0)], 6).dx, 2);
  assert.deepEqual(alignTo(box(5, 5), [], 6).lines, []);
});

Deno.test("alignTo: a line reaches over every block that stands level", () => {
  const { lines } = alignTo(box(2, 300), [box(0, 0), box(0, 900), box(1, 2000)], 6);
  assert.deepEqual(lines, [{ axis: "x", at: 1, from: 300, to: 2100 }]);
  const exact = alignTo(box(0, 300), [box(0, 0), box(0, 900), box(1, 2000)], 6);
  assert.deepEqual(exact.lines, [{ axis: "x", at: 0, from: 0, to: 1000 }]);
});

Deno.test("boxAround and overlaps", () => {
  assert.equal(boxAround([]), null);
  assert.deepEqual(boxAround([box(0, 0), box(-50, 300)]), box(-50, 0, 250, 400));
  assert.equal(overlaps(box(0, 0), box(199, 99)), true);
  assert.equal(overlaps(box(0, 0), box(200, 0)), false);
});
