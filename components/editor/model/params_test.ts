import assert from "node:assert/strict";
import { blockDefinition, BLOCKS, type StrategyDocument } from "../../../engine/mod.ts";
import { blockById } from "./document.ts";
import {
  effective,
  parseNumber,
  setParam,
  sliderRange,
  valueProblem,
  visibleFields,
} from "./params.ts";
import { subtitleOf } from "./names.ts";
import { RULE } from "./testing/samples.ts";

const STOP: StrategyDocument = {
  version: 1,
  blocks: [{ id: "stop", type: "stop_loss", params: { mode: "percent", value: 5 } }],
  connections: [],
};

Deno.test("setParam puts a value back to its default when what the default depends on changes", () => {
  const definition = blockDefinition("stop_loss");
  assert.ok(definition);
  const changed = setParam(STOP, definition, "stop", "mode", "atr");
  const block = blockById(changed, "stop");
  const spec = definition.params.find((candidate) => candidate.name === "value");
  assert.ok(block && spec);
  assert.equal(block.params.value, undefined);
  assert.equal(effective(spec, block.params), 2);
});

Deno.test("setParam keeps values whose default does not move, and resets with undefined", () => {
  const definition = blockDefinition("rsi");
  assert.ok(definition);
  const high = setParam(RULE, definition, "rsi", "source", "high");
  assert.equal(blockById(high, "rsi")?.params.period, 14);
  const reset = setParam(high, definition, "rsi", "period", undefined);
  assert.deepEqual(blockById(reset, "rsi")?.params, { source: "high" });
  assert.equal(setParam(RULE, definition, "rsi", "period", 14), RULE);
});

Deno.test("visibleFields hides what has no effect: a source that is wired, a period of another mode", () => {
  const rsi = blockDefinition("rsi");
  const stop = blockDefinition("stop_loss");
  const rsiBlock = blockById(RULE, "rsi");
  const stopBlock = blockById(STOP, "stop");
  assert.ok(rsi && stop && rsiBlock && stopBlock);
  const names = (document: StrategyDocument) =>
    visibleFields(document, rsi, rsiBlock).map((field) => field.spec.name);
  assert.deepEqual(names(RULE), ["period", "source"]);
  const wired = {
    ...RULE,
    connections: [{
      from: { block: "x", port: "value" },
      to: { block: "rsi", port: "source" },
    }],
  };
  assert.deepEqual(names(wired), ["period"]);
  assert.deepEqual(
    visibleFields(STOP, stop, stopBlock).map((field) => field.spec.name),
    ["mode", "value"],
  );
});

Deno.test("every block's subtitle and slider can be made from its defaults", () => {
  for (const definition of BLOCKS) {
    const block = { id: "b", type: definition.type, params: {} };
    const document: StrategyDocument = { version: 1, blocks: [block], connections: [] };
    assert.equal(typeof subtitleOf(document, blockDefinition, block), "string", definition.type);
    for (const { spec, value } of visibleFields(document, definition, block)) {
      if (typeof value !== "number") continue;
      const range = sliderRange(spec, value, value);
      assert.ok(range && range.min <= value && range.max >= value, definition.type);
      assert.ok(range.min >= (spec.min ?? -Infinity) && range.max <= (spec.max ?? Infinity));
    }
  }
});

Deno.test("subtitleOf names the block that stands in for a number", () => {
  const document: StrategyDocument = {
    ...RULE,
    blocks: [...RULE.blocks, { id: "price", type: "price", params: {}, label: "Yesterday" }],
    connections: [
      ...RULE.connections,
      { from: { block: "price", port: "close" }, to: { block: "cross", port: "b" } },
    ],
  };
  const cross = blockById(document, "cross");
  assert.ok(cross);
  assert.match(subtitleOf(document, blockDefinition, cross), /Yesterday/);
});

Deno.test("parseNumber reads what people type, and nothing else", () => {
  const cases: [string, number | undefined][] = [
    ["14", 14],
    [" 1,234.5 ", 1234.5],
    ["0,5", 0.5],
    ["−3", -3],
    [".5", 0.5],
    ["1e-3", 0.001],
    ["", undefined],
    ["-", undefined],
    ["1.2.3", undefined],
    ["12abc", undefined],
    ["Infinity", undefined],
  ];
  for (const [text, value] of cases) assert.equal(parseNumber(text), value, text);
});

Deno.test("valueProblem says the range", () => {
  const period = blockDefinition("rsi")?.params.find((spec) => spec.name === "period");
  assert.ok(period);
  assert.equal(valueProblem(period, 14), null);
  assert.equal(valueProblem(period, 1), "Enter a number from 2 to 1,000.");
  assert.equal(valueProblem(period, 2.5), "Enter a whole number.");
  assert.equal(valueProblem(period, undefined), "Enter a number.");
});
