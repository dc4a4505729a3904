/** Draws the compared curves with uPlot. Loaded on demand. */
import uPlot from "uplot";
import { createFrame, timeAxis, valueAxis } from "../../charts/axes.ts";
import { boldFont, readColours, readTokens } from "../../charts/chart_parts.ts";
import { floatTooltip } from "../../charts/float_tooltip.ts";
import { placeBoxes } from "../../charts/place_boxes.ts";
import { LETTERS } from "./compare_view.ts";
import type { Overlay } from "./overlay.ts";

export interface OverlayRequest {
  readonly place: HTMLElement;
  readonly lines: Overlay;
  readonly zone: string;
  /** The row under the crosshair; `null` when it has left. */
  readonly onPoint: (point: OverlayPoint | null) => void;
}

export interface OverlayPoint {
  readonly row: number;
  /** Distance from the left of the chart, pixels. */
  readonly left: number;
}

export interface DrawnOverlay {
  /** Puts the crosshair on a row. */
  point(row: number | null): void;
  readonly placeTooltip: typeof floatTooltip;
  destroy(): void;
}

/** Room to the right for the letters at the ends of the curves. */
const RIGHT = 32;
/** The letter at the end of a curve: it tells the lines apart, as the colour alone would not. */
const LETTER = 18;

export function drawOverlay({ place, lines, zone, onPoint }: OverlayRequest): DrawnOverlay {
  const colours = readColours(place);
  const tokens = readTokens(place, { A: "--run-a", B: "--run-b", C: "--run-c", D: "--run-d" });
  const inks = LETTERS.map((letter) => tokens[letter]);
  const frame = createFrame(zone);
  const chart = new uPlot(
    {
      width: Math.max(1, place.clientWidth),
      height: Math.max(1, place.clientHeight),
      legend: { show: false },
      padding: [12, RIGHT, 0, 0],
      cursor: { drag: { x: true, y: false, dist: 8 }, points: { size: 6 } },
      axes: [
        timeAxis(colours, frame),
        valueAxis(colours, frame, { pane: "growth", quantity: "percent", spacePx: 30 }).axis,
      ],
      series: [
        {},
        ...lines.growth.map((_column, k): uPlot.Series => ({
          stroke: inks[k]!,
          width: 1.75,
          points: { show: false },
        })),
      ],
      hooks: {
        setCursor: [(drawn) => {
          const row = drawn.cursor.idx ?? null;
          if (row === null) return onPoint(null);
          const left = drawn.bbox.left / devicePixelRatio + drawn.valToPos(lines.time[row]!, "x");
          onPoint({ row, left });
        }],
        draw: [
          (drawn) => drawZero(drawn, colours.hold),
          (drawn) => drawLetters(drawn, lines, inks, colours.surface),
        ],
      },
    },
    [lines.time, ...lines.growth] as uPlot.AlignedData,
    place,
  );
  const observer = new ResizeObserver(() =>
    chart.setSize({
      width: Math.max(1, place.clientWidth),
      height: Math.max(1, place.clientHeight),
    })
  );
  observer.observe(place);
  return {
    point(row) {
      const time = row === null ? undefined : lines.time[row];
      const left = time === undefined ? -10 : chart.valToPos(time, "x");
      chart.setCursor({ left, top: time === undefined ? -10 : 0 });
    },
    placeTooltip: floatTooltip,
    destroy() {
      observer.disconnect();
      chart.destroy();
    },
  };
}

/** Where nothing was gained or lost. */
function drawZero(chart: uPlot, colour: string): void {
  const { ctx, bbox } = chart;
  const y = Math.round(chart.valToPos(0, "y", true));
  if (y < bbox.top || y > bbox.top + bbox.height) return;
  ctx.save();
  ctx.fillStyle = colour;
  ctx.fillRect(bbox.left, y, bbox.width, 1);
  ctx.restore();
}

/** Each run's letter where its curve ends in view, one above the other where they would meet. */
function drawLetters(
  chart: uPlot,
  { time, growth }: Overlay,
  inks: readonly string[],
  surface: string,
): void {
  const [from, to] = chart.series[0]?.idxs ?? [0, 0];
  const size = LETTER * devicePixelRatio;
  const { ctx, bbox } = chart;
  const ends = growth.flatMap((column, k) => {
    let row = to;
    while (row >= from && typeof column[row] !== "number") row--;
    if (row < from) return [];
    const x = chart.valToPos(time[row]!, "x", true) + size * 0.7;
    return [{ k, x, y: chart.valToPos(column[row]!, "y", true) }];
  });
  const places = placeBoxes(ends, {
    height: size,
    width: size,
    top: bbox.top,
    bottom: bbox.top + bbox.height,
  });
  ctx.save();
  ctx.font = boldFont(devicePixelRatio, 650);
  ctx.textAlign = "center";
  ctx.textBaseline = "middle";
  for (const [at, { k, x }] of ends.entries()) {
    const y = places[at];
    if (y === null || y === undefined) continue;
    ctx.beginPath();
    ctx.roundRect(x - size / 2, y - size / 2, size, size, size / 4.5);
    ctx.fillStyle = inks[k]!;
    ctx.fill();
    ctx.fillStyle = surface;
    ctx.fillText(LETTERS[k]!, x, y + devicePixelRatio / 2);
  }
  ctx.restore();
}
