/** What a chart of a run draws besides candles and trades. */
import type { CandleSeries } from "../candles/candle_series.ts";
import { computeColumns } from "../simulation/columns.ts";
import { rangeOf } from "../simulation/range.ts";
import type { RunSettings } from "../simulation/settings.ts";
import type { Trade } from "../simulation/trade.ts";
import { checkVolume } from "../simulation/volume_check.ts";
import type { LevelRule, StrategyPlan } from "../strategy/plan.ts";
import { type StrategyPlots, strategyPlots } from "./plots.ts";
import { type TradeLevels, tradeLevels } from "./trade_levels.ts";

export interface StrategyChart extends StrategyPlots, TradeLevels {
  /** By the place of their plot: one value a bar of the range, NaN where it is not known. Memory of their own. */
  readonly columns: readonly Float64Array[];
}

/**
 * The curves of a strategy over the range of a run, and the levels of its trades.
 *
 * @param candles may begin before the range, as for `runBacktest`
 * @param trades of that run
 * @throws {RangeError} where `runBacktest` would
 */
export function strategyChart(
  candles: CandleSeries,
  plan: StrategyPlan,
  settings: RunSettings,
  trades: readonly Pick<Trade, "entry_bar" | "exit_bar" | "entry_price">[],
): StrategyChart {
  checkVolume(plan, candles);
  const range = rangeOf(candles, plan.historyBars, settings);
  const columns = computeColumns(plan, plan.nodes, range.candles);
  const { plots, thresholds } = strategyPlots(plan);
  const { stopLoss, takeProfit, trailingStop } = plan.risk;
  const atr = (rule: LevelRule | null) =>
    rule && rule.atrSlot !== null ? columns[rule.atrSlot] as Float64Array : null;
  return {
    plots,
    thresholds,
    columns: plots.map(({ slot }) => (columns[slot] as Float64Array).slice(range.offset)),
    ...tradeLevels(trades, range.candles, range.offset, plan.risk, {
      stopAtr: atr(stopLoss),
      targetAtr: atr(takeProfit),
      trailAtr: atr(trailingStop),
    }),
  };
}
