/** The tests of the lab that run the engine, beside single runs of documents and candles that were changed by hand. */
import assert from "node:assert/strict";
import {
  type CandleSeries,
  candlesFromColumns,
  compileStrategy,
  DEFAULT_SETTINGS,
  runBacktest,
  sliceCandles,
  type StrategyDocument,
  TEMPLATES,
} from "../mod.ts";
import { documentOf } from "../testing/document.ts";
import { randomWalk } from "../testing/random_walk.ts";
import { mulberry32 } from "../maths/mulberry32.ts";
import { Lab, seedOf } from "./lab.ts";
import { ROBUSTNESS_TESTS, type RobustnessTestName } from "./mod.ts";
import { numbersOf, variationsOf, withNumbers } from "./numbers.ts";
import { runRobustness } from "./run_robustness.ts";
import { judge } from "./verdict.ts";

const walk = randomWalk({ bars: 3_000, seed: 5 });
const range = { fromMs: walk.time[500]!, toMs: walk.time[2_900]! };
const settings = { ...DEFAULT_SETTINGS, feeRate: 0.0003, slippageRate: 0.0001, ...range };
const dip: StrategyDocument = documentOf(
  {
    rsi: ["rsi", { period: 7 }],
    low: ["crossover", { direction: "below", value: 35 }],
    high: ["compare", { value: 60 }],
    buy: ["entry_signal"],
    sell: ["exit_signal"],
    stop: ["stop_loss", { value: 4 }],
    wait: ["cooldown", { bars: 2 }],
  },
  "rsi.value → low.a, rsi.value → high.a, low.signal → buy.signal, high.signal → sell.signal",
);
const lab = new Lab({ candles: walk, document: dip, settings });

function metricsOf(candles: CandleSeries, document: StrategyDocument, more: object = {}) {
  const compiled = compileStrategy(document);
  assert.ok(compiled.ok, JSON.stringify(compiled));
  return runBacktest(candles, compiled.plan, { ...settings, ...more }).metrics;
}

const report = await runRobustness({
  candles: walk,
  document: dip,
  settings,
  others: [
    { asset: "A", timeframe: "1h", candles: walk },
    { asset: "B", timeframe: "1h", candles: sliceCandles(walk, 0, 1_000) },
  ],
});

Deno.test("robustness: a run in the lab is the run itself, to the last bit", () => {
  const plain = metricsOf(walk, dip);
  const light = lab.prepared.run();
  for (const [name, value] of Object.entries(plain)) assert.equal(light.metric(name), value, name);
  assert.deepEqual(report.actual.total_return, plain.total_return);
  assert.ok(lab.growths.length >= 30, `${lab.growths.length} trades`);
});

Deno.test("robustness: late signals are those of a document that waits", () => {
  // "d bars ago" of a signal does not exist: the document is changed by hand to signals that are 1 at the moved bars.
  for (const { bars, total_return, num_trades } of report.outcomes.late!) {
    const shifted = runWithSignals(
      moved(lab.prepared.entry, bars),
      moved(lab.prepared.exit!, bars),
    );
    assert.equal(total_return, shifted.total_return);
    assert.equal(num_trades, shifted.num_trades);
  }
  assert.notEqual(report.outcomes.late![0]!.total_return, report.actual.total_return);

  function moved(signal: Uint8Array, by: number): Uint8Array {
    const { offset, firstSignalBar } = lab.prepared;
    return signal.map((_, i) => i - by >= offset + firstSignalBar ? signal[i - by]! : 0);
  }
});

Deno.test("robustness: costs are single runs with other costs", () => {
  for (const { multiple, total_return, num_trades } of report.outcomes.costs!) {
    const metrics = metricsOf(walk, dip, {
      feeRate: settings.feeRate * multiple,
      slippageRate: settings.slippageRate * multiple,
    });
    assert.equal(total_return, metrics.total_return);
    assert.equal(num_trades, metrics.num_trades);
  }
});

Deno.test("robustness: timing turns the entry signal on the circle of the range", () => {
  const { offset, entry, exit } = lab.prepared;
  const bars = entry.length - offset;
  const u = mulberry32(seedOf(lab.base, "timing"));
  let asGood = 0;
  for (let run = 0; run < 500; run++) {
    const by = 1 + Math.floor(u() * (bars - 1));
    const turned = entry.map((value, i) =>
      i < offset ? value : entry[offset + (i - offset - by + bars) % bars]!
    );
    const { total_return } = runWithSignals(turned, exit!);
    if (total_return! >= report.actual.total_return!) asGood++;
  }
  assert.equal(report.outcomes.timing!.p_value, (1 + asGood) / 501);
});

/**
 * A run with signals given bar by bar: the volume carries them (no block of the strategy reads it otherwise), so that it is a
 * whole run of another document. 1 = buy, 2 = sell, 3 = both.
 */
function runWithSignals(entry: Uint8Array, exit: Uint8Array) {
  const { loaded, offset, firstSignalBar } = lab.prepared;
  const volume = Float64Array.from(
    entry,
    (value, i) => i < offset + firstSignalBar ? 0 : value + 2 * exit[i]!,
  );
  const document = documentOf(
    {
      volume: ["volume"],
      odd: ["compare", { operator: ">=", value: 1 }],
      two: ["compare", { operator: ">=", value: 2 }],
      three: ["compare", { operator: ">=", value: 3 }],
      one: ["not"],
      only: ["and"],
      entry: ["or"],
      buy: ["entry_signal"],
      sell: ["exit_signal"],
      stop: ["stop_loss", { value: 4 }],
      wait: ["cooldown", { bars: 2 }],
    },
    "volume.value → odd.a, volume.value → two.a, volume.value → three.a, two.signal → one.in",
    "odd.signal → only.in1, one.signal → only.in2, only.signal → entry.in1, three.signal → entry.in2",
    "entry.signal → buy.signal, two.signal → sell.signal",
  );
  return metricsOf(candlesFromColumns({ ...loaded, volume }), document);
}

Deno.test("robustness: noise, begun again, is a run over candles that were changed by hand", async () => {
  const u = mulberry32(seedOf(lab.base, "noise"));
  const { loaded } = lab.prepared;
  const returns: number[] = [];
  for (let run = 0; run < 200; run++) {
    const columns = {
      open: [] as number[],
      high: [] as number[],
      low: [] as number[],
      close: [] as number[],
    };
    for (let i = 0; i < loaded.length; i++) {
      const size = 0.2 * (loaded.high[i]! - loaded.low[i]!);
      const four = (["open", "high", "low", "close"] as const).map((name) => {
        const price = loaded[name][i]!;
        if (!(u() < 0.3)) return price;
        const other = price + (2 * u() - 1) * size;
        return other <= 0 ? price : other;
      });
      columns.open.push(four[0]!);
      columns.high.push(Math.max(...four));
      columns.low.push(Math.min(...four));
      columns.close.push(four[3]!);
    }
    const candles = candlesFromColumns({ ...columns, time: loaded.time, volume: loaded.volume });
    returns.push(metricsOf(candles, dip).total_return!);
  }
  const out = report.outcomes.noise!;
  assert.equal(out.gain_share, returns.filter((value) => value > 0).length / 200);
  const sorted = returns.sort((a, b) => a - b);
  assert.ok(Math.abs(out.total_return.p50 - (sorted[99]! + sorted[100]!) / 2) < 1e-12);
  await Promise.resolve();
});

Deno.test("robustness: each parameter is a single run of a document with another number", () => {
  const { each, joint, gain_share } = report.outcomes.parameters!;
  assert.deepEqual(
    new Set(each.map(({ block_id, param }) => `${block_id}.${param}`)),
    new Set(["rsi.period", "low.value", "high.value", "stop.value", "wait.bars"]),
  );
  for (const { block_id, param, to, total_return, sharpe } of each) {
    const changed = withNumbers(dip, new Map([[block_id, { [param]: to }]]));
    const metrics = metricsOf(walk, changed);
    assert.equal(total_return, metrics.total_return, `${block_id}.${param} = ${to}`);
    assert.equal(sharpe, metrics.sharpe);
  }
  const change = (row: { total_return: number | null }) =>
    Math.abs(row.total_return! - report.actual.total_return!);
  const most = Math.max(...each.map(change));
  const first = each.filter((row) =>
    row.block_id === each[0]!.block_id && row.param === each[0]!.param
  );
  assert.equal(Math.max(...first.map(change)), most, "the most fragile comes first");
  assert.ok(joint.p5 <= joint.p50 && joint.p50 <= joint.p95 && gain_share >= 0 && gain_share <= 1);
});

Deno.test("robustness: numbers near another lie on its grid, a step away at the least, within its bounds", () => {
  const near = (id: string) => {
    const number = numbersOf(dip).find(({ blockId }) => blockId === id)!;
    return variationsOf(number, [-0.25, -0.1, 0.1, 0.25]);
  };
  assert.deepEqual(near("rsi"), [5, 6, 8, 9]);
  assert.deepEqual(near("low"), [26.25, 31.5, 38.5, 43.75]);
  assert.deepEqual(near("stop"), [3, 3.6, 4.4, 5]);
  assert.deepEqual(near("wait"), [1, 3]);
  const least = documentOf(
    { rsi: ["rsi", { period: 2 }], up: ["compare"], buy: ["entry_signal"] },
    "rsi.value → up.a, up.signal → buy.signal",
  );
  assert.deepEqual(numbersOf(least).map((number) => variationsOf(number, [-0.1, 0.1])), [[3], []]);
});

Deno.test("robustness: starts and markets are single runs over other ranges", () => {
  const { starts, markets } = report.outcomes;
  assert.equal(starts!.length, 24);
  for (const { from, total_return, cagr } of starts!) {
    const metrics = metricsOf(walk, dip, { fromMs: from });
    assert.equal(total_return, metrics.total_return);
    assert.equal(cagr, metrics.cagr);
  }
  assert.equal(starts![0]!.from, settings.fromMs);
  assert.deepEqual(markets!.map(({ asset }) => asset), ["A"], "B has a fifth of the dates");
  assert.equal(markets![0]!.total_return, report.actual.total_return);
});

Deno.test("robustness: walk-forward is five choices on the past and five runs on what came after", () => {
  const { folds, total_return, efficiency } = report.outcomes.walk_forward!;
  const [start, end] = [500, 2_900];
  const part = Math.floor((end - start) / 8);
  const base = end - 8 * part;
  let equity = settings.initialCapital;
  folds.forEach((fold, f) => {
    const at = (parts: number) => walk.time[base + (f + parts) * part]!;
    assert.deepEqual(
      [fold.train_from, fold.train_to, fold.test_from, fold.test_to],
      [at(0), at(3), at(3), at(4)],
    );
    const changes = new Map<string, Record<string, number>>();
    for (const [key, value] of Object.entries(fold.params)) {
      const [block = "", param = ""] = key.split(".");
      changes.set(block, { ...changes.get(block), [param]: value });
    }
    const chosen = withNumbers(dip, changes);
    const training = metricsOf(walk, chosen, { fromMs: fold.train_from, toMs: fold.train_to });
    assert.equal(fold.train_sharpe, training.sharpe);
    const test = metricsOf(walk, chosen, {
      fromMs: fold.test_from,
      toMs: fold.test_to,
      initialCapital: equity,
    });
    assert.equal(fold.test_return, test.total_return);
    assert.equal(fold.num_trades, test.num_trades);
    equity *= 1 + test.total_return!;
  });
  assert.ok(Math.abs(total_return - (equity / settings.initialCapital - 1)) < 1e-12);
  assert.ok(efficiency === null || Number.isFinite(efficiency));
});

Deno.test("robustness: what comes in a test window changes no choice of its training", async () => {
  const { folds } = report.outcomes.walk_forward!;
  const last = folds.at(-1)!;
  const other = candlesFromColumns({
    ...walk,
    ...Object.fromEntries((["open", "high", "low", "close"] as const).map((name) => [
      name,
      walk[name].map((price, i) => walk.time[i]! >= last.test_from ? price * 1.7 : price),
    ])),
  } as CandleSeries);
  const axes = Object.entries(last.params).map(([key]) => {
    const [block = "", param = ""] = key.split(".");
    const number = numbersOf(dip).find(({ blockId, spec }) =>
      blockId === block && spec.name === param
    )!;
    return {
      block,
      param,
      values: [...variationsOf(number, [-0.3, 0.3]), number.value].sort((a, b) => a - b),
    };
  });
  const options = { document: dip, settings, axes, tests: ["walk_forward"] as const };
  const [before, after] = [
    await runRobustness({ ...options, candles: walk }),
    await runRobustness({ ...options, candles: other }),
  ].map(({ outcomes }) => outcomes.walk_forward!.folds.at(-1)!);
  assert.deepEqual(after!.params, before!.params);
  assert.equal(after!.train_sharpe, before!.train_sharpe);
  assert.notEqual(after!.test_return, before!.test_return);
});

Deno.test("robustness: what cannot be tested says why, and nothing throws", async () => {
  const documents = [
    dip,
    TEMPLATES.find(({ id }) => id === "buy_and_hold")!.document,
    documentOf({ t: ["time_window"], buy: ["entry_signal"] }, "t.signal → buy.signal"),
    documentOf({
      p: ["price"],
      never: ["compare", { operator: "<", value: 0 }],
      buy: ["entry_signal"],
    }, "p.close → never.a, never.signal → buy.signal"),
  ];
  for (const document of documents) {
    for (const bars of [1, 2, 10, 60]) {
      const candles = sliceCandles(walk, 0, bars);
      const { answers, skipped, outcomes } = await runRobustness({
        candles,
        document,
        settings: DEFAULT_SETTINGS,
      });
      for (const { name, answer } of ROBUSTNESS_TESTS) {
        const key = name as RobustnessTestName;
        const out = outcomes[key];
        assert.ok(out !== undefined, name);
        assert.equal(out === null, skipped[key] !== undefined, name);
        if (answer && out === null) assert.equal(answers[name], "cannot_tell", name);
        assert.doesNotMatch(JSON.stringify(out), /null,null,null,null/);
      }
    }
  }
});

Deno.test("robustness: the verdict follows its rules", () => {
  const held = Object.fromEntries(
    ["luck", "missed", "late", "costs", "timing", "noise", "parameters", "starts"].map((
      name,
    ) => [name, "held" as const]),
  );
  const verdictOf = (answers: object, gain = 0.1) => {
    const { verdict, decided_by } = judge({ ...held, ...answers }, gain);
    return [verdict, decided_by];
  };
  assert.deepEqual(verdictOf({}), ["survives", "timing"]);
  assert.deepEqual(verdictOf({}, 0), ["no_gain", null]);
  assert.deepEqual(verdictOf({ luck: "failed" }), ["refuted", "luck"]);
  assert.deepEqual(verdictOf({ timing: "failed", luck: "failed" }), ["refuted", "timing"]);
  assert.deepEqual(verdictOf({ walk_forward: "failed" }), ["refuted", "walk_forward"]);
  assert.deepEqual(verdictOf({ luck: "cannot_tell" }), ["cannot_tell", "luck"]);
  assert.deepEqual(verdictOf({ noise: "failed" }), ["doubtful", "noise"]);
  assert.deepEqual(verdictOf({ timing: "doubtful" }), ["doubtful", "timing"]);
  const few = { late: "doubtful", costs: "doubtful", missed: "cannot_tell" };
  assert.deepEqual(verdictOf(few), ["doubtful", "late"]);
});

Deno.test("robustness: it can be stopped", async () => {
  const abort = new AbortController();
  const running = runRobustness({
    candles: walk,
    document: dip,
    settings,
    signal: abort.signal,
    onTest: () => abort.abort(new Error("enough")),
  });
  await assert.rejects(running, /enough/);
});
