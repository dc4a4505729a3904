import assert from "node:assert/strict";
import {
  blockDefinition,
  BLOCKS,
  signalNames,
  type StrategyDocument,
  TEMPLATES,
} from "../../engine/mod.ts";
import { documentOf } from "../../engine/testing/document.ts";
import { operandName } from "./condition_name.ts";

const RULE = documentOf(
  {
    price: ["price"],
    sma: ["sma", { period: 200 }],
    rsi: ["rsi", { period: 14 }],
    above: ["compare", { operator: ">" }],
    level: ["compare", { operator: "<=", value: 30 }],
    cross: ["crossover", { direction: "above", value: 30 }],
    up: ["rising", { bars: 3 }],
    hours: ["time_window", { days: [1, 2], from_hour: 14, to_hour: 15 }],
    trend: ["supertrend"],
    both: ["and"],
    no: ["not"],
    buy: ["entry_signal"],
  },
  "price.close → above.a, sma.value → above.b, rsi.value → level.a, rsi.value → cross.a, " +
    "price.high → up.source, above.signal → both.in1, level.signal → both.in2, " +
    "above.signal → no.in, both.signal → buy.signal",
) as StrategyDocument;

Deno.test("signalNames: a condition is called what it says", () => {
  const names = {
    above: "Close above SMA(200)",
    level: "RSI(14) at or below 30",
    cross: "RSI(14) crosses above 30",
    up: "High has risen 3 times in a row",
    hours: "Mon, Tue, 14–15 h UTC",
    trend: "Supertrend(10, 3) is up",
    both: "Close above SMA(200) and RSI(14) at or below 30",
    no: "Not (close above SMA(200))",
  };
  for (const [id, name] of Object.entries(names)) assert.equal(signalNames(RULE)(id), name);
});

Deno.test("signalNames: the trader's own name wins, and one that says nothing yet has its type's", () => {
  const named = {
    ...RULE,
    blocks: RULE.blocks.map((block) => block.id === "above" ? { ...block, label: "Bull" } : block),
  };
  assert.equal(signalNames(named)("above"), "Bull");
  const loose = documentOf(
    { cross: ["crossover"], both: ["and"], lately: ["within"], price: ["price"], up: ["rising"] },
    "price.close → up.source",
  ) as StrategyDocument;
  assert.equal(signalNames(loose)("cross"), "Crossover");
  assert.equal(signalNames(loose)("both"), "And");
  assert.equal(signalNames(loose)("lately"), "Within");
  assert.equal(signalNames(loose)("nobody"), "nobody");
});

Deno.test("signalNames: no condition of a template is called by its type or by its ports", () => {
  let conditions = 0;
  for (const { document } of TEMPLATES) {
    for (const { id, type, label } of document.blocks) {
      const definition = blockDefinition(type)!;
      if (label || definition.family !== "conditions") continue;
      conditions++;
      const name = signalNames(document)(id);
      assert.ok(!name.startsWith(definition.name), name);
      assert.doesNotMatch(name, /\bA\b|\bB\b|…|undefined|null/, name);
    }
  }
  assert.ok(conditions > 15, String(conditions));
});

Deno.test("signalNames: what reads hundreds of others is cut, and found at once", () => {
  const blocks: Record<string, [string] | [string, Record<string, number>]> = {
    price: ["price"],
    c0: ["compare", { value: 1 }],
  };
  const wires = ["price.close → c0.a"];
  // Each reads the one before twice: written out it would be as long as 2 to the 60th.
  for (let k = 1; k <= 60; k++) {
    blocks[`c${k}`] = ["and"];
    wires.push(`c${k - 1}.signal → c${k}.in1`, `c${k - 1}.signal → c${k}.in2`);
  }
  const name = signalNames(documentOf(blocks, wires.join(", ")) as StrategyDocument)("c60");
  assert.ok(name.length <= 200 && name.endsWith("…"), name);
  assert.match(name, /^Close above 1 and/);
});

Deno.test("operandName: a word where it is enough, the setting where there are several", () => {
  assert.equal(operandName(RULE, "above", "a"), "Close");
  assert.equal(operandName(RULE, "above", "b"), "SMA");
  assert.equal(operandName(RULE, "cross", "a"), "RSI");
  assert.equal(operandName(RULE, "cross", "b"), null);
  const two = documentOf(
    { fast: ["sma", { period: 50 }], slow: ["sma", { period: 200 }], x: ["crossover"] },
    "fast.value → x.a, slow.value → x.b",
  ) as StrategyDocument;
  assert.equal(operandName(two, "x", "a"), "SMA(50)");
  assert.equal(operandName(two, "x", "b"), "SMA(200)");
  for (const { type, outputs } of BLOCKS.filter(({ outputs }) => outputs.length > 1)) {
    for (const { name, kind, label } of outputs) {
      if (kind !== "series") continue;
      const wired = documentOf({ it: [type], x: ["compare"] }, `it.${name} → x.a`);
      assert.equal(operandName(wired as StrategyDocument, "x", "a"), label);
    }
  }
});
