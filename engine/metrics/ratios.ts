/**
 * Ratios of return to risk. Daily returns are taken from the last equity of each UTC date (of open times), the first against
 * the capital; dates without candles are skipped; the risk-free rate is 0 and a year has 365 days.
 * Sharpe (1994), The Sharpe Ratio; Sortino and van der Meer (1991), Downside risk.
 */
import { cagr } from "./cagr.ts";
import { deepestDrawdown } from "./drawdown.ts";
import { meanOf, type Metric, type MetricContext } from "./metric.ts";

const DAY_MS = 86_400_000;

const cache = new WeakMap<Float64Array, readonly number[]>();

/** Returns of the equity from date to date. Two ratios read them, so they are taken once per equity curve. */
export function dailyReturns({ equity, candles, settings }: MetricContext): readonly number[] {
  const known = cache.get(equity);
  if (known) return known;
  const { time } = candles;
  const returns: number[] = [];
  let before = settings.initialCapital;
  let midnight = -Infinity;
  for (let i = 0; i < equity.length; i++) {
    if (time[i]! >= midnight) midnight = (Math.floor(time[i]! / DAY_MS) + 1) * DAY_MS;
    if (i + 1 < equity.length && time[i + 1]! < midnight) continue;
    const value = equity[i]!;
    returns.push(before > 0 ? value / before - 1 : 0);
    before = value;
  }
  cache.set(equity, returns);
  return returns;
}

/** Mean of the daily returns / their sample standard deviation × √365. */
export const sharpe: Metric = {
  name: "sharpe",
  compute: (context) => {
    const returns = dailyReturns(context);
    const mean = meanOf(returns);
    if (mean === null || returns.length < 2) return null;
    let squares = 0;
    for (const r of returns) squares += (r - mean) * (r - mean);
    const deviation = Math.sqrt(squares / (returns.length - 1));
    return deviation > 0 ? mean / deviation * Math.sqrt(365) : null;
  },
};

/** Mean of the daily returns / √mean(min(r, 0)²) × √365. */
export const sortino: Metric = {
  name: "sortino",
  compute: (context) => {
    const returns = dailyReturns(context);
    const mean = meanOf(returns);
    if (mean === null || returns.length < 2) return null;
    let squares = 0;
    for (const r of returns) if (r < 0) squares += r * r;
    const deviation = Math.sqrt(squares / returns.length);
    return deviation > 0 ? mean / deviation * Math.sqrt(365) : null;
  },
};

/** CAGR / |deepest drawdown|; `null` without one. Young (1991). */
export const calmar: Metric = {
  name: "calmar",
  compute: (context) => {
    const rate = cagr.compute(context);
    const { depth } = deepestDrawdown(context);
    return rate === null || depth === 0 ? null : rate / -depth;
  },
};
