/** A result in as few numbers as a first look at its chart needs. */
import {
  OVERVIEW_BUCKETS,
  type OverviewDrawn,
  type ResultBars,
  type ResultOverview,
} from "../../contracts/result_overview.ts";
import type { RunResult } from "../../contracts/results.ts";
import type { PlotPane, StrategyChart } from "../../engine/chart.ts";
import type { CandleSeries, StrategyDocument } from "../../engine/mod.ts";

type Charted = Pick<RunResult, "equity" | "buy_and_hold" | "trades" | "settings">;

/** Digits of what is only drawn: more than a screen has pixels for, in half the bytes. */
const DRAWN_DIGITS = 8;

/** What is drawn of a run besides its result. Columns have one value a bar of the result. */
export interface RunDrawing {
  readonly candles: CandleSeries;
  /** `null` where it cannot be computed any more. */
  readonly strategy: { readonly document: StrategyDocument; readonly chart: StrategyChart } | null;
}

/**
 * Stretches of equally many bars, `buckets` at the most.
 *
 * @param drawing of the run's bars; `null` where the candles are not stored as they were
 */
export function overviewOf(
  { equity, buy_and_hold, trades, settings }: Charted,
  drawing: RunDrawing | null,
  buckets = OVERVIEW_BUCKETS,
): ResultOverview {
  const bars = equity.time.length;
  const each = Math.max(1, Math.ceil(bars / buckets));
  const { starts, ends } = stretchesOf(0, bars, each);
  const strategy = drawing?.strategy ?? null;
  const atEnd = (column: readonly number[]) => ends.map((end) => column[end - 1]!);
  return {
    bars,
    bars_each: each,
    time: starts.map((start) => equity.time[start]!),
    candles: drawing && candlesOf(drawing.candles, starts, ends),
    equity: atEnd(equity.value),
    buy_and_hold: buy_and_hold ? atEnd(buy_and_hold.value) : null,
    drawdown: drawdownsOf(equity.value, settings.initial_capital, ends),
    trades: {
      entry: trades.map(({ entry_bar }) => Math.floor(entry_bar / each)),
      exit: trades.map(({ exit_bar }) => exit_bar === null ? -1 : Math.floor(exit_bar / each)),
      entry_price: trades.map(({ entry_price }) => entry_price),
      exit_price: trades.map(({ exit_price }) => exit_price),
      return: trades.map((trade) => trade.return),
      exit_reason: trades.map(({ exit_reason }) => exit_reason),
    },
    drawn: strategy && drawnOf(strategy, ends),
  };
}

/** The bars `from` until before `to` in stretches of `each`. */
export function barsOf(
  { candles, strategy }: RunDrawing,
  { from, to, each }: { readonly from: number; readonly to: number; readonly each: number },
): ResultBars {
  const { starts, ends } = stretchesOf(from, to, each);
  return {
    time: starts.map((start) => candles.time[start]!),
    candles: candlesOf(candles, starts, ends),
    drawn: strategy && drawnColumns(strategy.chart, ends),
  };
}

/** Whether candles are the bars of a result: a price at another time would mislead. */
export function areBarsOf({ equity: { time } }: Charted, candles: CandleSeries): boolean {
  return candles.length === time.length && time.every((at, bar) => candles.time[bar] === at);
}

function stretchesOf(from: number, to: number, each: number) {
  const count = Math.ceil((to - from) / each);
  const starts = Array.from({ length: count }, (_, k) => from + k * each);
  return { starts, ends: starts.map((start) => Math.min(start + each, to)) };
}

function drawnOf(
  { document, chart }: NonNullable<RunDrawing["strategy"]>,
  ends: readonly number[],
): OverviewDrawn {
  return {
    definition: document,
    plots: chart.plots.map(({ blockId, port, pane, shape, with: other, scale }) => ({
      block_id: blockId,
      port,
      pane: paneOf(pane),
      shape,
      with: other,
      scale: scale && { ...scale, levels: [...scale.levels] },
    })),
    thresholds: chart.thresholds.map(({ pane, value, side, blockId }) => ({
      pane: paneOf(pane),
      value,
      side,
      block_id: blockId,
    })),
    ...drawnColumns(chart, ends),
  };
}

function paneOf(pane: PlotPane): OverviewDrawn["plots"][number]["pane"] {
  return pane.kind === "block" ? { kind: "block", block_id: pane.blockId } : pane;
}

function drawnColumns(
  { columns, stop, target }: StrategyChart,
  ends: readonly number[],
): NonNullable<ResultBars["drawn"]> {
  const last = (column: Float64Array) =>
    ends.map((end) => {
      const value = column[end - 1]!;
      // Unknown values are NaN, which JSON does not know.
      return Number.isFinite(value) ? Number(value.toPrecision(DRAWN_DIGITS)) : null;
    });
  return { columns: columns.map(last), stop: last(stop), target: last(target) };
}

function candlesOf(
  { open, high, low, close, volume }: CandleSeries,
  starts: readonly number[],
  ends: readonly number[],
): NonNullable<ResultOverview["candles"]> {
  const folded = (column: Float64Array, fold: (a: number, b: number) => number) =>
    starts.map((start, bucket) => {
      let value = column[start]!;
      for (let bar = start + 1; bar < ends[bucket]!; bar++) value = fold(value, column[bar]!);
      return value;
    });
  return {
    open: starts.map((start) => open[start]!),
    high: folded(high, Math.max),
    low: folded(low, Math.min),
    close: ends.map((end) => close[end - 1]!),
    // Volumes that there are not are NaN, which JSON does not know.
    volume: folded(volume, (a, b) => a + b).map((sum) => Number.isFinite(sum) ? sum : null),
  };
}

/** The capital is the first peak. */
function drawdownsOf(
  equity: readonly number[],
  capital: number,
  ends: readonly number[],
): number[] {
  let peak = capital;
  let bar = 0;
  return ends.map((end) => {
    let deepest = 0;
    for (; bar < end; bar++) {
      peak = Math.max(peak, equity[bar]!);
      deepest = Math.min(deepest, equity[bar]! / peak - 1);
    }
    return deepest;
  });
}
