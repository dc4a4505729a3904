/** What holds for every strategy: no look-ahead, and nothing hangs on what does not matter. */
import assert from "node:assert/strict";
import fc from "fast-check";
import {
  BLOCKS,
  compileStrategy,
  describeStrategy,
  type DocumentBlock,
  INTRABAR_MODES,
  parseStrategy,
  portColumns,
  resultToJson,
  runBacktest,
  type RunSettings,
  sliceCandles,
  type StrategyDocument,
  type StrategyPlan,
  TEMPLATES,
  type Trade,
} from "../mod.ts";
import { type GraphBlock, readGraph } from "../strategy/graph.ts";
import { resolveParams } from "../strategy/params.ts";
import { computeBlock } from "../testing/block_runner.ts";
import { randomWalk, seededRandom } from "../testing/random_walk.ts";
import { randomStrategies } from "../testing/arbitrary_strategy.ts";
import { randomParams } from "../testing/random_strategy.ts";

const seed = Number(Deno.env.get("FAST_CHECK_SEED") ?? 20_211_104);
const RUNS = 400;
const walk = randomWalk({ bars: 420, seed: 77, gaps: true, jumps: true });
const SETTINGS: RunSettings = {
  initialCapital: 1000,
  feeRate: 0.001,
  slippageRate: 0.0005,
  intrabar: "stop_first",
};

Deno.test("properties, rule 21: no block looks ahead, whatever its parameters", () => {
  const draw = seededRandom(12);
  for (const definition of BLOCKS) {
    if (definition.outputs.length === 0) continue;
    for (let k = 0; k < 12; k++) {
      const params = randomParams(definition, draw);
      const whole = computeBlock(definition, walk, params);
      const cut = 1 + Math.floor(draw() * (walk.length - 1));
      const part = computeBlock(definition, sliceCandles(walk, 0, cut), params);
      for (const [port, column] of Object.entries(part)) {
        assert.deepEqual(
          column,
          whole[port]!.slice(0, cut),
          `${definition.type}.${port} at ${cut}`,
        );
      }
    }
  }
});

for (const { id, document } of TEMPLATES) {
  Deno.test(`properties, rule 21: template ${id} up to a candle is the same without the candles after it`, () => {
    const plan = planOf(document);
    for (const cut of [2, 60, 230, 419]) samePrefix(plan, cut);
  });
}

Deno.test(`properties, rule 21: so are ${RUNS} random strategies (seed ${seed})`, () => {
  let trades = 0;
  fc.assert(
    fc.property(
      randomStrategies(),
      fc.integer({ min: 1, max: walk.length - 1 }),
      (document, cut) => {
        trades += samePrefix(planOf(document), cut);
      },
    ),
    { seed, numRuns: RUNS },
  );
  assert.ok(trades > 2 * RUNS, `only ${trades} trades were compared`);
});

Deno.test(`properties: order, ids, places, names and what feeds nothing change nothing (seed ${seed})`, () => {
  fc.assert(
    fc.property(randomStrategies(), fc.integer(), (document, shuffle) => {
      const { changed, idOf } = irrelevantlyChanged(document, seededRandom(shuffle));
      const settings = { ...SETTINGS, fromMs: walk.time[50]! };
      const before = runBacktest(walk, planOf(document), settings);
      const after = runBacktest(walk, planOf(changed), settings);
      assert.deepEqual(after.equity, before.equity);
      assert.deepEqual(after.trades, before.trades);
      assert.deepEqual(after.metrics, before.metrics);
      assert.equal(after.pending, before.pending);
      const byId = ({ funnel }: typeof before, name: (id: string) => string) => ({
        ...funnel,
        conditions: Object.fromEntries(
          funnel.conditions.map(({ block_id, true_bars }) => [name(block_id), true_bars]),
        ),
      });
      assert.deepEqual(byId(after, (id) => id), byId(before, idOf));
    }),
    { seed, numRuns: RUNS },
  );
});

Deno.test(`properties: candles outside of history and range change nothing (seed ${seed})`, () => {
  fc.assert(
    fc.property(randomStrategies(), (document) => {
      const plan = planOf(document);
      const settings = { ...SETTINGS, fromMs: walk.time[300]!, toMs: walk.time[400]! };
      const whole = runBacktest(walk, plan, settings);
      const first = Math.max(0, 300 - plan.historyBars);
      const part = runBacktest(sliceCandles(walk, first, 400), plan, settings);
      assert.deepEqual(resultToJson(part), resultToJson(whole));
    }),
    { seed, numRuns: 100 },
  );
});

Deno.test(`properties: the same again gives the same, and nothing that was given is touched (seed ${seed})`, () => {
  const before = structuredClone(walk);
  fc.assert(
    fc.property(randomStrategies(), (document) => {
      const copy = structuredClone(document);
      const plan = planOf(document);
      const first = resultToJson(runBacktest(walk, plan, SETTINGS));
      assert.deepEqual(resultToJson(runBacktest(walk, plan, SETTINGS)), first);
      assert.deepEqual(document, copy);
    }),
    { seed, numRuns: 60 },
  );
  assert.deepEqual(walk, before);
});

Deno.test(`properties: documents that mean the same read the same (seed ${seed})`, () => {
  fc.assert(
    fc.property(randomStrategies(), fc.integer(), (document, shuffle) => {
      const { changed } = irrelevantlyChanged(document, seededRandom(shuffle));
      assert.equal(describeStrategy(changed).text, describeStrategy(document).text);
    }),
    { seed, numRuns: RUNS },
  );
});

Deno.test(`properties: documents that differ in a parameter read differently (seed ${seed})`, () => {
  const seen = new Set<string>();
  fc.assert(
    fc.property(randomStrategies(), fc.noBias(fc.integer({ min: 0 })), (document, shuffle) => {
      const draw = seededRandom(shuffle);
      for (const { block, definition, wires } of liveBlocks(document)) {
        const before = resolveParams(definition, block.params);
        const params = { ...block.params, ...randomParams(definition, draw) };
        const after = resolveParams(definition, params);
        const connected = new Set(wires.keys());
        const differ = definition.params.filter((spec) =>
          (spec.when?.(before, connected) ?? true) &&
          JSON.stringify(before[spec.name]) !== JSON.stringify(after[spec.name])
        );
        if (differ.length === 0) continue;
        for (const { name } of differ) seen.add(`${definition.type}.${name}`);
        const blocks = document.blocks.map((other) =>
          other.id === block.id ? { ...other, params } : other
        );
        assert.notEqual(
          describeStrategy({ ...document, blocks }).text,
          describeStrategy(document).text,
          `${definition.type}: ${JSON.stringify(before)} and ${JSON.stringify(after)}`,
        );
      }
    }),
    { seed, numRuns: RUNS },
  );
  const all = BLOCKS.flatMap(({ type, params }) => params.map(({ name }) => `${type}.${name}`));
  assert.deepEqual(all.filter((name) => !seen.has(name)), [], "parameters that were never varied");
});

Deno.test(`properties: no NaN and no Infinity reach a result, whatever the market does (seed ${seed})`, () => {
  let trades = 0;
  fc.assert(
    fc.property(
      randomStrategies(),
      fc.record({
        start: fc.constantFrom(1e-8, 1, 1e8),
        step: fc.constantFrom(0, 0.001, 0.3, 0.95),
        seed: fc.integer({ min: 1, max: 1e6 }),
        still: fc.boolean(),
        initialCapital: fc.constantFrom(1, 1000, 1e9),
        feeRate: fc.constantFrom(0, 0.05),
        slippageRate: fc.constantFrom(0, 0.05),
        intrabar: fc.constantFrom(...INTRABAR_MODES),
      }),
      (document, { start, step, seed: market, still, ...settings }) => {
        const made = randomWalk({
          bars: 300,
          seed: market,
          start,
          step,
          gaps: true,
          jumps: step < 0.5,
        });
        const candles = still ? { ...made, volume: made.volume.map(() => 0) } : made;
        const result = runBacktest(candles, planOf(document), settings);
        trades += result.trades.length;
        const wrong: string[] = [];
        lookFor(resultToJson(result), "result", wrong);
        assert.deepEqual(wrong, []);
        assert.ok(result.equity.every((value) => value >= 0));
      },
    ),
    { seed, numRuns: RUNS },
  );
  assert.ok(trades > RUNS);
});

/** Collects the places of numbers that are none. */
function lookFor(value: unknown, path: string, wrong: string[]): void {
  if (typeof value === "number" && !Number.isFinite(value)) wrong.push(`${path} = ${value}`);
  if (typeof value !== "object" || value === null) return;
  for (const [key, part] of Object.entries(value)) lookFor(part, `${path}.${key}`, wrong);
}

/** The blocks that a document's sentences speak of: what leads to a signal or sets a risk. */
function liveBlocks(document: StrategyDocument): GraphBlock[] {
  const graph = readGraph(document);
  const live = new Set<GraphBlock>();
  const visit = (id: string) => {
    const found = graph.get(id)!;
    if (live.has(found)) return;
    live.add(found);
    for (const { from } of found.wires.values()) visit(from.block);
  };
  for (const { block, definition } of graph.values()) if (definition.role) visit(block.id);
  return [...live];
}

/** Compares a run up to `cut` with the whole run; returns how many trades were compared. */
function samePrefix(plan: StrategyPlan, cut: number): number {
  const part = sliceCandles(walk, 0, cut);
  const whole = portColumns(walk, plan, SETTINGS);
  for (const [port, column] of portColumns(part, plan, SETTINGS)) {
    assert.deepEqual(column, whole.get(port)!.slice(0, cut), `${port} at ${cut}`);
  }
  const short = runBacktest(part, plan, SETTINGS);
  const long = runBacktest(walk, plan, SETTINGS);
  assert.deepEqual(short.equity, long.equity.slice(0, cut));
  assert.deepEqual(fillsBefore(short.trades, cut), fillsBefore(long.trades, cut));
  return short.trades.length;
}

/** What is known of the trades before bar `cut`: fills, and nothing of an exit to come. */
function fillsBefore(trades: readonly Trade[], cut: number): unknown[] {
  return trades.filter(({ entry_bar }) => entry_bar < cut).map((trade) =>
    trade.exit_bar !== null && trade.exit_bar < cut ? trade : {
      entry_bar: trade.entry_bar,
      entry_price: trade.entry_price,
      quantity: trade.quantity,
    }
  );
}

/** The same strategy, written down differently. */
function irrelevantlyChanged(
  document: StrategyDocument,
  random: () => number,
): { readonly changed: StrategyDocument; readonly idOf: (id: string) => string } {
  const shuffled = <T>(list: readonly T[]): T[] =>
    list.map((item) => ({ item, key: random() })).sort((a, b) => a.key - b.key).map(({ item }) =>
      item
    );
  const names = new Map(
    shuffled(document.blocks).map(({ id }, k) => [id, `renamed-${k}`]),
  );
  const idOf = (id: string) => names.get(id)!;
  const end = ({ block, port }: { block: string; port: string }) => ({ block: idOf(block), port });
  const wires = document.connections.map(({ from, to }) => ({ from: end(from), to: end(to) }));
  return {
    idOf,
    changed: {
      version: 1,
      notes: "Thoughts.",
      blocks: shuffled<DocumentBlock>([
        ...document.blocks.map((block) => ({
          ...block,
          id: idOf(block.id),
          label: `Mine ${Math.floor(random() * 100)}`,
          position: { x: Math.floor(random() * 900), y: 3 },
        })),
        { id: "idle", type: "sma", params: { period: 900 } },
        { id: "idle-too", type: "compare", params: {} },
      ]),
      connections: shuffled([
        ...wires,
        { from: { block: "idle", port: "value" }, to: { block: "idle-too", port: "a" } },
      ]),
    },
  };
}

function planOf(document: StrategyDocument): StrategyPlan {
  const parsed = parseStrategy(JSON.parse(JSON.stringify(document)));
  const compiled = parsed.ok ? compileStrategy(parsed.document) : parsed;
  if (!compiled.ok) throw new Error(compiled.faults.map(({ message }) => message).join(" "));
  return compiled.plan;
}
