/** The list of metrics, in the order of the result. */
import { buyAndHoldReturn } from "./buy_and_hold.ts";
import { cagr } from "./cagr.ts";
import { feesPaid, slippagePaid } from "./costs.ts";
import {
  longestUnderwaterBars,
  maxDrawdown,
  maxDrawdownBottom,
  maxDrawdownRecovery,
  maxDrawdownStart,
} from "./drawdown.ts";
import { exposure } from "./exposure.ts";
import type { Metric, MetricContext } from "./metric.ts";
import { calmar, sharpe, sortino } from "./ratios.ts";
import { totalReturn } from "./total_return.ts";
import {
  averageBarsHeld,
  averageLossReturn,
  averageR,
  averageTradeReturn,
  averageWinReturn,
  bestTradeReturn,
  expectancy,
  longestLosingStreak,
  numTrades,
  profitFactor,
  winRate,
  worstTradeReturn,
} from "./trade_statistics.ts";

export const METRICS: readonly Metric[] = [
  totalReturn,
  cagr,
  exposure,
  maxDrawdown,
  maxDrawdownStart,
  maxDrawdownBottom,
  maxDrawdownRecovery,
  longestUnderwaterBars,
  numTrades,
  winRate,
  profitFactor,
  expectancy,
  averageTradeReturn,
  averageWinReturn,
  averageLossReturn,
  bestTradeReturn,
  worstTradeReturn,
  averageR,
  averageBarsHeld,
  longestLosingStreak,
  feesPaid,
  slippagePaid,
  sharpe,
  sortino,
  calmar,
  buyAndHoldReturn,
];

/** Every metric by name; all keys are always there. */
export type Metrics = Readonly<Record<string, number | null>>;

/** Computes all metrics. What is undefined, or not a finite number, is `null`. */
export function computeMetrics(context: MetricContext): Metrics {
  return Object.fromEntries(METRICS.map(({ name, compute }) => {
    const value = compute(context);
    return [name, value !== null && Number.isFinite(value) ? value : null];
  }));
}
