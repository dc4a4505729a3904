import { runBacktest } from "../backtest/run.ts";
import type { CandleSeries } from "../candles/candle_series.ts";
import type { RunSettings } from "../simulation/settings.ts";
import { checkVolume } from "../simulation/volume_check.ts";
import type { StrategyPlan } from "../strategy/plan.ts";
import { defineTest, graded, Skipped } from "./definition.ts";
import type { OtherMarket } from "./lab.ts";

/** Share of the run's dates that another market must have. */
const FEWEST_DATES = 0.8;

/** What the rules make on another market. */
export interface MarketRow {
  readonly asset: string;
  readonly timeframe: string;
  readonly total_return: number;
  readonly buy_and_hold_return: number | null;
  readonly max_drawdown: number | null;
  readonly num_trades: number;
}

/** Open of the first candle of a run and close of its last one, Unix ms. */
export interface MarketDates {
  readonly fromMs: number;
  readonly toMs: number;
}

/** The same rules on other markets, over the same dates as far as they reach. */
export const markets = defineTest({
  name: "markets",
  needsOthers: true,
  *run({ actual, plan, settings, others }) {
    const rows: MarketRow[] = [];
    for (const other of others) {
      const row = runOnMarket(other, plan, settings, datesOf(actual.candles));
      if (row === null) continue;
      rows.push(row);
      yield other.candles.length;
    }
    if (rows.length === 0) throw new Skipped("one_market");
    return rows;
  },
  answer: (rows) => {
    const gains = rows.filter(({ total_return }) => total_return > 0).length / rows.length;
    return graded(gains >= 0.6, gains >= 0.4);
  },
});

/**
 * The rules on another market over the dates of a run; `null` where it has less than four fifths of them, or no volumes
 * although the strategy reads them.
 */
export function runOnMarket(
  { asset, timeframe, candles }: OtherMarket,
  plan: StrategyPlan,
  settings: RunSettings,
  { fromMs, toMs }: MarketDates,
): MarketRow | null {
  if (candles.length === 0) return null;
  const shared = Math.min(toMs, endOf(candles)) - Math.max(fromMs, candles.time[0]!);
  if (shared < FEWEST_DATES * (toMs - fromMs)) return null;
  try {
    checkVolume(plan, candles);
  } catch {
    return null;
  }
  const { metrics } = runBacktest(candles, plan, { ...settings, fromMs, toMs });
  return {
    asset,
    timeframe,
    total_return: metrics.total_return!,
    buy_and_hold_return: metrics.buy_and_hold_return ?? null,
    max_drawdown: metrics.max_drawdown ?? null,
    num_trades: metrics.num_trades!,
  };
}

/** The dates of a run. @param range its candles, without history; not empty */
export function datesOf(range: CandleSeries): MarketDates {
  return { fromMs: range.time[0]!, toMs: endOf(range) };
}

/** Close of the last candle, Unix ms. */
function endOf({ time, length, timeframeMs }: CandleSeries): number {
  return time[length - 1]! + timeframeMs;
}
