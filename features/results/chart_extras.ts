/** What may be drawn over the panes of a result besides its curves: days that are told apart, and a range that was expected. */
import type uPlot from "uplot";
import { boldFont, type Colours, translucent } from "../../charts/chart_parts.ts";
import type { Pane } from "../../charts/panes.ts";

/** A day at which something begins: a line through all panes, named in the first one. */
export interface ChartMark {
  /** Unix milliseconds. */
  readonly time: number;
  readonly label: string;
}

/** A range around the equity, such as what the past made likely. Columns of one length. */
export interface ChartBand {
  /** Unix milliseconds, ascending. */
  readonly time: ArrayLike<number>;
  /** Quote currency, `low` ≤ `high`. */
  readonly low: ArrayLike<number>;
  readonly high: ArrayLike<number>;
}

export interface ChartExtras {
  readonly marks?: readonly ChartMark[];
  readonly band?: ChartBand;
}

/** Draws them into one pane. */
export function drawExtras(
  chart: uPlot,
  pane: Pane,
  { marks = [], band }: ChartExtras,
  colours: Colours,
): void {
  if (marks.length === 0 && !band) return;
  const { ctx, bbox } = chart;
  ctx.save();
  ctx.beginPath();
  ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height);
  ctx.clip();
  if (band && pane === "equity") drawBand(chart, band, colours);
  for (const mark of marks) drawMark(chart, mark, pane === "equity", colours);
  ctx.restore();
}

function drawBand(chart: uPlot, { time, low, high }: ChartBand, colours: Colours): void {
  if (time.length === 0) return;
  const { ctx } = chart;
  const x = (k: number) => chart.valToPos(time[k]! / 1000, "x", true);
  const y = (value: number) => chart.valToPos(value, "y", true);
  ctx.beginPath();
  for (let k = 0; k < time.length; k++) ctx.lineTo(x(k), y(high[k]!));
  for (let k = time.length - 1; k >= 0; k--) ctx.lineTo(x(k), y(low[k]!));
  ctx.closePath();
  ctx.fillStyle = translucent(colours.accent, 0.14);
  ctx.fill();
}

function drawMark(
  chart: uPlot,
  { time, label }: ChartMark,
  isNamed: boolean,
  colours: Colours,
): void {
  const { ctx, bbox } = chart;
  const ratio = devicePixelRatio;
  const x = Math.round(chart.valToPos(time / 1000, "x", true));
  if (x < bbox.left || x > bbox.left + bbox.width) return;
  ctx.fillStyle = colours.accent;
  ctx.fillRect(x - ratio / 2, bbox.top, ratio, bbox.height);
  if (!isNamed) return;
  ctx.font = boldFont(ratio);
  const width = ctx.measureText(label).width;
  // To the left of the line where there is no room on its right.
  const isRight = x + width + 8 * ratio <= bbox.left + bbox.width;
  ctx.textAlign = isRight ? "left" : "right";
  ctx.textBaseline = "top";
  ctx.fillText(label, x + (isRight ? 5 : -5) * ratio, bbox.top + 3 * ratio);
}
