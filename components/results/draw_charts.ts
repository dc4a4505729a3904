/** Draws the curves with uPlot. Loaded on demand, so that the page is there before it. */
import uPlot from "uplot";
import "uplot/dist/uPlot.min.css";
import { clock, date, number, percent } from "../format.ts";
import type { ChartColumns } from "./chart_data.ts";

export interface ChartRequest {
  readonly equity: HTMLElement;
  readonly drawdown: HTMLElement;
  readonly columns: ChartColumns;
  readonly zone: string;
  /** The row under the crosshair, `null` when it is elsewhere. */
  readonly onPoint: (row: number | null) => void;
}

export interface DrawnCharts {
  destroy(): void;
}

const DAY_S = 86_400;
const AXIS_WIDTH = 56;
const TAG_WIDTH = 62;
const NARROW = 560;

/** Draws both charts; they share the time axis, the crosshair and the zoom. */
export function drawCharts(request: ChartRequest): DrawnCharts {
  const { equity, drawdown, columns } = request;
  const colours = readColours(equity);
  const sync = uPlot.sync(`equity-${Math.random()}`);
  const frame = { ...request, colours, syncKey: sync.key };
  const { time } = columns;
  const equityChart = new uPlot(
    equityOptions(frame),
    [time, columns.hold, columns.equity] as uPlot.AlignedData,
    equity,
  );
  const drawdownChart = new uPlot(
    drawdownOptions(frame),
    [time, columns.drawdown] as uPlot.AlignedData,
    drawdown,
  );
  sync.sub(equityChart);
  sync.sub(drawdownChart);
  const observer = new ResizeObserver(() => {
    equityChart.setSize(sizeOf(equity));
    drawdownChart.setSize(sizeOf(drawdown));
  });
  observer.observe(equity);
  return {
    destroy() {
      observer.disconnect();
      equityChart.destroy();
      drawdownChart.destroy();
    },
  };
}

interface Colours {
  readonly accent: string;
  readonly hold: string;
  readonly loss: string;
  readonly line: string;
  readonly quiet: string;
  readonly surface: string;
  readonly onAccent: string;
}

interface Frame extends ChartRequest {
  readonly colours: Colours;
  readonly syncKey: string;
}

/** The tokens as the theme has them now; a canvas knows no custom properties. */
function readColours(inside: HTMLElement): Colours {
  const probe = inside.appendChild(document.createElement("i"));
  const read = (token: string) => {
    probe.style.color = `var(${token})`;
    return getComputedStyle(probe).color;
  };
  const colours = {
    accent: read("--accent"),
    hold: read("--hold"),
    loss: read("--loss"),
    line: read("--line"),
    quiet: read("--quiet"),
    surface: read("--surface"),
    onAccent: read("--on-accent"),
  };
  probe.remove();
  return colours;
}

function sizeOf(element: HTMLElement): { width: number; height: number } {
  return { width: element.clientWidth, height: element.clientHeight };
}

function common({ zone, syncKey, onPoint }: Frame, element: HTMLElement) {
  const narrow = element.clientWidth < NARROW;
  return {
    ...sizeOf(element),
    tzDate: (seconds: number) => uPlot.tzDate(new Date(seconds * 1000), zone),
    legend: { show: false },
    padding: [12, narrow ? 12 : TAG_WIDTH, 0, 0] as uPlot.Padding,
    cursor: {
      sync: { key: syncKey, setSeries: false },
      drag: { x: true, y: false, dist: 8 },
      points: { size: 7 },
    },
    hooks: {
      setCursor: [(chart: uPlot) => onPoint(chart.cursor.idx ?? null)],
    },
  } satisfies Partial<uPlot.Options>;
}

function equityOptions(frame: Frame): uPlot.Options {
  const { colours, columns, equity } = frame;
  const base = common(frame, equity);
  const narrow = equity.clientWidth < NARROW;
  return {
    ...base,
    hooks: {
      ...base.hooks,
      draw: narrow ? [] : [(chart) => drawTags(chart, columns, colours)],
    },
    axes: [
      // The time is written once, below the drawdown; the grid is on both.
      { ...timeAxis(frame), size: 8, values: (_u, splits) => splits.map(() => "") },
      valueAxis(frame, compact),
    ],
    series: [
      {},
      { stroke: colours.hold, width: 1.25, dash: [5, 4], points: { show: false } },
      { stroke: colours.accent, width: 1.75, points: { show: false } },
    ],
  };
}

function drawdownOptions(frame: Frame): uPlot.Options {
  const { colours, drawdown } = frame;
  return {
    ...common(frame, drawdown),
    scales: {
      y: { range: (_u, low) => [Math.min(low, -0.01) * 1.08, 0] },
    },
    axes: [
      timeAxis(frame),
      {
        ...valueAxis(frame, (value) => percent(value, { digits: 0, sign: "negative" })),
        space: 28,
      },
    ],
    series: [
      {},
      {
        stroke: colours.loss,
        width: 1.25,
        fill: translucent(colours.loss, 0.16),
        fillTo: 0,
        points: { show: false },
      },
    ],
  };
}

function axisLook({ colours }: Frame): uPlot.Axis {
  return {
    stroke: colours.quiet,
    font: `12px "Inter Variable", sans-serif`,
    grid: { stroke: colours.line, width: 1 },
    ticks: { show: false },
  };
}

function timeAxis(frame: Frame): uPlot.Axis {
  const { zone } = frame;
  return {
    ...axisLook(frame),
    size: 32,
    space: 84,
    values: (_u, splits, _axis, _space, step) =>
      splits.map((seconds) => timeLabel(seconds * 1000, step, zone)),
  };
}

function valueAxis(frame: Frame, write: (value: number, whole: boolean) => string): uPlot.Axis {
  return {
    ...axisLook(frame),
    size: AXIS_WIDTH,
    values: (_u, splits) => {
      const whole = splits.every(Number.isInteger);
      return splits.map((value) => write(value, whole));
    },
  };
}

/** As much of a time as the distance between two labels calls for. */
function timeLabel(ms: number, stepSeconds: number, zone: string): string {
  const [day = "", month = "", year = ""] = date(ms, zone).split("\u00a0");
  if (stepSeconds >= 27 * DAY_S) return `${month} ${year}`;
  if (stepSeconds >= DAY_S) return `${day} ${month}`;
  const time = clock(ms, zone);
  return time === "00:00" ? `${day} ${month}` : time;
}

/** `12,400`, and `1.2 M` where that would be too long. */
function compact(value: number, whole = false): string {
  const size = Math.abs(value);
  if (size >= 1e6) return `${number(value / 1e6, 1)} M`;
  if (size >= 100_000) return `${number(value / 1e3)} k`;
  return number(value, size < 10 && !whole ? 2 : 0);
}

/** The last values at the right edge, the strategy's on top of holding's. */
function drawTags(chart: uPlot, { equity, hold }: ChartColumns, colours: Colours): void {
  const [, max] = chart.data[0].length > 0 ? chart.series[0]?.idxs ?? [0, 0] : [0, 0];
  const strategyAt = lastKnown(equity, max);
  const holdAt = lastKnown(hold, max);
  const place = (value: number | null) => value === null ? null : chart.valToPos(value, "y", true);
  const height = 18 * devicePixelRatio;
  let holdY = place(holdAt);
  const strategyY = place(strategyAt);
  if (holdY !== null && strategyY !== null && Math.abs(holdY - strategyY) < height) {
    holdY = strategyY + (holdY < strategyY ? -height : height);
  }
  if (holdAt !== null && holdY !== null) {
    tag(chart, compact(holdAt), holdY, {
      fill: colours.surface,
      ink: colours.quiet,
      edge: colours.line,
    });
  }
  if (strategyAt !== null && strategyY !== null) {
    tag(chart, compact(strategyAt), strategyY, {
      fill: colours.accent,
      ink: colours.onAccent,
      edge: colours.accent,
    });
  }
}

function lastKnown(values: readonly (number | null)[], from: number): number | null {
  for (let i = Math.min(from, values.length - 1); i >= 0; i--) {
    const value = values[i];
    if (value !== null && value !== undefined) return value;
  }
  return null;
}

function tag(
  chart: uPlot,
  text: string,
  y: number,
  { fill, ink, edge }: { fill: string; ink: string; edge: string },
): void {
  const { ctx, bbox } = chart;
  const ratio = devicePixelRatio;
  const [width, height] = [(TAG_WIDTH - 8) * ratio, 18 * ratio];
  const x = bbox.left + bbox.width + 4 * ratio;
  const top = Math.min(
    Math.max(y - height / 2, bbox.top - 6 * ratio),
    bbox.top + bbox.height - height / 2,
  );
  ctx.save();
  ctx.beginPath();
  ctx.roundRect(x, top, width, height, 4 * ratio);
  ctx.fillStyle = fill;
  ctx.fill();
  ctx.lineWidth = ratio;
  ctx.strokeStyle = edge;
  ctx.stroke();
  ctx.fillStyle = ink;
  ctx.font = `500 ${12 * ratio}px "Inter Variable", sans-serif`;
  ctx.textAlign = "center";
  ctx.textBaseline = "middle";
  ctx.fillText(text, x + width / 2, top + height / 2 + ratio);
  ctx.restore();
}

function translucent(colour: string, alpha: number): string {
  const [r = "0", g = "0", b = "0"] = colour.match(/[\d.]+/g) ?? [];
  return `rgba(${r}, ${g}, ${b}, ${alpha})`;
}
