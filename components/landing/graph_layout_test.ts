import assert from "node:assert/strict";
import type { StrategyDocument } from "../../engine/mod.ts";
import { BLOCK_HEIGHT, pictureOf } from "./graph_layout.ts";

const at = { x: 0, y: 0 };
const DOCUMENT: StrategyDocument = {
  version: 1,
  blocks: [
    { id: "rsi", type: "rsi", params: { period: 9 }, position: at },
    { id: "dip", type: "crossover", params: { direction: "above", value: 30 }, position: at },
    { id: "buy", type: "entry_signal", params: {}, position: at },
  ],
  connections: [
    { from: { block: "rsi", port: "value" }, to: { block: "dip", port: "a" } },
    { from: { block: "dip", port: "signal" }, to: { block: "buy", port: "signal" } },
  ],
};
const grid = { width: 100, columnGap: 20, rowHeight: 80, flow: "right" } as const;

Deno.test("graph picture: blocks are drawn from their definitions, wires in the kind of their port", () => {
  const picture = pictureOf(DOCUMENT, { rsi: [0, 0], dip: [1, 0], buy: [2, 1] }, grid);
  assert.deepEqual(picture.blocks.map(({ definition }) => definition.name).slice(0, 2), [
    "RSI",
    "Crossover",
  ]);
  assert.match(picture.blocks[0]?.subtitle ?? "", /^9/);
  assert.deepEqual(picture.wires.map(({ kind }) => kind), ["series", "signal"]);
  assert.ok(picture.width >= 3 * 100 + 2 * 20);
  assert.ok(picture.height >= 80 + BLOCK_HEIGHT);
});

Deno.test("graph picture: what has no place is left out with its wires", () => {
  const picture = pictureOf(DOCUMENT, { rsi: [0, 0], dip: [1, 0] }, grid);
  assert.equal(picture.blocks.length, 2);
  assert.equal(picture.wires.length, 1);
});
