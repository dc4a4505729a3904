/** Candles, volumes, positions and their trades. */
import { translucent } from "../../charts/chart_parts.ts";
import type { CandleSeries } from "../../engine/mod.ts";
import type { ChartTrades } from "../../studio/chart/chart_model.ts";
import type { PixelColumns, PlotArea } from "./plot_area.ts";

/** Share of the pane's height that the largest volume takes. */
const VOLUME_SHARE = 0.16;
/** Opacity of the span of a position. */
const SPAN = 0.06;
/** Trades in view above which markers are small, and very small. */
const MANY = 60;
const VERY_MANY = 240;
/** Pixels around a marker that count as on it. */
const REACH = 12;

export interface PriceColours {
  readonly up: string;
  readonly down: string;
  readonly surface: string;
}

/** Candles, hollow when the price rose; where bars share pixels, one line a pixel from the lowest to the highest. */
export function paintCandles(area: PlotArea, candles: CandleSeries, colours: PriceColours): void {
  if (area.dense) paintRanges(area, area.dense, candles, colours);
  else paintBodies(area, candles, colours);
}

/** Whole pixels, with a gap between two bars; where there is room, as many on both sides of the wick. */
function barWidth(spacing: number, line: number): number {
  const width = Math.max(
    line,
    Math.min(Math.round(spacing * 0.75), Math.ceil(spacing - line)),
  );
  return width > 3 * line && (width - line) % 2 === 1 ? width - 1 : width;
}

function paintBodies(
  { ctx, x, y, first, last, spacing, ratio }: PlotArea,
  { open, high, low, close }: CandleSeries,
  { up, down, surface }: PriceColours,
): void {
  const line = Math.max(1, Math.round(ratio));
  const width = barWidth(spacing, line);
  const side = Math.floor((width - line) / 2);
  const hasBodies = width >= 3 * line;
  for (const isUp of [true, false]) {
    ctx.fillStyle = isUp ? up : down;
    for (let bar = first; bar <= last; bar++) {
      if ((close[bar]! >= open[bar]!) !== isUp) continue;
      const left = Math.floor(x(bar));
      const top = Math.round(y(Math.max(open[bar]!, close[bar]!)));
      const body = Math.max(line, Math.round(y(Math.min(open[bar]!, close[bar]!))) - top);
      const peak = Math.round(y(high[bar]!));
      ctx.fillRect(left, peak, line, Math.max(line, Math.round(y(low[bar]!)) - peak));
      ctx.fillRect(left - side, top, width, body);
      // Hollow as far as there is room for a hole: the colour alone tells not everybody.
      if (!isUp || !hasBodies || body < 3 * line) continue;
      ctx.fillStyle = surface;
      ctx.fillRect(left - side + line, top + line, width - 2 * line, body - 2 * line);
      ctx.fillStyle = up;
    }
  }
}

function paintRanges(
  { ctx, y, ratio }: PlotArea,
  { left, starts }: PixelColumns,
  { open, high, low, close }: CandleSeries,
  { up, down }: PriceColours,
): void {
  const line = Math.max(1, Math.round(ratio));
  const count = starts.length - 1;
  for (const isUp of [true, false]) {
    ctx.fillStyle = isUp ? up : down;
    for (let column = 0; column < count; column++) {
      const from = starts[column]!;
      const to = starts[column + 1]!;
      if (from === to || (close[to - 1]! >= open[from]!) !== isUp) continue;
      let peak = high[from]!;
      let bottom = low[from]!;
      for (let bar = from + 1; bar < to; bar++) {
        if (high[bar]! > peak) peak = high[bar]!;
        if (low[bar]! < bottom) bottom = low[bar]!;
      }
      const top = Math.round(y(peak));
      ctx.fillRect(left + column, top, line, Math.max(line, Math.round(y(bottom)) - top));
    }
  }
}

/** Volumes at the foot of the pane, or over all of it. */
export function paintVolume(
  { ctx, x, top, height, first, last, spacing, ratio, dense }: PlotArea,
  { volume, open, close }: CandleSeries,
  { up, down }: Pick<PriceColours, "up" | "down">,
  y: ((value: number) => number) | null,
): void {
  let most = 0;
  for (let bar = first; bar <= last; bar++) if (volume[bar]! > most) most = volume[bar]!;
  if (!(most > 0)) return;
  const foot = top + height;
  const place = y ?? ((value: number) => foot - value / most * height * VOLUME_SHARE);
  const count = dense ? dense.starts.length - 1 : last - first + 1;
  const line = Math.max(1, Math.round(ratio));
  const width = dense ? line : barWidth(spacing, line);
  const side = Math.floor((width - line) / 2);
  for (const isUp of [true, false]) {
    ctx.fillStyle = translucent(isUp ? up : down, 0.28);
    for (let k = 0; k < count; k++) {
      let largest = dense ? dense.starts[k]! : first + k;
      const end = dense ? dense.starts[k + 1]! : largest + 1;
      for (let bar = largest + 1; bar < end; bar++) {
        if (volume[bar]! > volume[largest]!) largest = bar;
      }
      if (largest >= end || (close[largest]! >= open[largest]!) !== isUp) continue;
      if (!(volume[largest]! > 0)) continue;
      const at = Math.round(place(volume[largest]!));
      const left = dense ? dense.left + k : Math.floor(x(largest)) - side;
      ctx.fillRect(left, at, width, foot - at);
    }
  }
}

/** The stretches in which a position was held; the chosen trade's is stronger. */
export function paintSpans(
  { ctx, x, top, height, first, last, spacing, ratio }: PlotArea,
  { entryBar, exitBar }: Pick<ChartTrades, "entryBar" | "exitBar">,
  accent: string,
  chosen: number | null,
): void {
  const span = (trade: number) => {
    const from = entryBar[trade]!;
    const to = exitBar[trade]! < 0 ? last : exitBar[trade]!;
    if (to < first || from > last) return;
    const left = Math.round(x(Math.max(from, first)) - spacing / 2);
    const right = Math.round(x(Math.min(to, last)) + spacing / 2);
    ctx.fillRect(left, top, Math.max(ratio, right - left), height);
  };
  ctx.fillStyle = translucent(accent, SPAN);
  for (let trade = 0; trade < entryBar.length; trade++) if (trade !== chosen) span(trade);
  if (chosen === null || chosen >= entryBar.length) return;
  ctx.fillStyle = translucent(accent, 2.5 * SPAN);
  span(chosen);
}

export interface TradeColours {
  readonly gain: string;
  readonly loss: string;
  readonly quiet: string;
  readonly surface: string;
}

/** Entries ▲ below their bar, exits ▼ above it, coloured by how the trade ended. */
export function paintTrades(
  { ctx, x, y, first, last, ratio }: PlotArea,
  { low, high }: CandleSeries,
  { entryBar, exitBar, returns }: ChartTrades,
  colours: TradeColours,
): void {
  let inView = 0;
  for (let trade = 0; trade < entryBar.length; trade++) {
    if (entryBar[trade]! >= first && entryBar[trade]! <= last) inView++;
  }
  const size = ratio * (inView > VERY_MANY ? 2.5 : inView > MANY ? 3.5 : 5);
  // An edge tells markers from candles as far as either can be seen.
  const edge = inView > VERY_MANY ? null : colours.surface;
  const mark = (bar: number, price: number, side: 1 | -1, colour: string) => {
    if (bar < first || bar > last) return;
    const picture = triangle({ colour, edge, side, size, ratio });
    const tip = y(price) + side * size * 0.8;
    const top = side > 0 ? tip : tip - size * 1.7;
    ctx.drawImage(
      picture,
      Math.round(x(bar) - picture.width / 2),
      Math.round(top - ratio),
    );
  };
  for (let trade = 0; trade < entryBar.length; trade++) {
    const [entry, exit, result] = [entryBar[trade]!, exitBar[trade]!, returns[trade]!];
    const colour = result > 0 ? colours.gain : result < 0 ? colours.loss : colours.quiet;
    mark(entry, low[entry]!, 1, colour);
    if (exit >= 0) mark(exit, high[exit]!, -1, colour);
  }
}

interface Triangle {
  readonly colour: string;
  readonly edge: string | null;
  /** 1 for ▲. */
  readonly side: 1 | -1;
  /** Half its width, canvas pixels. */
  readonly size: number;
  readonly ratio: number;
}

/** Pictures of markers: a picture is put on the canvas in no time, a shape with a thousand corners is not. */
const triangles = new Map<string, ImageBitmap>();

/** With a pixel around it. */
function triangle({ colour, edge, side, size, ratio }: Triangle): ImageBitmap {
  const key = [colour, edge, side, size, ratio].join();
  const known = triangles.get(key);
  if (known) return known;
  // Colours of another theme are not asked for again soon.
  if (triangles.size > 40) triangles.clear();
  const canvas = new OffscreenCanvas(
    Math.ceil(2 * size + 2 * ratio),
    Math.ceil(1.7 * size + 2 * ratio),
  );
  const ctx = canvas.getContext("2d")!;
  const [middle, near, far] = [canvas.width / 2, ratio, ratio + 1.7 * size];
  const [tip, foot] = side > 0 ? [near, far] : [far, near];
  ctx.moveTo(middle, tip);
  ctx.lineTo(middle - size, foot);
  ctx.lineTo(middle + size, foot);
  ctx.closePath();
  ctx.fillStyle = colour;
  ctx.fill();
  if (edge !== null) {
    ctx.lineWidth = ratio * 0.75;
    ctx.strokeStyle = edge;
    ctx.stroke();
  }
  // Of a canvas each use would take a copy.
  const picture = canvas.transferToImageBitmap();
  triangles.set(key, picture);
  return picture;
}

/** Whose marker is at a place of the canvas, `null` when there is none. */
export function tradeNear(
  { x, y, first, last, ratio }: PlotArea,
  { low, high }: Pick<CandleSeries, "low" | "high">,
  { entryBar, exitBar }: Pick<ChartTrades, "entryBar" | "exitBar">,
  at: { readonly x: number; readonly y: number },
): { readonly trade: number; readonly end: "entry" | "exit" } | null {
  let best: { readonly trade: number; readonly end: "entry" | "exit" } | null = null;
  let nearest = REACH * ratio;
  const look = (trade: number, end: "entry" | "exit", bar: number, price: number, side: 1 | -1) => {
    if (bar < first || bar > last) return;
    const distance = Math.max(
      Math.abs(x(bar) - at.x),
      Math.abs(y(price) + side * 8 * ratio - at.y),
    );
    if (distance >= nearest) return;
    nearest = distance;
    best = { trade, end };
  };
  for (let trade = 0; trade < entryBar.length; trade++) {
    const [entry, exit] = [entryBar[trade]!, exitBar[trade]!];
    look(trade, "entry", entry, low[entry]!, 1);
    if (exit >= 0) look(trade, "exit", exit, high[exit]!, -1);
  }
  return best;
}
