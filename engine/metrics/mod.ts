/** The list of metrics, in the order of the result. */
import { buyAndHoldReturn } from "./buy_and_hold_return.ts";
import { averageBarsHeld } from "./average_bars_held.ts";
import { averageLossReturn } from "./average_loss_return.ts";
import { averageR } from "./average_r.ts";
import { averageTradeReturn } from "./average_trade_return.ts";
import { averageWinReturn } from "./average_win_return.ts";
import { bestTradeReturn } from "./best_trade_return.ts";
import { cagr } from "./cagr.ts";
import { calmar } from "./calmar.ts";
import { expectancy } from "./expectancy.ts";
import { exposure } from "./exposure.ts";
import { feesPaid } from "./fees_paid.ts";
import { longestLosingStreak } from "./longest_losing_streak.ts";
import { longestUnderwaterBars } from "./longest_underwater_bars.ts";
import { maxDrawdown } from "./max_drawdown.ts";
import { maxDrawdownBottom } from "./max_drawdown_bottom.ts";
import { maxDrawdownRecovery } from "./max_drawdown_recovery.ts";
import { maxDrawdownStart } from "./max_drawdown_start.ts";
import { numTrades } from "./num_trades.ts";
import { profitFactor } from "./profit_factor.ts";
import { sharpe } from "./sharpe.ts";
import { slippagePaid } from "./slippage_paid.ts";
import { sortino } from "./sortino.ts";
import { totalReturn } from "./total_return.ts";
import { winRate } from "./win_rate.ts";
import { worstTradeReturn } from "./worst_trade_return.ts";
import type { Metric, MetricContext } from "./metric.ts";

export const METRICS = [
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
] as const satisfies readonly Metric[];

/** What a metric is called in a result's JSON. */
export type MetricName = (typeof METRICS)[number]["name"];

/** Every metric by name; all keys are always there. */
export type Metrics = Readonly<Record<string, number | null>>;

/** Computes all metrics. What is undefined, or not a finite number, is `null`. */
export function computeMetrics(context: MetricContext): Metrics {
  const metrics: Record<string, number | null> = {};
  for (const { name, compute } of METRICS) {
    const value = compute(context);
    metrics[name] = value !== null && Number.isFinite(value) ? value : null;
  }
  return metrics;
}
