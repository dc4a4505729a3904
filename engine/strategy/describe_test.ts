/** The sentences of a strategy: what means the same reads the same, and what differs reads differently. */
import assert from "node:assert/strict";
import fc from "fast-check";
import { BLOCKS, describeStrategy, type StrategyDocument, TEMPLATES } from "../mod.ts";
import { randomStrategies } from "../testing/arbitrary_strategy.ts";
import { documentOf } from "../testing/document.ts";
import { meaningOf } from "../testing/meaning.ts";
import { isSound, randomValue } from "../testing/random_strategy.ts";
import { seededRandom } from "../testing/random_walk.ts";
import { effectOfParams, liveBlocks, sameStrategy, withParams } from "../testing/same_strategy.ts";
import { strategiesOfShortConditions } from "../testing/short_conditions.ts";
import { resolveParams } from "./params.ts";

const seed = Number(Deno.env.get("FAST_CHECK_SEED") ?? 20_211_104);
const RUNS = 400;
const draws = fc.noBias(fc.integer({ min: 0 })).map((of) => () => seededRandom(of));
const read = (document: StrategyDocument) => describeStrategy(document).text;

Deno.test(`describe: documents that mean the same read the same (seed ${seed})`, () => {
  fc.assert(
    fc.property(randomStrategies(), draws, (document, draw) => {
      assert.equal(read(sameStrategy(document, draw()).document), read(document));
    }),
    { seed, numRuns: 3 * RUNS },
  );
});

Deno.test(`describe: documents that differ in one parameter read differently (seed ${seed})`, () => {
  const varied = new Set<string>();
  fc.assert(
    fc.property(randomStrategies(), draws, (document, draw) => {
      const random = draw();
      const text = read(document);
      for (const graphBlock of liveBlocks(document)) {
        const { block, definition } = graphBlock;
        // Written out: beside another mode, a value that was left out would be another one.
        const before = resolveParams(definition, block.params);
        for (const name of effectOfParams(graphBlock).effective) {
          const value = randomValue(definition.params.find((spec) => spec.name === name)!, random);
          const params = { ...before, [name]: value };
          if (JSON.stringify(value) === JSON.stringify(before[name])) continue;
          if (!isSound(definition, params)) continue;
          varied.add(`${definition.type}.${name}`);
          assert.notEqual(
            read(withParams(document, block.id, params)),
            text,
            `${definition.type}.${name}: ${String(before[name])} and ${String(value)}`,
          );
        }
      }
    }),
    { seed, numRuns: RUNS },
  );
  const all = BLOCKS.flatMap(({ type, params }) => params.map(({ name }) => `${type}.${name}`));
  assert.deepEqual(all.filter((name) => !varied.has(name)), [], "parameters never varied");
});

Deno.test(`describe: documents with another wire read differently, unless it means the same (seed ${seed})`, () => {
  let different = 0;
  fc.assert(
    fc.property(randomStrategies(), draws, (document, draw) => {
      const random = draw();
      for (const changed of rewired(document, random)) {
        const same = meaningOf(changed) === meaningOf(document);
        assert.equal(read(changed) === read(document), same, read(document));
        if (!same) different++;
      }
    }),
    { seed, numRuns: RUNS },
  );
  assert.ok(different > 2 * RUNS, `only ${different} were different`);
});

Deno.test("describe: no two of the short conditions read the same", () => {
  const known = new Map<string, string>();
  for (const document of strategiesOfShortConditions()) {
    const text = read(document);
    const meaning = meaningOf(document);
    assert.equal(known.get(text) ?? meaning, meaning, text);
    known.set(text, meaning);
  }
  assert.ok(known.size > 5_000, `only ${known.size} conditions`);
});

Deno.test("describe: brackets where there would be two ways to read it, and nowhere else", () => {
  const cases = [
    ["up → both.in1, low → both.in2, both → not.in, not → buy.signal", "not (A and B)"],
    ["up → not.in, not → both.in1, low → both.in2, both → buy.signal", "not (A) and B"],
    [
      "up → both.in1, low → both.in2, both → lately.in, lately → buy.signal",
      "within the last 3 bars, (A and B)",
    ],
    [
      "up → lately.in, lately → both.in1, low → both.in2, both → buy.signal",
      "(within the last 3 bars, A) and B",
    ],
    ["low → both.in1, up → long.in, long → both.in2, both → buy.signal", "B and (A for 3 bars)"],
    ["up → lately.in, lately → buy.signal", "within the last 3 bars, A"],
  ] as const;
  for (const [wires, expected] of cases) {
    const text = read(documentOf(
      {
        price: ["price"],
        up: ["compare"],
        low: ["compare", { operator: "<" }],
        both: ["and"],
        lately: ["within"],
        long: ["sustained"],
        not: ["not"],
        buy: ["entry_signal"],
      },
      "price.close → up.a, price.close → low.a",
      wires.replaceAll(" →", ".signal →"),
    ));
    const words = text.replaceAll("the close is above 0", "A")
      .replaceAll("the close is below 0", "B");
    assert.ok(words.startsWith(`Buy when ${expected}. Hold`), words);
  }
});

Deno.test("describe: what is used again and again is said once, and still reads differently", () => {
  const levels = 90;
  const document = (last: number) => {
    const blocks: Record<string, [string, Record<string, number | string>?]> = {
      m0: ["ema", { period: 7 }],
      up: ["compare"],
      buy: ["entry_signal"],
    };
    const wires = ["up.signal → buy.signal", `m${levels}.value → up.a`];
    for (let k = 1; k <= levels; k++) {
      blocks[`m${k}`] = ["math", { operator: k % 2 === 0 ? "-" : "max" }];
      blocks[`p${k}`] = ["previous", { bars: k === 1 ? last : k }];
      wires.push(`m${k - 1}.value → m${k}.a, m${k - 1}.value → p${k}.source`);
      wires.push(`p${k}.value → m${k}.b`);
    }
    return documentOf(blocks, ...wires);
  };
  const { text, sentences } = describeStrategy(document(1));
  assert.ok(text.length < 100 * levels, `${text.length} characters`);
  assert.notEqual(read(document(2)), text);
  assert.match(text, /^Buy when \(A − \(A 90 bars ago\)\) is above 0\. Hold until the end\./);
  assert.match(text, / A stands for: the larger of B and \(B 89 bars ago\)\./);
  const spoken = new Set(sentences.flatMap(({ links }) => links.map(({ block_id }) => block_id)));
  assert.equal(spoken.size, 2 * levels + 3, "every block has its phrase");
});

Deno.test(`describe: links lie within their sentence, one within the other (seed ${seed})`, () => {
  fc.assert(
    fc.property(randomStrategies(), (document) => {
      for (const { text, links } of describeStrategy(document).sentences) {
        const open: number[] = [];
        let last = 0;
        for (const { start, end } of links) {
          assert.ok(start >= last && start < end && end <= text.length);
          while (open.length > 0 && open.at(-1)! <= start) open.pop();
          assert.ok(open.length === 0 || end <= open.at(-1)!, "they do not overlap");
          open.push(end);
          last = start;
        }
      }
    }),
    { seed, numRuns: 100 },
  );
});

Deno.test("describe: no template is so long that letters stand for its parts", () => {
  for (const { id, document } of TEMPLATES) assert.doesNotMatch(read(document), /stands for/, id);
});

/** The document with one live wire after the other coming from somewhere else. */
function* rewired(document: StrategyDocument, draw: () => number): Generator<StrategyDocument> {
  const live = liveBlocks(document);
  for (const { wires } of live) {
    for (const wire of wires.values()) {
      const kind = live.flatMap(({ block, definition }) =>
        block.id === wire.from.block ? definition.outputs : []
      ).find(({ name }) =>
        name === wire.from.port
      )!.kind;
      // Blocks earlier in the document only, so that no circle arises.
      const earlier = document.blocks.slice(
        0,
        document.blocks.findIndex(({ id }) => id === wire.to.block),
      );
      const ports = earlier.flatMap(({ id, type }) =>
        BLOCKS.find((definition) => definition.type === type)!.outputs
          .filter((port) => port.kind === kind).map((port) => ({ block: id, port: port.name }))
      );
      const from = ports[Math.floor(draw() * ports.length)]!;
      const connections = document.connections.map((other) =>
        other === wire ? { from, to: wire.to } : other
      );
      yield { ...document, connections };
    }
  }
}
