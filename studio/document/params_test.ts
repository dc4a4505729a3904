import assert from "node:assert/strict";
import { blockDefinition, BLOCKS, type StrategyDocument } from "../../engine/mod.ts";
import { blockById, setLabel } from "./document.ts";
import { effective, setParam, sliderRange, valueProblem, visibleFields } from "./params.ts";
import { cardWords, subtitleOf } from "./names.ts";
import { RULE } from "../testing/samples.ts";

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
    visibleFields(document, blockDefinition, rsi, rsiBlock).map((field) => field.spec.name);
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
    visibleFields(STOP, blockDefinition, stop, stopBlock).map((field) => field.spec.name),
    ["mode", "value"],
  );
});

Deno.test("every block's subtitle and slider can be made from its defaults", () => {
  for (const definition of BLOCKS) {
    const block = { id: "b", type: definition.type, params: {} };
    const document: StrategyDocument = { version: 1, blocks: [block], connections: [] };
    assert.equal(typeof subtitleOf(document, blockDefinition, block), "string", definition.type);
    for (
      const { spec, value } of visibleFields(document, blockDefinition, definition, block)
    ) {
      if (typeof value !== "number") continue;
      const range = sliderRange(spec, value, value);
      assert.ok(range && range.min <= value && range.max >= value, definition.type);
      assert.ok(range.min >= (spec.min ?? -Infinity) && range.max <= (spec.max ?? Infinity));
    }
  }
});

Deno.test("what a condition says is its name, and the line below a name of its own", () => {
  const document: StrategyDocument = {
    ...RULE,
    blocks: [...RULE.blocks, { id: "price", type: "price", params: {} }],
    connections: [
      ...RULE.connections,
      { from: { block: "price", port: "close" }, to: { block: "cross", port: "b" } },
    ],
  };
  const cross = blockById(document, "cross");
  assert.ok(cross);
  assert.deepEqual(cardWords(document, blockDefinition, cross), {
    title: "RSI(14) crosses above the close",
    line: "",
  });
  const labelled = setLabel(document, "cross", "My trigger");
  assert.deepEqual(cardWords(labelled, blockDefinition, blockById(labelled, "cross")!), {
    title: "My trigger",
    line: "RSI(14) crosses above the close",
  });
  assert.deepEqual(cardWords(document, blockDefinition, blockById(document, "buy")!), {
    title: "Buy",
    line: "at the next candle's open",
  });
  const loose = { ...document, connections: [] };
  assert.deepEqual(cardWords(loose, blockDefinition, cross), {
    title: "Crossover",
    line: "value crosses above 30",
  });
});

Deno.test("valueProblem says the range", () => {
  const period = blockDefinition("rsi")?.params.find((spec) => spec.name === "period");
  assert.ok(period);
  assert.equal(valueProblem(period, 14), null);
  assert.equal(valueProblem(period, 1), "Enter a number from 2 to 1,000.");
  assert.equal(valueProblem(period, 2.5), "Enter a whole number.");
  assert.equal(valueProblem(period, undefined), "Enter a number.");
});

Deno.test("visibleFields gives a number the bounds, unit and presets of the block's mode", () => {
  const definition = blockDefinition("stop_loss");
  assert.ok(definition);
  const distance = (params: Record<string, string | number>) => {
    const block = { id: "stop", type: "stop_loss", params };
    const document: StrategyDocument = { version: 1, blocks: [block], connections: [] };
    const field = visibleFields(document, blockDefinition, definition, block)
      .find(({ spec }) => spec.name === "value");
    assert.ok(field);
    return field;
  };
  const percent = distance({ mode: "percent" });
  assert.deepEqual([percent.spec.unit, percent.spec.max], ["%", 100]);
  assert.ok(percent.presets.includes(3));
  const atr = distance({ mode: "atr" });
  assert.deepEqual([atr.spec.unit, atr.spec.max], ["ATR", 20]);
  assert.equal(valueProblem(atr.spec, 25), "Enter a number from 0.1 to 20.");
});

Deno.test("visibleFields offers the levels of what a number is held against", () => {
  const definition = blockDefinition("crossover");
  const cross = blockById(RULE, "cross");
  assert.ok(definition && cross);
  const level = (document: StrategyDocument) =>
    visibleFields(document, blockDefinition, definition, cross)
      .find(({ spec }) => spec.name === "value");
  const beside = level(RULE);
  assert.deepEqual(beside?.presets, [30, 50, 70]);
  assert.ok(beside);
  assert.deepEqual(sliderRange(beside.spec, 30, 0, beside.scale), { min: 0, max: 100, step: 1 });
  const alone = level({ ...RULE, connections: [] });
  assert.deepEqual(alone?.presets, []);
  assert.equal(alone?.scale, null);
});

Deno.test("sliderRange stands on round numbers, whatever the lower bound is", () => {
  const spec = { min: 0.01, max: 100, step: 0.1, kind: "number" } as const;
  const range = sliderRange({ ...spec, name: "v", label: "V", default: 3, help: "" }, 3, 3);
  assert.ok(range);
  assert.equal(
    Math.abs((3 - range.min) / range.step - Math.round((3 - range.min) / range.step)) < 1e-9,
    true,
  );
});
