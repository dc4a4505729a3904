/**
 * Draws the panes of the chart: each a uPlot with its axes and crosshair on one time axis, painted from the model's columns.
 * Loaded on demand.
 */
import uPlot from "uplot";
import { createFrame, timeAxis } from "../../charts/axes.ts";
import { FONT, readTokens, textWidth, translucent } from "../../charts/chart_parts.ts";
import { drawTagBoxes, tagTextRoom } from "../../charts/tags.ts";
import type { ChartModel, ChartPane } from "../../studio/chart/chart_model.ts";
import { barsWithin, valuesInView } from "../../studio/chart/chart_scale.ts";
import type { ChartView } from "../../studio/chart/chart_view.ts";
import { paintArea, paintGroup, paintLine, paintThresholds } from "./paint_curves.ts";
import { paintCandles, paintSpans, paintTrades, paintVolume, tradeNear } from "./paint_price.ts";
import { type PlotArea, plotArea, within } from "./plot_area.ts";
import { type ValueScale, valueScale, type ValueTicks } from "./value_scale.ts";

export interface ChartPlaces {
  /** Where each pane goes, by its key, from top to bottom. */
  readonly places: ReadonlyMap<string, HTMLElement>;
  readonly view: ChartView;
  readonly zone: string;
  /** A bar stays marked. */
  readonly pinned: () => number | null;
}

/** A marker of a trade under the pointer. */
export interface MarkerHit {
  readonly trade: number;
  readonly end: "entry" | "exit";
}

export interface DrawnChart {
  /** Draws the model as the view has it now. */
  show(model: ChartModel): void;
  /** The plot's left edge and width within the panes, CSS pixels. */
  plot(): { readonly left: number; readonly width: number };
  /** The time at a place within the panes, Unix milliseconds. */
  timeAt(left: number): number;
  /** The place of a bar within the panes, pixels from their left. */
  leftOf(bar: number): number;
  /** Whose marker is at a place of the screen. */
  markerAt(at: { readonly clientX: number; readonly clientY: number }): MarkerHit | null;
  /** Puts the crosshair of all panes on a bar. */
  point(bar: number | null): void;
  destroy(): void;
}

const TOKENS = {
  accent: "--accent",
  onAccent: "--on-accent",
  hold: "--hold",
  gain: "--gain",
  loss: "--loss",
  line: "--line",
  lineStrong: "--line-strong",
  quiet: "--quiet",
  surface: "--surface",
  risk: "--family-risk",
  overlay1: "--overlay-1",
  overlay2: "--overlay-2",
  overlay3: "--overlay-3",
  overlay4: "--overlay-4",
  overlay5: "--overlay-5",
  overlay6: "--overlay-6",
} as const;

/** Least room for labels of values, and what a label takes beside its text, pixels. */
const LEAST_AXIS = 52;
const LABEL_SPACE = 12;
/** Share of a candle's tint that is its own colour. */
const TINT = 0.62;

interface Drawn {
  readonly chart: uPlot;
  pane: ChartPane;
  scale: ValueScale;
  ticks: ValueTicks;
}

export function drawChart({ places, view, zone, pinned }: ChartPlaces): DrawnChart {
  const anchor = [...places.values()][0]!;
  const colours = readTokens(anchor, TOKENS);
  const overlays = [1, 2, 3, 4, 5, 6].map((k) => colours[`overlay${k}` as "overlay1"]);
  const candleColours = {
    up: mixed(colours.gain, colours.quiet, TINT),
    down: mixed(colours.loss, colours.quiet, TINT),
    surface: colours.surface,
  };
  const frame = createFrame(zone);
  const sync = uPlot.sync(`chart-${Math.random()}`);
  const lastKey = [...places.keys()].at(-1);
  let model: ChartModel | null = null;
  let seconds = new Float64Array(0);
  let bars = { first: 0, last: 0 };
  const all = new Map<string, Drawn>();

  const create = (key: string, place: HTMLElement): uPlot => {
    const drawn = () => all.get(key);
    const chart = new uPlot(
      {
        ...sizeOf(place),
        // The bars alone: what is drawn of them is painted below.
        series: [{}, { paths: () => null, points: { show: false } }],
        scales: {
          x: { time: true, auto: false, range: (_u, min, max) => [min, max] },
          y: { auto: false, range: (_u, min, max) => [min, max] },
        },
        axes: [
          timeAxis({ ...colours }, frame, { isWritten: key === lastKey }),
          {
            space: () => 0,
            incrs: () => [5],
            stroke: colours.quiet,
            font: FONT,
            grid: { stroke: colours.line, width: 1 },
            ticks: { show: false },
            size: (_u, values) =>
              frame.room(
                "left",
                key,
                Math.max(
                  LEAST_AXIS,
                  ...(values ?? []).map((text) => textWidth(text) + LABEL_SPACE),
                ),
              ),
            splits: () => [...drawn()?.ticks.places ?? []],
            values: () => [...drawn()?.ticks.labels ?? []],
          },
        ],
        padding: [
          6,
          (u) => frame.room("right", key, tagTextRoom(u, tagsOf(drawn()).map(({ text }) => text))),
          0,
          0,
        ],
        legend: { show: false },
        cursor: {
          sync: { key: sync.key, setSeries: false },
          drag: { x: false, y: false },
          points: { show: false },
        },
        hooks: { drawAxes: [(u) => paint(u, drawn())] },
      },
      [seconds, seconds] as unknown as uPlot.AlignedData,
      place,
    );
    sync.sub(chart);
    frame.join(key, chart);
    return chart;
  };

  const paint = (chart: uPlot, drawn: Drawn | undefined) => {
    if (!model || !drawn || model.candles.length === 0) return;
    const area = areaOf(chart, drawn, model);
    within(area, () => paintPane(area, drawn.pane, model!));
    drawTagBoxes(
      chart,
      tagsOf(drawn).map(({ value, ...look }) => ({ ...look, y: area.y(value) })),
    );
  };
  const areaOf = (chart: uPlot, { scale }: Drawn, { candles }: ChartModel): PlotArea =>
    plotArea(chart, candles.time, bars, scale.place);

  const paintPane = (area: PlotArea, pane: ChartPane, shown: ChartModel) => {
    const { candles, trades, gapsAfter, stop, target } = shown;
    const hidden = view.hidden.peek();
    paintSpans(area, trades, colours.accent, view.trade.peek());
    if (pane.kind === "price") {
      if (!hidden.has("volume")) paintVolume(area, candles, candleColours, null);
      paintCandles(area, candles, candleColours);
    }
    if (pane.kind === "volume") paintVolume(area, candles, candleColours, area.y);
    if (pane.kind === "equity" || pane.kind === "drawdown") paintMoney(area, pane, gapsAfter);
    else {
      const leading = pane.groups[0]?.curves.find(({ shape }) => shape === "line") ?? null;
      paintThresholds(area, pane.thresholds, pane.kind === "block" && leading?.column || null, {
        quiet: colours.quiet,
        tint: overlays[(pane.groups[0]?.colour ?? 0) % overlays.length]!,
      });
      for (const { key, colour, curves } of pane.groups) {
        if (hidden.has(key)) continue;
        paintGroup(
          area,
          curves,
          gapsAfter,
          curves.map((_curve, k) => overlays[(colour + k) % overlays.length]!),
          colours,
        );
      }
    }
    if (pane.kind === "price") {
      if (!hidden.has("levels")) {
        const look = { width: 1.25, isStep: true };
        const { levelBreaks } = shown;
        if (stop) paintLine(area, stop, levelBreaks, { ...look, colour: colours.risk });
        if (target) paintLine(area, target, levelBreaks, { ...look, colour: colours.gain });
      }
      paintTrades(area, candles, trades, colours);
    }
    const bar = pinned();
    if (bar === null) return;
    area.ctx.fillStyle = colours.accent;
    area.ctx.fillRect(area.x(bar) - area.ratio / 2, area.top, 1.5 * area.ratio, area.height);
  };

  const paintMoney = (area: PlotArea, pane: ChartPane, gapsAfter: Int32Array) => {
    for (const { key, curves: [curve] } of pane.groups) {
      if (!curve || view.hidden.peek().has(key)) continue;
      if (key === "drawdown") {
        const colour = translucent(colours.loss, 0.16);
        paintArea(area, curve.column, { level: 0, side: -1, colour });
      }
      const look = key === "hold"
        ? { colour: colours.hold, width: 1.25, dash: [5, 4] }
        : key === "drawdown"
        ? { colour: colours.loss, width: 1.25 }
        : { colour: colours.accent, width: 1.75 };
      paintLine(area, curve.column, gapsAfter, look);
    }
  };

  /** The last values in view, written beside the plot. */
  const tagsOf = (drawn: Drawn | undefined) => {
    if (!drawn || !model || model.candles.length === 0) return [];
    const { pane: { kind, groups }, ticks } = drawn;
    const tag = (column: ArrayLike<number | null> | undefined, isMain: boolean) => {
      const value = column?.[bars.last] ?? NaN;
      if (value !== value) return [];
      return [{
        value,
        text: ticks.write(value),
        fill: isMain ? colours.accent : colours.surface,
        ink: isMain ? colours.onAccent : colours.quiet,
        edge: isMain ? colours.accent : colours.line,
      }];
    };
    if (kind === "price") return tag(model.candles.close, false);
    if (kind === "volume") return [];
    return tag(groups[0]?.curves[0]?.column, kind === "equity");
  };

  for (const [key, place] of places) {
    const scale = valueScale({ isLog: false, base: null, quantity: "amount" });
    const chart = create(key, place);
    all.set(key, {
      chart,
      pane: { key, kind: "block", groups: [], thresholds: [], min: null, max: null },
      scale,
      ticks: { places: [], labels: [], write: String },
    });
  }

  const update = () => {
    if (!model) return;
    const shown = view.shown;
    const { candles } = model;
    bars = barsWithin(candles.time, shown.from, shown.to) ?? bars;
    const step = candles.length > 1
      ? (candles.time[candles.length - 1]! - candles.time[0]!) / (candles.length - 1) / 2000
      : 1800;
    // Half a candle on both sides: the first and the last are not cut.
    const [min, max] = [shown.from / 1000 - step, shown.to / 1000 + step];
    for (const drawn of all.values()) {
      const { chart, pane } = drawn;
      const range = valuesInView(model, pane, view.hidden.peek(), bars, view.isLog.peek());
      const isPrice = pane.kind === "price";
      const isLog = isPrice && view.isLog.peek() && range.low > 0;
      drawn.scale = valueScale({
        isLog,
        base: isPrice && view.isPercent.peek() ? candles.close[bars.first]! : null,
        quantity: pane.kind === "drawdown" ? "percent" : "amount",
      });
      const height = chart.bbox.height / devicePixelRatio || chart.height;
      drawn.ticks = drawn.scale.ticks(range.low, range.high, height);
      chart.batch(() => {
        chart.setScale("x", { min, max });
        chart.setScale("y", {
          min: drawn.scale.place(range.low),
          max: drawn.scale.place(range.high),
        });
        chart.redraw(false, true);
      });
    }
  };

  const observer = new ResizeObserver(() => {
    let changed = false;
    for (const [key, place] of places) {
      const { chart } = all.get(key)!;
      const { width, height } = sizeOf(place);
      if (width === chart.width && height === chart.height) continue;
      changed = true;
      chart.setSize({ width, height });
    }
    if (changed) update();
  });
  for (const place of places.values()) observer.observe(place);

  const first = () => all.values().next().value!;
  const plot = () => {
    const { bbox } = first().chart;
    return { left: bbox.left / devicePixelRatio, width: bbox.width / devicePixelRatio };
  };
  return {
    show(next) {
      const isOther = next.candles !== model?.candles;
      model = next;
      if (isOther) seconds = next.candles.time.map((ms) => ms / 1000);
      for (const [key, drawn] of all) {
        drawn.pane = next.panes.find((pane) => pane.key === key) ?? drawn.pane;
        if (isOther) {
          drawn.chart.setData([seconds, seconds] as unknown as uPlot.AlignedData, false);
        }
      }
      update();
    },
    plot,
    timeAt(left) {
      const { chart } = first();
      return chart.posToVal(left - plot().left, "x") * 1000;
    },
    leftOf(bar) {
      return plot().left + first().chart.valToPos(seconds[bar] ?? 0, "x");
    },
    markerAt({ clientX, clientY }) {
      const drawn = [...all.values()].find(({ pane }) => pane.kind === "price");
      if (!drawn || !model) return null;
      const { left, top } = drawn.chart.over.getBoundingClientRect();
      const { bbox } = drawn.chart;
      const at = {
        x: (clientX - left) * devicePixelRatio + bbox.left,
        y: (clientY - top) * devicePixelRatio + bbox.top,
      };
      return tradeNear(areaOf(drawn.chart, drawn, model), model.candles, model.trades, at);
    },
    point(bar) {
      const time = bar === null ? undefined : seconds[bar];
      for (const { chart } of all.values()) {
        const left = time === undefined ? -10 : chart.valToPos(time, "x");
        chart.setCursor({ left, top: time === undefined ? -10 : 0 }, false);
      }
    },
    destroy() {
      observer.disconnect();
      for (const { chart } of all.values()) chart.destroy();
    },
  };
}

function sizeOf(place: HTMLElement): { width: number; height: number } {
  return { width: Math.max(1, place.clientWidth), height: Math.max(1, place.clientHeight) };
}

/** A colour with some of another in it. */
function mixed(colour: string, other: string, share: number): string {
  const parts = (text: string) => (text.match(/[\d.]+/g) ?? []).slice(0, 3).map(Number);
  const [a, b] = [parts(colour), parts(other)];
  return `rgb(${
    a.map((part, k) => Math.round(part * share + (b[k] ?? 0) * (1 - share))).join(", ")
  })`;
}
