/** How each pane of a result is drawn, live or stored: its axes, its curves, and what is painted over them. */
import type uPlot from "uplot";
import { number } from "../text/format.ts";
import { candleDecimals } from "../text/prices.ts";
import { type PaneFrame, timeAxis, valueAxis } from "./axes.ts";
import { type Colours, translucent } from "./chart_parts.ts";
import type { ChartedResult } from "./charted_result.ts";
import { drawCandles, drawTrades, MARKER_ROOM } from "./draw_price.ts";
import { drawTags, type Tag, tagRoom, type WriteTag } from "./tags.ts";

/** The panes from top to bottom share the time axis, which the last one writes. */
export type Pane = "equity" | "drawdown" | "price";

/** What the panes read while they draw. */
export interface PaneContext {
  readonly colours: Colours;
  readonly frame: PaneFrame;
  /** What is shown now. */
  readonly answer: () => ChartedResult | null;
}

type PaneOptions = Pick<uPlot.Options, "axes" | "series" | "scales" | "padding"> & {
  /** Painted over the curves. */
  readonly over: (chart: uPlot) => void;
};

/** Characters of a price in a tag. */
const MOST_OF_TAG = 14;
/** A pane of no fall at all still has an axis: 1 %. */
const LEAST_FALL = 0.01;

/** @param isLast whether it is the lowest pane, which writes the time */
export function paneOptions(
  pane: Pane,
  context: PaneContext,
  isLast = pane === "price",
): PaneOptions {
  const { tags, writeTag, over, axes, ...options } = OPTIONS[pane](context);
  const { frame, colours } = context;
  const room: uPlot.PaddingSide = (chart) =>
    frame.room("right", pane, tagRoom(chart, tags, writeTag));
  return {
    ...options,
    axes: [timeAxis(colours, frame, { isWritten: isLast }), axes],
    padding: [8, room, 0, 0],
    over: (chart) => {
      over?.(chart);
      drawTags(chart, tags, writeTag);
    },
  };
}

/** The columns of a pane beside its times, in the order of its series. */
export function paneColumns(pane: Pane, answer: ChartedResult): ArrayLike<number | null>[] {
  if (pane === "equity") return [answer.hold, answer.equity];
  if (pane === "drawdown") return [answer.drawdown];
  const { candles } = answer;
  return candles ? [candles.close, candles.low, candles.high] : [];
}

interface PaneParts extends Pick<uPlot.Options, "series" | "scales"> {
  /** Of the values. */
  readonly axes: uPlot.Axis;
  readonly tags: readonly Tag[];
  readonly writeTag: WriteTag;
  readonly over?: (chart: uPlot) => void;
}

const OPTIONS: Readonly<Record<Pane, (context: PaneContext) => PaneParts>> = {
  equity: (context) => {
    const { colours, frame } = context;
    const line = lines(context);
    const values = valueAxis(colours, frame, { pane: "equity", quantity: "amount", spacePx: 26 });
    return {
      axes: values.axis,
      series: [
        {},
        line({ stroke: colours.hold, width: 1.25, dash: [5, 4] }),
        line({ stroke: colours.accent, width: 1.75 }),
      ],
      tags: [
        quietTag(1, colours),
        { row: 2, fill: colours.accent, ink: colours.onAccent, edge: colours.accent },
      ],
      writeTag: (value) => values.labels().value(value),
    };
  },
  drawdown: (context) => {
    const { colours, frame } = context;
    const values = valueAxis(colours, frame, {
      pane: "drawdown",
      quantity: "percent",
      spacePx: 22,
    });
    return {
      axes: values.axis,
      scales: { y: { range: (_u, low) => [Math.min(low, -LEAST_FALL) * 1.08, 0] } },
      series: [
        {},
        {
          ...lines(context)({ stroke: colours.loss, width: 1.25 }),
          fill: translucent(colours.loss, 0.16),
          fillTo: 0,
        },
      ],
      tags: [quietTag(1, colours)],
      writeTag: (value) => values.labels().value(value),
    };
  },
  price: (context) => {
    const { colours, frame } = context;
    const line = lines(context);
    const values = valueAxis(colours, frame, { pane: "price", quantity: "amount", spacePx: 26 });
    return {
      axes: values.axis,
      scales: { y: { range: roomForMarkers } },
      series: [
        {},
        line({ stroke: translucent(colours.quiet, 0.85), width: 1.25 }),
        // The extremes are not drawn, but the axis has to hold them.
        unseen(),
        unseen(),
      ],
      tags: [quietTag(1, colours)],
      writeTag: (value, bar) => priceTag(value, bar, context) ?? values.labels().value(value),
      over: (chart) => {
        const { candles, trades } = context.answer() ?? {};
        if (!candles || !trades) return;
        drawCandles(chart, candles, colours);
        drawTrades(chart, { candles, trades }, colours);
      },
    };
  },
};

function quietTag(row: number, { surface, quiet, line }: Colours): Tag {
  return { row, fill: surface, ink: quiet, edge: line };
}

/** A price as it is written everywhere, where that is not too long for a tag; else `null`. */
function priceTag(value: number, bar: number, { answer }: PaneContext): string | null {
  const { candles } = answer() ?? {};
  if (!candles) return null;
  const text = number(value, candleDecimals(candles, bar));
  return text.length <= MOST_OF_TAG ? text : null;
}

/** A line that breaks where candles are missing. */
function lines({ answer }: PaneContext): (look: uPlot.Series) => uPlot.Series {
  const gaps: uPlot.Series.GapsRefiner = (chart, _series, from, to) =>
    gapsIn(chart, answer(), from, to);
  return (look) => ({ ...look, points: { show: false }, gaps });
}

/** It draws nothing, not even unseen: a path of every low and high of ten years takes its time. */
function unseen(): uPlot.Series {
  return { paths: () => null, points: { show: false } };
}

/** Places, in pixels, at which candles are missing. */
function gapsIn(
  chart: uPlot,
  answer: ChartedResult | null,
  from: number,
  to: number,
): uPlot.Series.Gaps {
  const found: uPlot.Series.Gaps = [];
  const x = chart.data[0];
  for (const bar of answer?.gapsAfter ?? []) {
    if (bar < from || bar >= to) continue;
    const left = Math.round(chart.valToPos(x[bar]!, "x", true));
    const right = Math.round(chart.valToPos(x[bar + 1]!, "x", true));
    if (right > left) found.push([left, right]);
  }
  return found;
}

/** Room above and below the candles for the markers, whatever the height of the pane. */
function roomForMarkers(chart: uPlot, low: number | null, high: number | null): [number, number] {
  if (low === null || high === null) return [0, 1];
  // A price that never moved has an axis too: 1 % of it.
  const span = high > low ? high - low : Math.abs(high) * 0.01 || 1;
  const height = chart.bbox.height / devicePixelRatio || chart.height;
  const marker = Math.min(MARKER_ROOM, height / 5);
  const room = span * marker / (height - 2 * marker);
  return [low - room, high + room];
}
