/** Runs the cells of a sweep, one after the other, in the same buffers. */
import { type CandleSeries, sliceCandles } from "../candles/candle_series.ts";
import { dayEndsOf } from "../simulation/daily_returns.ts";
import { type Metric, MetricContext } from "../metrics/metric.ts";
import { type MetricName, METRICS } from "../metrics/mod.ts";
import { blocksOfRange, CurveSummary } from "../backtest/curve_summary.ts";
import { simulationInput } from "../simulation/input.ts";
import { firstKnownBar, placesOf } from "../simulation/range.ts";
import type { RunSettings } from "../simulation/settings.ts";
import { simulate } from "../simulation/simulate.ts";
import { TradeLog } from "../simulation/trade_log.ts";
import type { SweepAxis } from "./axes.ts";
import { SweepColumns } from "./columns.ts";
import type { SweepPlan } from "./variants.ts";

/** Where the metrics of the cells are written: one column a metric, one row a cell. */
export interface SweepTable {
  readonly metrics: readonly Float64Array[];
  readonly sound: Uint8Array;
}

/** @param columns how many metrics are asked for */
export function newTable(columns: number, rows: number): SweepTable {
  return {
    metrics: Array.from({ length: columns }, () => new Float64Array(rows).fill(NaN)),
    sound: new Uint8Array(rows),
  };
}

/** Neighbouring values of the last axis that are run together. */
const BAND = 16;

export interface SweepCellsOptions {
  /** The metrics that are worked out, in the order of the table's columns; all of them, in the list's order, when left out. */
  readonly metrics?: readonly MetricName[] | undefined;
  /** Bytes of columns that are kept for later cells. */
  readonly mostKeptBytes?: number | undefined;
}

/** A range of candles with the history of some cells before it. */
interface Loaded {
  readonly first: number;
  readonly candles: CandleSeries;
  readonly offset: number;
  readonly columns: SweepColumns;
}

export class SweepCells {
  readonly #start: number;
  readonly #range: CandleSeries;
  readonly #end: number;
  readonly #curve: CurveSummary;
  readonly #trades = new TradeLog();
  readonly #usedSeries: readonly number[];
  readonly #lookbacks: number[];
  readonly #histories: number[];
  readonly #metrics: readonly Metric[];
  readonly #mostKeptBytes: number | undefined;
  #loaded: Loaded | null = null;

  /** @throws {RangeError} when the range holds no candle. */
  constructor(
    private readonly plan: SweepPlan,
    private readonly axes: readonly SweepAxis[],
    private readonly candles: CandleSeries,
    private readonly settings: RunSettings,
    { metrics, mostKeptBytes }: SweepCellsOptions = {},
  ) {
    this.#metrics = metrics?.map((wanted) => METRICS.find(({ name }) => name === wanted)!) ??
      METRICS;
    this.#mostKeptBytes = mostKeptBytes;
    const { start, end } = placesOf(candles, settings);
    this.#start = start;
    this.#end = end;
    this.#range = sliceCandles(candles, start, end);
    this.#curve = new CurveSummary(this.#range, dayEndsOf(this.#range), blocksOfRange(this.#range));
    this.#usedSeries = plan.base.usedSlots.filter((slot) =>
      plan.base.slots[slot]!.kind === "series"
    );
    this.#lookbacks = new Array(plan.base.slots.length).fill(0);
    this.#histories = new Array(plan.base.slots.length).fill(0);
  }

  /**
   * The cells in the order in which most can be shared: those that begin with the same candle together, because what a column
   * holds depends on where it begins; of these, those with neighbouring values on the last axis, whose columns then stay near
   * the processor while the other axes go through theirs.
   */
  order(
    count: number,
    cellOf: (k: number) => readonly number[] = (k) => this.#cell(k),
  ): Int32Array {
    const firsts = new Int32Array(count);
    const bands = new Int32Array(count);
    const last = this.axes.length - 1;
    for (let k = 0; k < count; k++) {
      const cell = cellOf(k);
      firsts[k] = this.#firstOf(cell);
      bands[k] = cell[last]! / BAND;
    }
    const order = Int32Array.from(firsts, (_, k) => k);
    return order.sort((a, b) => firsts[a]! - firsts[b]! || bands[a]! - bands[b]! || a - b);
  }

  /**
   * Runs one cell and writes its metrics into a row.
   *
   * @param cell the index of its value on each axis; the row's own cell of the whole grid when left out
   */
  run(row: number, { metrics, sound }: SweepTable, cell = this.#cell(row)): void {
    const { plan, settings } = this;
    if (!plan.isSound(cell)) return;
    sound[row] = 1;
    const loaded = this.#load(this.#firstOf(cell));
    const { columns, offset } = loaded;
    columns.moveTo(cell, this.#lookbacks);
    let lookbackBars = 0;
    for (const slot of plan.base.usedSlots) {
      lookbackBars = Math.max(lookbackBars, this.#lookbacks[slot]!);
    }
    const series = this.#usedSeries.map((slot) => columns.read(slot));
    const firstSignalBar = firstKnownBar(series, lookbackBars, loaded) - offset;
    this.#trades.clear();
    this.#curve.begin(settings.initialCapital);
    const simulation = simulate(
      simulationInput(
        plan.base,
        plan.riskOf(cell),
        columns.slots,
        loaded,
        firstSignalBar,
        settings,
        (slot) => columns.reader(slot),
      ),
      this.#trades,
      this.#curve,
    );
    const firstTradableBar = firstSignalBar + 1 < this.#range.length ? firstSignalBar + 1 : null;
    const context = new MetricContext(
      this.#range,
      settings,
      simulation,
      this.#trades,
      this.#curve,
      firstTradableBar,
    );
    for (let k = 0; k < this.#metrics.length; k++) {
      const value = this.#metrics[k]!.compute(context);
      metrics[k]![row] = value !== null && value - value === 0 ? value : NaN;
    }
  }

  /** Indices of a cell on the axes. */
  #cell(number: number): readonly number[] {
    const cell = new Array<number>(this.axes.length);
    let rest = number;
    for (let axis = this.axes.length - 1; axis >= 0; axis--) {
      const { length } = this.axes[axis]!.values;
      cell[axis] = rest % length;
      rest = (rest - cell[axis]!) / length;
    }
    return cell;
  }

  /** First candle that a cell uses; leaves the lookback of each slot behind. */
  #firstOf(cell: readonly number[]): number {
    for (const { inputSlots, outputSlots, variantOf } of this.plan.nodes) {
      const { lookbacks, historyBars } = variantOf(cell);
      let lookback = 0;
      let history = 0;
      for (const slot of inputSlots) {
        lookback = Math.max(lookback, this.#lookbacks[slot]!);
        history = Math.max(history, this.#histories[slot]!);
      }
      for (let k = 0; k < outputSlots.length; k++) {
        this.#lookbacks[outputSlots[k]!] = lookback + lookbacks[k]!;
        this.#histories[outputSlots[k]!] = history + historyBars;
      }
    }
    let history = 0;
    for (const slot of this.plan.base.usedSlots) {
      history = Math.max(history, this.#histories[slot]!);
    }
    return Math.max(0, this.#start - history);
  }

  #load(first: number): Loaded {
    if (this.#loaded?.first === first) return this.#loaded;
    const candles = sliceCandles(this.candles, first, this.#end);
    const { nodes, base } = this.plan;
    return this.#loaded = {
      first,
      candles,
      offset: this.#start - first,
      columns: new SweepColumns(candles, nodes, base, this.axes, this.#mostKeptBytes),
    };
  }
}
