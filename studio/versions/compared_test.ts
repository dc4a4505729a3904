import assert from "node:assert/strict";
import fc from "fast-check";
import { blockDefinition, type StrategyDocument } from "../../engine/mod.ts";
import { randomStrategies } from "../../engine/testing/arbitrary_strategy.ts";
import { blockSize } from "../canvas/block_size.ts";
import { compareSides } from "./compared.ts";
import { blockById, idsOf, removeBlocks, wireId } from "../document/document.ts";
import { RULE, storeOf } from "../testing/samples.ts";

const side = (document: StrategyDocument) => ({ version: null, document });
const compare = (before: StrategyDocument, after: StrategyDocument) =>
  compareSides(side(before), side(after), blockDefinition);

Deno.test("compareSides draws what is gone where it stood, unless something took its place", () => {
  const without = removeBlocks(RULE, new Set(["cross"]));
  const { drawn, marks } = compare(RULE, without);
  assert.deepEqual(blockById(drawn, "cross")?.position, { x: 300, y: 0 });
  assert.deepEqual(Object.fromEntries(marks), {
    cross: "removed",
    "rsi.value>cross.a": "removed",
    "cross.signal>buy.signal": "removed",
  });
  assert.equal(drawn.connections.length, 2);

  const successor = { id: "compare", type: "compare", params: {}, position: { x: 310, y: 10 } };
  const replaced = compare(RULE, { ...without, blocks: [...without.blocks, successor] });
  const size = blockSize(replaced.drawn, blockDefinition, successor);
  const ghost = blockById(replaced.drawn, "cross")?.position;
  assert.equal(ghost?.x, 300);
  assert.ok((ghost?.y ?? 0) >= successor.position.y + size.height);
});

Deno.test("compareSides draws every block and wire of both sides once, and marks only what differs", () => {
  fc.assert(fc.property(randomStrategies(), randomStrategies(), (before, after) => {
    const { drawn, marks, comparison } = compare(before, after);
    const ids = drawn.blocks.map(({ id }) => id);
    assert.equal(new Set(ids).size, ids.length);
    assert.deepEqual(new Set(ids), new Set([...idsOf(before), ...idsOf(after)]));
    const wires = drawn.connections.map(wireId);
    assert.equal(new Set(wires).size, wires.length);
    assert.deepEqual(
      new Set(wires),
      new Set([...before.connections, ...after.connections].map(wireId)),
    );
    assert.equal(marks.size, comparison.blocks.length + comparison.wires.length);
    const drawnIds = new Set([...ids, ...wires]);
    assert.ok([...marks.keys()].every((id) => drawnIds.has(id)));
  }));
});

Deno.test("EditorStore changes nothing while versions are compared, and is as before afterwards", () => {
  const { store } = storeOf(RULE);
  const older = removeBlocks(RULE, new Set(["rsi"]));
  store.compare(compareSides(side(RULE), side(older), blockDefinition));
  assert.equal(store.readOnly.value, true);
  assert.equal(store.shown.value, older);
  assert.equal(store.nameOf("rsi"), "RSI", "a ghost has its name");
  assert.equal(store.addBlock("sma"), null);
  store.removeSelection();
  store.undo();
  store.leaveVersions();
  assert.equal(store.shown.value, RULE);
  assert.equal(store.drawn.value, RULE);
  assert.equal(store.readOnly.value, false);
});
