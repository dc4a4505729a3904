/** Lines, bands, histograms and thresholds of blocks. */
import { translucent } from "../../charts/chart_parts.ts";
import type { ChartCurve, PaneThreshold } from "../../studio/chart/chart_model.ts";
import { firstFrom } from "../../studio/chart/chart_scale.ts";
import { LEAST_BAR, type PixelColumns, type PlotArea } from "./plot_area.ts";

export interface LineLook {
  readonly colour: string;
  /** CSS pixels. */
  readonly width: number;
  readonly dash?: readonly number[];
  /** A value holds until the next bar. */
  readonly isStep?: boolean;
}

/** Opacity of what fills a band. */
const BAND = 0.08;
const CROSSED = 0.14;

/**
 * A line through a column; it breaks where values or candles are missing. Where several bars share a pixel their lowest and
 * highest values are joined, so that no extreme is lost.
 */
export function paintLine(
  area: PlotArea,
  column: ArrayLike<number | null>,
  gapsAfter: Int32Array,
  look: LineLook,
): void {
  const { ctx, ratio, dense } = area;
  ctx.save();
  ctx.beginPath();
  if (dense) traceColumns(area, dense, column, gapsAfter, look.isStep ?? false);
  else traceBars(area, column, gapsAfter, look.isStep ?? false);
  ctx.strokeStyle = look.colour;
  // Of thousands of points: a line of one pixel is drawn as it is, a wider one as the outline of an area.
  ctx.lineWidth = dense ? ratio : look.width * ratio;
  ctx.lineJoin = dense ? "bevel" : "round";
  if (look.dash) ctx.setLineDash(look.dash.map((length) => length * ratio));
  ctx.stroke();
  ctx.restore();
}

function traceBars(
  { ctx, x, y, first, last }: PlotArea,
  column: ArrayLike<number | null>,
  gapsAfter: Int32Array,
  isStep: boolean,
): void {
  let gap = firstFrom(gapsAfter, first);
  let isDown = false;
  let before = 0;
  for (let bar = first; bar <= last; bar++) {
    const value = column[bar] ?? NaN;
    if (value === value) {
      const [at, height] = [x(bar), y(value)];
      if (!isDown) ctx.moveTo(at, height);
      else {
        if (isStep) ctx.lineTo(at, before);
        ctx.lineTo(at, height);
      }
      before = height;
      isDown = true;
    } else isDown = false;
    if (gapsAfter[gap] === bar) {
      isDown = false;
      gap++;
    }
  }
}

function traceColumns(
  { ctx, y, first }: PlotArea,
  { left, starts }: PixelColumns,
  column: ArrayLike<number | null>,
  gapsAfter: Int32Array,
  isStep: boolean,
): void {
  let gap = firstFrom(gapsAfter, first);
  let breakAfter = gapsAfter[gap] ?? Infinity;
  let isDown = false;
  let before = 0;
  const count = starts.length - 1;
  for (let k = 0; k < count; k++) {
    const end = starts[k + 1]!;
    const pixel = left + k + 0.5;
    let bar = starts[k]!;
    while (bar < end) {
      // Bars up to the end of the pixel, or up to where the line breaks.
      let start = NaN;
      let low = Infinity;
      let high = -Infinity;
      let last = NaN;
      let breaks = false;
      for (; bar < end && !breaks; bar++) {
        const value = column[bar] ?? NaN;
        if (value === value) {
          if (start !== start) start = value;
          if (value < low) low = value;
          if (value > high) high = value;
          last = value;
        } else breaks = true;
        if (bar === breakAfter) {
          breaks = true;
          breakAfter = gapsAfter[++gap] ?? Infinity;
        }
      }
      if (start === start) {
        const bottom = y(low);
        const top = y(high);
        // From the extreme that is nearer to where the pixel's bars begin to the other one.
        const at = last >= start ? bottom : top;
        if (!isDown) ctx.moveTo(pixel, at);
        else {
          if (isStep) ctx.lineTo(pixel, before);
          ctx.lineTo(pixel, at);
        }
        before = at;
        if (bottom - top >= 0.5) {
          before = bottom + top - at;
          ctx.lineTo(pixel, before);
        }
        isDown = true;
      }
      if (breaks) isDown = false;
    }
  }
}

/** Pixels up to the next one that has bars: one, or two where bars have more than a pixel each. */
function widthAt({ starts }: PixelColumns, column: number, ratio: number): number {
  const most = Math.ceil(LEAST_BAR * ratio);
  let width = 1;
  while (width < most && starts[column + width] === starts[column + width + 1]) width++;
  return width;
}

/** The room between two columns. */
export function paintBand(
  { ctx, x, y, first, last, dense, ratio }: PlotArea,
  upper: ArrayLike<number | null>,
  lower: ArrayLike<number | null>,
  colour: string,
): void {
  ctx.fillStyle = translucent(colour, BAND);
  if (dense) {
    const { left, starts } = dense;
    for (let k = 0; k < starts.length - 1; k++) {
      const bar = starts[k + 1]! - 1;
      if (bar < starts[k]!) continue;
      const top = Math.round(y(upper[bar] ?? NaN));
      // Nothing where either is not known.
      const height = Math.round(y(lower[bar] ?? NaN)) - top;
      ctx.fillRect(left + k, top, widthAt(dense, k, ratio), height);
    }
    return;
  }
  let from = first;
  const fill = (to: number) => {
    if (to - from < 1) return;
    ctx.beginPath();
    for (let bar = from; bar < to; bar++) ctx.lineTo(x(bar), y(upper[bar]!));
    for (let bar = to - 1; bar >= from; bar--) ctx.lineTo(x(bar), y(lower[bar]!));
    ctx.closePath();
    ctx.fill();
  };
  for (let bar = first; bar <= last + 1; bar++) {
    const isKnown = bar <= last && (upper[bar] ?? NaN) === upper[bar] &&
      (lower[bar] ?? NaN) === lower[bar];
    if (isKnown) continue;
    fill(bar);
    from = bar + 1;
  }
}

/** Bars from 0, in one colour above and another below; of the bars that share a pixel the largest. */
export function paintHistogram(
  { ctx, x, y, first, last, spacing, ratio, dense }: PlotArea,
  column: ArrayLike<number | null>,
  colours: { readonly above: string; readonly below: string },
): void {
  const width = dense ? 1 : Math.max(1, Math.floor(Math.max(ratio, spacing * 0.6)));
  const zero = Math.round(y(0));
  const count = dense ? dense.starts.length - 1 : last - first + 1;
  for (const side of [1, -1] as const) {
    ctx.fillStyle = side > 0 ? colours.above : colours.below;
    for (let k = 0; k < count; k++) {
      const start = dense ? dense.starts[k]! : first + k;
      const end = dense ? dense.starts[k + 1]! : start + 1;
      let largest = 0;
      for (let bar = start; bar < end; bar++) {
        const value = column[bar] ?? NaN;
        if (value * side > Math.abs(largest)) largest = value;
      }
      if (largest === 0) continue;
      const at = Math.round(y(largest));
      const left = dense ? dense.left + k : Math.floor(x(start) - (width - 1) / 2);
      ctx.fillRect(left, Math.min(at, zero), width, Math.max(1, Math.abs(at - zero)));
    }
  }
}

/** From a level to a column, on one side of it or on both. */
export function paintArea(
  area: PlotArea,
  column: ArrayLike<number | null>,
  { level, side, colour }: {
    readonly level: number;
    /** 1 for what is above the level. */
    readonly side: 1 | -1;
    readonly colour: string;
  },
): void {
  const { ctx, x, y, first, last, dense, ratio } = area;
  const base = Math.round(y(level));
  ctx.fillStyle = colour;
  if (dense) {
    const { left, starts } = dense;
    for (let k = 0; k < starts.length - 1; k++) {
      let far = level;
      for (let bar = starts[k]!; bar < starts[k + 1]!; bar++) {
        const value = column[bar] ?? NaN;
        if ((value - far) * side > 0) far = value;
      }
      if (far === level) continue;
      ctx.fillRect(left + k, base, widthAt(dense, k, ratio), Math.round(y(far)) - base);
    }
    return;
  }
  ctx.save();
  ctx.beginPath();
  if (side > 0) ctx.rect(area.left, area.top, area.width, base - area.top);
  else ctx.rect(area.left, base, area.width, area.top + area.height - base);
  ctx.clip();
  ctx.beginPath();
  ctx.moveTo(x(first), base);
  let before = first;
  for (let bar = first; bar <= last; bar++) {
    const known = column[bar] ?? NaN;
    if (known !== known) {
      ctx.lineTo(x(before), base);
      ctx.lineTo(x(bar), base);
    } else ctx.lineTo(x(bar), y(known));
    before = bar;
  }
  ctx.lineTo(x(before), base);
  ctx.closePath();
  ctx.fill();
  ctx.restore();
}

/** Thin dashed lines; what lies beyond one of the strategy's own is tinted up to the curve. */
export function paintThresholds(
  area: PlotArea,
  thresholds: readonly PaneThreshold[],
  curve: ArrayLike<number | null> | null,
  { quiet, tint }: { readonly quiet: string; readonly tint: string },
): void {
  const { ctx, left, width, y, ratio } = area;
  ctx.save();
  for (const { value, side, isOwn } of thresholds) {
    const at = Math.round(y(value)) + 0.5;
    if (isOwn && side !== 0 && curve) {
      paintArea(area, curve, { level: value, side, colour: translucent(tint, CROSSED) });
    }
    ctx.beginPath();
    ctx.setLineDash([4 * ratio, 3 * ratio]);
    ctx.moveTo(left, at);
    ctx.lineTo(left + width, at);
    ctx.strokeStyle = isOwn ? tint : translucent(quiet, 0.55);
    ctx.lineWidth = ratio;
    ctx.stroke();
  }
  ctx.restore();
}

/** The curves of one block: what is filled first, lines over it. */
export function paintGroup(
  area: PlotArea,
  curves: readonly ChartCurve[],
  gapsAfter: Int32Array,
  colours: readonly string[],
  tones: { readonly gain: string; readonly loss: string },
): void {
  for (const { shape, column, other } of curves) {
    if (shape === "band" && other) paintBand(area, column, other, colours[0]!);
    if (shape === "histogram") {
      paintHistogram(area, column, {
        above: translucent(tones.gain, 0.5),
        below: translucent(tones.loss, 0.5),
      });
    }
  }
  let line = 0;
  for (const { shape, column } of curves) {
    if (shape === "histogram") continue;
    const isBand = curves.some((curve) => curve.shape === "band");
    // Both edges of a band and its middle are one thing; other lines of a block are told apart.
    const colour = colours[isBand ? 0 : line % colours.length]!;
    paintLine(area, column, gapsAfter, { colour, width: isBand ? 1 : 1.5 });
    line++;
  }
}
