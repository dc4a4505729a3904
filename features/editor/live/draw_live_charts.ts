/**
 * Equity, drawdown and price with trades, on one time axis, redrawn in place: the charts are made once and given new columns
 * with each answer. Loaded on demand.
 */
import uPlot from "uplot";
import { createFrame } from "../../../charts/axes.ts";
import { readColours } from "../../../charts/chart_parts.ts";
import { tradeNear } from "../../../charts/draw_price.ts";
import { type Pane, paneColumns, type PaneContext, paneOptions } from "../../../charts/panes.ts";
import type { LiveAnswer } from "../../../studio/live/live_session.ts";

export interface LiveChartPlaces {
  /** Where each pane goes; one that is not displayed is drawn when it is. */
  readonly panes: Readonly<Record<Pane, HTMLElement>>;
  readonly zone: string;
  /** The bar under the crosshair, `null` when it has left. */
  readonly onPoint: (bar: number | null) => void;
  /** A bar was clicked; on a trade's marker it is the bar whose signal led to the trade. */
  readonly onPick: (bar: number, isTrade: boolean) => void;
}

export interface LiveCharts {
  show(answer: LiveAnswer): void;
  /** Marks a bar that stays, and brings it into view. */
  mark(bar: number | null): void;
  destroy(): void;
}

/** How far a pointer may move, pixels, for a press to be a click. */
const CLICK = 4;

export function createLiveCharts({ panes, zone, onPoint, onPick }: LiveChartPlaces): LiveCharts {
  const colours = readColours(panes.price);
  const sync = uPlot.sync(`live-${Math.random()}`);
  let answer: LiveAnswer | null = null;
  let seconds = new Float64Array(0);
  /** A crosshair that is set by a key must not be told back as one that was moved by hand. */
  let silent = false;
  let marked: number | null = null;
  const frame = createFrame(zone);
  const context: PaneContext = { colours, frame, answer: () => answer };

  const point = (chart: uPlot) => {
    if (!silent) onPoint(chart.cursor.idx ?? null);
  };
  const create = (pane: Pane): uPlot => {
    const place = panes[pane];
    const { over, ...options } = paneOptions(pane, context);
    const data = [seconds, ...options.series.slice(1).map(() => [])];
    const chart = new uPlot(
      {
        ...sizeOf(place),
        ...options,
        legend: { show: false },
        cursor: {
          sync: { key: sync.key, setSeries: false },
          drag: { x: true, y: false, dist: 8 },
          points: { size: 6 },
        },
        hooks: {
          setCursor: [point],
          draw: [over, (drawn) => markBar(drawn, marked, colours.accent)],
        },
      },
      data as uPlot.AlignedData,
      place,
    );
    sync.sub(chart);
    frame.join(pane, chart);
    return chart;
  };
  const all = (Object.keys(panes) as Pane[]).map((pane) => ({
    pane,
    place: panes[pane],
    chart: create(pane),
  }));
  const charts = all.map(({ chart }) => chart);
  const price = all.find(({ pane }) => pane === "price")!.chart;

  const isFilled = (chart: uPlot) => chart.data[0] === seconds;
  // As the observer told: to ask for a size between two answers would make the browser lay out the page.
  const hidden = new Set(
    (Object.keys(panes) as Pane[]).filter((pane) => panes[pane].clientHeight === 0),
  );
  /** @param keepsView whether a zoom stays, and the values alone find a new scale. */
  const fill = (pane: Pane, chart: uPlot, shown: LiveAnswer, keepsView: boolean) => {
    chart.setData([seconds, ...paneColumns(pane, shown)] as uPlot.AlignedData, !keepsView);
    if (!keepsView) return;
    chart.redraw(true, false);
    const { min, max } = chart.scales.x!;
    chart.setScale("x", { min: min!, max: max! });
  };
  const observer = new ResizeObserver(() => {
    for (const { pane, place, chart } of all) {
      if (place.clientHeight === 0) hidden.add(pane);
      else hidden.delete(pane);
      if (hidden.has(pane)) continue;
      const { width, height } = sizeOf(place);
      if (width === chart.width && height === chart.height) continue;
      chart.setSize({ width, height });
      if (!answer) continue;
      // It may have missed answers, and a zoom, while it was not displayed.
      const { min = null, max = null } = charts.find(isFilled)?.scales.x ?? {};
      fill(pane, chart, answer, isFilled(chart));
      if (min !== null && max !== null) chart.setScale("x", { min, max });
    }
  });

  let pressedAt = 0;
  const press = (event: MouseEvent) => {
    pressedAt = event.clientX;
  };
  const pick = (event: MouseEvent) => {
    // The end of a drag, which zooms, is no click.
    if (!answer || Math.abs(event.clientX - pressedAt) > CLICK) return;
    const chart = charts.find(({ over }) => over === event.currentTarget)!;
    const trade = chart === price ? tradeNear(chart, answer, event) : null;
    // On a marker it is the bar whose signal led to the trade.
    const bar = trade === null
      ? chart.posToIdx(event.clientX - chart.over.getBoundingClientRect().left)
      : answer.trades.entryBar[trade]! - 1;
    onPick(bar, trade !== null);
  };
  for (const { place, chart: { over } } of all) {
    over.addEventListener("mousedown", press);
    over.addEventListener("click", pick);
    observer.observe(place);
  }

  return {
    show(next) {
      const sameCandles = answer !== null && areSameCandles(answer.candles, next.candles);
      answer = next;
      if (!sameCandles) seconds = next.candles.time.map((time) => time / 1000);
      for (const { pane, chart } of all) {
        if (hidden.has(pane)) continue;
        // The price is where it was: only the trades over it are others.
        if (pane === "price" && isFilled(chart)) chart.redraw(false, false);
        else fill(pane, chart, next, isFilled(chart));
      }
    },
    mark(bar) {
      if (bar === marked) return;
      marked = bar;
      const time = bar === null ? undefined : seconds[bar];
      const { min = null, max = null } = price.scales.x ?? {};
      const isHidden = time !== undefined && min !== null && max !== null &&
        (time < min || time > max);
      if (isHidden) {
        const [low, high] = around(time, max - min, seconds);
        for (const chart of charts.filter(isFilled)) chart.setScale("x", { min: low, max: high });
      }
      silent = true;
      const left = time === undefined ? -10 : price.valToPos(time, "x");
      for (const chart of charts) {
        chart.setCursor({ left, top: time === undefined ? -10 : 0 }, false);
        chart.redraw(false, false);
      }
      silent = false;
    },
    destroy() {
      observer.disconnect();
      for (const chart of charts) {
        chart.over.removeEventListener("mousedown", press);
        chart.over.removeEventListener("click", pick);
        chart.destroy();
      }
    },
  };
}

function sizeOf(place: HTMLElement): { width: number; height: number } {
  return { width: Math.max(1, place.clientWidth), height: Math.max(1, place.clientHeight) };
}

/** Whether both are of the same days of the same asset, though they may have been fetched anew. */
function areSameCandles(a: LiveAnswer["candles"], b: LiveAnswer["candles"]): boolean {
  const last = a.length - 1;
  return a === b || (a.length === b.length && a.time[0] === b.time[0] &&
    a.close[0] === b.close[0] && a.close[last] === b.close[last]);
}

/** A window of `width` with `time` in the middle, kept within what there is. */
function around(time: number, width: number, times: Float64Array): [number, number] {
  const first = times[0]!;
  const last = times[times.length - 1]!;
  const low = Math.max(first, Math.min(time - width / 2, last - width));
  return [low, Math.min(last, low + width)];
}

/** A line through all charts at the bar that stays. */
function markBar(chart: uPlot, bar: number | null, colour: string): void {
  const time = bar === null ? undefined : chart.data[0][bar];
  if (time === undefined) return;
  const { ctx, bbox } = chart;
  const x = Math.round(chart.valToPos(time, "x", true));
  if (x < bbox.left || x > bbox.left + bbox.width) return;
  ctx.save();
  ctx.fillStyle = colour;
  ctx.fillRect(x - devicePixelRatio / 2, bbox.top, 1.5 * devicePixelRatio, bbox.height);
  ctx.restore();
}
