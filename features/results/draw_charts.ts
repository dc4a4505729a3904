/**
 * Draws the curves of a stored result with uPlot: equity and drawdown. They share the time axis, the crosshair and the zoom.
 * Loaded on demand, so that the page is there before it.
 */
import uPlot from "uplot";
import { createFrame } from "../../charts/axes.ts";
import { type Colours, readColours, translucent } from "../../charts/chart_parts.ts";
import { floatTooltip } from "../../charts/float_tooltip.ts";
import { type Pane, paneColumns, type PaneContext, paneOptions } from "../../charts/panes.ts";
import { type ChartExtras, drawExtras } from "./chart_extras.ts";
import type { ResultCurves } from "./chart_data.ts";

type CurvePane = Exclude<Pane, "price">;

export interface ChartRequest {
  /** Where each pane goes. */
  readonly panes: Readonly<Record<CurvePane, HTMLElement>>;
  readonly curves: ResultCurves;
  readonly zone: string;
  readonly extras?: ChartExtras;
  /** The bar under the crosshair and its distance from the left of the panes, pixels; `null` when it has left. */
  readonly onPoint: (point: ChartPoint | null) => void;
  /** Whether a part is shown, or all of it. */
  readonly onZoom: (isPart: boolean) => void;
}

export interface ChartPoint {
  readonly bar: number;
  readonly left: number;
}

export interface DrawnCharts {
  /** Puts the crosshair on a bar, and brings it into view. */
  point(bar: number | null): void;
  /** Marks a trade and shows it with what was around it. */
  showTrade(trade: number | null): void;
  /** Twice as near (`0.5`) or twice as far (`2`), around a bar. */
  zoom(factor: number, bar: number): void;
  showAll(): void;
  readonly placeTooltip: typeof floatTooltip;
  destroy(): void;
}

/** Bars that are shown at the least. */
const LEAST_BARS = 12;
/** What is shown around a trade, in lengths of it and at the least in bars. */
const AROUND_TRADE = 1.5;
const AROUND_TRADE_BARS = 36;

export function drawCharts(request: ChartRequest): DrawnCharts {
  const { panes, curves, zone, extras = {}, onPoint, onZoom } = request;
  const colours = readColours(panes.equity);
  const sync = uPlot.sync(`result-${Math.random()}`);
  const seconds = curves.time.map((ms) => ms / 1000);
  const first = seconds[0] ?? 0;
  const last = seconds[seconds.length - 1] ?? first;
  let selected: number | null = null;
  const frame = createFrame(zone);
  const context: PaneContext = { colours, frame, answer: () => curves };

  const create = (pane: CurvePane): uPlot => {
    const place = panes[pane];
    const { over, ...options } = paneOptions(pane, context, pane === "drawdown");
    const data = paneColumns(pane, curves);
    const chart = new uPlot(
      {
        ...sizeOf(place),
        ...options,
        legend: { show: false },
        scales: { ...options.scales, x: { range: (_u, min, max) => [min ?? first, max ?? last] } },
        cursor: {
          sync: { key: sync.key, setSeries: false },
          drag: { x: true, y: false, dist: 8 },
          points: { size: 6 },
        },
        hooks: {
          setCursor: [tellPoint],
          setScale: [(drawn, key) => {
            if (key !== "x" || drawn !== equity) return;
            const { min = null, max = null } = drawn.scales.x ?? {};
            if (min !== null && max !== null) onZoom(min > first || max < last);
          }],
          draw: [
            over,
            (drawn) => shadeTrade(drawn, curves, selected, colours),
            (drawn) => drawExtras(drawn, pane, extras, colours),
          ],
        },
      },
      [seconds, ...data] as uPlot.AlignedData,
      place,
    );
    sync.sub(chart);
    frame.join(pane, chart);
    return chart;
  };
  const tellPoint = (chart: uPlot) => {
    const bar = chart.cursor.idx ?? null;
    if (bar === null) return onPoint(null);
    onPoint({ bar, left: leftOf(chart, seconds[bar]!) });
  };
  let equity: uPlot | null = null;
  equity = create("equity");
  const charts: Readonly<Record<CurvePane, uPlot>> = { equity, drawdown: create("drawdown") };
  const all = Object.entries(charts) as [CurvePane, uPlot][];

  const show = (from: number, to: number) => {
    const least = LEAST_BARS * stepOf(seconds);
    const width = Math.min(Math.max(to - from, least), last - first);
    const low = Math.min(Math.max((from + to - width) / 2, first), last - width);
    // At once, because what follows asks where a time is now.
    for (const [, chart] of all) {
      chart.batch(() => chart.setScale("x", { min: low, max: low + width }));
    }
  };
  const redraw = () => {
    for (const [, chart] of all) chart.redraw(false, false);
  };

  const observer = new ResizeObserver(() => {
    for (const [pane, chart] of all) {
      const { width, height } = sizeOf(panes[pane]);
      if (width !== chart.width || height !== chart.height) chart.setSize({ width, height });
    }
  });
  for (const [pane] of all) observer.observe(panes[pane]);

  const point = (bar: number | null) => {
    const time = bar === null ? undefined : seconds[bar];
    for (const [, chart] of all) {
      const left = time === undefined ? -10 : chart.valToPos(time, "x");
      chart.setCursor({ left, top: time === undefined ? -10 : 0 }, chart === charts.equity);
    }
  };

  return {
    point(bar) {
      const time = bar === null ? undefined : seconds[bar];
      const { min, max } = charts.equity.scales.x ?? {};
      if (time !== undefined && min != null && max != null && (time < min || time > max)) {
        show(time - (max - min) / 2, time + (max - min) / 2);
      }
      point(bar);
    },
    showTrade(trade) {
      selected = trade;
      if (trade !== null) {
        const { entryBar, exitBar } = curves.trades;
        const entry = seconds[entryBar[trade]!]!;
        const exit = exitBar[trade]! < 0 ? last : seconds[exitBar[trade]!]!;
        const room = Math.max(
          (exit - entry) * AROUND_TRADE,
          AROUND_TRADE_BARS * stepOf(seconds),
        );
        show(entry - room, exit + room);
      }
      redraw();
    },
    zoom(factor, bar) {
      const { min, max } = charts.equity.scales.x ?? {};
      const at = seconds[bar];
      if (min == null || max == null || at === undefined) return;
      const half = (max - min) * factor / 2;
      show(at - half, at + half);
      // What was looked at stays under the crosshair.
      point(bar);
    },
    showAll: () => show(first, last),
    placeTooltip: floatTooltip,
    destroy() {
      observer.disconnect();
      for (const [, chart] of all) chart.destroy();
    },
  };
}

/** Distance of a time from the left of the pane, pixels. */
function leftOf(chart: uPlot, time: number): number {
  return chart.bbox.left / devicePixelRatio + chart.valToPos(time, "x");
}

/** The time between two bars, seconds. */
function stepOf(seconds: Float64Array): number {
  return seconds.length < 2
    ? 3600
    : (seconds[seconds.length - 1]! - seconds[0]!) / (seconds.length - 1);
}

/** The stretch during which the selected trade was open. */
function shadeTrade(
  chart: uPlot,
  { trades: { entryBar, exitBar } }: ResultCurves,
  trade: number | null,
  colours: Colours,
): void {
  if (trade === null) return;
  const times = chart.data[0];
  const { ctx, bbox } = chart;
  const right = bbox.left + bbox.width;
  const x = (bar: number) => Math.round(chart.valToPos(times[bar] ?? 0, "x", true));
  const from = Math.max(bbox.left, x(entryBar[trade]!));
  const to = exitBar[trade]! < 0 ? right : Math.min(right, x(exitBar[trade]!));
  if (from > right || to < bbox.left) return;
  ctx.save();
  ctx.fillStyle = translucent(colours.accent, 0.12);
  ctx.fillRect(from, bbox.top, Math.max(to - from, devicePixelRatio), bbox.height);
  ctx.restore();
}

function sizeOf(place: HTMLElement): { width: number; height: number } {
  return { width: Math.max(1, place.clientWidth), height: Math.max(1, place.clientHeight) };
}
