/** Candles, volumes, positions and their trades. */
import { translucent } from "../../charts/chart_parts.ts";
import type { CandleSeries } from "../../engine/mod.ts";
import type { ChartTrades } from "../../studio/chart/chart_model.ts";
import type { PlotArea } from "./plot_area.ts";

/** Pixels a candle has at the least; with less, highs and lows are drawn. */
export const LEAST_CANDLE = 2;
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

/** Candles, hollow when the price rose; where one has less than two pixels, one bar a pixel from the lowest to the highest. */
export function paintCandles(area: PlotArea, candles: CandleSeries, colours: PriceColours): void {
  if (area.spacing < LEAST_CANDLE * area.ratio) paintRanges(area, candles, colours);
  else paintBodies(area, candles, colours);
}

function paintBodies(
  { ctx, x, y, first, last, spacing, ratio }: PlotArea,
  { open, high, low, close }: CandleSeries,
  { up, down, surface }: PriceColours,
): void {
  const line = Math.max(1, Math.round(ratio));
  const width = Math.max(line, Math.floor(spacing * 0.7));
  const hasBodies = width >= 3 * line;
  for (const side of [true, false]) {
    ctx.fillStyle = side ? up : down;
    for (let bar = first; bar <= last; bar++) {
      if ((close[bar]! >= open[bar]!) !== side) continue;
      const at = Math.round(x(bar));
      const top = y(Math.max(open[bar]!, close[bar]!));
      const body = Math.max(line, y(Math.min(open[bar]!, close[bar]!)) - top);
      const peak = y(high[bar]!);
      ctx.fillRect(at - line / 2, peak, line, y(low[bar]!) - peak);
      ctx.fillRect(at - width / 2, top, width, body);
      // Hollow as far as there is room for a hole: the colour alone tells not everybody.
      if (!side || !hasBodies || body < 3 * line) continue;
      ctx.fillStyle = surface;
      ctx.fillRect(at - width / 2 + line, top + line, width - 2 * line, body - 2 * line);
      ctx.fillStyle = up;
    }
  }
}

function paintRanges(
  { ctx, x, y, first, last, ratio }: PlotArea,
  { open, high, low, close }: CandleSeries,
  { up, down }: PriceColours,
): void {
  const line = Math.max(1, Math.round(ratio));
  const [rising, falling] = [new Path2D(), new Path2D()];
  let pixel = NaN;
  let [from, peak, bottom, to] = [0, 0, 0, 0];
  const flush = () => {
    if (Number.isNaN(pixel)) return;
    const top = y(peak);
    const path = to >= from ? rising : falling;
    path.rect(pixel - line / 2, top, line, Math.max(line, y(bottom) - top));
  };
  for (let bar = first; bar <= last; bar++) {
    const at = Math.round(x(bar));
    if (at !== pixel) {
      flush();
      pixel = at;
      from = open[bar]!;
      peak = high[bar]!;
      bottom = low[bar]!;
    } else {
      if (high[bar]! > peak) peak = high[bar]!;
      if (low[bar]! < bottom) bottom = low[bar]!;
    }
    to = close[bar]!;
  }
  flush();
  ctx.fillStyle = up;
  ctx.fill(rising);
  ctx.fillStyle = down;
  ctx.fill(falling);
}

/** Volumes at the foot of the pane, or over all of it. */
export function paintVolume(
  { ctx, x, top, height, first, last, spacing, ratio }: PlotArea,
  { volume, open, close }: CandleSeries,
  { up, down }: Pick<PriceColours, "up" | "down">,
  y: ((value: number) => number) | null,
): void {
  let most = 0;
  for (let bar = first; bar <= last; bar++) if (volume[bar]! > most) most = volume[bar]!;
  if (!(most > 0)) return;
  const foot = top + height;
  const place = y ?? ((value: number) => foot - value / most * height * VOLUME_SHARE);
  const width = Math.max(1, Math.round(Math.max(ratio, spacing * 0.7)));
  const [rising, falling] = [new Path2D(), new Path2D()];
  let pixel = NaN;
  let largest = 0;
  let isUp = true;
  const flush = () => {
    if (!(largest > 0)) return;
    const at = place(largest);
    (isUp ? rising : falling).rect(pixel - width / 2, at, width, foot - at);
  };
  for (let bar = first; bar <= last; bar++) {
    const at = Math.round(x(bar));
    if (at !== pixel) {
      flush();
      pixel = at;
      largest = 0;
    }
    if (!(volume[bar]! > largest)) continue;
    largest = volume[bar]!;
    isUp = close[bar]! >= open[bar]!;
  }
  flush();
  ctx.fillStyle = translucent(up, 0.28);
  ctx.fill(rising);
  ctx.fillStyle = translucent(down, 0.28);
  ctx.fill(falling);
}

/** The stretches in which a position was held; the chosen trade's is stronger. */
export function paintSpans(
  { ctx, x, top, height, first, last, spacing, ratio }: PlotArea,
  { entryBar, exitBar }: Pick<ChartTrades, "entryBar" | "exitBar">,
  accent: string,
  chosen: number | null,
): void {
  for (let trade = 0; trade < entryBar.length; trade++) {
    const from = entryBar[trade]!;
    const to = exitBar[trade]! < 0 ? last : exitBar[trade]!;
    if (to < first || from > last) continue;
    ctx.fillStyle = translucent(accent, trade === chosen ? 2.5 * SPAN : SPAN);
    const left = x(Math.max(from, first)) - spacing / 2;
    const right = x(Math.min(to, last)) + spacing / 2;
    ctx.fillRect(left, top, Math.max(ratio, right - left), height);
  }
}

/** Entries ▲ below their bar, exits ▼ above it, coloured by how the trade ended. */
export function paintTrades(
  area: PlotArea,
  { low, high }: CandleSeries,
  { entryBar, exitBar, returns }: ChartTrades,
  colours: {
    readonly gain: string;
    readonly loss: string;
    readonly quiet: string;
    readonly surface: string;
  },
): void {
  const { ctx, x, y, first, last, ratio } = area;
  let inView = 0;
  for (let trade = 0; trade < entryBar.length; trade++) {
    if (entryBar[trade]! >= first && entryBar[trade]! <= last) inView++;
  }
  const size = ratio * (inView > VERY_MANY ? 2.5 : inView > MANY ? 3.5 : 5);
  const paths = new Map<string, Path2D>();
  const triangle = (bar: number, price: number, side: 1 | -1, colour: string) => {
    if (bar < first || bar > last) return;
    const path = paths.get(colour) ?? new Path2D();
    paths.set(colour, path);
    const at = x(bar);
    const tip = y(price) + side * size * 0.8;
    const foot = tip + side * size * 1.7;
    path.moveTo(at, tip);
    path.lineTo(at - size, foot);
    path.lineTo(at + size, foot);
    path.closePath();
  };
  for (let trade = 0; trade < entryBar.length; trade++) {
    const [entry, exit, result] = [entryBar[trade]!, exitBar[trade]!, returns[trade]!];
    const colour = result > 0 ? colours.gain : result < 0 ? colours.loss : colours.quiet;
    triangle(entry, low[entry]!, 1, colour);
    if (exit >= 0) triangle(exit, high[exit]!, -1, colour);
  }
  ctx.lineWidth = ratio * 0.75;
  ctx.strokeStyle = colours.surface;
  for (const [colour, path] of paths) {
    ctx.fillStyle = colour;
    ctx.fill(path);
    // An edge tells markers from candles as far as either can be seen.
    if (inView <= VERY_MANY) ctx.stroke(path);
  }
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
