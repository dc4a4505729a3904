import assert from "node:assert/strict";
import { blockDefinition, compileStrategy, parseStrategy } from "../../engine/mod.ts";
import { blockById, emptyDocument, sameDocument } from "../document/document.ts";
import { fragmentToText } from "../document/clipboard.ts";
import { strategyFromText } from "./strategy_file.ts";
import { RULE, storeOf } from "../testing/samples.ts";

Deno.test("EditorStore builds a strategy that the engine accepts, each block wired to the one before", () => {
  const { store } = storeOf(emptyDocument());
  store.addBlock("rsi", { centre: { x: 0, y: 0 } });
  store.addBlock("crossover");
  store.addBlock("entry_signal");
  const document = store.document.value;
  assert.deepEqual(document.connections.map((wire) => [wire.from.block, wire.to.block]), [
    ["rsi", "crossover"],
    ["crossover", "entry_signal"],
  ]);
  const parsed = parseStrategy(JSON.parse(JSON.stringify(document)));
  assert.ok(parsed.ok);
  assert.ok(compileStrategy(parsed.document).ok);
  assert.equal(store.check.value.ready, true);
});

Deno.test("EditorStore does not wire a new block into an input that works without", () => {
  const { store } = storeOf(RULE);
  store.select(["rsi"]);
  const id = store.addBlock("sma");
  assert.equal(store.document.value.connections.some((wire) => wire.to.block === id), false);
});

Deno.test("EditorStore undoes and redoes every kind of edit back to the same document", () => {
  const { store, clock } = storeOf(RULE);
  const edits: (() => void)[] = [
    () => store.addBlock("exit_signal", { at: { x: 10, y: 300 } }),
    () => store.setParam("rsi", "period", 21),
    () => store.setLabel("rsi", "My RSI"),
    () => store.move(new Map([["rsi", { x: 40, y: 50 }]])),
    () =>
      store.connect({ block: "cross", port: "signal" }, { block: "exit_signal", port: "signal" }),
    () => {
      store.select(["cross"]);
      store.duplicate();
    },
    () => store.tidy(),
    () => {
      store.select(["cross"]);
      store.removeSelection();
    },
  ];
  const states = [store.document.value];
  for (const edit of edits) {
    clock.ms += 10_000;
    edit();
    assert.notEqual(store.document.value, states.at(-1), `${edit} changed nothing`);
    states.push(store.document.value);
  }
  for (let i = states.length - 2; i >= 0; i--) {
    store.undo();
    assert.equal(store.document.value, states[i]);
  }
  assert.equal(store.undoLabel.value, null);
  for (let i = 1; i < states.length; i++) {
    store.redo();
    assert.equal(store.document.value, states[i]);
  }
});

Deno.test("EditorStore takes a slider's many values for one step, and two parameters for two", () => {
  const { store, clock } = storeOf(RULE);
  for (let period = 15; period <= 30; period++) {
    clock.ms += 16;
    store.setParam("rsi", "period", period);
  }
  store.setParam("cross", "value", 40);
  store.undo();
  assert.equal(blockById(store.document.value, "rsi")?.params.period, 30);
  store.undo();
  assert.equal(store.document.value, RULE);
});

Deno.test("EditorStore drops what no longer exists from the selection", () => {
  const { store } = storeOf(RULE);
  store.select(["rsi", "cross"], ["rsi.value>cross.a"]);
  store.apply({ ...RULE, blocks: RULE.blocks.slice(1), connections: [] }, "Test");
  assert.deepEqual([...store.selectedBlocks.value], ["cross"]);
  assert.deepEqual([...store.selectedWires.value], []);
});

Deno.test("EditorStore deletes blocks together with their wires", () => {
  const { store } = storeOf(RULE);
  store.select(["cross"]);
  store.removeSelection();
  assert.deepEqual(store.document.value.connections, []);
  assert.deepEqual(store.document.value.blocks.map((block) => block.id), ["rsi", "buy"]);
});

Deno.test("EditorStore pastes copies with fresh ids, their wires among themselves, beside the originals", () => {
  const { store } = storeOf(RULE);
  store.select(["rsi", "cross"]);
  const copied = store.copy();
  assert.ok(copied);
  const read = strategyFromText(fragmentToText(copied), blockDefinition);
  assert.ok(read.ok);
  assert.deepEqual(store.paste(read.document), ["rsi_2", "cross_2"]);
  store.paste(read.document);
  const ids = store.document.value.blocks.map((block) => block.id);
  assert.equal(new Set(ids).size, 7);
  assert.ok(ids.includes("rsi_2") && ids.includes("rsi_3"));
  assert.deepEqual(blockById(store.document.value, "rsi_2")?.position, { x: 30, y: 30 });
  assert.deepEqual(blockById(store.document.value, "rsi_3")?.position, { x: 60, y: 60 });
  assert.equal(store.document.value.connections.length, 4);
  assert.deepEqual([...store.selectedBlocks.value].sort(), ["cross_3", "rsi_3"]);
});

Deno.test("EditorStore refuses a wire with the reason and changes nothing", () => {
  const { store } = storeOf(RULE);
  store.connect({ block: "rsi", port: "value" }, { block: "buy", port: "signal" });
  assert.equal(store.document.value, RULE);
  assert.equal(store.note.value?.tone, "bad");
  assert.match(store.note.value?.text ?? "", /needs a signal/);
});

Deno.test("EditorStore adds a block at the end of a pulled wire, from either side", () => {
  const { store } = storeOf(RULE);
  const compare = store.addWired(
    "compare",
    { x: 0, y: 0 },
    { block: "rsi", port: "value" },
    "from",
  );
  assert.ok(
    store.document.value.connections.some((wire) =>
      wire.from.block === "rsi" && wire.to.block === compare && wire.to.port === "a"
    ),
  );
  const price = store.addWired("price", { x: 0, y: 0 }, { block: "cross", port: "b" }, "to");
  assert.ok(
    store.document.value.connections.some((wire) =>
      wire.from.block === price && wire.from.port === "close" && wire.to.block === "cross"
    ),
  );
});

Deno.test("EditorStore changes nothing while an earlier version is looked at", () => {
  const { store } = storeOf(RULE);
  store.viewing.value = {
    versionNumber: 1,
    createdAt: "",
    note: null,
    document: emptyDocument(),
  };
  assert.equal(store.shown.value.blocks.length, 0);
  store.addBlock("rsi");
  store.setParam("rsi", "period", 3);
  store.undo();
  store.viewing.value = null;
  assert.equal(store.shown.value, RULE);
});

Deno.test("sameDocument looks past the order of keys, blocks and wires", () => {
  const shuffled = JSON.parse(JSON.stringify({
    ...RULE,
    blocks: [...RULE.blocks].reverse(),
    connections: [...RULE.connections].reverse(),
  }));
  assert.ok(sameDocument(RULE, shuffled));
  shuffled.blocks[0].position.x += 10;
  assert.equal(sameDocument(RULE, shuffled), false);
});

Deno.test("EditorStore refuses what the format has no room for, says so and changes nothing", () => {
  const blocks = Array.from({ length: 200 }, (_, i) => ({
    id: `b${i}`,
    type: "volume",
    params: {},
    position: { x: 0, y: 100 * i },
  }));
  const full = { version: 1 as const, blocks, connections: [] };
  const { store } = storeOf(full);
  assert.equal(store.addBlock("rsi"), null);
  assert.equal(
    store.note.value?.text,
    "A strategy has at most 200 blocks; this would make 201. Nothing was changed.",
  );
  store.select(["b0", "b1"]);
  store.duplicate();
  assert.match(store.note.value?.text ?? "", /this would make 202/);
  assert.equal(store.document.value, full);
  assert.deepEqual([...store.selectedBlocks.value], ["b0", "b1"]);
});
