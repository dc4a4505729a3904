/** Candles and trades on a price chart, drawn on uPlot's canvas. */
import type uPlot from "uplot";
import type { CandleSeries } from "../engine/mod.ts";
import type { PricedResult } from "./charted_result.ts";
import type { Colours } from "./chart_parts.ts";

/** Bars in view up to which candles are drawn instead of a line. */
const MOST_CANDLES = 260;
/** Trades in view above which markers are small. */
const MANY_TRADES = 60;
/** Height of a pane, pixels, below which markers are small. */
const LOW_PANE = 64;
/** From a candle's end to the middle of its marker, pixels. */
const MARKER = 8;
/** What a marker takes beyond a candle's end, pixels. */
export const MARKER_ROOM = 15;
/** Pixels around a marker that count as on it. */
const REACH = 12;

/** Draws candles over the line where there is room for them: hollow when the price rose, filled when it fell. */
export function drawCandles(chart: uPlot, candles: CandleSeries, colours: Colours): void {
  const [from, to] = barsInView(chart);
  const count = to - from + 1;
  if (count > MOST_CANDLES || count < 1) return;
  const { ctx, bbox } = chart;
  const width = Math.max(1, Math.floor(bbox.width / count * 0.6));
  const line = Math.max(1, devicePixelRatio);
  const y = (value: number) => chart.valToPos(value, "y", true);
  ctx.save();
  clip(chart);
  for (let i = from; i <= to; i++) {
    const x = Math.round(chart.valToPos(chart.data[0][i]!, "x", true));
    const open = y(candles.open[i]!);
    const close = y(candles.close[i]!);
    const up = candles.close[i]! >= candles.open[i]!;
    ctx.fillStyle = up ? colours.gain : colours.loss;
    const high = y(candles.high[i]!);
    ctx.fillRect(x - line / 2, high, line, y(candles.low[i]!) - high);
    const top = Math.min(open, close);
    const height = Math.max(1, Math.abs(close - open));
    // Hollow when it rose, as far as there is room for a hole: the colour alone tells not everybody.
    const isHollow = up && width >= 3 * line && height >= 3 * line;
    ctx.fillRect(x - width / 2, top, width, height);
    if (!isHollow) continue;
    ctx.fillStyle = colours.surface;
    ctx.fillRect(x - width / 2 + line, top + line, width - 2 * line, height - 2 * line);
  }
  ctx.restore();
}

/** Entries ▲ below the bar, exits ▼ above it, coloured by how the trade ended. */
export function drawTrades(
  chart: uPlot,
  { trades, candles }: Pick<PricedResult, "trades" | "candles">,
  colours: Colours,
): void {
  const [from, to] = barsInView(chart);
  const { entryBar, exitBar, returns } = trades;
  let inView = 0;
  for (let k = 0; k < entryBar.length; k++) {
    if (entryBar[k]! >= from && entryBar[k]! <= to) inView++;
  }
  const { ctx, bbox } = chart;
  const isLow = bbox.height < LOW_PANE * devicePixelRatio;
  const size = devicePixelRatio *
    (inView > 4 * MANY_TRADES ? 2.5 : inView > MANY_TRADES || isLow ? 3.5 : 5);
  ctx.save();
  clip(chart);
  const triangle = (bar: number, price: number, up: boolean, colour: string) => {
    if (bar < from || bar > to) return;
    const x = chart.valToPos(chart.data[0][bar]!, "x", true);
    const tip = chart.valToPos(price, "y", true) + (up ? 1 : -1) * size * 0.8;
    const foot = tip + (up ? 1 : -1) * size * 1.7;
    ctx.beginPath();
    ctx.moveTo(x, tip);
    ctx.lineTo(x - size, foot);
    ctx.lineTo(x + size, foot);
    ctx.closePath();
    ctx.fillStyle = colour;
    ctx.fill();
    ctx.lineWidth = devicePixelRatio * 0.75;
    ctx.strokeStyle = colours.surface;
    ctx.stroke();
  };
  for (let k = 0; k < entryBar.length; k++) {
    const entry = entryBar[k]!;
    const exit = exitBar[k]!;
    const colour = returns[k]! > 0 ? colours.gain : returns[k]! < 0 ? colours.loss : colours.quiet;
    triangle(entry, candles.low[entry]!, true, colour);
    if (exit >= 0) triangle(exit, candles.high[exit]!, false, colour);
  }
  ctx.restore();
}

function barsInView(chart: uPlot): [number, number] {
  const [from = 0, to = 0] = chart.series[0]!.idxs ?? [0, chart.data[0].length - 1];
  return [from, Math.min(to, chart.data[0].length - 1)];
}

function clip({ ctx, bbox }: uPlot): void {
  ctx.beginPath();
  ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height);
  ctx.clip();
}

/** Which trade's marker is under the pointer, `null` when none is. */
export function tradeNear(
  chart: uPlot,
  { trades, candles }: Pick<PricedResult, "trades" | "candles">,
  event: MouseEvent,
): number | null {
  const { left, top } = chart.over.getBoundingClientRect();
  const [x, y] = [event.clientX - left, event.clientY - top];
  let best: number | null = null;
  let nearest = REACH;
  const look = (trade: number, bar: number, price: number | undefined, side: 1 | -1) => {
    const time = chart.data[0][bar];
    if (time === undefined || price === undefined) return;
    const away = Math.abs(chart.valToPos(time, "x") - x);
    const up = Math.abs(chart.valToPos(price, "y") + side * MARKER - y);
    const distance = Math.max(away, up);
    if (distance >= nearest) return;
    nearest = distance;
    best = trade;
  };
  const { entryBar, exitBar } = trades;
  for (let k = 0; k < entryBar.length; k++) {
    const entry = entryBar[k]!;
    const exit = exitBar[k]!;
    look(k, entry, candles.low[entry], 1);
    if (exit >= 0) look(k, exit, candles.high[exit], -1);
  }
  return best;
}
