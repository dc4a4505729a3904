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
  /** A trade's marker was clicked: the bar whose signal caused it. */
  readonly onPick: (bar: number) => void;
}

export interface LiveCharts {
  show(answer: LiveAnswer): void;
  /** Marks a bar that was chosen by other means than the pointer. */
  mark(bar: number | null): void;
  destroy(): void;
}

/** Pixels around a marker that count as on it. */
const REACH = 12;
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
    hooks: { setCursor: [point] },
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
        }],
      },
    },
    [seconds, [], [], []] as uPlot.AlignedData,
    price,
  );
  sync.sub(equityChart);
  sync.sub(priceChart);

  const pick = (event: MouseEvent) => {
    const bar = answer && tradeNear(priceChart, answer, event);
    if (bar !== null && bar !== undefined) places.onPick(bar);
  };
  priceChart.over.addEventListener("click", pick);
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
      silent = true;
      const time = bar === null ? undefined : seconds[bar];
      const left = time === undefined ? -10 : priceChart.valToPos(time, "x");
      equityChart.setCursor({ left, top: time === undefined ? -10 : 0 }, false);
      priceChart.setCursor({ left, top: time === undefined ? -10 : 0 }, false);
      silent = false;
    },
    destroy() {
      observer.disconnect();
      priceChart.over.removeEventListener("click", pick);
      equityChart.destroy();
      priceChart.destroy();
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

/** The signal's bar of the trade whose marker is under the pointer. */
function tradeNear(chart: uPlot, answer: LiveAnswer, event: MouseEvent): number | null {
  const { left } = chart.over.getBoundingClientRect();
  const x = event.clientX - left;
  let best: number | null = null;
  let nearest = REACH;
  const look = (fillBar: number) => {
    const time = chart.data[0][fillBar];
    if (fillBar < 1 || time === undefined) return;
    const distance = Math.abs(chart.valToPos(time, "x") - x);
    if (distance >= nearest) return;
    nearest = distance;
    best = fillBar - 1;
  };
  const { entryBar, exitBar } = answer.trades;
  for (let k = 0; k < entryBar.length; k++) {
    look(entryBar[k]!);
    look(exitBar[k]!);
  }
  return best;
}
