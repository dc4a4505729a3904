/** Each metric by itself on plain values: no trade, one trade, ties, zeros, and rows behind the closed trades. */
import assert from "node:assert/strict";
import { candlesFromColumns } from "../candles/candle_series.ts";
import { deepestDrawdownOf } from "../simulation/deepest_drawdown.ts";
import { TradeLog } from "../simulation/trade_log.ts";
import type { RunSettings } from "../simulation/settings.ts";
import { FREE } from "../testing/bar_table.ts";
import { near } from "../testing/near.ts";
import { averageBarsHeld } from "./average_bars_held.ts";
import { averageLossReturn } from "./average_loss_return.ts";
import { averageR } from "./average_r.ts";
import { averageTradeReturn } from "./average_trade_return.ts";
import { averageWinReturn } from "./average_win_return.ts";
import { bestTradeReturn } from "./best_trade_return.ts";
import { buyAndHoldCurve, buyAndHoldReturn } from "./buy_and_hold_return.ts";
import { cagr } from "./cagr.ts";
import { calmar } from "./calmar.ts";
import { expectancy } from "./expectancy.ts";
import { exposure } from "./exposure.ts";
import { longestLosingStreak } from "./longest_losing_streak.ts";
import { longestUnderwaterBars } from "./longest_underwater_bars.ts";
import { maxDrawdown } from "./max_drawdown.ts";
import { maxDrawdownBottom } from "./max_drawdown_bottom.ts";
import { maxDrawdownRecovery } from "./max_drawdown_recovery.ts";
import { maxDrawdownStart } from "./max_drawdown_start.ts";
import { factsOfCurve, type Metric, MetricContext } from "./metric.ts";
import { profitFactor } from "./profit_factor.ts";
import { sharpe } from "./sharpe.ts";
import { sortino } from "./sortino.ts";
import { totalReturn } from "./total_return.ts";
import { winRate } from "./win_rate.ts";
import { worstTradeReturn } from "./worst_trade_return.ts";

function factsOf(equity: Float64Array, candles: Parameters<typeof factsOfCurve>[1]) {
  return factsOfCurve({ equity, drawdown: deepestDrawdownOf(equity, CAPITAL) }, candles);
}

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const CAPITAL = 1000;

/** One value a trade; the last trade is still open where `open` says so. */
interface Trades {
  readonly pnl?: readonly number[];
  readonly returns?: readonly number[];
  readonly r?: readonly number[];
  readonly entryBar?: readonly number[];
  readonly exitBar?: readonly number[];
  readonly open?: boolean;
}

/** A run with this equity, one value a candle. */
function runOf(
  equity: readonly number[],
  trades: Trades = {},
  { timeframeMs = DAY_MS, prices = equity.map(() => 100), barsInPosition = 0, settings = {} }: {
    readonly timeframeMs?: number;
    readonly prices?: readonly number[];
    readonly barsInPosition?: number;
    readonly settings?: Partial<RunSettings>;
  } = {},
): MetricContext {
  const time = equity.map((_, i) => i * timeframeMs);
  const columns = { time, open: prices, high: prices, low: prices, close: prices };
  const candles = candlesFromColumns(columns, { timeframeMs });
  const log = new TradeLog();
  const { open = false, ...values } = trades;
  const rows = Math.max(0, ...Object.values(values).map(({ length }) => length));
  for (let k = 0; k < rows; k++) {
    log.add();
    for (const [name, column] of Object.entries(values)) {
      log[name as keyof typeof values][k] = column[k]!;
    }
  }
  log.closed = open ? rows - 1 : rows;
  const simulation = {
    lastEquity: equity.at(-1)!,
    pending: null,
    entrySignals: 0,
    filled: rows,
    ignored: { in_position: 0, exit_at_same_close: 0, cooldown: 0, no_cash: 0, last_bar: 0 },
    barsInPosition,
    feesPaid: 0,
    slippagePaid: 0,
  };
  const facts = factsOf(Float64Array.from(equity), candles);
  return new MetricContext(
    candles,
    { ...FREE, initialCapital: CAPITAL, ...settings },
    simulation,
    log,
    facts,
    0,
  );
}

/** Computed by itself: what `computeMetrics` makes of infinite values would hide a division by 0. */
function expectValue(metric: Metric, run: MetricContext, wanted: number | null, what: string) {
  const value = metric.compute(run);
  if (wanted === null) assert.equal(value, null, what);
  else near(value, wanted, what);
}

const OF_PNL: readonly (readonly [Metric, readonly (readonly [number[], number | null])[]])[] = [
  [winRate, [[[], null], [[0], 0], [[1], 1], [[-1], 0], [[1, -1, 0, 2], 0.5]]],
  [profitFactor, [
    [[], null],
    [[5], null],
    [[0], null],
    [[-4], 0],
    [[3, -0.5], 6],
    [[3, -2, 0, 1], 2],
    [[1, 1, -1, -1, -2], 0.5],
  ]],
  [expectancy, [[[], null], [[5], 5], [[5, -3], 1], [[-6, 1, 2], -1]]],
  [longestLosingStreak, [
    [[], null],
    [[-1], 1],
    [[0], 0],
    [[1], 0],
    [[-0.5, -0.5], 2],
    [[-1, -1, 0, -1], 2],
    [[-1, 0, -1, -1, -1, 5], 3],
  ]],
];

for (const [metric, rows] of OF_PNL) {
  Deno.test(`metrics: ${metric.name} of given pnls`, () => {
    for (const [pnl, wanted] of rows) {
      expectValue(metric, runOf([CAPITAL], { pnl }), wanted, `${pnl}`);
      const withOpen = { pnl: [...pnl, -7_000], open: true };
      expectValue(metric, runOf([CAPITAL], withOpen), wanted, `${pnl}, and an open trade`);
    }
  });
}

const OF_RETURNS: typeof OF_PNL = [
  [bestTradeReturn, [
    [[], null],
    [[-0.2], -0.2],
    [[0], 0],
    [[0.3], 0.3],
    [[0.1, 0.3, 0.2], 0.3],
    [[-0.1, -0.3], -0.1],
    [[-0.3, -0.1], -0.1],
  ]],
  [worstTradeReturn, [
    [[], null],
    [[0.2], 0.2],
    [[0], 0],
    [[-0.3], -0.3],
    [[-0.1, -0.3, -0.2], -0.3],
    [[0.1, 0.3], 0.1],
    [[0.3, 0.1], 0.1],
  ]],
  [averageTradeReturn, [[[], null], [[0.5], 0.5], [[0.5, -0.1], 0.2]]],
  [averageWinReturn, [[[], null], [[0], null], [[-1], null], [[0.5], 0.5], [
    [0.5, -1, 0, 0.1],
    0.3,
  ]]],
  [averageLossReturn, [[[], null], [[0], null], [[1], null], [[-0.5], -0.5], [
    [-0.5, 1, 0, -0.1],
    -0.3,
  ]]],
];

for (const [metric, rows] of OF_RETURNS) {
  Deno.test(`metrics: ${metric.name} of given returns`, () => {
    for (const [returns, wanted] of rows) {
      const pnl = returns.map((value) => value * 40);
      expectValue(metric, runOf([CAPITAL], { returns, pnl }), wanted, `${returns}`);
      for (const extreme of [-0.9, 9]) {
        const all = [...returns, extreme];
        const withOpen = { returns: all, pnl: all.map((value) => value * 40), open: true };
        expectValue(metric, runOf([CAPITAL], withOpen), wanted, `${returns}, and an open trade`);
      }
    }
  });
}

Deno.test("metrics: average_r leaves out trades without an initial stop, and the open one", () => {
  for (
    const [r, wanted] of [
      [[], null],
      [[NaN], null],
      [[-1], -1],
      [[0], 0],
      [[1, NaN, -0.5], 0.25],
      [[NaN, 2, 4, NaN], 3],
    ] as const
  ) {
    expectValue(averageR, runOf([CAPITAL], { r }), wanted, `${r}`);
    expectValue(averageR, runOf([CAPITAL], { r: [...r, 90], open: true }), wanted, `${r}, open`);
  }
});

Deno.test("metrics: average_bars_held counts from the entry's bar to the exit's", () => {
  for (
    const [entryBar, exitBar, wanted] of [
      [[], [], null],
      [[4], [4], 0],
      [[4], [7], 3],
      [[0, 5], [3, 6], 2],
    ] as const
  ) {
    expectValue(averageBarsHeld, runOf([CAPITAL], { entryBar, exitBar }), wanted, `${exitBar}`);
  }
});

Deno.test("metrics: exposure and total return are shares of the bars and of the capital", () => {
  const run = runOf([1000, 1200, 1100, 1250], {}, { barsInPosition: 3 });
  near(exposure.compute(run), 0.75);
  near(totalReturn.compute(run), 0.25);
});

Deno.test("metrics: cagr begins with a span of one day, from the first open to the last close", () => {
  const hours = (count: number) =>
    runOf(new Array<number>(count).fill(CAPITAL), {}, { timeframeMs: HOUR_MS });
  assert.equal(cagr.compute(hours(23)), null);
  assert.equal(cagr.compute(hours(24)), 0);
  assert.equal(cagr.compute(runOf([CAPITAL])), 0, "one daily candle");
  // 1461 days are four years of 365.25 days.
  const years = new Array<number>(1461).fill(CAPITAL);
  near(cagr.compute(runOf([...years.slice(1), 16 * CAPITAL])), 1);
  near(cagr.compute(runOf([...years.slice(1), CAPITAL / 16])), -0.5);
  assert.equal(cagr.compute(runOf([0])), -1, "all lost");
  assert.equal(cagr.compute(runOf([1e6])), null, "beyond every number");
});

Deno.test("metrics: calmar is undefined without a drawdown or a growth rate, and defined after a loss of all", () => {
  const years = new Array<number>(1459).fill(CAPITAL);
  assert.equal(calmar.compute(runOf([...years, 1100, 16_000])), null, "never below a peak");
  assert.equal(calmar.compute(runOf([900], {}, { timeframeMs: HOUR_MS })), null, "an hour");
  near(calmar.compute(runOf([...years, 500, 16_000])), 2, "rate 1, drawdown −0.5");
  near(calmar.compute(runOf([0])), -1, "rate −1, drawdown −1");
  near(calmar.compute(runOf([...years, 0, 16_000])), 1, "rate 1, drawdown −1");
  near(calmar.compute(runOf([...years, 500, 1000])), 0, "no growth");
});

const OF_DAYS: readonly (readonly [number[], sharpe: number | null, sortino: number | null])[] = [
  [[1000], null, null],
  [[500], null, null],
  [[1000, 1000], null, null],
  [[2000, 4000], null, null],
  [[500, 250], null, -Math.sqrt(365)],
  // Returns of 1 and −0.5: mean 0.25, squares 2 × 0.75², downside 0.5².
  [
    [2000, 1000],
    0.25 / Math.sqrt(1.125) * Math.sqrt(365),
    0.25 / Math.sqrt(0.125) * Math.sqrt(365),
  ],
  // Returns of 1, 0 and 0.5.
  [[2000, 2000, 3000], 0.5 / 0.5 * Math.sqrt(365), null],
  // Nothing is left after the second day: a return of −1, and of 0 from there on.
  [
    [1000, 0, 0],
    -1 / 3 / Math.sqrt((1 / 9 + 1 / 9 + 4 / 9) / 2) * Math.sqrt(365),
    -1 / 3 / Math.sqrt(1 / 3) * Math.sqrt(365),
  ],
];

Deno.test("metrics: sharpe and sortino of given equities at the end of each day", () => {
  for (const [equity, wantedSharpe, wantedSortino] of OF_DAYS) {
    expectValue(sharpe, runOf(equity), wantedSharpe, `sharpe of ${equity}`);
    expectValue(sortino, runOf(equity), wantedSortino, `sortino of ${equity}`);
  }
});

Deno.test("metrics: the drawdown is dated by its peak, its bottom and the first bar back at the peak", () => {
  const values = (equity: readonly number[]) =>
    [maxDrawdown, maxDrawdownStart, maxDrawdownBottom, maxDrawdownRecovery, longestUnderwaterBars]
      .map(({ compute }, n) => {
        const value = compute(runOf(equity));
        return value !== null && n > 0 && n < 4 ? value / DAY_MS : value;
      });
  assert.deepEqual(values([1000, 1000]), [0, null, null, null, 0]);
  assert.deepEqual(values([1000, 2000, 1500, 1000, 2000]), [-0.5, 1, 3, 4, 2]);
  assert.deepEqual(values([750, 500]), [-0.5, 0, 1, null, 2]);
});

Deno.test("metrics: buy and hold pays both costs at the first tradable open, and holds cash before it", () => {
  const prices = [100, 200, 300, 400];
  const { candles, trades } = runOf(prices, {}, { prices });
  const settings = { ...FREE, feeRate: 0.25, slippageRate: 0.6 };
  // 1000 / (200 × 1.6 × 1.25)
  const held = 2.5;
  assert.deepEqual([...buyAndHoldCurve(candles, 1, settings)], [
    1000,
    held * 200,
    held * 300,
    held * 400,
  ]);
  assert.deepEqual([...buyAndHoldCurve(candles, null, settings)], [1000, 1000, 1000, 1000]);
  const facts = factsOf(Float64Array.from(prices), candles);
  const returnFrom = (bar: number | null) =>
    buyAndHoldReturn.compute(
      new MetricContext(candles, settings, runOf(prices).simulation, trades, facts, bar),
    );
  assert.equal(returnFrom(null), null);
  near(returnFrom(1), 0);
  near(returnFrom(0), 1);
});

Deno.test("metrics: a year has as many returns as trading days, or as candles that are longer than a day", () => {
  const equity = [2000, 1000];
  const [mean, deviation, downside] = [0.25, Math.sqrt(1.125), Math.sqrt(0.125)];
  const cases: [timeframeMs: number, tradingDaysPerYear: number | undefined, perYear: number][] = [
    [DAY_MS, undefined, 365],
    [DAY_MS, 252, 252],
    [7 * DAY_MS, undefined, 365 / 7],
    // A week is a week, whichever of its days are traded.
    [7 * DAY_MS, 252, 365 / 7],
    [3 * DAY_MS, undefined, 365 / 3],
  ];
  for (const [timeframeMs, tradingDaysPerYear, perYear] of cases) {
    const run = runOf(equity, {}, { timeframeMs, settings: { tradingDaysPerYear } });
    near(sharpe.compute(run), mean / deviation * Math.sqrt(perYear));
    near(sortino.compute(run), mean / downside * Math.sqrt(perYear));
  }
  const hours = [...new Array<number>(24).fill(2000), ...new Array<number>(24).fill(1000)];
  const ofHours = runOf(hours, {}, {
    timeframeMs: HOUR_MS,
    settings: { tradingDaysPerYear: 252 },
  });
  near(sharpe.compute(ofHours), mean / deviation * Math.sqrt(252));
});
