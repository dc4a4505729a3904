import assert from "node:assert/strict";
import { documentOf } from "../testing/document.ts";
import { BLOCKS } from "../blocks/mod.ts";
import { blockNames, outputName } from "./block_names.ts";
import { compileStrategy } from "./compile.ts";
import type { StrategyDocument } from "./document.ts";

const DOCUMENT = documentOf(
  {
    price: ["price"],
    slow: ["sma", { period: 200 }],
    rsi: ["rsi"],
    trend: ["compare"],
    floor: ["compare", { operator: ">=", value: 30 }],
    cross: ["crossover", { direction: "above", value: 30 }],
    streak: ["rising", { bars: 3 }],
    hours: ["time_window", { days: [1, 2], from_hour: 9, to_hour: 17 }],
    open: ["crossover"],
    always: ["time_window"],
    both: ["and"],
    buy: ["entry_signal"],
  },
  "price.close → trend.a, slow.value → trend.b, rsi.value → floor.a, rsi.value → cross.a, price.close → streak.source",
);

Deno.test("a condition is named by what it says, once something is connected to it", () => {
  const nameOf = blockNames(DOCUMENT);
  assert.equal(nameOf("trend"), "Close above SMA(200)");
  assert.equal(nameOf("floor"), "RSI(14) at or above 30");
  assert.equal(nameOf("cross"), "RSI(14) crosses above 30");
  assert.equal(nameOf("streak"), "Close has risen 3 times in a row");
  assert.equal(nameOf("hours"), "Mon, Tue, 9–17 h UTC");
  assert.equal(nameOf("open"), "Crossover");
  assert.equal(nameOf("always"), "Time window");
  assert.deepEqual(["rsi", "both", "buy", "nobody"].map(nameOf), [
    "RSI",
    "And",
    "Entry signal",
    "nobody",
  ]);
});

Deno.test("a block's own label is its name", () => {
  const labelled = {
    ...DOCUMENT,
    blocks: DOCUMENT.blocks.map((block) => ({ ...block, label: `My ${block.id}` })),
  };
  assert.equal(blockNames(labelled)("trend"), "My trend");
});

Deno.test("names stay short, however much a condition speaks of", () => {
  const chain: StrategyDocument = documentOf(
    Object.fromEntries([
      ["m0", ["price"]],
      ...Array.from({ length: 60 }, (_, k) => [`m${k + 1}`, ["math", { operator: "+" }]]),
      ["top", ["compare", { value: 1 }]],
    ]),
    [
      "m0.close → m1.a, m0.close → m1.b",
      ...Array.from(
        { length: 59 },
        (_, k) => `m${k + 1}.value → m${k + 2}.a, m${k + 1}.value → m${k + 2}.b`,
      ),
      "m60.value → top.a",
    ].join(", "),
  );
  const name = blockNames(chain)("top");
  assert.ok(name.length <= 80 && name.endsWith("…"), name);
});

Deno.test("faults and warnings say what is wrong with which block, in words a trader uses", () => {
  const said = (blocks: Parameters<typeof documentOf>[0], ...wires: string[]) => {
    const compiled = compileStrategy(documentOf(blocks, ...wires));
    return (compiled.ok ? compiled.warnings : compiled.faults).map(({ message }) => message);
  };
  assert.deepEqual(said({ cross: ["crossover"], buy: ["entry_signal"] }), [
    "Crossover needs a value: connect an indicator.",
    "Entry signal needs a condition: connect one.",
  ]);
  assert.deepEqual(
    said({ rsi: ["rsi"], buy: ["entry_signal"] }, "rsi.value → buy.signal"),
    ["Entry signal needs a condition, but RSI gives a number. Put a condition between them."],
  );
  assert.deepEqual(
    said({
      rsi: ["rsi"],
      low: ["compare", { operator: "<", value: 30 }],
      high: ["compare", { value: 70 }],
      sma: ["sma"],
      ema: ["ema"],
      slow: ["sma"],
      buy: ["entry_signal"],
      out: ["time_exit"],
    }, "rsi.value → low.a, rsi.value → high.a, low.signal → buy.signal, ema.value → slow.source"),
    [
      "RSI(14) above 70 is not connected, so it does nothing.",
      "SMA is not connected, so it does nothing.",
      "EMA does nothing: no signal uses it.",
      "SMA is not connected, so it does nothing.",
    ],
  );
});

Deno.test("names: a wire from an output that its block does not have says nothing, whatever the block", () => {
  for (const { type } of BLOCKS) {
    const document: StrategyDocument = {
      version: 1,
      blocks: [
        { id: "source", type, params: {} },
        { id: "average", type: "sma", params: {} },
      ],
      connections: [
        { from: { block: "source", port: "gone" }, to: { block: "average", port: "source" } },
      ],
    };
    assert.equal(outputName(document, "average", "value"), null, type);
    assert.equal(outputName(document, "source", "gone"), null, type);
  }
});
