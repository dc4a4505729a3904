/** What a metric is computed from. */
import type { CandleSeries } from "../candles/candle_series.ts";
import type { SimulationOutput } from "../simulation/simulate.ts";
import type { RunSettings } from "../simulation/settings.ts";
import type { Trade } from "../simulation/trade.ts";

export interface MetricContext {
  /** The candles of the range alone. */
  readonly candles: CandleSeries;
  readonly settings: RunSettings;
  readonly simulation: SimulationOutput;
  /** One value per bar. */
  readonly equity: Float64Array;
  /** Closed trades only. */
  readonly trades: readonly Trade[];
  readonly firstTradableBar: number | null;
}

/** One statistic; `null` where it is undefined. */
export interface Metric {
  readonly name: string;
  readonly compute: (context: MetricContext) => number | null;
}

/** Mean of the values, `null` for none. */
export function meanOf(values: readonly number[]): number | null {
  if (values.length === 0) return null;
  let sum = 0;
  for (const value of values) sum += value;
  return sum / values.length;
}
