/** A backtest: plan and candles in, everything about the run out. */
import { type CandleSeries, firstAtOrAfter, sliceCandles } from "../candles/candle_series.ts";
import { findGaps, type Gap } from "../candles/gaps.ts";
import { MetricContext } from "../metrics/metric.ts";
import { computeMetrics, type Metrics } from "../metrics/mod.ts";
import { runHash } from "../result/run_hash.ts";
import type { StrategyPlan } from "../strategy/plan.ts";
import { ENGINE_VERSION } from "../version.ts";
import { computeColumns, type SlotColumns } from "./columns.ts";
import { checkSettings, type RunSettings } from "./settings.ts";
import { type IgnoredEntries, simulate } from "./simulate.ts";
import type { Trade } from "./trade.ts";

export interface FunnelCondition {
  readonly block_id: string;
  /** Of the bars at which signals counted. */
  readonly true_bars: number;
}

/** From bars to fills: why there was a trade, or none. */
export interface Funnel {
  readonly bars: number;
  /** Bars at whose close signals counted. */
  readonly allowed: number;
  readonly conditions: readonly FunnelCondition[];
  readonly entry_signals: number;
  readonly ignored: Readonly<IgnoredEntries>;
  readonly filled: number;
}

export interface BacktestResult {
  readonly engineVersion: string;
  readonly settings: RunSettings;
  /** The candles of the range. */
  readonly candles: CandleSeries;
  /** Candles before the range that were used. */
  readonly historyBars: number;
  /** First bar that can hold a position, `null` when there is none. */
  readonly firstTradableBar: number | null;
  readonly gaps: readonly Gap[];
  readonly metrics: Metrics;
  readonly trades: readonly Trade[];
  /** One value per bar, quote currency. */
  readonly equity: Float64Array;
  readonly pending: "entry" | "exit" | null;
  readonly funnel: Funnel;
  /** SHA-256 over strategy, candles, settings and engine version; made when it is first read. */
  readonly runHash: string;
}

/** History and range of a run, and where the range begins. */
export interface RunRange {
  readonly candles: CandleSeries;
  readonly offset: number;
}

/**
 * The candles a run uses: the range, and exactly `historyBars` before it or as many as there are.
 *
 * @throws {RangeError} when the range holds no candle.
 */
export function rangeOf(
  candles: CandleSeries,
  historyBars: number,
  settings: RunSettings,
): RunRange {
  const start = settings.fromMs === undefined ? 0 : firstAtOrAfter(candles, settings.fromMs);
  const end = settings.toMs === undefined ? candles.length : firstAtOrAfter(candles, settings.toMs);
  if (start >= end) throw new RangeError("There are no candles in this range of dates.");
  const first = Math.max(0, start - historyBars);
  return { candles: sliceCandles(candles, first, end), offset: start - first };
}

/**
 * Runs a strategy.
 *
 * @param candles may begin before the range: history is taken from there
 * @throws {RangeError} for settings out of bounds or an empty range.
 */
export function runBacktest(
  candles: CandleSeries,
  plan: StrategyPlan,
  settings: RunSettings,
): BacktestResult {
  checkSettings(settings);
  const loaded = rangeOf(candles, plan.historyBars, settings);
  const { offset } = loaded;
  const columns = computeColumns(plan, plan.nodes, loaded.candles);
  const range = sliceCandles(loaded.candles, offset, loaded.candles.length);
  const bars = range.length;
  const firstSignalBar = Math.max(
    0,
    firstKnown(plan, columns, loaded.candles.length, offset) - offset,
  );
  const firstTradableBar = firstSignalBar + 1 < bars ? firstSignalBar + 1 : null;
  const signal = (slot: number) => columns[slot] as Uint8Array;
  const atr = (slot: number | null | undefined) =>
    slot === null || slot === undefined ? null : columns[slot] as Float64Array;
  const simulation = simulate({
    candles: loaded.candles,
    offset,
    firstSignalBar,
    entry: signal(plan.entrySlot),
    exit: plan.exitSlot === null ? null : signal(plan.exitSlot),
    stopAtr: atr(plan.risk.stopLoss?.atrSlot),
    targetAtr: atr(plan.risk.takeProfit?.atrSlot),
    trailAtr: atr(plan.risk.trailingStop?.atrSlot),
    risk: plan.risk,
    settings,
  });
  let hash: string | null = null;
  return {
    engineVersion: ENGINE_VERSION,
    settings,
    candles: range,
    historyBars: offset,
    firstTradableBar,
    gaps: findGaps(range),
    metrics: computeMetrics(new MetricContext(range, settings, simulation, firstTradableBar)),
    trades: simulation.trades.toTrades(range),
    equity: simulation.equity,
    pending: simulation.pending,
    funnel: {
      bars,
      allowed: Math.max(0, bars - firstSignalBar),
      conditions: plan.conditions.map(({ blockId, slot }) => ({
        block_id: blockId,
        true_bars: countTrue(signal(slot), offset + firstSignalBar),
      })),
      entry_signals: simulation.entrySignals,
      ignored: simulation.ignored,
      filled: simulation.filled,
    },
    get runHash() {
      return hash ??= runHash(plan.document, loaded.candles, settings);
    },
  };
}

/** First loaded bar, at or after bar 0, at which every port in use is known; the length when there is none. */
function firstKnown(
  plan: StrategyPlan,
  columns: SlotColumns,
  length: number,
  offset: number,
): number {
  const series = plan.usedSlots.map((slot) => columns[slot]).filter((column) =>
    column instanceof Float64Array
  );
  let at = Math.max(plan.lookbackBars, offset);
  while (at < length && series.some((column) => column[at] !== column[at])) at++;
  return Math.min(at, length);
}

function countTrue(signal: Uint8Array, from: number): number {
  let count = 0;
  for (let i = from; i < signal.length; i++) count += signal[i]!;
  return count;
}
