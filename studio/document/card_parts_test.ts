import assert from "node:assert/strict";
import { blockDefinition, BLOCKS, type StrategyDocument } from "../../engine/mod.ts";
import { documentOf } from "../../engine/testing/document.ts";
import { conditionParts, optionWords } from "./card_parts.ts";
import { setLabel } from "./document.ts";

const DOCUMENT = documentOf(
  {
    price: ["price"],
    mean: ["sma", { period: 200 }],
    rsi: ["rsi"],
    bands: ["bollinger"],
    above: ["compare"],
    level: ["crossover", { value: -2.5 }],
    beyond: ["compare", { operator: "<=" }],
    up: ["rising", { bars: 4 }],
    hours: ["time_window", { days: [1, 2], from_hour: 14, to_hour: 15 }],
    open: ["compare", { value: 3 }],
  },
  "price.close → above.a, mean.value → above.b, rsi.value → level.a, price.high → beyond.a, " +
    "bands.upper → beyond.b, price.high → up.source",
);

const texts = (id: string, document: StrategyDocument = DOCUMENT) =>
  conditionParts(document, blockDefinition, document.blocks.find((block) => block.id === id)!)
    .map(({ kind, text }) => kind === "operand" ? `[${text}]` : text).join(" ");

Deno.test("card parts: a condition's sentence in order, its operands apart", () => {
  assert.equal(texts("above"), "[Close] is above [SMA 200]");
  assert.equal(texts("level"), "[RSI 14] crosses above [−2.5]");
  assert.equal(texts("beyond"), "[High] is at or below [Upper band of Bollinger(20, 2)]");
  assert.equal(texts("up"), "[High] has risen 4 times in a row");
  assert.equal(texts("hours"), "Mon, Tue, 14–15 h UTC");
  // What nothing feeds is called what the input is called.
  assert.equal(texts("open"), "[Value] is above [3]");
});

Deno.test("card parts: a name of one's own stands for what is said", () => {
  const named = setLabel(DOCUMENT, "mean", "My average");
  assert.equal(texts("above", named), "[Close] is above [My average]");
});

Deno.test("card parts: an operand says what feeds it and which number would stand there", () => {
  const parts = (id: string) =>
    conditionParts(DOCUMENT, blockDefinition, DOCUMENT.blocks.find((block) => block.id === id)!);
  const [left, words, right] = parts("above");
  assert.deepEqual(left, {
    kind: "operand",
    port: "a",
    text: "Close",
    source: { block: "price", port: "close" },
    family: "prices",
    param: null,
  });
  assert.deepEqual(words, { kind: "words", text: "is above", params: ["operator"] });
  assert.ok(right?.kind === "operand" && right.param === "value" && right.family === "indicators");
  const [missing] = parts("open");
  assert.ok(missing?.kind === "operand" && missing.source === null && missing.family === null);
});

Deno.test("card parts: the words for each way to compare", () => {
  const words = (type: string) => {
    const definition = blockDefinition(type)!;
    const block = { id: "it", type, params: {} };
    return [...optionWords(definition, block, definition.params[0]!).values()];
  };
  assert.deepEqual(words("compare"), [
    "is above",
    "is below",
    "is at or above",
    "is at or below",
  ]);
  assert.deepEqual(words("crossover"), ["crosses above", "crosses below", "crosses"]);
});

Deno.test("card parts: every condition has a sentence, and each of its inputs a place in it", () => {
  for (const { type, family, inputs } of BLOCKS) {
    if (family !== "conditions") continue;
    const document: StrategyDocument = {
      version: 1,
      blocks: [{ id: "it", type, params: {} }],
      connections: [],
    };
    const parts = conditionParts(document, blockDefinition, document.blocks[0]!);
    const ports = parts.flatMap((part) => part.kind === "operand" ? [part.port] : []);
    assert.deepEqual(ports, inputs.map(({ name }) => name), type);
    assert.ok(parts.some(({ kind, text }) => kind === "words" && text !== ""), type);
  }
});

Deno.test("card parts: unknown blocks, and wires from ports that there are not, are read as far as they go", () => {
  const [price, mean, ...rest] = DOCUMENT.blocks;
  const foreign = {
    ...DOCUMENT,
    blocks: [price!, { ...mean!, type: "from_the_future" }, ...rest],
  };
  assert.equal(texts("above", foreign), "[Close] is above [from_the_future]");
  const other = { ...DOCUMENT, blocks: [price!, { ...mean!, type: "macd" }, ...rest] };
  assert.equal(texts("above", other), "[Close] is above [macd]");
  assert.equal(texts("level", other), "[RSI 14] crosses above [−2.5]");
});
