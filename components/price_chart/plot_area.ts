/** One pane's canvas while it is painted: where bars and values are on it. */
import type uPlot from "uplot";

export interface PlotArea {
  readonly ctx: CanvasRenderingContext2D;
  /** Canvas pixels. */
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
  /** Canvas pixels a CSS pixel. */
  readonly ratio: number;
  /** Bars in view, with one more on each side where there is one. */
  readonly first: number;
  readonly last: number;
  /** Between two bars, canvas pixels. */
  readonly spacing: number;
  readonly x: (bar: number) => number;
  readonly y: (value: number) => number;
  /** Where bars have less than two pixels: which of them share one. `null` where each has its own. */
  readonly dense: PixelColumns | null;
}

/** Bars by the pixel they are on. What is drawn of them is one figure a pixel, whole pixels wide: an edge in between is dear. */
export interface PixelColumns {
  /** The first pixel. */
  readonly left: number;
  /** The first bar of each pixel, and at the end the one after the last. */
  readonly starts: Int32Array;
}

/** Pixels that a bar has at the least where it is drawn by itself. */
export const LEAST_BAR = 2;

/** @param x ascending */
export function pixelColumns(
  first: number,
  last: number,
  x: (bar: number) => number,
): PixelColumns {
  const left = Math.floor(x(first));
  const count = Math.max(1, Math.floor(x(last)) - left + 1);
  const starts = new Int32Array(count + 1);
  starts[0] = first;
  let column = 0;
  for (let bar = first; bar <= last; bar++) {
    const own = Math.floor(x(bar)) - left;
    while (column < own) starts[++column] = bar;
  }
  while (column < count) starts[++column] = last + 1;
  return { left, starts };
}

/** @param place a value's place on the chart's axis */
export function plotArea(
  chart: uPlot,
  time: Float64Array,
  bars: { readonly first: number; readonly last: number },
  place: (value: number) => number,
): PlotArea {
  const { left, top, width, height } = chart.bbox;
  const { min: from = 0, max: to = 1 } = chart.scales.x!;
  const { min: low = 0, max: high = 1 } = chart.scales.y!;
  const perMs = width / ((to! - from!) * 1000);
  const perValue = height / (high! - low!);
  const start = from! * 1000;
  const { first, last } = bars;
  const step = time.length > 1 ? (time[time.length - 1]! - time[0]!) / (time.length - 1) : 1;
  const shown = last > first ? (time[last]! - time[first]!) / (last - first) : step;
  const ratio = devicePixelRatio;
  const spacing = Math.min(shown, step * 4) * perMs;
  const beside = { first: Math.max(0, first - 1), last: Math.min(time.length - 1, last + 1) };
  const x = (bar: number) => left + (time[bar]! - start) * perMs;
  return {
    ctx: chart.ctx,
    left,
    top,
    width,
    height,
    ratio,
    ...beside,
    spacing,
    x,
    dense: spacing < LEAST_BAR * ratio ? pixelColumns(beside.first, beside.last, x) : null,
    y: (value) => top + height - (place(value) - low!) * perValue,
  };
}

/** Everything that is painted by `paint` stays within the plot. */
export function within(area: PlotArea, paint: () => void): void {
  const { ctx, left, top, width, height } = area;
  ctx.save();
  ctx.beginPath();
  ctx.rect(left, top, width, height);
  ctx.clip();
  paint();
  ctx.restore();
}
