import assert from "node:assert/strict";
import {
  blockDefinition,
  BLOCKS,
  compileStrategy,
  DEFAULT_SETTINGS,
  portColumns,
  type StrategyDocument,
} from "../../engine/mod.ts";
import { randomWalk } from "../../engine/testing/random_walk.ts";
import { foldingOf, isCondition, withFolded } from "../canvas/folding.ts";
import { blockById, connect, emptyDocument, wireInto } from "../document/document.ts";
import { nameOf } from "../document/names.ts";
import { RULE, storeOf } from "../testing/samples.ts";
import { operandChoices } from "./operand_choices.ts";
import { type Operand, withOperand, withOperands } from "./operands.ts";

const CONDITIONS = BLOCKS.filter((block) => isCondition(block) && block.inputs.length > 0);
const VALUES = BLOCKS.filter((block) => !isCondition(block) && block.counterparts);

/** A condition alone on a canvas. */
const alone = (type: string): StrategyDocument => ({
  version: 1,
  blocks: [{ id: "it", type, params: {}, position: { x: 0, y: 0 } }],
  connections: [],
});

const says = (document: StrategyDocument, id = "it") => nameOf(document, blockDefinition, id);

Deno.test("operands: every kind of condition begins with something to say, folded into it", () => {
  const names = CONDITIONS.map(({ type }) => {
    const made = withOperands(alone(type), blockDefinition, "it", null);
    assert.equal(foldingOf(made, blockDefinition).size, made.blocks.length - 1, type);
    return says(made);
  });
  assert.deepEqual(names, [
    "Close above SMA(200)",
    "RSI(14) crosses above 30",
    "Close has risen 3 times in a row",
    "Close has fallen 3 times in a row",
  ]);
});

const WITH_SUBJECTS: readonly (readonly [type: string, condition: string, name: string])[] = [
  ["rsi", "compare", "RSI(14) above 50"],
  ["rsi", "crossover", "RSI(14) crosses above 30"],
  ["sma", "compare", "Close above SMA(20)"],
  ["bollinger", "compare", "Close above the upper band of Bollinger(20, 2)"],
  ["macd", "crossover", "MACD(12, 26, 9) crosses above the signal line of MACD(12, 26, 9)"],
  ["adx", "compare", "ADX(14) above 25"],
  ["volume", "compare", "Volume above SMA(20) of the volume"],
  ["atr", "compare", "ATR(14) above SMA(20) of ATR(14)"],
  ["highest", "compare", "Close above the highest of 20 bars 1 bar ago"],
  ["price", "rising", "Close has risen 3 times in a row"],
];

for (const [type, condition, name] of WITH_SUBJECTS) {
  Deno.test(`operands: a ${condition} beside ${type} says ${name}`, () => {
    const output = Object.keys(blockDefinition(type)!.counterparts!)[0]!;
    const subject: Operand = { kind: "new", type, output, params: {} };
    const made = withOperands(alone(condition), blockDefinition, "it", subject);
    assert.equal(says(made), name);
    assert.equal(foldingOf(made, blockDefinition).size, made.blocks.length - 1);
  });
}

Deno.test("operands: no condition with what an output is usually held against is always true, or never", () => {
  const candles = randomWalk({ bars: 4_000, seed: 11 });
  for (const { type, outputs } of VALUES) {
    for (const { name: output, kind } of outputs) {
      if (kind !== "series") continue;
      for (const { type: condition } of CONDITIONS) {
        const subject: Operand = { kind: "new", type, output, params: {} };
        const made = withOperands(alone(condition), blockDefinition, "it", subject);
        const strategy = connect({
          ...made,
          blocks: [...made.blocks, { id: "buy", type: "entry_signal", params: {} }],
        }, { from: { block: "it", port: "signal" }, to: { block: "buy", port: "signal" } });
        const compiled = compileStrategy(strategy);
        const what = `${type}.${output}: ${says(made)}`;
        assert.ok(compiled.ok, what);
        const settings = { ...DEFAULT_SETTINGS, fromMs: candles.time[500]! };
        const signal = portColumns(candles, compiled.plan, settings).get("it.signal");
        assert.ok(signal instanceof Uint8Array, what);
        const share = signal.reduce((sum, value) => sum + value, 0) / signal.length;
        assert.ok(share > 0 && share < 0.97, `${what} is true on ${share} of the bars`);
      }
    }
  }
});

Deno.test("operands: every value that conditions read says what it is held against", () => {
  const without = BLOCKS.flatMap(({ type, family, outputs, counterparts }) =>
    family === "prices" || family === "indicators"
      ? outputs.filter(({ name, kind }) => kind === "series" && !counterparts?.[name])
        .map(({ name }) => `${type}.${name}`)
      : []
  );
  // A number of one's own is held against what one likes.
  assert.deepEqual(without, ["number.value"]);
});

Deno.test("operands: another operand takes the place of what was folded there, in one step", () => {
  const { store } = storeOf(emptyDocument());
  store.addBlock("compare");
  const before = store.document.value;
  store.setOperand({ block: "compare", port: "b" }, {
    kind: "new",
    type: "ema",
    output: "value",
    params: { period: 50 },
  });
  assert.equal(says(store.document.value, "compare"), "Close above EMA(50)");
  assert.deepEqual(store.document.value.blocks.map(({ type }) => type).sort(), [
    "compare",
    "ema",
    "price",
  ]);
  store.undo();
  assert.equal(store.document.value, before);
});

Deno.test("operands: what a value of another kind was held against follows, and stays where it still fits", () => {
  const compare = withOperands(alone("compare"), blockDefinition, "it", null);
  const at = (type: string, output = "value", params = {}) =>
    withOperand(compare, blockDefinition, { block: "it", port: "a" }, {
      kind: "new",
      type,
      output,
      params,
    });
  assert.equal(says(at("rsi")), "RSI(14) above 50");
  assert.equal(says(at("price", "high")), "High above SMA(200)");
  assert.equal(says(at("ema", "value", { period: 10 })), "EMA(10) above SMA(200)");
  assert.equal(says(at("volume")), "Volume above SMA(20) of the volume");
  const number = withOperand(at("rsi"), blockDefinition, { block: "it", port: "b" }, {
    kind: "number",
    value: 60,
  });
  assert.equal(says(number), "RSI(14) above 60");
  const stochastic = withOperand(number, blockDefinition, { block: "it", port: "a" }, {
    kind: "new",
    type: "stochastic",
    output: "k",
    params: {},
  });
  assert.equal(says(stochastic), "%K of Stochastic(14, 3, 3) above 50");
});

Deno.test("operands: a number for an input without one of its own is a folded block", () => {
  const compare = withOperands(alone("compare"), blockDefinition, "it", null);
  const made = withOperand(compare, blockDefinition, { block: "it", port: "a" }, {
    kind: "number",
    value: 42,
  });
  assert.equal(says(made), "42 above SMA(200)");
  assert.equal(foldingOf(made, blockDefinition).size, 2);
});

Deno.test("operands: a block on the canvas is read where it stands; two readers give it a card of its own", () => {
  const { store } = storeOf(emptyDocument());
  store.addBlock("crossover");
  store.select([]);
  store.addBlock("compare");
  const rsi = wireInto(store.document.value, { block: "crossover", port: "a" })!.from;
  assert.ok(store.setOperand({ block: "compare", port: "a" }, { kind: "port", from: rsi }));
  const { document } = store;
  assert.equal(foldingOf(document.value, blockDefinition).has(rsi.block), false);
  assert.equal(says(document.value, "crossover"), "RSI(14) crosses above 30");
  // Its place is left of the condition that it was folded into.
  const { x: left = NaN } = blockById(document.value, rsi.block)?.position ?? {};
  const { x: right = NaN } = blockById(document.value, "crossover")?.position ?? {};
  assert.ok(left < right - 100);
  store.undo();
  assert.ok(foldingOf(document.value, blockDefinition).has(rsi.block));
});

Deno.test("operands: a loop is refused, and nothing changes", () => {
  const { store } = storeOf(RULE);
  const refused = store.setOperand({ block: "cross", port: "a" }, {
    kind: "port",
    from: { block: "cross", port: "signal" },
  });
  assert.equal(refused, false);
  assert.equal(store.document.value, RULE);
});

Deno.test("operands: a condition beside a folded value has its own, set to the same", () => {
  const { store } = storeOf(emptyDocument());
  store.addBlock("crossover");
  const rsi = wireInto(store.document.value, { block: "crossover", port: "a" })!.from.block;
  store.setParam(rsi, "period", 21);
  store.select([rsi]);
  store.addBlock("compare");
  assert.equal(says(store.document.value, "compare"), "RSI(21) above 50");
  const folding = foldingOf(store.document.value, blockDefinition);
  assert.equal(folding.get(rsi)?.block, "crossover");
  assert.equal(withFolded(store.document.value, blockDefinition, new Set(["compare"])).size, 2);
});

const choicesOf = (type: string, port: string, query: string) => {
  const made = withOperands(alone(type), blockDefinition, "it", null);
  return operandChoices(made, blockDefinition, { block: "it", port }, query);
};

Deno.test("operands: a search finds numbers, names, names with numbers, and outputs by name", () => {
  const first = (query: string, type = "compare", port = "b") =>
    choicesOf(type, port, query).slice(0, 2).map(({ name }) => name);
  assert.deepEqual(first("60", "crossover"), ["60"]);
  assert.deepEqual(first("-2.5", "crossover"), ["−2.5"]);
  // Over a folded block a number is one or sets the block's own.
  assert.deepEqual(first("50"), ["50", "SMA 50"]);
  assert.equal(first("sma 100")[0], "SMA 100");
  assert.equal(first("SMA(100)")[0], "SMA 100");
  assert.equal(first("bollinger 20, 2.5")[0], "Upper band of Bollinger(20, 2.5)");
  assert.equal(first("high")[0], "High");
  assert.equal(first("rsi")[0], "RSI 14");
  assert.deepEqual(first("nonsense"), []);
  assert.deepEqual(first("rsi 1e9"), []);
  assert.deepEqual(first("rsi 0"), []);
});

Deno.test("operands: before anything is typed levels in common use come first, then all values", () => {
  const names = choicesOf("crossover", "b", "").map(({ name }) => name);
  assert.deepEqual(names.slice(0, 4), ["30", "50", "70", "Close"]);
  assert.ok(names.includes("Signal line of MACD(12, 26, 9)"));
  const keys = choicesOf("compare", "b", "").map(({ key }) => key);
  assert.equal(new Set(keys).size, keys.length);
});

Deno.test("operands: a wire pulled onto an input takes what was folded there with it", () => {
  const { store } = storeOf(emptyDocument());
  store.addBlock("rsi");
  store.select([]);
  store.addBlock("compare");
  assert.ok(store.connect({ block: "rsi", port: "value" }, { block: "compare", port: "a" }));
  assert.equal(says(store.document.value, "compare"), "RSI(14) above 50");
  assert.deepEqual(store.document.value.blocks.map(({ type }) => type), ["rsi", "compare"]);
  // It is a node still, and the document says so.
  assert.equal(foldingOf(store.document.value, blockDefinition).size, 0);
  store.fold("rsi");
  assert.equal(foldingOf(store.document.value, blockDefinition).size, 1);
  store.unfold("rsi");
  assert.equal(foldingOf(store.document.value, blockDefinition).size, 0);
});

Deno.test("operands: a level that was set before anything was connected stays", () => {
  const { store } = storeOf({
    version: 1,
    blocks: [
      { id: "rsi", type: "rsi", params: {}, position: { x: 0, y: 0 } },
      { id: "it", type: "compare", params: { value: 33 }, position: { x: 300, y: 0 } },
    ],
    connections: [],
  });
  store.connect({ block: "rsi", port: "value" }, { block: "it", port: "a" });
  assert.equal(says(store.document.value), "RSI(14) above 33");
});
