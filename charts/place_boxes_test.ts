import assert from "node:assert/strict";
import { placeBoxes } from "./place_boxes.ts";

const room = { height: 18, top: 0, bottom: 100 };
const at = (...ys: number[]) => placeBoxes(ys.map((y) => ({ y })), room);

Deno.test("boxes: stay inside, whatever they stand for", () => {
  assert.deepEqual(at(50), [50]);
  assert.deepEqual(at(100), [91]);
  assert.deepEqual(at(-400), [9]);
  assert.deepEqual(at(NaN, 20), [null, 20]);
});

Deno.test("boxes: the first keeps its place, others go to the nearest free one", () => {
  assert.deepEqual(at(50, 52), [50, 68]);
  assert.deepEqual(at(50, 48), [50, 32]);
  assert.deepEqual(at(100, 99), [91, 73]);
  assert.deepEqual(at(0, 3), [9, 27]);
  assert.deepEqual(at(50, 50, 50), [50, 32, 68]);
});

Deno.test("boxes: what has no room is left out", () => {
  assert.deepEqual(placeBoxes([{ y: 5 }, { y: 5 }], { ...room, bottom: 30 }), [9, null]);
  assert.deepEqual(placeBoxes([{ y: 5 }], { ...room, bottom: 10 }), [null]);
});

Deno.test("boxes: those that are far enough apart sideways may be at one height", () => {
  const boxes = [{ x: 0, y: 50 }, { x: 40, y: 50 }, { x: 10, y: 50 }];
  assert.deepEqual(placeBoxes(boxes, { ...room, width: 18 }), [50, 50, 32]);
});
