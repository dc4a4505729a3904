/** A backtest: plan and candles in, everything about the run out. */
import { type CandleSeries, sliceCandles } from "../candles/candle_series.ts";
import { findGaps, type Gap } from "../candles/gaps.ts";
import { factsOfCurve, MetricContext } from "../metrics/metric.ts";
import { computeMetrics, type Metrics } from "../metrics/mod.ts";
import { type DrawdownPeriod, drawdownPeriods } from "../result/drawdown_periods.ts";
import { type MonthlyReturn, monthlyReturns } from "../result/monthly_returns.ts";
import type { Hasher } from "../maths/sha256.ts";
import { runHash } from "../result/run_hash.ts";
import type { StrategyPlan } from "../strategy/plan.ts";
import { ENGINE_VERSION } from "../result/version.ts";
import { checkAmounts } from "../simulation/amounts.ts";
import { ColumnReader } from "../kernels/signal_reader.ts";
import { ColumnBuffers, computeColumns } from "../simulation/columns.ts";
import { EquityCurve } from "../simulation/curve.ts";
import { simulationInput } from "../simulation/input.ts";
import { firstKnownBar, rangeOf } from "../simulation/range.ts";
import { checkSettings, type IntrabarMode, type RunSettings } from "../simulation/settings.ts";
import { type IgnoredEntries, simulate } from "../simulation/simulate.ts";
import type { Trade } from "../simulation/trade.ts";
import { SearchedSignals } from "../simulation/searched_signals.ts";
import { AMBIGUOUS, TradeLog } from "../simulation/trade_log.ts";
import { checkVolume } from "../simulation/volume_check.ts";

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
  /** Made when it is first read. */
  readonly gaps: readonly Gap[];
  readonly metrics: Metrics;
  /** Made when they are first read. */
  readonly trades: readonly Trade[];
  /** One value per bar, quote currency. */
  readonly equity: Float64Array;
  readonly pending: "entry" | "exit" | null;
  readonly funnel: Funnel;
  /** The deepest falls from a peak, deepest first. Made when it is first read, as all that follows. */
  readonly drawdowns: readonly DrawdownPeriod[];
  readonly monthlyReturns: readonly MonthlyReturn[];
  /** How far the answer depends on what is not known of the inside of a candle. */
  readonly ambiguity: Ambiguity;
  /** SHA-256 over strategy, candles, settings and engine version. */
  readonly runHash: string;
}

/** What a run writes to and its result does not keep. */
class Scratch {
  readonly columns = new ColumnBuffers();
  readonly signals: SearchedSignals;
  /** Series in use. */
  readonly series: readonly number[];
  /** `null` while a result keeps it whose trades nobody has read. */
  trades: TradeLog | null = null;
  /** Trades of the last run, a guess at those of the next one. */
  rows = 64;

  constructor(plan: StrategyPlan) {
    this.signals = new SearchedSignals(plan);
    this.series = plan.usedSlots.filter((slot) => plan.slots[slot]!.kind === "series");
  }
}

/** That of a plan's last run: who runs it again, on other candles or with other settings, allocates it once. */
const scratches = new WeakMap<StrategyPlan, Scratch>();

function scratchOf(plan: StrategyPlan): Scratch {
  let own = scratches.get(plan);
  if (!own) scratches.set(plan, own = new Scratch(plan));
  return own;
}

/** Rule 10: what each `intrabar` setting would have given. */
export interface Ambiguity {
  /** Closed trades of this run whose exit candle held both the stop and the target. */
  readonly ambiguousTrades: number;
  readonly totalReturn: Readonly<Record<IntrabarMode, number>>;
}

/**
 * Runs a strategy.
 *
 * @param candles may begin before the range: history is taken from there
 * @throws {RangeError} for settings out of bounds, an empty range, candles without the volumes that the strategy reads, or
 * amounts that cannot be computed with (`amounts.ts`).
 * @param sha256 what `runHash` is computed with, where something faster than the engine's own is at hand
 */
export function runBacktest(
  candles: CandleSeries,
  plan: StrategyPlan,
  settings: RunSettings,
  sha256?: () => Hasher,
): BacktestResult {
  checkSettings(settings);
  checkVolume(plan, candles);
  const loaded = rangeOf(candles, plan.historyBars, settings);
  const { offset } = loaded;
  const scratch = scratchOf(plan);
  const { signals } = scratch;
  signals.clear();
  const columns = computeColumns(plan, plan.nodes, loaded.candles, scratch.columns, signals);
  const range = sliceCandles(loaded.candles, offset, loaded.candles.length);
  const bars = range.length;
  const series = scratch.series.map((slot) => columns[slot]!);
  const firstSignalBar = Math.max(
    0,
    firstKnownBar(series, plan.lookbackBars, loaded) - offset,
  );
  const firstTradableBar = firstSignalBar + 1 < bars ? firstSignalBar + 1 : null;
  const trades = scratch.trades ?? new TradeLog(scratch.rows);
  scratch.trades = null;
  trades.clear();
  const curve = new EquityCurve(range);
  curve.begin(settings.initialCapital);
  const { equity } = curve;
  const readerOf = (slot: number) =>
    signals.reader(slot) ?? new ColumnReader(columns[slot] as Uint8Array);
  const simulation = simulate(
    simulationInput(plan, plan.risk, columns, loaded, firstSignalBar, settings, readerOf),
    trades,
    curve,
  );
  const capital = settings.initialCapital;
  const context = new MetricContext(
    range,
    settings,
    simulation,
    trades,
    factsOfCurve(curve, range),
    firstTradableBar,
  );
  checkAmounts(simulation, equity, context.drawdown);
  const metrics = computeMetrics(context);
  const ambiguousTrades = trades.countTagged(AMBIGUOUS);
  const conditions = plan.conditions.map(({ blockId, slot }) => ({
    block_id: blockId,
    true_bars: readerOf(slot).count(offset + firstSignalBar, loaded.candles.length),
  }));
  // The series that it holds may be the caller's.
  signals.clear();
  scratch.rows = trades.length;
  const listed = once(() => {
    const list = trades.toTrades(range, settings.sessions);
    scratch.trades ??= trades;
    return list;
  });
  const gaps = once(() => findGaps(range, 0, bars, settings.sessions));
  const drawdowns = once(() => drawdownPeriods(equity, range, capital));
  const months = once(() => monthlyReturns(equity, range, capital));
  const ambiguity = once(() => findAmbiguity(candles, plan, settings, ambiguousTrades, metrics));
  const hash = once(() => runHash(plan.document, loaded.candles, settings, sha256));
  return {
    engineVersion: ENGINE_VERSION,
    settings,
    candles: range,
    historyBars: offset,
    firstTradableBar,
    get gaps() {
      return gaps();
    },
    metrics,
    get trades() {
      return listed();
    },
    equity,
    pending: simulation.pending,
    funnel: {
      bars,
      allowed: Math.max(0, bars - firstSignalBar),
      conditions,
      entry_signals: simulation.entrySignals,
      ignored: simulation.ignored,
      filled: simulation.filled,
    },
    get drawdowns() {
      return drawdowns();
    },
    get monthlyReturns() {
      return months();
    },
    get ambiguity() {
      return ambiguity();
    },
    get runHash() {
      return hash();
    },
  };
}

/** What the other settings would have given: the same, unless a candle held both a stop and a target. */
function findAmbiguity(
  candles: CandleSeries,
  plan: StrategyPlan,
  settings: RunSettings,
  ambiguousTrades: number,
  metrics: Metrics,
): Ambiguity {
  const returnOf = (intrabar: IntrabarMode) =>
    ambiguousTrades === 0 || intrabar === settings.intrabar
      ? metrics.total_return!
      : runBacktest(candles, plan, { ...settings, intrabar }).metrics.total_return!;
  return {
    ambiguousTrades,
    totalReturn: {
      stop_first: returnOf("stop_first"),
      ohlc_path: returnOf("ohlc_path"),
      target_first: returnOf("target_first"),
    },
  };
}

/** A value that is computed when it is first asked for. */
function once<T>(compute: () => T): () => T {
  let known: { readonly value: T } | null = null;
  return () => (known ??= { value: compute() }).value;
}
