/**
 * Equity and price with trades, on one time axis, redrawn in place: the charts are made once and given new columns with each
 * answer. Loaded on demand.
 */
import uPlot from "uplot";
import "uplot/dist/uPlot.min.css";
import {
  compact,
  readColours,
  timeAxis,
  translucent,
  valueAxis,
} from "../../charts/chart_parts.ts";
import { drawCandles, drawTrades } from "./draw_price.ts";
import type { LiveAnswer } from "./live_session.ts";

export interface LiveChartPlaces {
  readonly equity: HTMLElement;
  readonly price: HTMLElement;
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

/** Pixels around a marker that count as on it. */
const REACH = 12;
/** From a candle's end to the middle of its marker, pixels. */
const MARKER = 8;
/** How far a pointer may move, pixels, for a press to be a click. */
const CLICK = 4;
const RIGHT = 14;

export function createLiveCharts(places: LiveChartPlaces): LiveCharts {
  const { equity, price, zone } = places;
  const colours = readColours(equity);
  const sync = uPlot.sync(`live-${Math.random()}`);
  let answer: LiveAnswer | null = null;
  let seconds = new Float64Array(0);
  let secondsOf: LiveAnswer["candles"] | null = null;
  /** A crosshair that is set by a key must not be told back as one that was moved by hand. */
  let silent = false;
  let marked: number | null = null;
  const drawMark = (chart: uPlot) => markBar(chart, marked, colours.accent);

  const point = (chart: uPlot) => {
    if (!silent) places.onPoint(chart.cursor.idx ?? null);
  };
  const base = (element: HTMLElement): Omit<uPlot.Options, "series"> => ({
    width: element.clientWidth,
    height: element.clientHeight,
    tzDate: (time: number) => uPlot.tzDate(new Date(time * 1000), zone),
    legend: { show: false },
    padding: [8, RIGHT, 0, 0],
    cursor: {
      sync: { key: sync.key, setSeries: false },
      drag: { x: true, y: false, dist: 8 },
      points: { size: 6 },
    },
    hooks: { setCursor: [point], draw: [drawMark] },
  });
  const gaps = (chart: uPlot, _series: number, from: number, to: number) =>
    gapsIn(chart, answer, from, to);

  const equityChart = new uPlot(
    {
      ...base(equity),
      axes: [
        { ...timeAxis(colours, zone), size: 6, values: (_u, splits) => splits.map(() => "") },
        { ...valueAxis(colours, compact), space: 26 },
      ],
      series: [
        {},
        { stroke: colours.hold, width: 1.25, dash: [5, 4], points: { show: false }, gaps },
        { stroke: colours.accent, width: 1.75, points: { show: false }, gaps },
      ],
    },
    [seconds, [], []] as uPlot.AlignedData,
    equity,
  );
  const priceChart = new uPlot(
    {
      ...base(price),
      axes: [timeAxis(colours, zone), { ...valueAxis(colours, compact), space: 26 }],
      scales: { y: { range: (_u, low, high) => roomForMarkers(low, high) } },
      series: [
        {},
        { stroke: translucent(colours.quiet, 0.85), width: 1.25, points: { show: false }, gaps },
        // The extremes are not drawn, but the axis has to hold them.
        { show: true, stroke: "transparent", width: 0, points: { show: false } },
        { show: true, stroke: "transparent", width: 0, points: { show: false } },
      ],
      hooks: {
        setCursor: [point],
        draw: [(chart) => {
          if (!answer) return;
          drawCandles(chart, answer.candles, colours);
          drawTrades(chart, answer, colours);
        }, drawMark],
      },
    },
    [seconds, [], [], []] as uPlot.AlignedData,
    price,
  );
  sync.sub(equityChart);
  sync.sub(priceChart);

  const charts = [equityChart, priceChart];
  let pressedAt = 0;
  const press = (event: MouseEvent) => {
    pressedAt = event.clientX;
  };
  const pick = (event: MouseEvent) => {
    // The end of a drag, which zooms, is no click.
    if (!answer || Math.abs(event.clientX - pressedAt) > CLICK) return;
    const chart = charts.find(({ over }) => over === event.currentTarget)!;
    const trade = chart === priceChart ? tradeNear(chart, answer, event) : null;
    const bar = trade ?? chart.posToIdx(event.clientX - chart.over.getBoundingClientRect().left);
    places.onPick(bar, trade !== null);
  };
  for (const { over } of charts) {
    over.addEventListener("mousedown", press);
    over.addEventListener("click", pick);
  }
  const observer = new ResizeObserver(() => {
    equityChart.setSize({ width: equity.clientWidth, height: equity.clientHeight });
    priceChart.setSize({ width: price.clientWidth, height: price.clientHeight });
  });
  observer.observe(equity);
  observer.observe(price);

  return {
    show(next) {
      const sameCandles = secondsOf === next.candles ||
        (secondsOf !== null && secondsOf.length === next.candles.length &&
          secondsOf.time[0] === next.candles.time[0]);
      answer = next;
      if (!sameCandles) seconds = next.candles.time.map((time) => time / 1000);
      secondsOf = next.candles;
      const { close, low, high } = next.candles;
      // With the same candles a zoom stays, and the values alone find a new scale.
      equityChart.setData([seconds, next.hold, next.equity], !sameCandles);
      priceChart.setData([seconds, close, low, high], !sameCandles);
      if (sameCandles) {
        equityChart.redraw(true, false);
        const { min, max } = equityChart.scales.x!;
        equityChart.setScale("x", { min: min!, max: max! });
        priceChart.setScale("x", { min: min!, max: max! });
      }
    },
    mark(bar) {
      if (bar === marked) return;
      marked = bar;
      const time = bar === null ? undefined : seconds[bar];
      const { min = null, max = null } = priceChart.scales.x ?? {};
      const isHidden = time !== undefined && min !== null && max !== null &&
        (time < min || time > max);
      if (isHidden) {
        const [low, high] = around(time, max - min, seconds);
        for (const chart of charts) chart.setScale("x", { min: low, max: high });
      }
      silent = true;
      const left = time === undefined ? -10 : priceChart.valToPos(time, "x");
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

/** Places, in pixels, at which candles are missing: the lines break there. */
function gapsIn(
  chart: uPlot,
  answer: LiveAnswer | null,
  from: number,
  to: number,
): uPlot.Series.Gaps {
  const found: uPlot.Series.Gaps = [];
  const x = chart.data[0];
  for (const bar of answer?.gapsAfter ?? []) {
    if (bar < from || bar >= to) continue;
    const left = Math.round(chart.valToPos(x[bar]!, "x", true));
    const right = Math.round(chart.valToPos(x[bar + 1]!, "x", true));
    if (right > left) found.push([left, right]);
  }
  return found;
}

function roomForMarkers(low: number | null, high: number | null): [number, number] {
  if (low === null || high === null) return [0, 1];
  const room = Math.max(high - low, high * 1e-6) * 0.16;
  return [low - room, high + room];
}

/** A window of `width` with `time` in the middle, kept within what there is. */
function around(time: number, width: number, times: Float64Array): [number, number] {
  const first = times[0]!;
  const last = times[times.length - 1]!;
  const low = Math.max(first, Math.min(time - width / 2, last - width));
  return [low, Math.min(last, low + width)];
}

/** A line through both charts at the bar that stays. */
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

/** The bar whose signal led to the trade whose marker is under the pointer. */
function tradeNear(
  chart: uPlot,
  { trades, candles }: LiveAnswer,
  event: MouseEvent,
): number | null {
  const { left, top } = chart.over.getBoundingClientRect();
  const [x, y] = [event.clientX - left, event.clientY - top];
  let best: number | null = null;
  let nearest = REACH;
  const look = (bar: number, price: number | undefined, side: 1 | -1, signalBar: number) => {
    const time = chart.data[0][bar];
    if (time === undefined || price === undefined) return;
    const away = Math.abs(chart.valToPos(time, "x") - x);
    const up = Math.abs(chart.valToPos(price, "y") + side * MARKER - y);
    const distance = Math.max(away, up);
    if (distance >= nearest) return;
    nearest = distance;
    best = signalBar;
  };
  const { entryBar, exitBar } = trades;
  for (let k = 0; k < entryBar.length; k++) {
    const entry = entryBar[k]!;
    const exit = exitBar[k]!;
    look(entry, candles.low[entry], 1, entry - 1);
    if (exit >= 0) look(exit, candles.high[exit], -1, entry - 1);
  }
  return best;
}
