/** What holds for every strategy: no look-ahead, and nothing depends on what does not matter. */
import assert from "node:assert/strict";
import fc from "fast-check";
import {
  type BacktestResult,
  BLOCKS,
  compileStrategy,
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
import { computeBlock } from "../testing/block_runner.ts";
import { randomWalk, seededRandom } from "../testing/random_walk.ts";
import { randomStrategies } from "../testing/arbitrary_strategy.ts";
import { randomParams } from "../testing/random_strategy.ts";
import { sameStrategy } from "../testing/same_strategy.ts";

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
      fc.constantFrom(...INTRABAR_MODES),
      (document, cut, intrabar) => {
        const from = walk.time[Math.floor(cut / 3)]!;
        trades += samePrefix(planOf(document), cut);
        trades += samePrefix(planOf(document), cut, { ...SETTINGS, intrabar, fromMs: from });
      },
    ),
    { seed, numRuns: RUNS },
  );
  assert.ok(trades > 2 * RUNS, `only ${trades} trades were compared`);
});

Deno.test(`properties: order, ids, places, names, copies and what feeds nothing change nothing (seed ${seed})`, () => {
  fc.assert(
    fc.property(randomStrategies(), fc.noBias(fc.integer({ min: 0 })), (document, shuffle) => {
      const same = sameStrategy(document, seededRandom(shuffle));
      const settings = { ...SETTINGS, fromMs: walk.time[50]! };
      const before = runBacktest(walk, planOf(document), settings);
      const after = runBacktest(walk, planOf(same.document), settings);
      const told = (result: BacktestResult, originalOf: (id: string) => string | undefined) => {
        const { run_hash: _, funnel, ...rest } = resultToJson(result);
        // By block, and what a copied block says must be what the first one says.
        const conditions = new Map<string | undefined, number>();
        for (const { block_id, true_bars } of funnel.conditions) {
          const id = originalOf(block_id);
          assert.equal(conditions.get(id) ?? true_bars, true_bars);
          conditions.set(id, true_bars);
        }
        return { ...rest, funnel: { ...funnel, conditions } };
      };
      assert.deepEqual(told(after, same.originalOf), told(before, (id) => id));
      const ports = portColumns(walk, planOf(document), settings);
      for (const [port, column] of portColumns(walk, planOf(same.document), settings)) {
        const [id = "", name = ""] = port.split(".");
        const original = same.originalOf(id);
        if (original) assert.deepEqual(column, ports.get(`${original}.${name}`), port);
      }
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

/** Compares a run up to candle `cut` with the whole run; returns how many trades were compared. */
function samePrefix(plan: StrategyPlan, cut: number, settings = SETTINGS): number {
  const part = sliceCandles(walk, 0, cut);
  const whole = portColumns(walk, plan, settings);
  for (const [port, column] of portColumns(part, plan, settings)) {
    assert.deepEqual(column, whole.get(port)!.slice(0, column.length), `${port} at ${cut}`);
  }
  const short = runBacktest(part, plan, settings);
  const long = runBacktest(walk, plan, settings);
  const bars = short.equity.length;
  assert.deepEqual(short.equity, long.equity.slice(0, bars));
  assert.deepEqual(fillsBefore(short.trades, bars), fillsBefore(long.trades, bars));
  // What was ordered at the last close is what comes of it at the next open.
  const sold = long.trades.find(({ exit_bar, exit_reason }) =>
    exit_bar === bars && (exit_reason === "signal" || exit_reason === "time")
  );
  if (short.pending === "exit") assert.ok(sold, `an exit was pending at ${cut}`);
  if (long.trades.some(({ entry_bar }) => entry_bar === bars)) {
    assert.equal(short.pending, sold ? "exit" : "entry", `an entry was pending at ${cut}`);
  }
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

function planOf(document: StrategyDocument): StrategyPlan {
  const parsed = parseStrategy(JSON.parse(JSON.stringify(document)));
  const compiled = parsed.ok ? compileStrategy(parsed.document) : parsed;
  if (!compiled.ok) throw new Error(compiled.faults.map(({ message }) => message).join(" "));
  return compiled.plan;
}
