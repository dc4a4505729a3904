/** Funnel, near misses and distances, in words. */
import assert from "node:assert/strict";
import {
  candlesFromColumns,
  compileStrategy,
  DEFAULT_SETTINGS,
  METRICS,
  missedEntries,
  portColumns,
  runBacktest,
  TEMPLATES,
} from "../../engine/mod.ts";
import { documentOf } from "../../engine/testing/document.ts";
import { randomWalk } from "../../engine/testing/random_walk.ts";
import { conditionStates, nearestMisses } from "./conditions.ts";
import { funnelSteps, hardestCondition } from "./funnel.ts";
import { memoryStorage } from "../testing/samples.ts";
import { rememberedMetric, rememberMetric, STRIP_METRICS } from "./strip_metric.ts";
import { shortNumber } from "./short_number.ts";

const candles = randomWalk({ bars: 600, seed: 9 });

function planOf(...args: Parameters<typeof documentOf>) {
  const compiled = compileStrategy(documentOf(...args));
  assert.ok(compiled.ok);
  return compiled.plan;
}

const rule = planOf(
  {
    rsi: ["rsi", { period: 14 }],
    low: ["compare", { operator: "<", value: 30 }],
    price: ["price"],
    high: ["crossover", { direction: "above", value: 101 }],
    both: ["and"],
    buy: ["entry_signal"],
  },
  "rsi.value → low.a, price.close → high.a, low.signal → both.in1, high.signal → both.in2",
  "both.signal → buy.signal",
);
const ports = portColumns(candles, rule, DEFAULT_SETTINGS);
const context = { plan: rule, ports, candles };

Deno.test("conditions: each says at a bar whether it holds, and what it lacks", () => {
  const oversold = ports.get("rsi.value")!.findIndex((value) => value < 30);
  for (const bar of [0, 20, oversold, 300]) {
    const rsi = ports.get("rsi.value")![bar]!;
    const states = conditionStates(context, bar);
    assert.equal(states.low!.met, rsi < 30);
    if (Number.isNaN(rsi)) assert.equal(states.low!.text, "not known yet");
    else {
      const [met, unmet] = [`${shortNumber(rsi)} < 30`, `${shortNumber(rsi)}, needed < 30`];
      assert.equal(states.low!.text, rsi < 30 ? met : unmet);
    }
  }
  const above = candles.close.findIndex((close, i) =>
    i > 0 && close > 101.5 && candles.close[i - 1]! > 101.5
  );
  assert.match(conditionStates(context, above).high!.text, /, already above 101$/);
  const below = candles.close.findIndex((close) => close < 100.5);
  assert.match(conditionStates(context, below).high!.text, /, needed to cross above 101$/);
});

Deno.test("conditions: a near miss lacks one condition, and little of it", () => {
  const missed = missedEntries(candles, rule, DEFAULT_SETTINGS);
  const misses = nearestMisses(context, missed);
  assert.ok(misses.length > 0);
  for (const { bar, blockId, text } of misses) {
    const met = ["low", "high"].filter((id) => ports.get(`${id}.signal`)![bar] === 1);
    assert.equal(met.length, 1);
    assert.ok(!met.includes(blockId));
    assert.match(text, /^(RSI|Close) was [\d.,]+( before)?; it had to /);
  }
  const bars = misses.map(({ bar }) => bar);
  assert.ok(
    bars.every((bar, k) => bars.every((other, j) => j === k || Math.abs(bar - other) > 24)),
  );
});

/** "Price crosses above 100" over these closes. */
function crossing(...closes: number[]) {
  const plan = planOf(
    {
      price: ["price"],
      up: ["crossover", { direction: "above", value: 100 }],
      buy: ["entry_signal"],
    },
    "price.close → up.a, up.signal → buy.signal",
  );
  const series = candlesFromColumns({
    time: Float64Array.from(closes, (_, i) => i * 3_600_000),
    open: Float64Array.from(closes),
    high: Float64Array.from(closes),
    low: Float64Array.from(closes),
    close: Float64Array.from(closes),
    volume: Float64Array.from(closes, () => 1),
  }, { timeframeMs: 3_600_000 });
  const ports = portColumns(series, plan, DEFAULT_SETTINGS);
  const context = { plan, ports, candles: series };
  return {
    misses: nearestMisses(context, missedEntries(series, plan, DEFAULT_SETTINGS)),
    words: closes.map((_, bar) => conditionStates(context, bar).up!.text),
  };
}

Deno.test("conditions: a cross is missed from below, and by turning above the level", () => {
  const far = (value: number) => new Array<number>(30).fill(value);
  const { misses, words } = crossing(...far(90), 99.7, ...far(90), 105, ...far(110), 100.4, 103);
  assert.deepEqual(misses.slice(0, 2), [
    { bar: 30, blockId: "up", text: "Close was 99.7; it had to cross above 100" },
    {
      bar: 93,
      blockId: "up",
      text: "Close was 100.4 before; it had to be 100 or less to cross above",
    },
  ]);
  assert.equal(words[70], "110, already above 100");
  assert.equal(words[93], "100.4 before, needed ≤ 100");
  assert.ok(misses.every(({ bar }) => bar < 60 || bar > 62), "not the candles beside the entry");
});

Deno.test("conditions: numbers are short, and told apart where they are close", () => {
  assert.deepEqual([29374.12, 33.14, 1.234, 0.04211, 0, -0.0000123, 30].map(shortNumber), [
    "29,374",
    "33.1",
    "1.23",
    "0.0421",
    "0",
    "-0.000012",
    "30",
  ]);
});

Deno.test("funnel: from candles to trades, each condition named, reasons that never applied left out", () => {
  const { document } = TEMPLATES.find(({ id }) => id === "bollinger_rsi_dip")!;
  const compiled = compileStrategy(document);
  assert.ok(compiled.ok);
  const { funnel } = runBacktest(candles, compiled.plan, DEFAULT_SETTINGS);
  const steps = funnelSteps(funnel, (id) => `[${id}]`);
  assert.equal(steps[0]!.count, 600);
  assert.equal(steps[0]!.share, 1);
  assert.equal(steps.at(-1)!.label, "Trades opened");
  assert.equal(steps.at(-1)!.count, funnel.filled);
  for (const { block_id, true_bars } of funnel.conditions) {
    const step = steps.find(({ blockId }) => blockId === block_id)!;
    assert.equal(step.label, `[${block_id}]`);
    assert.equal(step.count, true_bars);
  }
  const ignored = steps.filter(({ tone }) => tone === "lost");
  assert.ok(ignored.every(({ count }) => count > 0));
  const types = new Map(document.blocks.map(({ id, type }) => [id, type]));
  const own = funnel.conditions.filter(({ block_id }) =>
    !["and", "or", "not"].includes(types.get(block_id)!)
  );
  assert.ok(own.length > 1 && own.length < funnel.conditions.length, "there is an And");
  const least = Math.min(...own.map(({ true_bars }) => true_bars));
  const hardest = own.find(({ true_bars }) => true_bars === least)!;
  assert.equal(hardestCondition(funnel, document), hardest.block_id);
});

Deno.test("plateau: the chosen metric is remembered; anything else is the usual one", () => {
  const storage = memoryStorage();
  assert.equal(rememberedMetric(storage).key, "total_return");
  rememberMetric(storage, "sharpe");
  assert.equal(rememberedMetric(storage).key, "sharpe");
  storage.setItem("blockbuilders:strip", "<script>");
  assert.equal(rememberedMetric(storage).key, "total_return");
  assert.equal(rememberedMetric(null).key, "total_return");
  const names = new Set<string>(METRICS.map(({ name }) => name));
  for (const { key, write } of STRIP_METRICS) {
    assert.ok(names.has(key), key);
    assert.match(write(0.5), /\d/);
  }
});
