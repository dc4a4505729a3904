import assert from "node:assert/strict";
import fc from "fast-check";
import { blockDefinition, describeStrategy, type StrategyDocument } from "../../engine/mod.ts";
import { randomStrategies } from "../../engine/testing/arbitrary_strategy.ts";
import { randomParams } from "../../engine/testing/random_strategy.ts";
import { seededRandom } from "../../engine/testing/random_walk.ts";
import {
  type Block,
  connect,
  editBlock,
  moveBlocks,
  removeBlocks,
  setLabel,
} from "../document/document.ts";
import { compareVersions } from "./version_compare.ts";
import { RULE } from "../testing/samples.ts";

const compare = (before: StrategyDocument, after: StrategyDocument) =>
  compareVersions(before, after, blockDefinition);
const wordsOf = (before: StrategyDocument, after: StrategyDocument) => {
  const { blocks, wires } = compare(before, after);
  return [...blocks, ...wires].map(({ kind, words }) => `${kind}: ${words}`);
};
const set = (document: StrategyDocument, id: string, params: Block["params"]) =>
  editBlock(document, id, (block) => ({ ...block, params: { ...block.params, ...params } }));
const add = (document: StrategyDocument, ...blocks: Block[]): StrategyDocument => ({
  ...document,
  blocks: [...document.blocks, ...blocks],
});
const one = (type: string, params: Block["params"]): StrategyDocument => ({
  version: 1,
  blocks: [{ id: "it", type, params }],
  connections: [],
});

Deno.test("compareVersions says a setting in the block's own words and units", () => {
  assert.deepEqual(wordsOf(RULE, set(RULE, "rsi", { period: 1_000 })), [
    "changed: RSI: period 14 → 1,000 bars",
  ]);
  const { blocks } = compare(RULE, set(RULE, "rsi", { period: 21 }));
  assert.deepEqual(blocks[0]?.params, [{
    name: "period",
    label: "Period",
    before: "14 bars",
    after: "21 bars",
    words: "period 14 → 21 bars",
  }]);
  assert.deepEqual(
    wordsOf(one("crossover", { value: 30 }), one("crossover", { value: -0.5, direction: "below" })),
    [
      "changed: Crossover: crosses from below → from above, level 30 → −0.5",
    ],
  );
  assert.deepEqual(
    wordsOf(one("time_window", {}), one("time_window", { days: [1, 3], to_hour: 20 })),
    ["changed: Time window: days every day → Mon, Wed, to 0 → 20 h UTC"],
  );
});

Deno.test("compareVersions leaves out places, written-out defaults and settings without effect", () => {
  const elsewhere = moveBlocks(RULE, new Map([["rsi", { x: -400, y: 70 }]]));
  assert.equal(compare(RULE, elsewhere).same, true);
  const folded = editBlock(RULE, "rsi", (block) => ({ ...block, folded: true }));
  assert.equal(compare(RULE, folded).same, true);
  assert.equal(compare(folded, RULE).same, true);
  assert.equal(compare(one("rsi", {}), one("rsi", { period: 14, source: "close" })).same, true);
  // The ATR's period counts only while the distance is in ATR.
  assert.equal(compare(one("stop_loss", {}), one("stop_loss", { period: 20 })).same, true);
  assert.deepEqual(
    wordsOf(one("stop_loss", { mode: "percent" }), one("stop_loss", { mode: "atr", period: 20 })),
    ["changed: Stop loss: distance in Percent → ATR, distance 3 % → 2 ATR, ATR period 20 bars now applies"],
  );
  assert.match(
    wordsOf(one("stop_loss", { mode: "atr", period: 20 }), one("stop_loss", { mode: "percent" }))
      .join(),
    /ATR period 20 bars no longer applies/,
  );
});

Deno.test("compareVersions says which block came, went, is called otherwise, or is of another kind", () => {
  const ema: Block = { id: "ema", type: "ema", params: { period: 50 } };
  const added = connect(add(RULE, ema), {
    from: { block: "ema", port: "value" },
    to: { block: "cross", port: "b" },
  });
  assert.deepEqual(wordsOf(RULE, added), [
    "added: EMA (50 · close) added",
    "added: EMA → RSI(14) crosses above EMA(50)",
  ]);
  assert.deepEqual(wordsOf(added, RULE), [
    "removed: EMA (50 · close) removed",
    "removed: EMA → RSI(14) crosses above EMA(50)",
  ]);
  assert.deepEqual(wordsOf(RULE, removeBlocks(RULE, new Set(["buy"]))), [
    "removed: Entry signal (at the next candle's open) removed",
    "removed: RSI(14) crosses above 30 → Entry signal",
  ]);

  const named = setLabel(set(RULE, "rsi", { period: 7 }), "rsi", "Fast RSI");
  assert.deepEqual(wordsOf(RULE, named), [
    "changed: RSI: renamed to “Fast RSI”, period 14 → 7 bars",
  ]);
  assert.deepEqual(wordsOf(named, RULE), [
    "changed: Fast RSI: renamed to “RSI”, period 7 → 14 bars",
  ]);
  const other = editBlock(RULE, "rsi", (block) => ({ ...block, type: "ema", params: {} }));
  assert.deepEqual(wordsOf(RULE, other), [
    "changed: RSI (14 · close): replaced by EMA (20 · close)",
  ]);
});

Deno.test("compareVersions tells blocks of one name apart, and takes blocks it does not know", () => {
  const two = add(
    RULE,
    { id: "a", type: "sma", params: { period: 10 } },
    { id: "b", type: "sma", params: { period: 200 } },
  );
  assert.deepEqual(wordsOf(two, set(two, "b", { period: 100 })), [
    "changed: SMA (200 · close): period 200 → 100 bars",
  ]);
  assert.deepEqual(wordsOf(one("tarot", { card: 3 }), one("tarot", { card: 4, deck: "x" })), [
    "changed: tarot: card 3 → 4, deck – → x",
  ]);
});

Deno.test("compareVersions counts what differs, and notices the notes", () => {
  const after = set(add(RULE, { id: "sma", type: "sma", params: {} }), "rsi", { period: 9 });
  assert.equal(compare(RULE, after).summary, "1 block changed, 1 added");
  assert.equal(
    compare(RULE, { ...RULE, connections: [] }).summary,
    "2 connections removed",
  );
  const noted = compare(RULE, { ...RULE, notes: "Try ATR next" });
  assert.deepEqual([noted.same, noted.summary], [false, "notes changed"]);
  assert.equal(compare(RULE, RULE).summary, "nothing differs");
});

Deno.test("compareVersions finds nothing between a strategy and itself, however its blocks are ordered", () => {
  fc.assert(fc.property(randomStrategies(), (document) => {
    const shuffled: StrategyDocument = {
      ...document,
      blocks: document.blocks.map((block, i) => ({ ...block, position: { x: 9 * i, y: i } }))
        .reverse(),
      connections: [...document.connections].reverse(),
    };
    const { same, blocks, wires } = compare(document, shuffled);
    assert.deepEqual([same, blocks, wires], [true, [], []]);
  }));
});

Deno.test("compareVersions read backwards finds the same blocks and wires with their signs turned", () => {
  const turned = { added: "removed", removed: "added", changed: "changed" } as const;
  const signs = (changes: readonly (readonly [string, string])[]) =>
    changes.map((change) => change.join(" ")).sort();
  fc.assert(fc.property(randomStrategies(), randomStrategies(), (before, after) => {
    const there = compare(before, after);
    const back = compare(after, before);
    assert.deepEqual(
      signs(back.blocks.map(({ kind, blockId }) => [turned[kind], blockId])),
      signs(there.blocks.map(({ kind, blockId }) => [kind, blockId])),
    );
    assert.deepEqual(
      signs(back.wires.map(({ kind, wireId }) => [turned[kind], wireId])),
      signs(there.wires.map(({ kind, wireId }) => [kind, wireId])),
    );
  }));
});

Deno.test("compareVersions finds something wherever the plain-English reading differs", () => {
  const reading = (document: StrategyDocument) =>
    describeStrategy(document).sentences.map(({ text }) => text).join(" ");
  fc.assert(
    fc.property(
      randomStrategies(),
      fc.noBias(fc.integer({ min: 0 })),
      (before, seed) => {
        const draw = seededRandom(seed);
        const target = before.blocks[Math.floor(draw() * before.blocks.length)]!;
        const definition = blockDefinition(target.type)!;
        const after = editBlock(before, target.id, (block) => ({
          ...block,
          params: randomParams(definition, draw),
        }));
        const { same, blocks } = compare(before, after);
        if (reading(before) !== reading(after)) assert.equal(same, false);
        assert.ok(blocks.every(({ blockId }) => blockId === target.id));
      },
    ),
    { numRuns: 300 },
  );
});
