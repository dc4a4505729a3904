/**
 * A picture of what a block does, made by letting it do it: its own computation over a few candles, what it reads drawn
 * faint, what it gives drawn strong. Blocks that compute nothing (signals to the simulation, risk rules) get a sketch of
 * their role.
 */
import {
  type BlockDefinition,
  type CandleSeries,
  type Params,
  type PortSpec,
  resolveParams,
} from "../../engine/mod.ts";
import { exampleSignal, exampleWalk, SHOWN_BARS, slowly } from "./example_prices.ts";
import { PICTURE, type PictureMark } from "./picture_mark.ts";
import { ROLE_SKETCHES } from "./role_sketches.ts";

type Column = Float64Array | Uint8Array;

interface Band {
  readonly top: number;
  readonly bottom: number;
}

const ALL: Band = { top: 2, bottom: PICTURE.height - 2 };
const ABOVE_SIGNAL: Band = { top: 1.5, bottom: 15 };
const SIGNAL_ROW: Band = { top: 17, bottom: 23 };

/** What a block's picture shows, back to front. */
export function blockPicture(definition: BlockDefinition): PictureMark[] {
  if (definition.role) return [...ROLE_SKETCHES[definition.role.kind]];
  const candles = exampleWalk();
  if (definition.columns) return pictureOfCandles(definition.columns, candles);
  const inputs = exampleInputs(definition, candles);
  const outputs = exampleOutputs(definition, candles, inputs);
  const given = definition.outputs.map((port) => lastBars(outputs[port.name]));
  const series = given.filter((column) => column instanceof Float64Array);
  const signals = given.filter((column) => column instanceof Uint8Array);
  const read = Object.values(inputs).filter((column) => column !== null).map(lastBars);
  const readSeries = read.filter((column) => column instanceof Float64Array);
  const readSignals = read.filter((column) => column instanceof Uint8Array);
  if (definition.inputs.length === 0) readSeries.push(lastBars(candles.close) as Float64Array);

  const band = signals.length > 0 ? ABOVE_SIGNAL : ALL;
  return [
    ...linesOf(readSeries, series, band),
    ...readSignals.flatMap((signal, row) => signalMarks(signal, rowOf(row), "faint")),
    ...signals.flatMap((signal) => signalMarks(signal, SIGNAL_ROW, "strong")),
  ];
}

/** Something for each input that a picture should show connected: the close, something slower, two signals. */
function exampleInputs(
  definition: BlockDefinition,
  candles: CandleSeries,
): Record<string, Column | null> {
  const inputs: Record<string, Column | null> = {};
  let shown = 0;
  for (const port of definition.inputs) {
    inputs[port.name] = shown >= 2 ? null : exampleInput(port, candles, shown);
    shown++;
  }
  return inputs;
}

function exampleInput(port: PortSpec, candles: CandleSeries, index: number): Column {
  if (port.kind === "signal") return exampleSignal(candles.length, index);
  return index === 0 ? candles.close : slowly(candles.close);
}

/** What a block gives by its defaults; by the middle of its ranges, where the defaults make a signal that never changes. */
function exampleOutputs(
  definition: BlockDefinition,
  candles: CandleSeries,
  inputs: Record<string, Column | null>,
): Record<string, Column> {
  const outputs = compute(definition, candles, resolveParams(definition, {}), inputs);
  const isFlat = definition.outputs.every(({ name, kind }) =>
    kind === "signal" && new Set(lastBars(outputs[name])).size === 1
  );
  if (!isFlat) return outputs;
  const ranged = definition.params.filter((spec) =>
    spec.kind === "integer" && spec.min !== undefined && spec.max !== undefined
  );
  const spread = Object.fromEntries(ranged.map(({ name, min = 0, max = 0 }, k) => [
    name,
    Math.round(min + ((max - min) * (k + 1)) / (ranged.length + 1)),
  ]));
  return compute(definition, candles, resolveParams(definition, spread), inputs);
}

function compute(
  definition: BlockDefinition,
  candles: CandleSeries,
  params: Params,
  inputs: Record<string, Column | null>,
): Record<string, Column> {
  const outputs: Record<string, Column> = {};
  for (const { name, kind } of definition.outputs) {
    outputs[name] = kind === "signal"
      ? new Uint8Array(candles.length)
      : new Float64Array(candles.length).fill(NaN);
  }
  definition.compute?.({ candles, params, inputs, outputs, knownFrom: 0 });
  return outputs;
}

function lastBars(column: Column | undefined): Column {
  return column?.slice(-SHOWN_BARS) ?? new Float64Array(0);
}

/** Lines over lines: on one scale where what is given lies near what is read, else each side on its own. */
function linesOf(
  read: readonly Float64Array[],
  given: readonly Float64Array[],
  band: Band,
): PictureMark[] {
  const [low, high] = rangeOf(read);
  const [from, to] = rangeOf(given);
  const room = (high - low) * 0.75;
  const shareScale = given.length === 0 || (from >= low - room && to <= high + room);
  const both = rangeOf([...read, ...given]);
  const line = (
    values: Float64Array,
    weight: PictureMark["weight"],
    range: readonly [number, number],
  ): PictureMark => ({ d: linePath(values, range, band), draw: "stroke", weight });
  return [
    ...read.map((values) => line(values, "faint", shareScale ? both : [low, high])),
    ...given.map((values, k) =>
      line(values, k === 0 ? "strong" : "second", shareScale ? both : [from, to])
    ).reverse(),
  ];
}

function rangeOf(columns: readonly Float64Array[]): [number, number] {
  let [low, high] = [Infinity, -Infinity];
  for (const column of columns) {
    for (const value of column) {
      if (value < low) low = value;
      if (value > high) high = value;
    }
  }
  return [low, high];
}

function linePath(
  values: Float64Array,
  [low, high]: readonly [number, number],
  { top, bottom }: Band,
): string {
  let path = "";
  let isDrawing = false;
  for (const [i, value] of values.entries()) {
    if (!Number.isFinite(value)) {
      isDrawing = false;
      continue;
    }
    const share = high > low ? (value - low) / (high - low) : 0.5;
    const y = bottom - share * (bottom - top);
    path += `${isDrawing ? "L" : "M"}${short(xOf(i + 0.5))} ${short(y)}`;
    isDrawing = true;
  }
  return path;
}

/** A signal as what it is over time: a diamond where it is true once, a bar for as long as it stays true. */
function signalMarks(
  signal: Uint8Array,
  { top, bottom }: Band,
  weight: PictureMark["weight"],
): PictureMark[] {
  const middle = (top + bottom) / 2;
  const half = Math.min(3, (bottom - top) / 2);
  let bars = "";
  let start = -1;
  for (let i = 0; i <= signal.length; i++) {
    if (signal[i] === 1) {
      if (start < 0) start = i;
      continue;
    }
    if (start < 0) continue;
    const x = Math.min(PICTURE.width - half, Math.max(half, xOf((start + i) / 2)));
    bars += i - start === 1
      ? `M${short(x - half)} ${middle}L${short(x)} ${middle - half}L${short(x + half)} ${middle}L${
        short(x)
      } ${middle + half}Z`
      : `M${short(xOf(start))} ${top + 1}H${short(xOf(i))}V${bottom - 1}H${short(xOf(start))}Z`;
    start = -1;
  }
  const base: PictureMark = {
    d: `M0 ${bottom - 0.5}H${PICTURE.width}`,
    draw: "stroke",
    weight: "faint",
  };
  return bars === "" ? [base] : [base, { d: bars, draw: "fill", weight }];
}

function rowOf(row: number): Band {
  return { top: 1 + row * 8, bottom: 7 + row * 8 };
}

/** Candles where a block hands out open and close, bars where it hands out one column. */
function pictureOfCandles(
  columns: Readonly<Record<string, string>>,
  candles: CandleSeries,
): PictureMark[] {
  const sources = new Set(Object.values(columns));
  if (sources.has("open") && sources.has("close")) return candleMarks(candles);
  const values = lastBars(candles[[...sources][0] as "volume"]);
  const top = Math.max(...values);
  let d = "";
  for (let i = 0; i + 1 < values.length; i += 2) {
    const y = ALL.bottom - (values[i]! / top) * (ALL.bottom - ALL.top);
    d += `M${short(xOf(i) + 0.6)} ${ALL.bottom}V${short(y)}h2V${ALL.bottom}Z`;
  }
  return [{ d, draw: "fill", weight: "strong" }];
}

/** Every four candles drawn as one, so that a body is wide enough to be seen. */
function candleMarks(candles: CandleSeries): PictureMark[] {
  const together = 4;
  const first = candles.length - SHOWN_BARS;
  const range = rangeOf([candles.high.slice(first), candles.low.slice(first)]);
  const y = (value: number) =>
    short(ALL.bottom - ((value - range[0]) / (range[1] - range[0])) * (ALL.bottom - ALL.top));
  let wicks = "", rising = "", falling = "";
  for (let i = first; i < candles.length; i += together) {
    const [open, close] = [candles.open[i]!, candles.close[i + together - 1]!];
    const middle = xOf(i - first + together / 2);
    wicks += `M${short(middle)} ${y(Math.max(...candles.high.slice(i, i + together)))}V${
      y(Math.min(...candles.low.slice(i, i + together)))
    }`;
    const body = `M${short(middle - 2)} ${y(open)}h4V${y(close)}h-4Z`;
    if (close >= open) rising += body;
    else falling += body;
  }
  return [
    { d: wicks, draw: "stroke", weight: "second" },
    { d: falling, draw: "fill", weight: "second" },
    { d: rising, draw: "fill", weight: "strong" },
  ];
}

function xOf(bar: number): number {
  return (bar / SHOWN_BARS) * PICTURE.width;
}

function short(value: number): number {
  return Math.round(value * 10) / 10;
}
