/**
 * Tuning on noise: strategies with random numbers on a walk that nothing can foretell. The best of them looks like an edge
 * where it was chosen; the walk's next part shows what is left of it.
 */
import {
  type CandleSeries,
  compileStrategy,
  DEFAULT_SETTINGS,
  describeStrategy,
  runBacktest,
  type RunSettings,
  type StrategyDocument,
} from "../../engine/mod.ts";
import { bestOf, madeUpCandles, mulberry32 } from "../../engine/robustness.ts";
import {
  type BestTry,
  type DrawnWalk,
  MOST_TRIES,
  type PartResult,
  TUNED_DAYS,
  TUNED_POINTS,
  UNSEEN_DAYS,
  UNSEEN_POINTS,
} from "./best_try.ts";
import { averagesCross, rsiDip, rsiRebound } from "./documents.ts";

const DAY_MS = 86_400_000;
/** Days before, for indicators to warm up. */
const HISTORY = 100;
/** Standard deviation of a day's move. */
const DEVIATION = 0.03;

/** No costs: nothing but luck makes a gain or a loss. */
const FREE: RunSettings = { ...DEFAULT_SETTINGS, feeRate: 0, slippageRate: 0 };

/** @param number the walk's seed; the same walk for the same number, everywhere */
export function tuneWalk(number: number): DrawnWalk {
  const draw = mulberry32(number);
  const candles = madeUpCandles(draw, {
    bars: HISTORY + TUNED_DAYS + UNSEEN_DAYS,
    timeframeMs: DAY_MS,
    deviation: DEVIATION,
  });
  const time = (bar: number) => candles.time[bar] ?? candles.time.at(-1)! + DAY_MS;
  const tuned = { fromMs: time(HISTORY), toMs: time(HISTORY + TUNED_DAYS) };
  const unseen = { fromMs: tuned.toMs, toMs: time(candles.length) };
  const integer = (from: number, to: number) => from + Math.floor(draw() * (to - from + 1));
  const sharpes: number[] = [];
  const best: BestTry[] = [];
  const rules: string[] = [];
  const curves: number[][] = [];
  for (let k = 0; k < MOST_TRIES; k++) {
    const document = tryOf(k, integer);
    const run = runOn(candles, document, { ...FREE, ...tuned });
    const result = partOf(run.metrics);
    sharpes.push(result.sharpe);
    if (best.length > 0 && result.sharpe <= best.at(-1)!.tuned.sharpe) continue;
    const next = runOn(candles, document, {
      ...FREE,
      ...unseen,
      initialCapital: run.equity.at(-1)!,
    });
    const scaled = (equity: Float64Array) => equity.map((value) => value / FREE.initialCapital);
    best.push({ number: k + 1, tuned: result, unseen: partOf(next.metrics) });
    rules.push(describeStrategy(document).text);
    curves.push(joined(scaled(run.equity), scaled(next.equity)));
  }
  const start = candles.open[HISTORY]!;
  const prices = candles.close.slice(HISTORY).map((price) => price / start);
  return {
    number,
    prices: joined(prices.slice(0, TUNED_DAYS), prices.slice(TUNED_DAYS)),
    spread: rounded(Math.sqrt(varianceOf(sharpes))),
    best,
    rules,
    curves,
  };
}

/** Every third is a cross of two averages, an RSI that comes back, or an RSI that dips and a time. */
function tryOf(k: number, integer: (from: number, to: number) => number): StrategyDocument {
  if (k % 3 === 0) {
    const fast = integer(2, 20);
    return averagesCross(fast, fast + integer(3, 60));
  }
  if (k % 3 === 1) return rsiRebound(integer(2, 14), integer(20, 45), integer(50, 75));
  return rsiDip(integer(2, 14), integer(20, 50), integer(2, 25));
}

function runOn(candles: CandleSeries, document: StrategyDocument, settings: RunSettings) {
  const compiled = compileStrategy(document);
  if (!compiled.ok) throw new Error(compiled.faults[0]?.message);
  return runBacktest(candles, compiled.plan, settings);
}

function partOf(metrics: Readonly<Record<string, number | null>>): PartResult {
  return {
    totalReturn: rounded(metrics.total_return ?? 0),
    sharpe: rounded(metrics.sharpe ?? 0),
    trades: metrics.num_trades ?? 0,
  };
}

function varianceOf(values: readonly number[]): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return values.reduce((sum, value) => sum + (value - mean) * (value - mean), 0) /
    (values.length - 1);
}

function joined(tuned: Float64Array, unseen: Float64Array): number[] {
  const thin = (values: Float64Array, points: number) =>
    Array.from(
      { length: points },
      (_, k) => rounded(values[Math.round((k + 1) * values.length / points) - 1]!),
    );
  return [...thin(tuned, TUNED_POINTS), ...thin(unseen, UNSEEN_POINTS)];
}

/** A picture and its figures need no more; a page carries the numbers. */
function rounded(value: number): number {
  return Math.round(value * 1e4) / 1e4;
}

/** By number of tries, from 1: the Sharpe ratio that luck alone predicts of the best, for a spread of 1 between the tries. */
export function luckUnits(): number[] {
  return Array.from({ length: MOST_TRIES }, (_, k) => rounded(bestOf(k + 1, 1)));
}
