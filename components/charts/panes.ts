/** How each pane of a result is drawn, live or stored: its axes, its curves, and what is painted over them. */
import type uPlot from "uplot";
import {
  type Colours,
  compact,
  drawTag,
  TAG_WIDTH,
  timeAxis,
  translucent,
  valueAxis,
} from "./chart_parts.ts";
import { percent } from "../format.ts";
import type { ChartedResult } from "./charted_result.ts";
import { drawCandles, drawTrades, MARKER_ROOM } from "./draw_price.ts";

/** The panes from top to bottom share the time axis, which the last one writes. */
export type Pane = "equity" | "drawdown" | "price";

/** What the panes read while they draw. */
export interface PaneContext {
  readonly colours: Colours;
  readonly zone: string;
  /** What is shown now. */
  readonly answer: () => ChartedResult | null;
}

type PaneOptions = Pick<uPlot.Options, "axes" | "series" | "scales" | "padding"> & {
  /** Painted over the curves. */
  readonly over: (chart: uPlot) => void;
};

/** Room to the right where there is none for tags. */
const NARROW_RIGHT = 14;
const NARROW = 420;
const LEAST_TAG_HEIGHT = 46;
/** A pane of no fall at all still has an axis: 1 %. */
const LEAST_FALL = 0.01;

export function paneOptions(pane: Pane, width: number, context: PaneContext): PaneOptions {
  const padding: uPlot.Padding = [8, width < NARROW ? NARROW_RIGHT : TAG_WIDTH, 0, 0];
  return { padding, ...OPTIONS[pane](context) };
}

/** The columns of a pane beside its times, in the order of its series. */
export function paneColumns(pane: Pane, answer: ChartedResult): ArrayLike<number | null>[] {
  if (pane === "equity") return [answer.hold, answer.equity];
  if (pane === "drawdown") return [answer.drawdown];
  const { candles } = answer;
  return candles ? [candles.close, candles.low, candles.high] : [];
}

const OPTIONS: Readonly<Record<Pane, (context: PaneContext) => Omit<PaneOptions, "padding">>> = {
  equity: (context) => {
    const { colours } = context;
    const line = lines(context);
    return {
      axes: [unwritten(context), { ...valueAxis(colours, compact), space: 26 }],
      series: [
        {},
        line({ stroke: colours.hold, width: 1.25, dash: [5, 4] }),
        line({ stroke: colours.accent, width: 1.75 }),
      ],
      over: (chart) =>
        drawTags(chart, [
          { row: 1, fill: colours.surface, ink: colours.quiet, edge: colours.line },
          { row: 2, fill: colours.accent, ink: colours.onAccent, edge: colours.accent },
        ], compact),
    };
  },
  drawdown: (context) => {
    const { colours } = context;
    const write = (value: number) => percent(value, { digits: 0, sign: "negative" });
    return {
      axes: [unwritten(context), { ...valueAxis(colours, write), space: 22 }],
      scales: { y: { range: (_u, low) => [Math.min(low, -LEAST_FALL) * 1.08, 0] } },
      series: [
        {},
        {
          ...lines(context)({ stroke: colours.loss, width: 1.25 }),
          fill: translucent(colours.loss, 0.16),
          fillTo: 0,
        },
      ],
      over: (chart) =>
        drawTags(chart, [
          { row: 1, fill: colours.surface, ink: colours.quiet, edge: colours.line },
        ], (value) => percent(value, { sign: "negative" })),
    };
  },
  price: (context) => {
    const { colours, zone } = context;
    const line = lines(context);
    return {
      axes: [timeAxis(colours, zone), { ...valueAxis(colours, compact), space: 26 }],
      scales: { y: { range: roomForMarkers } },
      series: [
        {},
        line({ stroke: translucent(colours.quiet, 0.85), width: 1.25 }),
        // The extremes are not drawn, but the axis has to hold them.
        unseen(),
        unseen(),
      ],
      over: (chart) => {
        const { candles, trades } = context.answer() ?? {};
        if (!candles || !trades) return;
        drawCandles(chart, candles, colours);
        drawTrades(chart, { candles, trades }, colours);
        drawTags(chart, [
          { row: 1, fill: colours.surface, ink: colours.quiet, edge: colours.line },
        ], compact);
      },
    };
  },
};

/** A time axis of which only the grid is seen. */
function unwritten({ colours, zone }: PaneContext): uPlot.Axis {
  return { ...timeAxis(colours, zone), size: 6, values: (_u, splits) => splits.map(() => "") };
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
  const span = Math.max(high - low, high * 1e-6);
  const height = chart.bbox.height / devicePixelRatio || chart.height;
  const marker = Math.min(MARKER_ROOM, height / 5);
  const room = span * marker / (height - 2 * marker);
  return [low - room, high + room];
}

interface TagLook {
  /** Which of the chart's columns. */
  readonly row: number;
  readonly fill: string;
  readonly ink: string;
  readonly edge: string;
}

/** The last values in view at the right edge; the last of the looks stays where it is, others make room. */
function drawTags(
  chart: uPlot,
  looks: readonly TagLook[],
  write: (value: number) => string,
): void {
  const ratio = devicePixelRatio;
  if (chart.width < NARROW || chart.bbox.height / ratio < LEAST_TAG_HEIGHT) return;
  const last = chart.series[0]?.idxs?.[1] ?? 0;
  const height = 18 * ratio;
  const lowest = chart.bbox.top + chart.bbox.height;
  let taken: number | null = null;
  for (const look of [...looks].reverse()) {
    const value = chart.data[look.row]?.[last];
    if (value === null || value === undefined || Number.isNaN(value)) continue;
    // A tag is kept within its pane: there they must not lie on each other either.
    let y = Math.min(chart.valToPos(value, "y", true), lowest);
    if (taken !== null && Math.abs(y - taken) < height) {
      const below = y >= taken && taken + height <= lowest;
      y = below ? taken + height : taken - height;
    }
    drawTag(chart, write(value), y, look);
    taken ??= y;
  }
}
