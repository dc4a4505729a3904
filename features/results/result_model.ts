/** What the chart of a result shows: first an overview, then every candle with what the strategy drew on it. */
import type { OverviewDrawn, ResultOverview } from "../../contracts/result_overview.ts";
import { type ChartModel, chartModel, type ChartSource } from "../../studio/chart/chart_model.ts";
import type { PlotPane } from "../../engine/chart.ts";
import type { CandleSeries, StrategyDocument } from "../../engine/mod.ts";
import type { RunResult } from "../../components/result_words/result.ts";
import { areCandlesOf, resultCurves } from "./chart_data.ts";
import type { DrawnStrategy } from "./inquiry/inquiry.ts";

/** Between two stretches that follow each other, in lengths of one. */
const NO_GAP = 1.5;

/**
 * @param result with the times of trades, once it is there
 * @returns `null` where the overview has no candles
 */
export function overviewModel(
  { time, candles, equity, buy_and_hold, drawdown, trades, bars_each, drawn }: ResultOverview,
  timeframeMs: number,
  result: Pick<RunResult, "trades"> | null = null,
): ChartModel | null {
  if (!candles) return null;
  const times = Float64Array.from(time);
  const each = bars_each * timeframeMs;
  return chartModel({
    candles: {
      timeframeMs: each,
      length: times.length,
      hasVolume: candles.volume.every((volume) => volume !== null),
      time: times,
      open: Float64Array.from(candles.open),
      high: Float64Array.from(candles.high),
      low: Float64Array.from(candles.low),
      close: Float64Array.from(candles.close),
      volume: Float64Array.from(candles.volume, (volume) => volume ?? NaN),
    },
    ...drawnStrategy(drawn),
    trades: {
      entryBar: Int32Array.from(trades.entry),
      exitBar: Int32Array.from(trades.exit),
      entryPrice: Float64Array.from(trades.entry_price),
      exitPrice: Float64Array.from(trades.exit_price, (price) => price ?? NaN),
      returns: Float64Array.from(trades.return),
      reasons: trades.exit_reason,
      ...result ? { times: timesOf(result) } : {},
    },
    equity: Float64Array.from(equity),
    hold: buy_and_hold ?? new Array(times.length).fill(null),
    drawdown: Float64Array.from(drawdown),
    gapsAfter: gapsBetween(times, each),
  });
}

/** When trades began and ended, to the candle. */
export function timesOf(
  { trades }: Pick<RunResult, "trades">,
): NonNullable<ChartSource["trades"]["times"]> {
  return {
    entry: Float64Array.from(trades, ({ entry_time }) => entry_time),
    exit: Float64Array.from(trades, ({ exit_time }) => exit_time ?? NaN),
  };
}

/** The places after which candles are missing. */
export function gapsBetween(times: Float64Array, eachMs: number): Int32Array {
  return Int32Array.from(
    [...times.keys()].filter((k) => times[k + 1]! - times[k]! > NO_GAP * eachMs),
  );
}

/** What the strategy draws, with the columns of the overview or with others. */
export function drawnStrategy(
  drawn: OverviewDrawn | null,
  columns?: {
    readonly columns: readonly Float64Array[];
    readonly stop: Float64Array;
    readonly target: Float64Array;
  },
): Pick<ChartSource, "document" | "strategy"> {
  if (!drawn) return { document: null, strategy: null };
  const known = (column: readonly (number | null)[]) =>
    Float64Array.from(column, (value) => value ?? NaN);
  return {
    // The server answers with documents that it has parsed.
    document: drawn.definition as StrategyDocument,
    strategy: {
      plots: drawn.plots.map(({ block_id, pane, scale, ...plot }, slot) => ({
        ...plot,
        slot,
        blockId: block_id,
        pane: paneOf(pane),
        scale: scale as { readonly levels: readonly number[] } | null,
      })),
      thresholds: drawn.thresholds.map(({ block_id, pane, ...threshold }) => ({
        ...threshold,
        blockId: block_id,
        pane: paneOf(pane),
      })),
      ...columns ?? {
        columns: drawn.columns.map(known),
        stop: known(drawn.stop),
        target: known(drawn.target),
      },
    },
  };
}

function paneOf({ kind, block_id }: OverviewDrawn["plots"][number]["pane"]): PlotPane {
  return kind === "block" ? { kind, blockId: block_id ?? "" } : { kind };
}

/** `null` where the candles are not the bars of the result. */
export function wholeModel(
  result: RunResult,
  candles: CandleSeries,
  drawn: DrawnStrategy | null,
): ChartModel | null {
  const curves = resultCurves(result);
  if (!areCandlesOf(curves, candles)) return null;
  const { trades } = result;
  return chartModel({
    candles,
    document: drawn?.document ?? null,
    trades: {
      ...curves.trades,
      entryPrice: Float64Array.from(trades, ({ entry_price }) => entry_price),
      exitPrice: Float64Array.from(trades, ({ exit_price }) => exit_price ?? NaN),
      reasons: trades.map(({ exit_reason }) => exit_reason),
    },
    strategy: drawn?.chart ?? null,
    equity: curves.equity,
    hold: curves.hold,
    drawdown: curves.drawdown,
    gapsAfter: curves.gapsAfter,
  });
}
