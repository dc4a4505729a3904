/** Lines, bands, histograms and thresholds of blocks. */
import { translucent } from "../../charts/chart_parts.ts";
import type { ChartCurve, PaneThreshold } from "../../studio/chart/chart_model.ts";
import type { PlotArea } from "./plot_area.ts";

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
  const { ctx, ratio } = area;
  ctx.save();
  ctx.beginPath();
  trace(area, column, gapsAfter, look.isStep ?? false);
  ctx.strokeStyle = look.colour;
  ctx.lineWidth = look.width * ratio;
  // Joins of thousands of points a pixel apart are dear, and nobody sees them.
  ctx.lineJoin = area.spacing < ratio ? "bevel" : "round";
  if (look.dash) ctx.setLineDash(look.dash.map((length) => length * ratio));
  ctx.stroke();
  ctx.restore();
}

function trace(
  { ctx, x, y, first, last }: PlotArea,
  column: ArrayLike<number | null>,
  gapsAfter: Int32Array,
  isStep: boolean,
): void {
  let gap = 0;
  while (gap < gapsAfter.length && gapsAfter[gap]! < first) gap++;
  let isDown = false;
  /** The pixel that is being gathered, with its values. */
  let pixel = NaN;
  let [start, low, high, end] = [0, 0, 0, 0];
  let before = 0;
  const flush = () => {
    if (Number.isNaN(pixel)) return;
    // From the extreme that is nearer to where the pixel's bars begin to the other one.
    const isUp = end >= start;
    const at = y(isUp ? low : high);
    if (!isDown) ctx.moveTo(pixel, at);
    else {
      if (isStep) ctx.lineTo(pixel, before);
      ctx.lineTo(pixel, at);
    }
    isDown = true;
    before = at;
    if (low !== high) {
      before = y(isUp ? high : low);
      ctx.lineTo(pixel, before);
    }
    pixel = NaN;
  };
  for (let bar = first; bar <= last; bar++) {
    const value = column[bar] ?? NaN;
    if (value !== value) {
      flush();
      isDown = false;
    } else {
      const at = Math.round(x(bar));
      if (at === pixel) {
        if (value < low) low = value;
        else if (value > high) high = value;
        end = value;
      } else {
        flush();
        pixel = at;
        start =
          low =
          high =
          end =
            value;
      }
    }
    if (gapsAfter[gap] === bar) {
      flush();
      isDown = false;
      gap++;
    }
  }
  flush();
}

/** The room between two columns. */
export function paintBand(
  { ctx, x, y, first, last, spacing, ratio }: PlotArea,
  upper: ArrayLike<number | null>,
  lower: ArrayLike<number | null>,
  colour: string,
): void {
  // One point a pixel is enough for a pale area.
  const stride = Math.max(1, Math.floor(ratio / spacing));
  ctx.save();
  ctx.fillStyle = translucent(colour, BAND);
  let from = first;
  const fill = (to: number) => {
    if (to - from < 1) return;
    ctx.beginPath();
    for (let bar = from; bar < to; bar += stride) ctx.lineTo(x(bar), y(upper[bar]!));
    for (let bar = to - 1; bar >= from; bar -= stride) ctx.lineTo(x(bar), y(lower[bar]!));
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
  ctx.restore();
}

/** Bars from 0, in one colour above and another below; of the bars that share a pixel the largest. */
export function paintHistogram(
  { ctx, x, y, first, last, spacing, ratio }: PlotArea,
  column: ArrayLike<number | null>,
  colours: { readonly above: string; readonly below: string },
): void {
  const width = Math.max(ratio, Math.floor(spacing * 0.6));
  const zero = y(0);
  ctx.save();
  for (const side of [1, -1] as const) {
    ctx.fillStyle = side > 0 ? colours.above : colours.below;
    let pixel = NaN;
    let largest = 0;
    const flush = () => {
      if (largest === 0) return;
      const at = y(largest);
      ctx.fillRect(pixel - width / 2, Math.min(at, zero), width, Math.max(1, Math.abs(at - zero)));
    };
    for (let bar = first; bar <= last; bar++) {
      const at = Math.round(x(bar));
      if (at !== pixel) {
        flush();
        pixel = at;
        largest = 0;
      }
      const value = column[bar] ?? NaN;
      if (value * side > Math.abs(largest)) largest = value;
    }
    flush();
  }
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
    if (isOwn && side !== 0 && curve) tintBeyond(area, curve, value, side, tint);
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

function tintBeyond(
  { ctx, left, top, width, height, x, y, first, last, spacing, ratio }: PlotArea,
  curve: ArrayLike<number | null>,
  value: number,
  side: 1 | -1,
  tint: string,
): void {
  const at = y(value);
  const stride = Math.max(1, Math.floor(ratio / spacing));
  ctx.save();
  ctx.beginPath();
  if (side > 0) ctx.rect(left, top, width, at - top);
  else ctx.rect(left, at, width, top + height - at);
  ctx.clip();
  ctx.beginPath();
  ctx.moveTo(x(first), at);
  let before = first;
  for (let bar = first; bar <= last; bar += stride) {
    const known = curve[bar] ?? NaN;
    if (known !== known) {
      ctx.lineTo(x(before), at);
      ctx.lineTo(x(bar), at);
    } else ctx.lineTo(x(bar), y(known));
    before = bar;
  }
  ctx.lineTo(x(before), at);
  ctx.closePath();
  ctx.fillStyle = translucent(tint, CROSSED);
  ctx.fill();
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
