/** The last values in view, in boxes at the right edge of a plot. */
import type uPlot from "uplot";
import { boldFont, textWidth } from "./chart_parts.ts";
import { placeBoxes } from "./place_boxes.ts";

/** Height of a tag, pixels. */
const HEIGHT = 18;
/** Between the plot and a tag, and between a tag and the edge of the chart. */
const BESIDE = 4;
/** Within a tag, beside its text. */
const INSIDE = 6;
/** The least room for tags, pixels. */
const LEAST_ROOM = 62;
/** Room to the right where there is none for tags. */
const NARROW_ROOM = 14;
/** A chart that is narrower has no tags. */
const NARROW = 420;
/** A plot that is lower has none either. */
const LEAST_PLOT = 46;

export interface Tag {
  /** Which of the chart's columns. */
  readonly row: number;
  readonly fill: string;
  readonly ink: string;
  readonly edge: string;
}

/** What a tag says of the last value in view. */
export type WriteTag = (value: number, bar: number) => string;

/** The room to the right of a plot that its tags need, pixels. */
export function tagRoom(chart: uPlot, tags: readonly Tag[], write: WriteTag): number {
  return tagTextRoom(chart, lastValues(chart, tags).map(({ value, bar }) => write(value, bar)));
}

/** Draws the tags within the plot's height; the last of them stays where its value is, others make room for it. */
export function drawTags(chart: uPlot, tags: readonly Tag[], write: WriteTag): void {
  drawTagBoxes(
    chart,
    lastValues(chart, tags).reverse().map(({ tag, value, bar }) => ({
      ...tag,
      y: chart.valToPos(value, "y", true),
      text: write(value, bar),
    })),
  );
}

/** What is written beside a plot, and where: `y` in canvas pixels. */
export interface TagBox extends Omit<Tag, "row"> {
  readonly y: number;
  readonly text: string;
}

/** Draws boxes beside a plot; the first of them stays where it is, others make room for it. */
export function drawTagBoxes(chart: uPlot, boxes: readonly TagBox[]): void {
  const ratio = devicePixelRatio;
  const { ctx, bbox } = chart;
  if (chart.width < NARROW || bbox.height / ratio < LEAST_PLOT) return;
  const places = placeBoxes(boxes, {
    height: HEIGHT * ratio,
    top: bbox.top,
    bottom: bbox.top + bbox.height,
  });
  const x = bbox.left + bbox.width + BESIDE * ratio;
  const width = chart.width * ratio - BESIDE * ratio - x;
  ctx.save();
  ctx.font = boldFont(ratio);
  ctx.textAlign = "center";
  ctx.textBaseline = "middle";
  ctx.lineWidth = ratio;
  for (const [k, { fill, edge, ink, text }] of boxes.entries()) {
    const y = places[k];
    if (y === null || y === undefined) continue;
    ctx.beginPath();
    ctx.roundRect(x, y - HEIGHT / 2 * ratio, width, HEIGHT * ratio, 4 * ratio);
    ctx.fillStyle = fill;
    ctx.fill();
    ctx.strokeStyle = edge;
    ctx.stroke();
    ctx.fillStyle = ink;
    ctx.fillText(text, x + width / 2, y + ratio);
  }
  ctx.restore();
}

/** The room that texts need beside a plot, pixels. */
export function tagTextRoom(chart: uPlot, texts: readonly string[]): number {
  if (chart.width < NARROW) return NARROW_ROOM;
  return Math.max(LEAST_ROOM, ...texts.map((text) => textWidth(text) + 2 * (BESIDE + INSIDE)));
}

function lastValues(
  chart: uPlot,
  tags: readonly Tag[],
): { readonly tag: Tag; readonly value: number; readonly bar: number }[] {
  // While the chart is made, its room is asked for before it has series or data.
  const { series, data }: Partial<Pick<uPlot, "series" | "data">> = chart;
  const bar = series?.[0]?.idxs?.[1] ?? 0;
  return tags.flatMap((tag) => {
    const value = data?.[tag.row]?.[bar];
    return typeof value === "number" && Number.isFinite(value) ? [{ tag, value, bar }] : [];
  });
}
