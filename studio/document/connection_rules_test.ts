import assert from "node:assert/strict";
import { blockDefinition, BLOCKS, type StrategyDocument } from "../../engine/mod.ts";
import {
  bestInput,
  checkConnection,
  compatibleOutputs,
  compatibleTargets,
  suggestedWire,
  visibleInputs,
  visibleOutputs,
} from "./connection_rules.ts";
import { RULE } from "../testing/samples.ts";

const port = (block: string, name: string) => ({ block, port: name });

function reason(document: StrategyDocument, from: [string, string], to: [string, string]): string {
  const check = checkConnection(document, blockDefinition, port(...from), port(...to));
  return check.ok ? "" : check.reason;
}

Deno.test("checkConnection refuses another kind, a block's own input, a loop and a wire that is there", () => {
  assert.match(reason(RULE, ["rsi", "value"], ["buy", "signal"]), /needs a signal/);
  const chained: StrategyDocument = {
    ...RULE,
    blocks: [...RULE.blocks, { id: "sma", type: "sma", params: {} }],
    connections: [{ from: port("sma", "value"), to: port("rsi", "source") }],
  };
  assert.match(reason(chained, ["rsi", "value"], ["sma", "source"]), /loop/);
  assert.match(reason(chained, ["rsi", "value"], ["rsi", "source"]), /itself/);
  assert.match(reason(RULE, ["rsi", "value"], ["cross", "a"]), /already/);
  assert.match(reason(RULE, ["cross", "a"], ["rsi", "value"]), /output to an input/);
});

Deno.test("checkConnection names the wire that a new one would replace", () => {
  const document: StrategyDocument = {
    ...RULE,
    blocks: [...RULE.blocks, { id: "price", type: "price", params: {} }],
  };
  const check = checkConnection(
    document,
    blockDefinition,
    port("price", "close"),
    port("cross", "a"),
  );
  assert.ok(check.ok);
  assert.equal(check.replaces?.from.block, "rsi");
});

Deno.test("compatibleOutputs offers what fits and what is connected, and nothing that would make a loop", () => {
  const offered = compatibleOutputs(RULE, blockDefinition, port("cross", "a"));
  assert.deepEqual(offered.map((choice) => choice.ref.block), ["rsi"]);
  assert.deepEqual(compatibleOutputs(RULE, blockDefinition, port("rsi", "source")), []);
});

Deno.test("compatibleTargets puts free inputs before those that would be replaced", () => {
  const document: StrategyDocument = {
    ...RULE,
    blocks: [...RULE.blocks, { id: "price", type: "price", params: {} }],
  };
  const targets = compatibleTargets(document, blockDefinition, "price");
  const replaced = targets.map((target) => target.replaces !== null);
  assert.deepEqual(replaced, [...replaced].sort());
  assert.ok(replaced.includes(true) && replaced.includes(false));
});

Deno.test("bestInput takes a free required input first, then a free one, then replaces", () => {
  const rsi = port("rsi", "value");
  const bare: StrategyDocument = { ...RULE, connections: [] };
  assert.deepEqual(bestInput(bare, blockDefinition, rsi, "cross"), port("cross", "a"));
  assert.deepEqual(
    bestInput(
      { ...bare, connections: [{ from: port("x", "value"), to: port("cross", "a") }] },
      blockDefinition,
      rsi,
      "cross",
    ),
    port("cross", "b"),
  );
  assert.equal(bestInput(RULE, blockDefinition, rsi, "buy"), null);
});

Deno.test("suggestedWire feeds required inputs alone", () => {
  const document: StrategyDocument = {
    ...RULE,
    connections: [],
    blocks: [...RULE.blocks, { id: "sma", type: "sma", params: {} }],
  };
  assert.equal(suggestedWire(document, blockDefinition, "rsi", "sma"), null);
  assert.deepEqual(
    suggestedWire(document, blockDefinition, "rsi", "cross")?.to,
    port("cross", "a"),
  );
});

Deno.test("visibleInputs grows by one as inputs are used", () => {
  const and = blockDefinition("and");
  assert.ok(and);
  const names = (...connected: string[]) =>
    visibleInputs(and, new Set(connected)).map((input) => input.name);
  assert.deepEqual(names(), ["in1", "in2"]);
  assert.deepEqual(names("in1"), ["in1", "in2"]);
  assert.deepEqual(names("in1", "in2"), ["in1", "in2", "in3"]);
  assert.equal(names("in8").length, 8);
});

Deno.test("visible outputs: those in use, the usual one while none is, never none", () => {
  const names = (type: string, connected: readonly string[] = []) =>
    visibleOutputs(blockDefinition(type)!, new Set(connected)).map(({ name }) => name);
  assert.deepEqual(names("price"), ["close"]);
  assert.deepEqual(names("price", ["low", "open"]), ["open", "low"]);
  assert.deepEqual(names("macd"), [blockDefinition("macd")!.outputs[0]!.name]);
  assert.deepEqual(names("entry_signal"), []);
  for (const { type, outputs } of BLOCKS) {
    assert.equal(names(type).length, Math.min(1, outputs.length), type);
    const all = outputs.map(({ name }) => name);
    assert.deepEqual(names(type, all), all, type);
  }
});
