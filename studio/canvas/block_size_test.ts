import assert from "node:assert/strict";
import { blockDefinition, BLOCKS, type StrategyDocument, TEMPLATES } from "../../engine/mod.ts";
import { withOperands } from "../editing/operands.ts";
import { setLabel } from "../document/document.ts";
import { withPlaces } from "./layout.ts";
import {
  BLOCK_WIDTH,
  blockSize,
  cardKind,
  chipBoxes,
  CONDITION_HEIGHT,
  CONDITION_WIDTHS,
  HEAD_WIDTHS,
  JOINT_SIZE,
  occupiedSize,
  portOffset,
} from "./block_size.ts";
import { conditionParts } from "../document/card_parts.ts";
import { isCondition } from "./folding.ts";
import { visibleOutputs } from "../document/connection_rules.ts";

const alone = (type: string, params = {}): StrategyDocument => ({
  version: 1,
  blocks: [{ id: "it", type, params }],
  connections: [],
});
const sizeOf = (document: StrategyDocument) =>
  blockSize(document, blockDefinition, document.blocks.find(({ id }) => id === "it")!);

Deno.test("block size: each kind of card keeps within its bounds, whatever the block", () => {
  for (const definition of BLOCKS) {
    const { width, height } = sizeOf(alone(definition.type));
    const kind = cardKind(definition);
    if (kind === "condition") {
      assert.equal(height, CONDITION_HEIGHT, definition.type);
      assert.ok(width >= CONDITION_WIDTHS.min && width <= CONDITION_WIDTHS.max, definition.type);
    } else if (kind === "joint") {
      assert.equal(width, JOINT_SIZE, definition.type);
      assert.ok(height >= JOINT_SIZE, definition.type);
    } else if (kind === "ports") assert.equal(width, BLOCK_WIDTH, definition.type);
    else assert.ok(width >= HEAD_WIDTHS.min && width <= HEAD_WIDTHS.max, definition.type);
  }
});

Deno.test("block size: a condition is as wide as its sentence, and one row more with a name of its own", () => {
  const short = withOperands(alone("crossover"), blockDefinition, "it", null);
  const long = withOperands(alone("compare"), blockDefinition, "it", {
    kind: "new",
    type: "bollinger",
    output: "upper",
    params: {},
  });
  assert.ok(sizeOf(long).width > sizeOf(short).width);
  assert.ok(sizeOf(setLabel(short, "it", "Mine")).height > CONDITION_HEIGHT);
});

Deno.test("block size: the pieces of a sentence stay on their card, and the longest is cut", () => {
  for (const { id, document } of TEMPLATES) {
    const opened = withPlaces(document, blockDefinition);
    for (const block of opened.blocks) {
      if (!isCondition(blockDefinition(block.type))) continue;
      const { width } = blockSize(opened, blockDefinition, block);
      const boxes = chipBoxes(conditionParts(opened, blockDefinition, block), width);
      for (const [k, { x, width: wide, text }] of boxes.entries()) {
        const next = boxes[k + 1]?.x ?? width;
        assert.ok(x + wide <= next, `${id}: ${block.id}: ${text}`);
      }
    }
  }
});

Deno.test("block size: ports lie on their card, one below the other", () => {
  for (const definition of BLOCKS) {
    const { type, inputs } = definition;
    const document = alone(type);
    const { height } = sizeOf(document);
    const outputs = visibleOutputs(definition, new Set());
    for (const [side, list] of [["inputs", inputs], ["outputs", outputs]] as const) {
      // A joint shows its first two inputs, another block the output that is meant.
      let before = 0;
      for (const { name } of list.slice(0, 2)) {
        const at = portOffset(document, blockDefinition, { block: "it", port: name }, side);
        assert.ok(at > before && at < height, `${type}.${name} at ${at} of ${height}`);
        before = at;
      }
      before = 0;
    }
  }
});

Deno.test("block size: what is said below a narrow card takes the room that its words take", () => {
  const document = alone("and");
  const size = occupiedSize(document, blockDefinition, document.blocks[0]!, new Map([["it", 44]]));
  assert.deepEqual(size, { width: BLOCK_WIDTH, height: sizeOf(document).height + 44 });
});
