import assert from "node:assert/strict";
import { blockDefinition, describeStrategy, type StrategyDocument } from "../../engine/mod.ts";
import { readCondition, readSentences } from "../../engine/sentences.ts";
import { RULE, storeOf } from "../testing/samples.ts";
import { drawnBlocks, foldingOf } from "../canvas/folding.ts";
import { blockSize } from "../canvas/block_size.ts";
import { addCondition, addToClause } from "./add_condition.ts";
import type { SaidCondition } from "./said_condition.ts";

function condition(text: string): SaidCondition {
  const read = readCondition(text);
  assert.ok(read.ok, JSON.stringify(read));
  return read;
}

function strategy(text: string): StrategyDocument {
  const read = readSentences(text);
  assert.ok(read.ok, JSON.stringify(read));
  return addedPlaces(read.document);
}

function addedPlaces(document: StrategyDocument): StrategyDocument {
  const { store } = storeOf(document);
  store.tidy();
  return store.document.value;
}

const reads = (document: StrategyDocument) => describeStrategy(document).sentences[0]!.text;
const count = (document: StrategyDocument, type: string) =>
  document.blocks.filter((block) => block.type === type).length;

function assertNoOverlap(document: StrategyDocument): void {
  const boxes = drawnBlocks(document, blockDefinition).map((block) => ({
    id: block.id,
    x: block.position!.x,
    y: block.position!.y,
    ...blockSize(document, blockDefinition, block),
  }));
  boxes.forEach((a, i) =>
    boxes.slice(i + 1).forEach((b) => {
      const apart = a.x + a.width <= b.x || b.x + b.width <= a.x || a.y + a.height <= b.y ||
        b.y + b.height <= a.y;
      assert.ok(apart, `${a.id} covers ${b.id}`);
    })
  );
}

Deno.test("addToClause: a second condition is joined, a third one goes into the same block", () => {
  const close = condition("close > sma 200");
  const two = addToClause(RULE, blockDefinition, close, "entry", "and");
  assert.equal(
    reads(two.document),
    "Buy when RSI(14) crosses above 30 and the close is above SMA(200).",
  );
  assert.equal(two.words, "Close above SMA(200)");
  assert.equal(two.document.blocks.find(({ id }) => id === two.blockId)?.type, "compare");
  const three = addToClause(two.document, blockDefinition, condition("adx > 25"), "entry", "and");
  assert.match(reads(three.document), /SMA\(200\) and ADX\(14\) is above 25\.$/);
  assert.equal(count(three.document, "and"), 1);
  assertNoOverlap(three.document);
});

Deno.test("addToClause: what feeds the new condition alone is drawn inside of it", () => {
  const { document, blockId } = addToClause(
    RULE,
    blockDefinition,
    condition("close > sma 200"),
    "entry",
    "and",
  );
  const inside = [...foldingOf(document, blockDefinition)].filter(([, to]) => to.block === blockId);
  assert.equal(inside.length, 2);
  assert.equal(document.blocks.find(({ id }) => id === "rsi")?.folded, undefined);
});

Deno.test("addToClause: what is joined otherwise keeps together", () => {
  const both = strategy("Buy when rsi < 30 and close > sma 200.");
  const { document } = addToClause(both, blockDefinition, condition("rsi < 10"), "entry", "or");
  assert.match(
    reads(document),
    /^Buy when \(?RSI\(14\) is below 30 and .*\)? or RSI\(14\) is below 10\.$/,
  );
  assert.equal(count(document, "and") + count(document, "or"), 2);
});

Deno.test("addToClause: a block that something else reads too is left as it is", () => {
  const both = strategy(
    "Buy when rsi < 30 and close > sma 200. Sell when not (rsi < 30 and close > sma 200).",
  );
  assert.equal(count(both, "and"), 1);
  const { document } = addToClause(both, blockDefinition, condition("adx > 25"), "entry", "and");
  const sell = (each: StrategyDocument) => describeStrategy(each).sentences[1]!.text;
  assert.equal(sell(document), sell(both));
  assert.match(reads(document), /ADX\(14\) is above 25\.$/);
});

Deno.test("addToClause: nothing is lost of an and-block whose inputs are all taken", () => {
  let document = RULE;
  for (let k = 1; k <= 12; k++) {
    const next = condition(`close > ${k}`);
    document = addToClause(document, blockDefinition, next, "entry", "and").document;
  }
  for (let k = 1; k <= 12; k++) assert.match(reads(document), new RegExp(`is above ${k}\\b`));
});

Deno.test("addToClause: a strategy that never sells, or has nothing at all, gets the signal for it", () => {
  const sells = addToClause(RULE, blockDefinition, condition("rsi > 60"), "exit", "and").document;
  assert.equal(describeStrategy(sells).sentences[1]!.text, "Sell when RSI(14) is above 60.");
  const empty: StrategyDocument = { version: 1, blocks: [], connections: [] };
  const { document } = addToClause(empty, blockDefinition, condition("rsi < 30"), "entry", "or");
  assert.equal(reads(document), "Buy when RSI(14) is below 30.");
  assert.equal(new Set(document.blocks.map(({ position }) => JSON.stringify(position))).size, 3);
});

Deno.test("addToClause: a signal that waits for its condition takes it", () => {
  const waiting = { ...RULE, connections: RULE.connections.slice(0, 1) };
  const { document } = addToClause(waiting, blockDefinition, condition("rsi < 30"), "entry", "and");
  assert.equal(reads(document), "Buy when RSI(14) is below 30.");
  assert.equal(count(document, "and"), 0);
});

Deno.test("addCondition: it stands for itself, or feeds the one block that waits for it", () => {
  const alone = addCondition(RULE, blockDefinition, condition("close crosses sma 200"));
  assert.equal(alone.into, null);
  assert.equal(reads(alone.document), reads(RULE));
  assert.equal(alone.document.connections.length, 4);
  assertNoOverlap(alone.document);

  const waiting = { ...RULE, connections: RULE.connections.slice(0, 1) };
  const fed = addCondition(waiting, blockDefinition, condition("rsi < 30"));
  assert.equal(fed.into, "buy");
  assert.equal(reads(fed.document), "Buy when RSI(14) is below 30.");
});

Deno.test("addCondition: of several that wait, the selected one takes it", () => {
  const two: StrategyDocument = {
    version: 1,
    blocks: [
      { id: "buy", type: "entry_signal", params: {}, position: { x: 0, y: 0 } },
      { id: "sell", type: "exit_signal", params: {}, position: { x: 0, y: 200 } },
    ],
    connections: [],
  };
  assert.equal(addCondition(two, blockDefinition, condition("rsi < 30")).into, null);
  const { into } = addCondition(two, blockDefinition, condition("rsi > 70"), { beside: "sell" });
  assert.equal(into, "sell");
});
