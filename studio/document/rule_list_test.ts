/** A strategy as a list: every condition stands where it acts, and leaves nothing idle behind when it goes. */
import assert from "node:assert/strict";
import { blockDefinition, type StrategyDocument, TEMPLATES } from "../../engine/mod.ts";
import { checkDocument } from "./check.ts";
import { ruleBlocks, ruleGroups, withoutRule } from "./rule_list.ts";

const wire = (from: string, to: string) => {
  const [a = "", out = ""] = from.split(".");
  const [b = "", into = ""] = to.split(".");
  return { from: { block: a, port: out }, to: { block: b, port: into } };
};

/** Buy when RSI is below 30 and above its average; sell when RSI is above 70, or at a loss. */
const STRATEGY: StrategyDocument = {
  version: 1,
  blocks: [
    { id: "rsi", type: "rsi", params: {} },
    { id: "sma", type: "sma", params: {} },
    { id: "low", type: "compare", params: {} },
    { id: "rises", type: "compare", params: {} },
    { id: "high", type: "compare", params: {} },
    { id: "both", type: "and", params: {} },
    { id: "buy", type: "entry_signal", params: {} },
    { id: "sell", type: "exit_signal", params: {} },
    { id: "stop", type: "stop_loss", params: {} },
    { id: "alone", type: "rising", params: {} },
    { id: "unread", type: "ema", params: {} },
  ],
  connections: [
    wire("rsi.value", "low.a"),
    wire("rsi.value", "rises.a"),
    wire("rsi.value", "sma.source"),
    wire("sma.value", "rises.b"),
    wire("rsi.value", "high.a"),
    wire("low.signal", "both.in1"),
    wire("rises.signal", "both.in2"),
    wire("both.signal", "buy.signal"),
    wire("high.signal", "sell.signal"),
  ],
};

const ids = (blocks: readonly { readonly id: string }[]) => blocks.map(({ id }) => id);

Deno.test("rules: conditions stand by the signal they act on, with what limits a trade last", () => {
  const groups = ruleGroups(STRATEGY, blockDefinition);
  assert.deepEqual(
    groups.map(({ kind, blocks }) => [kind, ids(blocks)]),
    [["buy", ["low", "rises"]], ["sell", ["high"]], ["loose", ["alone", "unread"]], ["risk", [
      "stop",
    ]]],
  );
  assert.deepEqual(ruleGroups({ version: 1, blocks: [], connections: [] }, blockDefinition), []);
});

Deno.test("rules: a rule is set by its own block and by all that its values come from", () => {
  assert.deepEqual(ids(ruleBlocks(STRATEGY, blockDefinition, "rises")), ["rises", "rsi", "sma"]);
  assert.deepEqual(ids(ruleBlocks(STRATEGY, blockDefinition, "buy")), ["buy"]);
  for (const { id, document } of TEMPLATES) {
    const listed = new Set(
      ruleGroups(document, blockDefinition).flatMap(({ blocks }) =>
        blocks.flatMap((block) => ids(ruleBlocks(document, blockDefinition, block.id)))
      ),
    );
    for (const { id: block, type, params } of document.blocks) {
      const hasFields = Object.keys(params).length > 0 && blockDefinition(type)?.family !== "logic";
      if (hasFields) assert.ok(listed.has(block), `${id}: ${block} cannot be set from the list`);
    }
  }
});

Deno.test("rules: without one its own values go, and a joint with one condition left gives way", () => {
  const next = withoutRule(STRATEGY, blockDefinition, "rises");
  assert.deepEqual(ids(next.blocks), [
    "rsi",
    "low",
    "high",
    "buy",
    "sell",
    "stop",
    "alone",
    "unread",
  ]);
  assert.deepEqual(next.connections.slice(-1), [wire("low.signal", "buy.signal")]);
  assert.equal(checkDocument(next).faults.every(({ block_id }) => block_id === "alone"), true);
});

Deno.test("rules: a value that is read twice by the same rule goes with it", () => {
  const document: StrategyDocument = {
    version: 1,
    blocks: [
      { id: "price", type: "price", params: {} },
      { id: "sma", type: "sma", params: {} },
      { id: "above", type: "compare", params: {} },
    ],
    connections: [
      wire("price.close", "above.a"),
      wire("price.close", "sma.source"),
      wire("sma.value", "above.b"),
    ],
  };
  assert.deepEqual(withoutRule(document, blockDefinition, "above").blocks, []);
});

Deno.test("rules: without the last one nothing idle is left", () => {
  const negated: StrategyDocument = {
    version: 1,
    blocks: [
      { id: "rsi", type: "rsi", params: {} },
      { id: "low", type: "compare", params: {} },
      { id: "not", type: "not", params: {} },
      { id: "buy", type: "entry_signal", params: {} },
    ],
    connections: [
      wire("rsi.value", "low.a"),
      wire("low.signal", "not.in"),
      wire("not.signal", "buy.signal"),
    ],
  };
  assert.deepEqual(ids(withoutRule(negated, blockDefinition, "low").blocks), ["buy"]);
  assert.equal(withoutRule(negated, blockDefinition, "gone"), negated);
});

Deno.test("rules: every rule of every template can be taken away", () => {
  for (const { id, document } of TEMPLATES) {
    for (const { blocks } of ruleGroups(document, blockDefinition)) {
      for (const block of blocks) {
        const next = withoutRule(document, blockDefinition, block.id);
        assert.ok(!ids(next.blocks).includes(block.id), `${id}: ${block.id}`);
        const left = new Set(ids(next.blocks));
        for (const { from, to } of next.connections) {
          assert.ok(left.has(from.block) && left.has(to.block), `${id}: ${block.id}`);
        }
        for (const { type, id: joint } of next.blocks) {
          const { minInputs, family } = blockDefinition(type)!;
          const count = next.connections.filter(({ to }) => to.block === joint).length;
          if (family === "logic") {
            assert.ok(count >= (minInputs ?? 1), `${id}: ${block.id}, ${joint}`);
          }
        }
      }
    }
  }
});
