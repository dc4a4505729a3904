/** Draws a heat map: a colour a cell, losses hatched, plateaus outlined, the present values and the cell that is read framed. */
import { FONT, readTokens, textWidth, translucent } from "../../../charts/chart_parts.ts";
import type { HeatMap } from "../../../studio/explore/heat_map.ts";
import type { StripMetric } from "../../../studio/live/strip_metric.ts";
import { plain } from "../../../text/format.ts";

/** Where the cells are, CSS pixels from the upper left corner of the canvas. */
export interface MapPlace {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

export interface DrawnMap {
  readonly map: HeatMap;
  readonly metric: StripMetric;
  /** Cells of plateaus. */
  readonly steady: ReadonlySet<number>;
  readonly present: number | null;
  /** The cell that is read. */
  readonly read: number | null;
}

/** What values are coloured by: from the base to `most` on either side, or from `least` to `most` without a base. */
export interface ColourScale {
  readonly least: number;
  readonly most: number;
}

const GAP = 8;
const AXIS_HEIGHT = 20;
const LABEL_GAP = 14;
/** Few wild cells would make all others pale. */
const TAIL = 0.02;
const FAINT = 0.1;
const STRONG = 0.95;

/** `null` without any value. */
export function scaleOf(
  values: Float64Array,
  { base, isNeutral }: StripMetric,
): ColourScale | null {
  const known = values.filter(Number.isFinite);
  if (known.length === 0) return null;
  if (isNeutral) {
    const sorted = known.toSorted();
    const tail = Math.floor(TAIL * sorted.length);
    return { least: sorted[tail]!, most: sorted[sorted.length - 1 - tail]! };
  }
  const sizes = known.map((value) => Math.abs(value - base)).toSorted();
  return { least: 0, most: sizes[Math.floor((1 - TAIL) * (sizes.length - 1))]! };
}

/** How strong a value's colour is, from 0 to 1. */
export function strengthOf(
  value: number,
  { least, most }: ColourScale,
  { base, isNeutral }: StripMetric,
): number {
  const size = isNeutral ? value : Math.abs(value - base);
  return most > least ? Math.min(1, Math.max(0, (size - least) / (most - least))) : 1;
}

/** Nothing where there is no canvas to draw on. */
export function drawHeatMap(canvas: HTMLCanvasElement, drawn: DrawnMap): MapPlace | null {
  const context = canvas.getContext("2d");
  const [width, height] = [canvas.clientWidth, canvas.clientHeight];
  if (!context || width === 0 || height === 0) return null;
  const ratio = globalThis.devicePixelRatio || 1;
  canvas.width = Math.round(width * ratio);
  canvas.height = Math.round(height * ratio);
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  const colours = readTokens(canvas.parentElement!, {
    gain: "--gain",
    loss: "--loss",
    accent: "--accent",
    text: "--text",
    quiet: "--quiet",
    line: "--line",
    surface: "--surface",
  });
  const { map, metric, steady, present, read } = drawn;
  const [columns, rows] = [map.x.values.length, map.y.values.length];
  const left = Math.ceil(Math.max(...map.y.values.map((value) => textWidth(plain(value))))) + GAP;
  const place = { left, top: 2, width: width - left - 2, height: height - AXIS_HEIGHT - 2 };
  const edgeX = (column: number) => Math.round(place.left + column * place.width / columns);
  const edgeY = (row: number) => Math.round(place.top + (rows - row) * place.height / rows);
  const values = map.metrics[metric.key]!;
  const scale = scaleOf(values, metric);
  const gap = place.width / columns > 5 && place.height / rows > 5 ? 1 : 0;

  for (let cell = 0; cell < columns * rows; cell++) {
    const [column, row] = [cell % columns, Math.floor(cell / columns)];
    const [x, y] = [edgeX(column), edgeY(row + 1)];
    const [w, h] = [edgeX(column + 1) - x - gap, edgeY(row) - y - gap];
    const value = values[cell]!;
    if (!scale || !Number.isFinite(value)) {
      context.fillStyle = translucent(colours.line, map.tried[cell] === 1 ? 0.35 : 0.8);
      context.fillRect(x, y, w, h);
      continue;
    }
    const strength = FAINT + (STRONG - FAINT) * strengthOf(value, scale, metric);
    const colour = metric.isNeutral
      ? colours.accent
      : value < metric.base
      ? colours.loss
      : colours.gain;
    context.fillStyle = translucent(colour, strength);
    context.fillRect(x, y, w, h);
    if (metric.losesBelow === null || value >= metric.losesBelow) continue;
    context.strokeStyle = translucent(colours.surface, 0.6);
    context.lineWidth = 1;
    context.beginPath();
    context.moveTo(x, y + h);
    context.lineTo(x + w, y);
    context.stroke();
  }
  outline(context, { steady, columns, rows, edgeX, edgeY, colour: colours.text });
  if (present !== null) frame(present, colours.surface, 5), frame(present, colours.accent, 3);
  if (read !== null) frame(read, colours.surface, 4), frame(read, colours.text, 2);
  ticks();
  return place;

  function frame(cell: number, colour: string, thick: number): void {
    const [column, row] = [cell % columns, Math.floor(cell / columns)];
    const [x, y] = [edgeX(column), edgeY(row + 1)];
    context!.strokeStyle = colour;
    context!.lineWidth = thick;
    context!.strokeRect(x, y, edgeX(column + 1) - x, edgeY(row) - y);
  }

  function ticks(): void {
    context!.font = FONT;
    context!.fillStyle = colours.quiet;
    context!.textBaseline = "middle";
    context!.textAlign = "right";
    const everyRow = Math.max(1, Math.ceil(LABEL_GAP / (place.height / rows)));
    for (let row = 0; row < rows; row += everyRow) {
      const middle = (edgeY(row) + edgeY(row + 1)) / 2;
      context!.fillText(plain(map.y.values[row]!), place.left - GAP / 2, middle);
    }
    context!.textAlign = "center";
    const widest = Math.max(...map.x.values.map((value) => textWidth(plain(value))));
    const everyColumn = Math.max(1, Math.ceil((widest + GAP) / (place.width / columns)));
    for (let column = 0; column < columns; column += everyColumn) {
      const text = plain(map.x.values[column]!);
      const half = textWidth(text) / 2;
      const middle = (edgeX(column) + edgeX(column + 1)) / 2;
      context!.fillText(text, Math.min(middle, width - half), height - AXIS_HEIGHT / 2);
    }
  }
}

function outline(
  context: CanvasRenderingContext2D,
  { steady, columns, rows, edgeX, edgeY, colour }: {
    readonly steady: ReadonlySet<number>;
    readonly columns: number;
    readonly rows: number;
    readonly edgeX: (column: number) => number;
    readonly edgeY: (row: number) => number;
    readonly colour: string;
  },
): void {
  context.strokeStyle = colour;
  context.lineWidth = 1.5;
  context.beginPath();
  const line = (x1: number, y1: number, x2: number, y2: number) => {
    context.moveTo(x1, y1);
    context.lineTo(x2, y2);
  };
  for (const cell of steady) {
    const [column, row] = [cell % columns, Math.floor(cell / columns)];
    const [left, right] = [edgeX(column), edgeX(column + 1)];
    const [bottom, top] = [edgeY(row), edgeY(row + 1)];
    if (column === 0 || !steady.has(cell - 1)) line(left, top, left, bottom);
    if (column === columns - 1 || !steady.has(cell + 1)) line(right, top, right, bottom);
    if (row === 0 || !steady.has(cell - columns)) line(left, bottom, right, bottom);
    if (row === rows - 1 || !steady.has(cell + columns)) line(left, top, right, top);
  }
  context.stroke();
}

/** The cell below a point of the canvas; `null` beside the cells. */
export function cellAt(
  { x, y }: Pick<HeatMap, "x" | "y">,
  { left, top, width, height }: MapPlace,
  point: { readonly x: number; readonly y: number },
): number | null {
  const [columns, rows] = [x.values.length, y.values.length];
  const column = Math.floor((point.x - left) / width * columns);
  const row = rows - 1 - Math.floor((point.y - top) / height * rows);
  const isInside = column >= 0 && column < columns && row >= 0 && row < rows;
  return isInside ? row * columns + column : null;
}
