/** What the lab shares between runs changes no figure: joint changes, choices of a fold and single tests, beside single runs. */
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import {
  type CandleSeries,
  candlesFromColumns,
  compileStrategy,
  DEFAULT_SETTINGS,
  runBacktest,
  type RunSettings,
  type StrategyDocument,
  TEMPLATES,
} from "../mod.ts";
import { documentOf } from "../testing/document.ts";
import { randomWalk, seededRandom } from "../testing/random_walk.ts";
import { ROBUSTNESS_TESTS, type RobustnessTestName } from "./mod.ts";
import { numbersOf, withNumbers } from "./numbers.ts";
import { runRobustness } from "./run_robustness.ts";

const walk = randomWalk({ bars: 2_400, seed: 31 });
/** The range begins late: cells with longer histories begin with other candles. */
const settings: RunSettings = {
  ...DEFAULT_SETTINGS,
  feeRate: 0.0002,
  slippageRate: 0,
  fromMs: walk.time[300]!,
};

function metricsOf(document: StrategyDocument, more: object = {}, candles = walk) {
  const compiled = compileStrategy(document);
  assert.ok(compiled.ok, JSON.stringify(compiled));
  return runBacktest(candles, compiled.plan, { ...settings, ...more }).metrics;
}

function quantile(sorted: readonly number[], q: number): number {
  const rank = q * (sorted.length - 1);
  const below = sorted[Math.floor(rank)]!;
  return below + (rank - Math.floor(rank)) * (sorted[Math.ceil(rank)]! - below);
}

const crossing = documentOf(
  {
    fast: ["sma", { period: 6 }],
    slow: ["sma", { period: 22 }],
    up: ["crossover", { direction: "above" }],
    down: ["crossover", { direction: "below" }],
    buy: ["entry_signal"],
    sell: ["exit_signal"],
    stop: ["stop_loss", { mode: "atr", value: 2.5, period: 10 }],
    target: ["take_profit", { mode: "percent", value: 7 }],
    rest: ["cooldown", { bars: 4 }],
  },
  "fast.value → up.a, slow.value → up.b, fast.value → down.a, slow.value → down.b",
  "up.signal → buy.signal, down.signal → sell.signal",
);

/**
 * Eight levels on no grid: a condition on all of them has more places than a number can count.
 */
const levels = documentOf(
  {
    price: ["price"],
    ...Object.fromEntries(
      Array.from({ length: 8 }, (_, k) => [`l${k}`, ["compare", { value: 60 - k / 3 }]] as const),
    ),
    all: ["and"],
    more: ["and"],
    both: ["and"],
    buy: ["entry_signal"],
    out: ["time_exit", { bars: 9 }],
  },
  "l0.signal → all.in1, l1.signal → all.in2, l2.signal → all.in3, l3.signal → all.in4",
  "l4.signal → more.in1, l5.signal → more.in2, l6.signal → more.in3, l7.signal → more.in4",
  Array.from({ length: 8 }, (_, k) => `price.close → l${k}.a`).join(", "),
  "all.signal → both.in1, more.signal → both.in2, both.signal → buy.signal",
);

for (
  const [name, document] of [
    ["a cross with levels of the ATR", crossing],
    ["eight levels on no grid", levels],
    ["MACD, whose check refuses some", TEMPLATES.find(({ id }) => id === "macd_cross")!.document],
  ] as const
) {
  Deno.test(`robustness: numbers changed together are single runs of other documents: ${name}`, async () => {
    const { run_hash, outcomes } = await runRobustness({
      candles: walk,
      document,
      settings,
      tests: ["parameters"],
    });
    const u = seededRandom(
      parseInt(createHash("sha256").update(`${run_hash}/parameters`).digest("hex").slice(0, 8), 16),
    );
    const numbers = numbersOf(document);
    const blocks = [...new Set(numbers.map(({ blockId }) => blockId))];
    const returns: number[] = [];
    for (let run = 0; run < 300; run++) {
      const changes = new Map<string, Record<string, number>>();
      for (const block of blocks) {
        for (let attempt = 0; attempt < 20; attempt++) {
          const values: Record<string, number> = {};
          for (const { blockId, spec, value } of numbers) {
            if (blockId !== block) continue;
            const drawn = value * (0.75 + 0.5 * u());
            const { step = spec.kind === "integer" ? 1 : 0, min = -1e9, max = 1e9 } = spec;
            // A tenth is written with one digit.
            const near = step === 0
              ? drawn
              : step === 0.1
              ? Math.round(drawn / step) / 10
              : Math.round(drawn / step) * step;
            values[spec.name] = Math.min(max, Math.max(min, near));
          }
          if (!compileStrategy(withNumbers(document, new Map([[block, values]]))).ok) continue;
          changes.set(block, values);
          break;
        }
      }
      returns.push(metricsOf(withNumbers(document, changes)).total_return!);
    }
    const { joint, gain_share } = outcomes.parameters!;
    assert.equal(gain_share, returns.filter((value) => value > 0).length / 300);
    const sorted = returns.sort((a, b) => a - b);
    assert.ok(sorted[0]! < sorted[299]!, "the runs differ");
    for (const [key, q] of [["p5", 0.05], ["p25", 0.25], ["p50", 0.5], ["p95", 0.95]] as const) {
      assert.equal(joint[key], quantile(sorted, q), key);
    }
  });
}

const AXES = [
  { block: "fast", param: "period", values: [3, 6, 9] },
  { block: "slow", param: "period", values: [16, 22, 40] },
];

Deno.test("robustness: each fold's choice is the best Sharpe of single runs with enough trades", async () => {
  const { outcomes } = await runRobustness({
    candles: walk,
    document: crossing,
    settings,
    axes: AXES,
    tests: ["walk_forward"],
  });
  for (const { train_from, train_to, params, train_sharpe } of outcomes.walk_forward!.folds) {
    let best: { sharpe: number; params: object } | null = null;
    for (const fast of AXES[0]!.values) {
      for (const slow of AXES[1]!.values) {
        const changed = withNumbers(
          crossing,
          new Map([["fast", { period: fast }], ["slow", { period: slow }]]),
        );
        const { sharpe, num_trades } = metricsOf(changed, { fromMs: train_from, toMs: train_to });
        if (num_trades! < 10 || typeof sharpe !== "number") continue;
        if (best === null || sharpe > best.sharpe) {
          best = { sharpe, params: { "fast.period": fast, "slow.period": slow } };
        }
      }
    }
    assert.ok(best !== null);
    assert.deepEqual([params, train_sharpe], [best.params, best.sharpe]);
  }
});

Deno.test("robustness: other candles from a test window on change no choice made before, in any fold", async () => {
  const choices = async (candles: CandleSeries) => {
    const { outcomes } = await runRobustness({
      candles,
      document: crossing,
      settings,
      axes: AXES,
      tests: ["walk_forward"],
    });
    return outcomes.walk_forward!.folds;
  };
  const before = await choices(walk);
  const other = randomWalk({ bars: walk.length, seed: 77, step: 0.05 });
  for (const [f, { test_from }] of before.entries()) {
    const from = walk.time.indexOf(test_from);
    assert.ok(from > 0);
    const mixed = Object.fromEntries(
      (["open", "high", "low", "close", "volume"] as const).map((name) => [
        name,
        walk[name].map((value, i) => i < from ? value : other[name][i]!),
      ]),
    );
    const after = await choices(candlesFromColumns({ ...walk, ...mixed }));
    for (let k = 0; k <= f; k++) {
      assert.deepEqual(after[k]!.params, before[k]!.params, `fold ${k}, changed from fold ${f} on`);
      assert.equal(after[k]!.train_sharpe, before[k]!.train_sharpe);
    }
    assert.deepEqual(after.slice(0, f), before.slice(0, f), "and no test that ended before");
    assert.notEqual(after[f]!.test_return, before[f]!.test_return);
  }
});

Deno.test("robustness: a test by itself gives what it gives among all", async () => {
  const whole = await runRobustness({ candles: walk, document: crossing, settings });
  for (const { name } of ROBUSTNESS_TESTS) {
    const key = name as RobustnessTestName;
    const alone = await runRobustness({
      candles: walk,
      document: crossing,
      settings,
      tests: [key],
    });
    assert.deepEqual(alone.outcomes[key], whole.outcomes[key], name);
    assert.equal(alone.answers[name], whole.answers[name], name);
    assert.equal(alone.skipped[key], whole.skipped[key], name);
  }
});

Deno.test("robustness: it stops within any test, and leaves nothing that keeps it from being begun again", async () => {
  for (const name of ["timing", "noise", "parameters"] as const) {
    const options = { candles: walk, document: crossing, settings, tests: [name] };
    const abort = new AbortController();
    const running = runRobustness({ ...options, signal: abort.signal });
    let ended = false;
    running.then(() => ended = true, () => ended = true);
    await Promise.resolve();
    assert.equal(ended, false, `${name} has no pause`);
    abort.abort(new Error("enough"));
    await assert.rejects(running, /enough/, name);
    const { outcomes } = await runRobustness(options);
    assert.ok(outcomes[name] !== null, name);
  }
});

Deno.test("robustness: runs that give little to test say so, each test by its reason", async () => {
  const skippedOf = async (document: StrategyDocument, candles = walk) => {
    const { skipped, verdict, answers } = await runRobustness({
      candles,
      document,
      settings: DEFAULT_SETTINGS,
    });
    for (const name of Object.keys(skipped)) {
      if (name in answers) assert.equal(answers[name], "cannot_tell", name);
    }
    return { skipped, verdict };
  };
  const everyTest = (reason: string) =>
    Object.fromEntries(ROBUSTNESS_TESTS.map(({ name }) => [name, reason]));

  const never = documentOf(
    { p: ["price"], low: ["compare", { operator: "<", value: 0 }], buy: ["entry_signal"] },
    "p.close → low.a, low.signal → buy.signal",
  );
  const untraded = { ...everyTest("too_few_trades"), markets: "one_market" };
  assert.deepEqual(await skippedOf(never), { skipped: untraded, verdict: "no_gain" });
  const ten = candlesFromColumns(
    Object.fromEntries(
      (["time", "open", "high", "low", "close", "volume"] as const).map((name) => [
        name,
        walk[name].slice(0, 10),
      ]),
    ) as unknown as CandleSeries,
  );
  assert.deepEqual((await skippedOf(crossing, ten)).skipped, untraded);

  // Bought once: the tests of trades and of timing cannot be done, those that run it again can.
  const hold = TEMPLATES.find(({ id }) => id === "buy_and_hold")!.document;
  const once = {
    order: "too_few_trades",
    luck: "too_few_trades",
    missed: "too_few_trades",
    timing: "signals_everywhere",
    markets: "one_market",
  };
  const held = await skippedOf(hold);
  assert.partialDeepStrictEqual(held.skipped, once);
  const noNumbers = { parameters: "nothing_to_vary", walk_forward: "nothing_to_vary" };
  assert.partialDeepStrictEqual(held.skipped, noNumbers);
});
