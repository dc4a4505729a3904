import assert from "node:assert/strict";
import { blockDefinition, type StrategyDocument, TEMPLATES } from "../../engine/mod.ts";
import { estimatedRoom } from "./block_message.ts";
import {
  blockSize,
  NO_ROOM_BELOW,
  occupiedSize,
  portOffset,
  type RoomBelow,
} from "./block_size.ts";
import { connect, editBlock, GRID } from "../document/document.ts";
import { drawnBlocks, drawnWires } from "./folding.ts";
import { tidy, withPlaces } from "./layout.ts";
import { fitInOrder } from "./packing.ts";
import { freeSpot } from "./placement.ts";
import { syntheticStrategy } from "../testing/synthetic.ts";
import { RULE } from "../testing/samples.ts";

function assertNoOverlap(
  document: StrategyDocument,
  what: string,
  below: RoomBelow = NO_ROOM_BELOW,
) {
  const boxes = drawnBlocks(document, blockDefinition).map((block) => ({
    id: block.id,
    x: block.position?.x ?? NaN,
    y: block.position?.y ?? NaN,
    ...occupiedSize(document, blockDefinition, block, below),
  }));
  for (const a of boxes) {
    for (const b of boxes) {
      if (a.id >= b.id) continue;
      const apart = a.x + a.width <= b.x || b.x + b.width <= a.x || a.y + a.height <= b.y ||
        b.y + b.height <= a.y;
      assert.ok(apart, `${what}: ${a.id} and ${b.id} overlap`);
    }
  }
}

/** The templates as they are opened. */
const OPENED = TEMPLATES.map(({ id, document }) => ({
  id,
  document: withPlaces(document, blockDefinition),
}));

Deno.test("every template stands tidily: on the grid, nothing over another, every wire rightwards", () => {
  for (const { id, document } of OPENED) {
    assertNoOverlap(document, id);
    const drawn = drawnBlocks(document, blockDefinition);
    const places = new Map(drawn.map(({ id, position }) => [id, position]));
    for (const [block, place] of places) {
      assert.ok(place, `${id}: ${block} has no place`);
      assert.deepEqual([place.x % GRID, place.y % GRID], [0, 0], `${id}: ${block} is off the grid`);
    }
    for (const { from, to } of drawnWires(document, blockDefinition)) {
      const block = document.blocks.find((candidate) => candidate.id === from.block)!;
      const { width } = blockSize(document, blockDefinition, block);
      const room = (places.get(to.block)?.x ?? NaN) - (places.get(from.block)?.x ?? NaN);
      assert.ok(room >= width + 40, `${id}: ${from.block} → ${to.block} has no room`);
    }
  }
});

Deno.test("no wire of a template runs behind a block that it has nothing to do with", () => {
  for (const { id, document } of OPENED) {
    const boxes = drawnBlocks(document, blockDefinition).map((block) => ({
      id: block.id,
      x: block.position?.x ?? NaN,
      y: block.position?.y ?? NaN,
      ...blockSize(document, blockDefinition, block),
    }));
    const middle = (block: string, port: string, side: "inputs" | "outputs") => {
      const box = boxes.find((candidate) => candidate.id === block)!;
      return box.y + portOffset(document, blockDefinition, { block, port }, side);
    };
    for (const { from, to } of drawnWires(document, blockDefinition)) {
      const left = boxes.find((box) => box.id === from.block)!;
      const right = boxes.find((box) => box.id === to.block)!;
      const [a, b] = [left.x + left.width, right.x];
      const [p, q] = [
        middle(from.block, from.port, "outputs"),
        middle(to.block, to.port, "inputs"),
      ];
      for (const box of boxes) {
        if (box === left || box === right || box.x + box.width <= a || box.x >= b) continue;
        // The curve stays between the heights of its ends.
        const crosses = box.y < Math.max(p, q) && box.y + box.height > Math.min(p, q);
        assert.ok(!crosses, `${id}: ${from.block} → ${to.block} runs behind ${box.id}`);
      }
    }
  }
});

Deno.test("tidy puts every block right of what feeds it, without overlaps, for every template", () => {
  for (const { id, document } of TEMPLATES) {
    const scrambled = {
      ...document,
      blocks: document.blocks.map((block, i) => ({ ...block, position: { x: i % 3, y: i } })),
    };
    const tidied = tidy(scrambled, blockDefinition);
    assertNoOverlap(tidied, id);
    const x = new Map(tidied.blocks.map((block) => [block.id, block.position?.x ?? NaN]));
    for (const wire of tidied.connections) {
      const from = x.get(wire.from.block) ?? NaN;
      assert.ok(from < (x.get(wire.to.block) ?? NaN), `${id}: ${wire.from.block} is not left`);
    }
  }
});

Deno.test("tidy is at rest: a second time changes nothing", () => {
  for (const { id, document } of TEMPLATES) {
    const once = tidy(document, blockDefinition);
    assert.equal(tidy(once, blockDefinition), once, id);
  }
});

Deno.test("tidy draws a chain as a level line", () => {
  const tidied = tidy(RULE, blockDefinition);
  const y = new Map(tidied.blocks.map(({ id, position }) => [id, position?.y ?? NaN]));
  for (const { from, to } of tidied.connections) {
    const end = y.get(from.block)! + portOffset(tidied, blockDefinition, from, "outputs");
    const start = y.get(to.block)! + portOffset(tidied, blockDefinition, to, "inputs");
    assert.ok(Math.abs(end - start) <= GRID, `${from.block} → ${to.block}`);
  }
});

Deno.test("tidy survives a loop and blocks without wires", () => {
  const document: StrategyDocument = {
    version: 1,
    blocks: ["a", "b", "c", "d"].map((id) => ({ id, type: "sma", params: {} })),
    connections: [
      { from: { block: "a", port: "value" }, to: { block: "b", port: "source" } },
      { from: { block: "b", port: "value" }, to: { block: "a", port: "source" } },
    ],
  };
  assertNoOverlap(tidy(document, blockDefinition), "loop");
});

Deno.test("tidy of 200 blocks lays none over another", () => {
  const blocks = Array.from({ length: 200 }, (_, i) => ({ id: `b${i}`, type: "sma", params: {} }));
  const connections = blocks.slice(1).map((block, i) => ({
    from: { block: `b${Math.floor(i / 2)}`, port: "value" },
    to: { block: block.id, port: "source" },
  }));
  const tidied = tidy({ version: 1, blocks, connections }, blockDefinition);
  assertNoOverlap(tidied, "tree");
});

Deno.test("tidy leaves room for the sentences below blocks, as tall as they were measured", () => {
  for (const count of [61, 150]) {
    const document = syntheticStrategy(count);
    const estimated = estimatedRoom(document, blockDefinition);
    assert.ok(
      estimated.size > count / 3,
      `${estimated.size} blocks have something wrong with them`,
    );
    const measured = new Map([...estimated.keys()].map((id, k) => [id, 28 + 16 * (k % 4)]));
    for (const below of [estimated, measured]) {
      assertNoOverlap(tidy(document, blockDefinition, below), `${count} blocks`, below);
    }
  }
});

Deno.test("a new block is not put over the sentence below another", () => {
  const document: StrategyDocument = {
    version: 1,
    blocks: [{ id: "cross", type: "crossover", params: {}, position: { x: 0, y: 0 } }],
    connections: [],
  };
  const below = estimatedRoom(document, blockDefinition);
  const { height } = blockSize(document, blockDefinition, document.blocks[0]!);
  const spot = freeSpot(
    document,
    blockDefinition,
    { x: 0, y: height + 20 },
    { width: 210, height: 90 },
    below,
  );
  assert.ok(spot.y >= height + (below.get("cross") ?? 0), `${spot.y}`);
  assert.ok((below.get("cross") ?? 0) >= 28);
});

Deno.test("fitInOrder keeps wishes that fit and shares the push where they do not", () => {
  assert.deepEqual(fitInOrder([0, 100], [50, 50]), [0, 100]);
  assert.deepEqual(fitInOrder([10, 10], [50, 50]), [-15, 35]);
});

Deno.test("freeSpot moves down until nothing is covered", () => {
  const spot = freeSpot(RULE, blockDefinition, { x: 10, y: 10 }, { width: 210, height: 90 });
  assertNoOverlap({
    ...RULE,
    blocks: [...RULE.blocks, { id: "new", type: "rsi", params: {}, position: spot }],
  }, "spot");
});

Deno.test("withPlaces spreads blocks that have no place or share one, and touches nothing else", () => {
  const opened = withPlaces(RULE, blockDefinition);
  assert.equal(withPlaces(opened, blockDefinition), opened);
  const stacked = {
    ...opened,
    blocks: opened.blocks.map((block) => ({ ...block, position: { x: 0, y: 0 } })),
  };
  assertNoOverlap(withPlaces(stacked, blockDefinition), "stacked");
  const bare = { ...opened, blocks: opened.blocks.map(({ position: _, ...block }) => block) };
  assertNoOverlap(withPlaces(bare, blockDefinition), "bare");
  // Whoever has decided what is folded has also seen where cards lie.
  const overlapping = editBlock(opened, "buy", (block) => ({ ...block, position: { x: 5, y: 5 } }));
  assert.equal(withPlaces(overlapping, blockDefinition), overlapping);
});

Deno.test("withPlaces folds what can be folded in a document that says nothing of it", () => {
  const { blocks } = withPlaces(RULE, blockDefinition);
  assert.deepEqual(blocks.map(({ id, folded }) => [id, folded]), [
    ["rsi", true],
    ["cross", undefined],
    ["buy", undefined],
  ]);
  // Nothing to fold: it stays where it stands, unless cards would lie on each other.
  const wide = editBlock(RULE, "buy", (block) => ({ ...block, position: { x: 700, y: 0 } }));
  const shared = connect(wide, {
    from: { block: "rsi", port: "value" },
    to: { block: "cross", port: "b" },
  });
  assert.equal(withPlaces(shared, blockDefinition), shared);
  const narrow = editBlock(shared, "buy", (block) => ({ ...block, position: { x: 400, y: 0 } }));
  assertNoOverlap(withPlaces(narrow, blockDefinition), "narrow");
});
