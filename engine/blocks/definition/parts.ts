/** Parts that many definitions share: ports, parameters, words. */
import {
  type Column,
  isSource,
  type Params,
  type ParamSpec,
  type ParamValue,
  type Phrase,
  type PhraseContext,
  type PortPlot,
  type PortScale,
  type PortSpec,
  SOURCE_WORDS,
  SOURCES,
} from "./definition.ts";

export function seriesInput(name: string, label: string, required = true): PortSpec {
  return { name, label, kind: "series", required };
}
export function signalInput(name: string, label: string, required = true): PortSpec {
  return { name, label, kind: "signal", required };
}
/** @param plot how a chart draws it; `null` for what the candles show by themselves */
export function seriesOutput(
  name: string,
  label: string,
  plot: PortPlot | null,
  scale?: PortScale,
): PortSpec {
  return {
    name,
    label,
    kind: "series",
    required: false,
    ...(scale ? { scale } : {}),
    ...(plot ? { plot } : {}),
  };
}

/** A line on the candles. */
export const ON_PRICE: PortPlot = { on: "price", shape: "line" };
/** A line in a pane below them. */
export const IN_PANE: PortPlot = { on: "pane", shape: "line" };
/** A line where its source is drawn: an average of an RSI goes to the RSI. */
export const WITH_SOURCE: PortPlot = { on: { input: "source" }, shape: "line" };

/** The upper line of a band. */
export function bandDownTo(lower: string, on: PortPlot["on"] = "price"): PortPlot {
  return { on, shape: "band", with: lower };
}
export function signalOutput(name = "signal", label = "Signal"): PortSpec {
  return { name, label, kind: "signal", required: false };
}

/** The optional input that stands in for the `source` parameter. */
export const SOURCE_INPUT: PortSpec = seriesInput("source", "Source", false);

/** A whole number of bars that a window spans. */
export function periodParam(value: number, options: Partial<ParamSpec> = {}): ParamSpec {
  return {
    name: "period",
    label: "Period",
    kind: "integer",
    default: value,
    min: 2,
    max: 1000,
    step: 1,
    unit: "bars",
    help: "Number of candles it looks back. More is smoother and slower.",
    ...options,
  };
}

/** A number of bars to count. */
export function barsParam(
  value: number,
  help: string,
  presets?: readonly number[],
): ParamSpec {
  return {
    name: "bars",
    label: "Bars",
    kind: "integer",
    default: value,
    min: 1,
    max: 1000,
    step: 1,
    unit: "bars",
    help,
    ...(presets ? { presets } : {}),
  };
}

/** Which column of the candles an indicator reads when nothing is wired to its source. */
export const SOURCE_PARAM: ParamSpec = {
  name: "source",
  label: "Source",
  kind: "choice",
  default: "close",
  options: SOURCES.map((value) => ({ value, label: sourceLabel(value) })),
  help: "The price it is computed from. A block connected to Source replaces it.",
  when: (_params, connected) => !connected.has("source"),
};

function sourceLabel(source: (typeof SOURCES)[number]): string {
  const long = { hl2: "(H+L)/2", hlc3: "(H+L+C)/3", ohlc4: "(O+H+L+C)/4" } as Record<
    string,
    string
  >;
  return long[source] ?? source.charAt(0).toUpperCase() + source.slice(1);
}

export function numberOf(params: Params, name: string): number {
  const value = params[name];
  if (typeof value !== "number") throw new TypeError(`parameter ${name} is not a number`);
  return value;
}

export function textOf(params: Params, name: string): string {
  const value = params[name];
  if (typeof value !== "string") throw new TypeError(`parameter ${name} is not text`);
  return value;
}

export function seriesOf(
  columns: Readonly<Record<string, Column | null>>,
  name: string,
): Float64Array {
  const column = columns[name];
  if (!(column instanceof Float64Array)) throw new TypeError(`${name} is not a series`);
  return column;
}

export function signalOf(
  columns: Readonly<Record<string, Column | null>>,
  name: string,
): Uint8Array {
  const column = columns[name];
  if (!(column instanceof Uint8Array)) throw new TypeError(`${name} is not a signal`);
  return column;
}

/** A number as a person writes it: no trailing zeros, thousands apart. */
export function plain(value: ParamValue | undefined): string {
  if (typeof value !== "number") return String(value ?? "");
  const text = String(value);
  const [whole = "", rest] = text.split(".");
  if (text.includes("e")) return text;
  const sign = whole.startsWith("-") ? "−" : "";
  const digits = whole.replace("-", "").replace(/\B(?=(\d{3})+(?!\d))/g, ",");
  return `${sign}${digits}${rest === undefined ? "" : `.${rest}`}`;
}

/** "1 bar", "3 bars" */
export function barsInWords(bars: ParamValue | undefined): string {
  return `${plain(bars)} ${bars === 1 ? "bar" : "bars"}`;
}

/** "14 · close" */
export function dotted(...parts: (string | number | undefined)[]): string {
  return parts.filter((part) => part !== undefined && part !== "").join(" · ");
}

/** Whether a phrase is these words and no more. */
function isOnly(phrase: readonly Phrase[], words: string): boolean {
  const [first, second] = phrase;
  if (second !== undefined || first === undefined) return false;
  return typeof first === "string" ? first === words : isOnly(first.parts, words);
}

/** "RSI(14)", "RSI(14) of the high", "RSI(14) of SMA(10)" */
export function indicatorPhrase(
  label: string,
  { params, input }: Pick<PhraseContext, "params" | "input">,
): readonly Phrase[] {
  const connected = input("source");
  if (connected) {
    // A wire from the close means what no wire means.
    return isOnly(connected, SOURCE_WORDS.close) ? [label] : [`${label} of `, ...connected];
  }
  const { source } = params;
  return isSource(source) && source !== "close" ? [`${label} of ${SOURCE_WORDS[source]}`] : [label];
}

/** The bar's share of a wired-or-typed operand `b`. */
export function operandPhrase({ params, input }: PhraseContext): readonly Phrase[] {
  return input("b") ?? [plain(params.value)];
}

/**
 * How an indicator is called: "RSI(14)", "RSI 14", "RSI", "14 RSI".
 *
 * @param names the first is how it is written
 * @param params its numbers, in the order in which they are said
 */
export function called(names: readonly string[], params: readonly string[], rest = ""): string[] {
  const holes = params.map((name) => `{${name}}`);
  const inBrackets = `( ${holes[0]}${holes.slice(1).map((hole) => ` [, ${hole}`).join("")}${
    " ]".repeat(holes.length - 1)
  } )`;
  const one = names.map((name) => name.replaceAll(" ", "_")).join("|");
  const after = rest === "" ? "" : ` ${rest}`;
  return [
    `${one} [${inBrackets}]${after}`,
    `${one} ${holes.join(" [,] ")}${after}`,
    ...(params.length === 1
      ? [`${holes[0]} [-] [bars|bar|candles|candle|period|day] ${one}${after}`]
      : []),
  ];
}

/** What an indicator is computed from, after its name. */
export const OF_SOURCE = "[of|on {source}]";
