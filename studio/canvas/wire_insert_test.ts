import assert from "node:assert/strict";
import { blockDefinition } from "../../engine/mod.ts";
import { wireId } from "../document/document.ts";
import { insertedInto } from "./wire_insert.ts";
import { RULE, storeOf } from "../testing/samples.ts";

const [NUMBERS, SIGNAL] = [RULE.connections[0]!, RULE.connections[1]!];

/** The rule with one more block, not wired. */
const having = (type: string) => ({
  ...RULE,
  blocks: [...RULE.blocks, { id: "new", type, params: {}, position: { x: 0, y: 400 } }],
});

Deno.test("a block that takes and gives what a wire carries is put into it", () => {
  const smoothed = insertedInto(having("sma"), blockDefinition, "new", NUMBERS);
  assert.deepEqual(smoothed?.connections.map(wireId).sort(), [
    "cross.signal>buy.signal",
    "new.value>cross.a",
    "rsi.value>new.source",
  ]);
  const lasting = insertedInto(having("sustained"), blockDefinition, "new", SIGNAL);
  assert.deepEqual(lasting?.connections.map(wireId).sort(), [
    "cross.signal>new.in",
    "new.signal>buy.signal",
    "rsi.value>cross.a",
  ]);
});

Deno.test("a block that does not fit a wire, or is wired, stays beside it", () => {
  for (const [type, wire] of [["sma", SIGNAL], ["not", NUMBERS], ["price", NUMBERS]] as const) {
    assert.equal(insertedInto(having(type), blockDefinition, "new", wire), null, type);
  }
  assert.equal(insertedInto(having("compare"), blockDefinition, "new", NUMBERS), null);
  assert.equal(insertedInto(RULE, blockDefinition, "rsi", SIGNAL), null);
});

Deno.test("what lies to the right makes room for a block that is put between two", () => {
  const put = (x: number, y: number, gap = 300) => {
    const document = {
      ...having("sma"),
      blocks: having("sma").blocks.map((block) =>
        block.id === "new"
          ? { ...block, position: { x, y } }
          : block.id === "rsi"
          ? block
          : { ...block, position: { x: block.position!.x + gap - 300, y: 0 } }
      ),
    };
    const placed = insertedInto(document, blockDefinition, "new", NUMBERS);
    return Object.fromEntries(placed?.blocks.map(({ id, position }) => [id, position]) ?? []);
  };
  // Columns 300 apart have no room between them: the rest moves on, the whole stays in line.
  assert.deepEqual(put(250, 0), {
    rsi: { x: 0, y: 0 },
    new: { x: 260, y: 0 },
    cross: { x: 520, y: 0 },
    buy: { x: 820, y: 0 },
  });
  // Where there is room, everything stays where it was put.
  assert.deepEqual(put(330, 20, 700).new, { x: 330, y: 20 });
  assert.deepEqual(put(330, 20, 700).cross, { x: 700, y: 0 });
});

Deno.test("EditorStore puts a new block, and one that is let go there, into a wire in one step", () => {
  const { store } = storeOf(RULE);
  const id = store.addBlock("sma", { into: NUMBERS });
  assert.equal(id, "sma");
  assert.equal(store.note.value?.text, "SMA added between RSI and RSI(14) crosses above 30");
  assert.equal(store.check.value.ready, true);
  store.undo();
  assert.equal(store.document.value, RULE);

  // What does not fit is added all the same.
  store.addBlock("stop_loss", { into: NUMBERS, at: { x: 0, y: 400 } });
  assert.equal(store.document.value.connections.length, 2);
  store.addBlock("ema", { at: { x: 0, y: 600 } });
  store.move(new Map([["ema", { x: 150, y: 0 }]]), NUMBERS);
  assert.equal(store.document.value.connections.length, 3);
  assert.equal(store.undoLabel.value, "Put EMA into a connection");
  store.undo();
  assert.equal(store.document.value.connections.length, 2);
  assert.deepEqual(store.document.value.blocks.at(-1)?.position, { x: 0, y: 600 });
});
