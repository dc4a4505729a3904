/**
 * Runs of one strategy over the same candles that differ in little: in costs, or in when their signals come. Columns are
 * computed once; each run is what `runBacktest` would give, to the last bit.
 */
import type { CandleSeries } from "../candles/candle_series.ts";
import { sliceCandles } from "../candles/candle_series.ts";
import { ColumnReader } from "../kernels/signal_reader.ts";
import { factsOfCurve, MetricContext } from "../metrics/metric.ts";
import { METRICS } from "../metrics/mod.ts";
import { checkAmounts } from "../simulation/amounts.ts";
import { ColumnBuffers, computeColumns } from "../simulation/columns.ts";
import { EquityCurve } from "../simulation/curve.ts";
import { simulationInput } from "../simulation/input.ts";
import { firstKnownBar, rangeOf } from "../simulation/range.ts";
import type { RunSettings } from "../simulation/settings.ts";
import { simulate } from "../simulation/simulate.ts";
import { TradeLog } from "../simulation/trade_log.ts";
import { checkVolume } from "../simulation/volume_check.ts";
import type { StrategyPlan } from "../strategy/plan.ts";

const COMPUTE = new Map<string, (context: MetricContext) => number | null>(
  METRICS.map(({ name, compute }) => [name, compute]),
);

/** What is other in one of the runs. */
export interface RunChange {
  readonly settings?: RunSettings;
  /** Signals in place of the strategy's own: one value a loaded candle, history included. */
  readonly entry?: Uint8Array;
  readonly exit?: Uint8Array;
}

/** One finished run; it holds until the next one of the same `PreparedRun`. */
export interface LightResult {
  /** A metric by its name, `null` where it is undefined. */
  metric(name: string): number | null;
  readonly trades: TradeLog;
  /** One value a bar of the range, quote currency. */
  readonly equity: Float64Array;
}

export class PreparedRun {
  /** The candles of the range. */
  readonly range: CandleSeries;
  /** History and range. */
  readonly loaded: CandleSeries;
  /** Candles of history. */
  readonly offset: number;
  /** First bar of the range at whose close signals count. */
  readonly firstSignalBar: number;
  readonly entry: Uint8Array;
  readonly exit: Uint8Array | null;
  readonly #columns;
  readonly #trades = new TradeLog();
  readonly #curve: EquityCurve;

  /**
   * @param buffers columns to write over, where nobody needs those of the run before any more
   * @throws {RangeError} for an empty range or candles without the volumes that the strategy reads.
   */
  constructor(
    candles: CandleSeries,
    private readonly plan: StrategyPlan,
    private readonly settings: RunSettings,
    buffers: ColumnBuffers = new ColumnBuffers(),
  ) {
    checkVolume(plan, candles);
    const loaded = rangeOf(candles, plan.historyBars, settings);
    this.loaded = loaded.candles;
    this.offset = loaded.offset;
    this.#columns = computeColumns(plan, plan.nodes, loaded.candles, buffers);
    this.range = sliceCandles(loaded.candles, loaded.offset, loaded.candles.length);
    const series = plan.usedSlots.map((slot) => this.#columns[slot]!);
    this.firstSignalBar = Math.max(
      0,
      firstKnownBar(series, plan.lookbackBars, loaded) - loaded.offset,
    );
    this.entry = this.#columns[plan.entrySlot] as Uint8Array;
    this.exit = plan.exitSlot === null ? null : this.#columns[plan.exitSlot] as Uint8Array;
    this.#curve = new EquityCurve(this.range);
  }

  /** @throws {RangeError} for amounts that cannot be computed with */
  run({ settings = this.settings, entry, exit }: RunChange = {}): LightResult {
    const { plan, range, loaded, offset, firstSignalBar } = this;
    const trades = this.#trades;
    trades.clear();
    this.#curve.begin(settings.initialCapital);
    // Entry and exit may read the same signal.
    const entrySignal = new ColumnReader(entry ?? this.entry);
    const exitSignal = this.exit && new ColumnReader(exit ?? this.exit);
    const input = simulationInput(
      plan,
      plan.risk,
      this.#columns,
      { candles: loaded, offset },
      firstSignalBar,
      settings,
    );
    const simulation = simulate(
      { ...input, entry: entrySignal, exit: exitSignal },
      trades,
      this.#curve,
    );
    const { equity } = this.#curve;
    const context = new MetricContext(
      range,
      settings,
      simulation,
      trades,
      factsOfCurve(this.#curve, range),
      firstSignalBar + 1 < range.length ? firstSignalBar + 1 : null,
    );
    checkAmounts(simulation, equity, context.drawdown);
    return {
      trades,
      equity,
      metric: (name) => {
        const value = COMPUTE.get(name)!(context);
        return value !== null && Number.isFinite(value) ? value : null;
      },
    };
  }
}
