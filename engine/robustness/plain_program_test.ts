/**
 * `order`, `luck`, `missed` and `skill` beside a plain program that is written from the specification and shares no code with
 * the engine but the run itself.
 */
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import {
  type BacktestResult,
  compileStrategy,
  DEFAULT_SETTINGS,
  runBacktest,
  TEMPLATES,
} from "../mod.ts";
import { randomWalk } from "../testing/random_walk.ts";
import { runRobustness } from "./run_robustness.ts";

const walk = randomWalk({ bars: 6_000, seed: 8 });
const settings = { ...DEFAULT_SETTINGS, feeRate: 0.0002, slippageRate: 0 };
const document = TEMPLATES.find(({ id }) => id === "macd_cross")!.document;
const compiled = compileStrategy(document);
assert.ok(compiled.ok);
const run = runBacktest(walk, compiled.plan, settings);
const trials = { count: 37, variance: 0.0004 };
const report = await runRobustness({
  candles: walk,
  document,
  settings,
  trials,
  tests: ["order", "luck", "missed", "skill"],
});

function chance(test: string): () => number {
  let a = parseInt(
    createHash("sha256").update(`${run.runHash}/${test}`).digest("hex").slice(0, 8),
    16,
  );
  return () => {
    a = (a + 0x6d2b79f5) | 0;
    let t = Math.imul(a ^ (a >>> 15), a | 1);
    t = t + Math.imul(t ^ (t >>> 7), t | 61) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

function quantile(values: number[], q: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const rank = q * (sorted.length - 1);
  const below = sorted[Math.floor(rank)]!;
  return below + (rank - Math.floor(rank)) * (sorted[Math.ceil(rank)]! - below);
}

const five = (values: number[]) =>
  [5, 25, 50, 75, 95].map((p) => [`p${p}`, quantile(values, p / 100)] as const);

function growthsOf({ trades }: BacktestResult): number[] {
  let cash = settings.initialCapital;
  return trades.filter(({ exit_reason }) => exit_reason !== "open").map(({ pnl }) => {
    const growth = 1 + pnl / cash;
    cash += pnl;
    return growth;
  });
}

function worthOf(growths: readonly number[]): number[] {
  let worth = 1;
  return [1, ...growths.map((growth) => worth *= growth)];
}

function drawdownOf(growths: readonly number[]): number {
  const worth = worthOf(growths);
  return Math.min(...worth.map((value, k) => value / Math.max(...worth.slice(0, k + 1)) - 1), 0);
}

function assertNear(actual: number, expected: number, what: string): void {
  assert.ok(
    Math.abs(actual - expected) <= 1e-9 * Math.max(1, Math.abs(expected)),
    `${what}: ${actual} is not ${expected}`,
  );
}

function assertQuantiles(actual: object, values: number[], what: string): void {
  for (const [name, expected] of five(values)) {
    assertNear((actual as Record<string, number>)[name]!, expected, `${what} ${name}`);
  }
}

const growths = growthsOf(run);

Deno.test("robustness: the run that is tried has trades to try", () =>
  assert.ok(growths.length > 100));

Deno.test("robustness: order, beside a plain program", () => {
  const u = chance("order");
  const drawdowns: number[] = [];
  const streaks: number[] = [];
  for (let path = 0; path < 1_000; path++) {
    const trades = [...growths];
    for (let i = trades.length - 1; i >= 1; i--) {
      const k = Math.floor(u() * (i + 1));
      [trades[i], trades[k]] = [trades[k]!, trades[i]!];
    }
    drawdowns.push(drawdownOf(trades));
    const losses = trades.map((growth) => (growth < 1 ? "L" : "W")).join("");
    streaks.push(Math.max(0, ...(losses.match(/L+/g) ?? []).map(({ length }) => length)));
  }
  const out = report.outcomes.order!;
  assertQuantiles(out.max_drawdown, drawdowns, "max_drawdown");
  const actual = drawdownOf(growths);
  assertNear(out.actual_max_drawdown, actual, "actual_max_drawdown");
  // A shuffle can end within a rounding of the actual one; which side it falls on is no difference.
  const worse = drawdowns.filter((value) => value < actual).length;
  assert.ok(Math.abs(out.worse_share * 1_000 - worse) <= 1);
  assertNear(out.longest_losing_streak.p50, quantile(streaks, 0.5), "streak p50");
  assertNear(out.longest_losing_streak.p95, quantile(streaks, 0.95), "streak p95");
});

Deno.test("robustness: luck, beside a plain program", () => {
  const u = chance("luck");
  const returns: number[] = [];
  const drawdowns: number[] = [];
  for (let path = 0; path < 2_000; path++) {
    const trades: number[] = [];
    for (let from = 0; trades.length < growths.length; from += 5) {
      const start = Math.floor(u() * growths.length);
      for (let n = 0; n < 5 && trades.length < growths.length; n++) {
        trades.push(growths[(start + n) % growths.length]!);
      }
    }
    returns.push(worthOf(trades).at(-1)! - 1);
    drawdowns.push(drawdownOf(trades));
  }
  const out = report.outcomes.luck!;
  assertQuantiles(out.total_return, returns, "total_return");
  assertQuantiles(out.max_drawdown, drawdowns, "max_drawdown");
  assert.equal(out.loss_share, returns.filter((value) => value < 0).length / 2_000);
});

Deno.test("robustness: missed, beside a plain program", () => {
  const u = chance("missed");
  const returns = Array.from(
    { length: 1_000 },
    () => worthOf(growths.filter(() => !(u() < 0.1))).at(-1)! - 1,
  );
  assertQuantiles(report.outcomes.missed!.total_return, returns, "total_return");
});

/** Φ by adding up 20,000 thin slices (Simpson): slow, and right to 1e-13. */
function phi(x: number): number {
  const slices = 20_000;
  const step = x / slices;
  let sum = 0;
  for (let k = 0; k <= slices; k++) {
    const weight = k === 0 || k === slices ? 1 : k % 2 === 1 ? 4 : 2;
    sum += weight * Math.exp(-((k * step) ** 2) / 2);
  }
  return 0.5 + sum * step / 3 / Math.sqrt(2 * Math.PI);
}

function phiInverse(p: number): number {
  let [low, high] = [-9, 9];
  for (let k = 0; k < 80; k++) {
    const middle = (low + high) / 2;
    if (phi(middle) < p) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

Deno.test("robustness: skill, beside a plain program", () => {
  const lastOfDay = new Map<number, number>();
  run.equity.forEach((value, k) => lastOfDay.set(Math.floor(walk.time[k]! / 86_400_000), value));
  const worth = [settings.initialCapital, ...lastOfDay.values()];
  const returns = worth.slice(1).map((value, k) => value / worth[k]! - 1);
  const days = returns.length;
  const mean = returns.reduce((sum, r) => sum + r, 0) / days;
  const moment = (n: number) => returns.reduce((sum, r) => sum + (r - mean) ** n, 0) / days;
  const sharpe = mean / Math.sqrt(moment(2) * days / (days - 1));
  const skewness = moment(3) / moment(2) ** 1.5;
  const kurtosis = moment(4) / moment(2) ** 2;
  const under = 1 - skewness * sharpe + (kurtosis - 1) / 4 * sharpe ** 2;
  const gamma = 0.5772156649;
  const bestByLuck = Math.sqrt(trials.variance) *
    ((1 - gamma) * phiInverse(1 - 1 / trials.count) +
      gamma * phiInverse(1 - 1 / (trials.count * Math.E)));
  const out = report.outcomes.skill!;
  assert.equal(out.days, days);
  assert.equal(out.trials, 37);
  assertNear(out.sharpe_daily, sharpe, "sharpe_daily");
  assertNear(out.psr, phi(sharpe * Math.sqrt(days - 1) / Math.sqrt(under)), "psr");
  assertNear(out.dsr, phi((sharpe - bestByLuck) * Math.sqrt(days - 1) / Math.sqrt(under)), "dsr");
});

Deno.test("robustness: skill of weeks and of trading days is told as of a day of the year", async () => {
  const weeks = randomWalk({ bars: 400, seed: 3, timeframeMs: 7 * 86_400_000 });
  const of = async (candles: typeof walk, tradingDaysPerYear?: number) => {
    const given = {
      ...settings,
      ...tradingDaysPerYear === undefined ? {} : { tradingDaysPerYear },
    };
    const told = await runRobustness({
      candles,
      document,
      settings: given,
      trials,
      tests: ["skill"],
    });
    const { metrics } = runBacktest(
      candles,
      (compileStrategy(document) as typeof compiled).plan,
      given,
    );
    return { out: told.outcomes.skill!, sharpe: metrics.sharpe! };
  };
  const { out, sharpe } = await of(weeks);
  assert.equal(out.days, 400 * 7);
  assertNear(out.sharpe_daily * Math.sqrt(365), sharpe, "of weeks");
  const stock = await of(walk, 252);
  assertNear(stock.out.sharpe_daily * Math.sqrt(365), stock.sharpe, "of trading days");
  // What luck shows is of a day of the year as well, whatever the candles are.
  const perWeek = out.sharpe_daily * Math.sqrt(7);
  assert.ok(out.dsr < out.psr && Math.abs(perWeek) < 3);
});
