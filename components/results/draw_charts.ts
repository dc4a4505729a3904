/** Draws the curves with uPlot. Loaded on demand, so that the page is there before it. */
import uPlot from "uplot";
import "uplot/dist/uPlot.min.css";
import {
  type Colours,
  compact,
  drawTag,
  readColours,
  TAG_WIDTH,
  timeAxis,
  translucent,
  valueAxis,
} from "../charts/chart_parts.ts";
import { percent } from "../format.ts";
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

interface Frame extends ChartRequest {
  readonly colours: Colours;
  readonly syncKey: string;
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
      { ...timeAxis(colours, frame.zone), size: 8, values: (_u, splits) => splits.map(() => "") },
      valueAxis(colours, compact),
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
      timeAxis(colours, frame.zone),
      {
        ...valueAxis(colours, (value) => percent(value, { digits: 0, sign: "negative" })),
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
    drawTag(chart, compact(holdAt), holdY, {
      fill: colours.surface,
      ink: colours.quiet,
      edge: colours.line,
    });
  }
  if (strategyAt !== null && strategyY !== null) {
    drawTag(chart, compact(strategyAt), strategyY, {
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
