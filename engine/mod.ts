/**
 * The engine: strategies and candles in, results out. Pure, synchronous, the same in Deno and in every browser. This is its
 * door; files of candles are read by `candle_files.ts`, which no page needs.
 */
export { blockDefinition, BLOCKS } from "./blocks/mod.ts";
export type {
  BlockDefinition,
  BlockFamily,
  Column,
  Comparison,
  Counterpart,
  NumberRange,
  ParamOption,
  Params,
  ParamSpec,
  ParamValue,
  PlotPlace,
  PortKind,
  PortPlot,
  PortScale,
  PortSpec,
} from "./blocks/definition/definition.ts";
export {
  type CandleColumns,
  type CandleSeries,
  candlesFromColumns,
  firstAtOrAfter,
  sliceCandles,
} from "./candles/candle_series.ts";
export { decodeCandles, encodeCandles } from "./candles/codec.ts";
export { findGaps, type Gap } from "./candles/gaps.ts";
export { candleOpen, nextCandleOpen, TIMEFRAMES, timeframeToMs } from "./candles/timeframe.ts";
export { type MetricName, METRICS, type Metrics } from "./metrics/mod.ts";
export { type DrawdownPeriod, drawdownPeriods } from "./result/drawdown_periods.ts";
export { type MonthlyReturn, monthlyReturns } from "./result/monthly_returns.ts";
export { explainBar, portColumns, type PortValue, valuesAt } from "./result/explain.ts";
export { type MissedEntries, missedEntries } from "./result/missed_entries.ts";
export { type BacktestResultJson, resultToJson } from "./backtest/to_json.ts";
export { type Ambiguity, type BacktestResult, type Funnel, runBacktest } from "./backtest/run.ts";
export {
  DEFAULT_SETTINGS,
  INTRABAR_MODES,
  type IntrabarMode,
  type RunSettings,
} from "./simulation/settings.ts";
export { EXIT_REASONS, type ExitReason, type Trade } from "./simulation/trade.ts";
export {
  type BlockNames,
  blockNames,
  outputName,
  outputNames,
  signalNames,
} from "./strategy/block_names.ts";
export { type CompileResult, compileStrategy } from "./strategy/compile.ts";
export {
  type DescribedSentence,
  describeStrategy,
  type PhraseLink,
  type StrategyDescription,
} from "./strategy/describe.ts";
export { describedValues, type ValueSpan } from "./strategy/describe_values.ts";
export {
  type Connection,
  type DocumentBlock,
  type Fault,
  LIMITS,
  type PortReference,
  type StrategyDocument,
} from "./strategy/document.ts";
export { paramSpecFor, problemOf, resolveParams } from "./strategy/params.ts";
export { type ParseResult, parseStrategy } from "./strategy/parse.ts";
export { DOCUMENT_VERSION } from "./strategy/upgrades/mod.ts";
export type { StrategyPlan } from "./strategy/plan.ts";
export { TEMPLATES } from "./strategy/templates/mod.ts";
export { TEMPLATE_KINDS } from "./strategy/templates/template.ts";
export type { StrategyTemplate, TemplateKind } from "./strategy/templates/template.ts";
export type { SweepAxis } from "./sweep/axes.ts";
export { ENGINE_VERSION } from "./result/version.ts";
import { buyAndHoldCurve } from "./metrics/buy_and_hold_return.ts";
import type { BacktestResult } from "./backtest/run.ts";

/** What buying and holding would have been worth at each bar of a result, with the same costs. */
export function buyAndHoldEquity(result: BacktestResult): Float64Array {
  return buyAndHoldCurve(result.candles, result.firstTradableBar, result.settings);
}
