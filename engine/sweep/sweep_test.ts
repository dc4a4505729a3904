/** A sweep against single runs: every cell, every metric, to the last bit. */
import assert from "node:assert/strict";
import {
  compileStrategy,
  runBacktest,
  type RunSettings,
  type StrategyDocument,
  type SweepAxis,
  TEMPLATES,
} from "../mod.ts";
import { runSweep, type SweepResult } from "../sweep.ts";
import { resolveParams } from "../strategy/params.ts";
import { readGraph } from "../strategy/graph.ts";
import { randomWalk } from "../testing/random_walk.ts";
import { documentOf } from "../testing/document.ts";

const SETTINGS: RunSettings = {
  initialCapital: 10_000,
  feeRate: 0.001,
  slippageRate: 0.0005,
  intrabar: "stop_first",
};
const walk = randomWalk({ bars: 900, seed: 5, gaps: true, jumps: true, step: 0.02 });
/** The range begins late, so that cells with a longer history begin with another candle. */
const LATE: RunSettings = { ...SETTINGS, fromMs: walk.time[400]! };

const crossing = documentOf(
  {
    fast: ["sma", { period: 5 }],
    slow: ["sma", { period: 20 }],
    up: ["crossover", { direction: "above" }],
    down: ["crossover", { direction: "below" }],
    buy: ["entry_signal"],
    sell: ["exit_signal"],
    stop: ["stop_loss", { mode: "atr", value: 2, period: 14 }],
    target: ["take_profit", { mode: "r_multiple", value: 2 }],
    rest: ["cooldown", { bars: 3 }],
  },
  "fast.value → up.a, slow.value → up.b, fast.value → down.a, slow.value → down.b",
  "up.signal → buy.signal, down.signal → sell.signal",
);

for (const { id, document } of TEMPLATES) {
  Deno.test(`sweep: each number of template ${id} varied, as in single runs`, async () => {
    for (const axis of axesOf(document)) {
      await compare(document, [axis], SETTINGS);
      await compare(document, [axis], LATE);
    }
  });
}

Deno.test("sweep: two parameters at once, equal ones among them", async () => {
  const periods = [4, 9, 20, 33];
  for (const settings of [SETTINGS, LATE]) {
    await compare(crossing, [axis("fast", periods), axis("slow", periods)], settings);
  }
});

Deno.test("sweep: three parameters at once, those of stops and waits among them", async () => {
  for (const settings of [LATE, { ...SETTINGS, intrabar: "ohlc_path" as const }]) {
    const atr = { block: "stop", param: "period", values: [2, 14, 30] };
    const multiple = { block: "stop", param: "value", values: [0.5, 2, 4] };
    const wait = { block: "rest", param: "bars", values: [1, 20] };
    await compare(crossing, [atr, axis("slow", [12, 40]), multiple], settings);
    await compare(crossing, [wait, { ...multiple, block: "target" }, atr], settings);
  }
});

Deno.test("sweep: values that do not go together are no run", async () => {
  const macd = TEMPLATES.find(({ id }) => id === "macd_cross")!.document;
  const block = macd.blocks.find(({ type }) => type === "macd")!.id;
  const result = await runSweep(walk, macd, [
    { block, param: "fast", values: [30, 12] },
    { block, param: "slow", values: [20, 26] },
  ], SETTINGS);
  assert.deepEqual([...result.sound], [0, 0, 1, 1]);
  assert.ok(Number.isNaN(result.metrics.total_return![0]));
  assert.ok(Number.isFinite(result.metrics.total_return![3]));
});

Deno.test("sweep: it reports progress, ends with all cells, and can be stopped", async () => {
  const values = Array.from({ length: 120 }, (_, k) => 3 + k);
  const axes = [axis("fast", values), axis("slow", values)];
  const seen: number[] = [];
  const long = randomWalk({ bars: 2_000, seed: 1 });
  await runSweep(long, crossing, axes, SETTINGS, {
    onProgress: (done, total) => {
      assert.equal(total, 14_400);
      seen.push(done);
    },
  });
  assert.ok(seen.length > 2, "it says something on the way");
  assert.deepEqual(seen, [...seen].sort((a, b) => a - b));
  assert.equal(seen.at(-1), 14_400);

  const stop = new AbortController();
  let calls = 0;
  const stopped = runSweep(long, crossing, axes, SETTINGS, {
    signal: stop.signal,
    onProgress: () => {
      calls++;
      stop.abort(new Error("enough"));
    },
  });
  await assert.rejects(stopped, /enough/);
  assert.equal(calls, 1, "nothing more is said once it is stopped");
  await assert.rejects(
    runSweep(long, crossing, axes, SETTINGS, { signal: AbortSignal.abort(new Error("before")) }),
    /before/,
  );
});

Deno.test("sweep: what cannot be swept is said in words", async () => {
  const sweep = (axes: readonly SweepAxis[], settings = SETTINGS) =>
    runSweep(walk, crossing, axes, settings);
  const refused = async (axes: readonly SweepAxis[], message: RegExp) => {
    await assert.rejects(() => sweep(axes), (error) => {
      assert.ok(error instanceof RangeError, String(error));
      assert.match(error.message, message);
      return true;
    });
  };
  const fast = axis("fast", [5]);
  await refused([], /one to three parameters, not 0/);
  await refused([fast, axis("slow", [5]), axis("stop", [2]), axis("rest", [2])], /not 4/);
  await refused([axis("nobody", [5])], /no block nobody/);
  await refused([{ ...fast, param: "nothing" }], /SMA has no parameter nothing/);
  await refused([{ ...fast, param: "source" }], /not a number/);
  await refused([axis("fast", [])], /no values/);
  await refused([axis("fast", [5, 1])], /Period must be from 2 to 1,000, not 1/);
  await refused([axis("fast", [5.5])], /whole number/);
  await refused([{ block: "stop", param: "value", values: [NaN] }], /not a number/);
  await refused([fast, fast], /varied twice/);
  const many = Array.from({ length: 600 }, (_, k) => k + 2);
  await refused([axis("fast", many), axis("slow", many)], /at most 250000 combinations/);
  await assert.rejects(() => sweep([fast], { ...SETTINGS, feeRate: 1 }), RangeError);
  await assert.rejects(() => sweep([fast], { ...SETTINGS, fromMs: 9e14 }), /no candles/);
  const never = { ...crossing, blocks: crossing.blocks.filter(({ id }) => id !== "buy") };
  const wires = crossing.connections.filter(({ to }) => to.block !== "buy");
  await assert.rejects(
    () => runSweep(walk, { ...never, connections: wires }, [fast], SETTINGS),
    /no Entry signal/,
  );
});

function axis(block: string, values: readonly number[]): SweepAxis {
  return {
    block,
    param: block === "rest" ? "bars" : block === "stop" ? "value" : "period",
    values,
  };
}

/** Every parameter of a document that is a number and has an effect, with a few values around its own. */
function axesOf(document: StrategyDocument): SweepAxis[] {
  const graph = readGraph(document);
  return [...graph.values()].flatMap(({ block, definition, wires }) => {
    const params = resolveParams(definition, block.params);
    return definition.params.flatMap((spec): SweepAxis[] => {
      const value = params[spec.name];
      if (typeof value !== "number" || spec.when?.(params, new Set(wires.keys())) === false) {
        return [];
      }
      const steps = spec.kind === "integer" ? [-3, 0, 4] : [-0.2 * value, 0, 0.3 * value + 0.1];
      const values = steps.map((step) => value + step).filter((v) =>
        v >= (spec.min ?? -Infinity) && v <= (spec.max ?? Infinity)
      );
      return [{ block: block.id, param: spec.name, values }];
    });
  });
}

/** Runs each cell by itself and compares. */
async function compare(
  document: StrategyDocument,
  axes: readonly SweepAxis[],
  settings: RunSettings,
): Promise<void> {
  const result = await runSweep(walk, document, axes, settings);
  assert.equal(result.cells, axes.reduce((product, { values }) => product * values.length, 1));
  for (let cell = 0; cell < result.cells; cell++) {
    const compiled = compileStrategy(documentAt(document, axes, cell));
    assert.equal(result.sound[cell], compiled.ok ? 1 : 0);
    if (compiled.ok) {
      sameMetrics(result, cell, runBacktest(walk, compiled.plan, settings).metrics);
    }
  }
}

function sameMetrics(
  { metrics }: SweepResult,
  cell: number,
  expected: Readonly<Record<string, number | null>>,
): void {
  assert.deepEqual(Object.keys(metrics), Object.keys(expected));
  for (const [name, value] of Object.entries(expected)) {
    assert.ok(
      Object.is(metrics[name]![cell], value ?? NaN),
      `${name} of cell ${cell}: ${metrics[name]![cell]} is not ${value}`,
    );
  }
}

/** The document of one cell; the last axis changes fastest. */
function documentAt(
  document: StrategyDocument,
  axes: readonly SweepAxis[],
  cell: number,
): StrategyDocument {
  const values = new Map<string, Record<string, number>>();
  let rest = cell;
  for (const { block, param, values: all } of [...axes].reverse()) {
    const own = values.get(block) ?? {};
    own[param] = all[rest % all.length]!;
    values.set(block, own);
    rest = Math.floor(rest / all.length);
  }
  return {
    ...document,
    blocks: document.blocks.map((block) => ({
      ...block,
      params: { ...block.params, ...values.get(block.id) },
    })),
  };
}
