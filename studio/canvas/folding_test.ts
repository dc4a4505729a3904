import assert from "node:assert/strict";
import fc from "fast-check";
import {
  blockDefinition,
  compileStrategy,
  DEFAULT_SETTINGS,
  runBacktest,
  type StrategyDocument,
  TEMPLATES,
} from "../../engine/mod.ts";
import { randomStrategies } from "../../engine/testing/arbitrary_strategy.ts";
import { documentOf } from "../../engine/testing/document.ts";
import { randomWalk } from "../../engine/testing/random_walk.ts";
import { editBlock } from "../document/document.ts";
import {
  cardOf,
  decided,
  drawnBlocks,
  drawnWires,
  foldable,
  foldedAtFirst,
  foldedInto,
  foldingOf,
  isDecided,
  marked,
  unmarked,
  withFolded,
} from "./folding.ts";

type Blocks = Parameters<typeof documentOf>[0];

const hosts = (blocks: Blocks, ...wires: string[]) =>
  Object.fromEntries(
    [...foldable(documentOf(blocks, ...wires), blockDefinition)]
      .map(([id, { block, port }]) => [id, `${block}.${port}`]),
  );

Deno.test("folding: values that one input of one condition reads can be folded, whatever output it reads", () => {
  assert.deepEqual(
    hosts(
      {
        price: ["price"],
        bands: ["bollinger"],
        above: ["compare"],
        level: ["number", { value: 30 }],
        rsi: ["rsi"],
        cross: ["crossover"],
        obv: ["obv"],
        up: ["rising"],
      },
      "price.close → above.a, bands.upper → above.b, rsi.value → cross.a, level.value → cross.b, obv.value → up.source",
    ),
    {
      price: "above.a",
      bands: "above.b",
      rsi: "cross.a",
      level: "cross.b",
      obv: "up.source",
    },
  );
});

Deno.test("folding: what two inputs read, or another block than a condition, stays by itself", () => {
  const blocks = { rsi: ["rsi"], one: ["compare"], two: ["compare"] } as Blocks;
  assert.deepEqual(hosts(blocks, "rsi.value → one.a, rsi.value → two.a"), {});
  assert.deepEqual(hosts(blocks, "rsi.value → one.a, rsi.value → one.b"), {});
  // Two outputs of one block, each read once.
  const bands = { bands: ["bollinger"], one: ["compare"] } as Blocks;
  assert.deepEqual(hosts(bands, "bands.upper → one.a, bands.lower → one.b"), {});
  assert.deepEqual(hosts({ rsi: ["rsi"], sma: ["sma"] }, "rsi.value → sma.source"), {});
  assert.deepEqual(hosts({ trend: ["supertrend"], no: ["not"] }, "trend.up → no.in"), {});
  assert.deepEqual(hosts(blocks), {});
});

Deno.test("folding: a signal where a number is read, and two wires into one input, fold nothing", () => {
  assert.deepEqual(hosts({ t: ["supertrend"], one: ["compare"] }, "t.up → one.a"), {});
  assert.deepEqual(
    hosts({ rsi: ["rsi"], cci: ["cci"], one: ["compare"] }, "rsi.value → one.a, cci.value → one.a"),
    {},
  );
  const loop = { a: ["sma"], b: ["sma"], one: ["compare"] } as Blocks;
  assert.deepEqual(hosts(loop, "a.value → b.source, b.value → a.source, b.value → one.a"), {});
});

Deno.test("folding: a chain folds as a whole or not at all", () => {
  const blocks = {
    rsi: ["rsi"],
    mean: ["sma"],
    one: ["compare"],
    two: ["compare"],
  } as Blocks;
  const chain = "rsi.value → mean.source, mean.value → one.a";
  assert.deepEqual(hosts(blocks, chain), { rsi: "one.a", mean: "one.a" });
  assert.deepEqual(hosts(blocks, `${chain}, rsi.value → two.a`), {});
  const document = documentOf(blocks, chain);
  assert.equal(foldingOf(marked(document, new Set(["mean"])), blockDefinition).size, 0);
  assert.equal(foldingOf(marked(document, new Set(["rsi"])), blockDefinition).size, 0);
  assert.equal(foldingOf(marked(document, new Set(["rsi", "mean"])), blockDefinition).size, 2);
});

const TWO = documentOf(
  {
    price: ["price"],
    sma: ["sma", { period: 200 }],
    above: ["compare"],
    rsi: ["rsi"],
    low: ["compare", { operator: "<", value: 30 }],
    both: ["and"],
    buy: ["entry_signal"],
  },
  "price.close → above.a, sma.value → above.b, rsi.value → low.a, above.signal → both.in1, " +
    "low.signal → both.in2, both.signal → buy.signal",
);

Deno.test("folding: cards, wires and what belongs to a card follow what is folded", () => {
  const document = marked(TWO, new Set(["price", "rsi"]));
  const ids = (blocks: readonly { readonly id: string }[]) => blocks.map(({ id }) => id);
  assert.deepEqual(ids(drawnBlocks(document, blockDefinition)), [
    "sma",
    "above",
    "low",
    "both",
    "buy",
  ]);
  assert.deepEqual(drawnWires(document, blockDefinition).map(({ from }) => from.block), [
    "sma",
    "above",
    "low",
    "both",
  ]);
  assert.equal(cardOf(document, blockDefinition, "rsi"), "low");
  assert.equal(cardOf(document, blockDefinition, "sma"), "sma");
  assert.deepEqual(foldedInto(document, blockDefinition, "above"), ["price"]);
  assert.deepEqual(foldedInto(document, blockDefinition, "above", "b"), []);
  assert.deepEqual([...withFolded(document, blockDefinition, new Set(["low", "buy"]))], [
    "low",
    "buy",
    "rsi",
  ]);
  // Nothing folded: the document's own lists.
  assert.equal(drawnBlocks(TWO, blockDefinition), TWO.blocks);
  assert.equal(drawnWires(TWO, blockDefinition), TWO.connections);
});

Deno.test("folding: a document that says nothing opens folded, one that says anything as it says", () => {
  const opened = foldedAtFirst(TWO, blockDefinition);
  assert.deepEqual([...foldingOf(opened, blockDefinition).keys()], ["price", "sma", "rsi"]);
  const half = marked(TWO, new Set(["rsi"]));
  assert.equal(foldedAtFirst(half, blockDefinition), half);
  // On a block that cannot be folded it folds nothing.
  for (const id of ["buy", "both", "above"]) {
    const odd = marked(TWO, new Set([id]));
    assert.equal(foldedAtFirst(odd, blockDefinition), odd);
    assert.equal(foldingOf(odd, blockDefinition).size, 0, id);
  }
});

Deno.test("folding: what was unfolded stays so when it is opened again", () => {
  const opened = foldedAtFirst(TWO, blockDefinition);
  const one = unmarked(opened, blockDefinition, new Set(["rsi"]));
  assert.deepEqual([...foldingOf(foldedAtFirst(one, blockDefinition), blockDefinition).keys()], [
    "price",
    "sma",
  ]);
  const none = unmarked(opened, blockDefinition, new Set(["rsi", "price", "sma"]));
  assert.ok(isDecided(none));
  assert.equal(foldedAtFirst(none, blockDefinition), none);
  assert.equal(foldingOf(none, blockDefinition).size, 0);
});

Deno.test("folding: a document in which nothing can be folded is left without a word", () => {
  const shared = TEMPLATES.find(({ id }) => id === "rsi_rebound")!.document;
  assert.equal(foldedAtFirst(shared, blockDefinition), shared);
  assert.equal(decided(shared, blockDefinition), shared);
});

Deno.test("folding: every block of a random strategy is drawn once, on a card or in one", () => {
  fc.assert(fc.property(randomStrategies(), fc.nat(), (made, seed) => {
    const document = marked(
      made,
      new Set(made.blocks.filter((_, k) => (seed >> (k % 30)) & 1).map(({ id }) => id)),
    );
    for (const shown of [document, foldedAtFirst(made, blockDefinition)]) {
      const folding = foldingOf(shown, blockDefinition);
      const cards = new Set(drawnBlocks(shown, blockDefinition).map(({ id }) => id));
      assert.equal(cards.size + folding.size, shown.blocks.length);
      for (const [id, host] of folding) {
        assert.ok(cards.has(host.block) && !cards.has(id), id);
      }
      // A wire that is drawn has a card at both ends; what leaves a folded block stays within its card.
      for (const { from, to } of drawnWires(shown, blockDefinition)) {
        assert.ok(cards.has(from.block) && cards.has(to.block));
      }
      for (const { from, to } of shown.connections) {
        if (!folding.has(from.block)) continue;
        const host = folding.get(from.block)!.block;
        assert.equal(cardOf(shown, blockDefinition, to.block), host);
      }
    }
    // Unfolding all of it and opening it again changes nothing any more.
    const all = unmarked(document, blockDefinition, new Set(made.blocks.map(({ id }) => id)));
    assert.equal(foldingOf(foldedAtFirst(all, blockDefinition), blockDefinition).size, 0);
  }));
});

Deno.test("folding: no result and no hash of a random strategy depends on it", () => {
  const candles = randomWalk({ bars: 400, seed: 5 });
  const run = (document: StrategyDocument) => {
    const compiled = compileStrategy(document);
    assert.ok(compiled.ok);
    const { trades, equity, runHash } = runBacktest(candles, compiled.plan, DEFAULT_SETTINGS);
    return { trades, equity, runHash };
  };
  fc.assert(fc.property(randomStrategies({ blocks: 20 }), (made) => {
    const folded = foldedAtFirst(made, blockDefinition);
    const all = marked(made, new Set(made.blocks.map(({ id }) => id)));
    assert.deepEqual(run(folded), run(made));
    assert.deepEqual(run(all), run(made));
  }));
});

Deno.test("folding: a word on a block that later becomes foldable counts from then on", () => {
  const said = editBlock(TWO, "sma", (block) => ({ ...block, folded: true }));
  const away = {
    ...said,
    connections: said.connections.filter(({ from }) => from.block !== "sma"),
  };
  assert.equal(foldingOf(away, blockDefinition).has("sma"), false);
  assert.equal(foldingOf(said, blockDefinition).has("sma"), true);
});
