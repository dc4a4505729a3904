/** The chart of a template over made-up candles, for tests. */
import { strategyChart } from "../../../engine/chart.ts";
import { compileStrategy, runBacktest, TEMPLATES } from "../../../engine/mod.ts";
import { randomWalk } from "../../../engine/testing/random_walk.ts";
import { type ChartModel, chartModel } from "../chart_model.ts";

const HOUR_MS = 3_600_000;

/** Hourly candles of 400 days without gaps. */
const walk = randomWalk({ bars: 24 * 400, seed: 8, timeframeMs: HOUR_MS });

/** @param hasStrategy without it what the blocks draw is still on its way */
export function templateChart(id: string, hasStrategy = true): ChartModel {
  const { document } = TEMPLATES.find((template) => template.id === id)!;
  const compiled = compileStrategy(document);
  if (!compiled.ok) throw new Error(id);
  const settings = {
    initialCapital: 10_000,
    feeRate: 0.001,
    slippageRate: 0.0005,
    intrabar: "stop_first",
  } as const;
  const { candles, trades, equity } = runBacktest(walk, compiled.plan, settings);
  return chartModel({
    candles,
    document,
    trades: {
      entryBar: Int32Array.from(trades, ({ entry_bar }) => entry_bar),
      exitBar: Int32Array.from(trades, ({ exit_bar }) => exit_bar ?? -1),
      entryPrice: Float64Array.from(trades, ({ entry_price }) => entry_price),
      exitPrice: Float64Array.from(trades, ({ exit_price }) => exit_price ?? NaN),
      returns: Float64Array.from(trades, (trade) => trade.return),
      reasons: hasStrategy ? trades.map(({ exit_reason }) => exit_reason) : null,
    },
    strategy: hasStrategy ? strategyChart(walk, compiled.plan, settings, trades) : null,
    equity,
    hold: equity,
    drawdown: new Float64Array(equity.length),
    gapsAfter: new Int32Array(0),
  });
}
