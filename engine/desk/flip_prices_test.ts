/** A close of a stretch orders what it says, and one tick beside it does not. */
import assert from "node:assert/strict";
import fc from "fast-check";
import {
  type CandleSeries,
  candlesFromColumns,
  compileStrategy,
  DEFAULT_SETTINGS,
  sliceCandles,
  type StrategyDocument,
  type StrategyPlan,
  TEMPLATES,
} from "../mod.ts";
import { randomStrategies } from "../testing/arbitrary_strategy.ts";
import { randomWalk } from "../testing/random_walk.ts";
import { runDesk } from "./desk_run.ts";
import { flipPrices, type OpenCandle } from "./flip_prices.ts";

const seed = Number(Deno.env.get("FAST_CHECK_SEED") ?? 61_240);
const walk = randomWalk({ bars: 220, seed: 7, jumps: true, step: 0.03 });
const SETTINGS = { ...DEFAULT_SETTINGS, fromMs: walk.time[60]! };
const TICK = 0.01;
const RANGE = 20;

function planOf(document: StrategyDocument): StrategyPlan {
  const compiled = compileStrategy(document);
  assert.ok(compiled.ok);
  return compiled.plan;
}

/** The candles with one more of that close, made by the test itself. */
function closedAt(candles: CandleSeries, open: OpenCandle, close: number): CandleSeries {
  const { time, open: opens, high, low, close: closes, volume } = candles;
  return candlesFromColumns({
    time: [...time, open.openTimeMs],
    open: [...opens, open.open],
    high: [...high, Math.max(open.high, close)],
    low: [...low, Math.min(open.low, close)],
    close: [...closes, close],
    volume: [...volume, open.volume],
  }, { timeframeMs: candles.timeframeMs });
}

function openCandleOf(candles: CandleSeries): OpenCandle {
  const last = candles.length - 1;
  const open = candles.close[last]!;
  return {
    openTimeMs: candles.time[last]! + candles.timeframeMs,
    open,
    high: open * 1.004,
    low: open * 0.997,
    volume: 400,
  };
}

/** Holds every end of every stretch against the engine, and closes at random against the stretches. */
function check(plan: StrategyPlan, bars: number, shares: readonly number[]): number {
  const candles = sliceCandles(walk, 0, bars);
  const openCandle = openCandleOf(candles);
  const stretches = flipPrices(candles, plan, SETTINGS, {
    openCandle,
    tick: TICK,
    rangePercent: RANGE,
  });
  const ordered = (close: number) =>
    runDesk(closedAt(candles, openCandle, close), plan, SETTINGS).pending;
  const step = (price: number, ticks: number) => (Math.round(price / TICK) + ticks) / 100;
  let ends = 0;
  for (const { order, from, to } of stretches) {
    if (from !== null) {
      assert.equal(ordered(from), order, `at ${from}`);
      assert.notEqual(ordered(step(from, -1)), order, `a tick below ${from}`);
      ends++;
    }
    if (to !== null) {
      assert.equal(ordered(to), order, `at ${to}`);
      assert.notEqual(ordered(step(to, 1)), order, `a tick above ${to}`);
      ends++;
    }
  }
  // The grid has a place for every 0.1 %: a close of any kind is told right but for stretches thinner than that.
  const last = candles.close[bars - 1]!;
  let wrong = 0;
  for (const share of shares) {
    const close = step(last * (1 + (share - 0.5) * 2 * 0.19), 0);
    const told = stretches.find(({ from, to }) =>
      (from === null || close >= from) && (to === null || close <= to)
    )?.order ?? null;
    if (told !== ordered(close)) {
      wrong++;
    }
  }
  assert.ok(wrong === 0, `${wrong} of ${shares.length} closes were told wrong`);
  return ends;
}

Deno.test(`flip prices: each end of each stretch is right to the tick (seed ${seed})`, () => {
  let ends = 0;
  fc.assert(
    fc.property(
      randomStrategies({ blocks: 10 }),
      fc.integer({ min: 100, max: walk.length }),
      fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 2, maxLength: 2 }),
      (document, bars, shares) => {
        ends += check(planOf(document), bars, shares);
      },
    ),
    { seed, numRuns: 400 },
  );
  assert.ok(ends > 20, `only ${ends} ends were seen`);
});

Deno.test("flip prices: the templates, in cash and in position", () => {
  let ends = 0;
  for (const { document } of TEMPLATES) {
    for (const bars of [120, 170]) ends += check(planOf(document), bars, [0.1, 0.45, 0.55, 0.9]);
  }
  assert.ok(ends > 10, `only ${ends} ends were seen`);
});

Deno.test("flip prices: RSI below 30 needs one stretch at the bottom; a strategy that cannot act has none", () => {
  const dip = planOf({
    version: 1,
    blocks: [
      { id: "r", type: "rsi", params: { period: 14 } },
      { id: "c", type: "compare", params: { operator: "<", value: 30 } },
      { id: "e", type: "entry_signal" },
    ],
    connections: [
      { from: { block: "r", port: "value" }, to: { block: "c", port: "a" } },
      { from: { block: "c", port: "signal" }, to: { block: "e", port: "signal" } },
    ],
  } as unknown as StrategyDocument);
  const flat = Array.from({ length: 60 }, (_, i) => 100 + (i % 2));
  const candles = candlesFromColumns({
    time: flat.map((_, i) => i * 3_600_000),
    open: flat,
    high: flat,
    low: flat,
    close: flat,
  });
  const options = { openCandle: openCandleOf(candles), tick: TICK, rangePercent: RANGE };
  const settings = { ...DEFAULT_SETTINGS, fromMs: 40 * 3_600_000 };
  const [only, ...others] = flipPrices(candles, dip, settings, options);
  assert.deepEqual(others, []);
  assert.equal(only?.order, "entry");
  assert.equal(only?.from, null);
  assert.ok(only?.to !== null && only!.to < 101);
  const blocked = flipPrices(candles, dip, settings, options, () => true);
  assert.deepEqual(blocked, []);
  assert.throws(() => flipPrices(candles, dip, settings, { ...options, tick: 0 }), /tick/);
});
