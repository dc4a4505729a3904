/**
 * What a block is. One definition feeds the palette, the inspector's form, validation, the plain-English reading, the
 * documentation and the engine.
 */
import type { CandleSeries } from "../../candles/candle_series.ts";
import type { SignalReader } from "../../kernels/signal_reader.ts";

/** A series carries one number a bar, a signal one boolean a bar. */
export type PortKind = "series" | "signal";

export interface PortSpec {
  readonly name: string;
  readonly label: string;
  readonly kind: PortKind;
  /** An input that must be connected. */
  readonly required: boolean;
  /** Whether it is read at all; a wire into an input that is not has no effect. */
  readonly when?: (params: Params) => boolean;
  /** Of an output: where its values lie, for those that are not prices. */
  readonly scale?: PortScale;
  /** Of a series output: how a chart draws it. What the candles show by themselves has none. */
  readonly plot?: PortPlot;
}

/**
 * Where values are drawn: on the candles, over the volumes, in a pane of the block's own, or where what feeds one of its inputs
 * is drawn.
 */
export type PlotPlace = "price" | "volume" | "pane" | { readonly input: string };

/** How a chart draws an output. */
export interface PortPlot {
  /** What depends on the parameters is asked with where its inputs are drawn; `null` where an input is a fixed number. */
  readonly on:
    | PlotPlace
    | ((params: Params, at: (input: string) => Exclude<PlotPlace, object> | null) => PlotPlace);
  /**
   * `band`: a line, with the room between it and the output `with` filled. `level`: the same value on every bar, drawn as a
   * threshold where it is compared with something.
   */
  readonly shape: "line" | "band" | "histogram" | "level";
  readonly with?: string;
}

/** Where the values of an output lie, and the levels that people hold them against. */
export interface PortScale {
  readonly min?: number;
  readonly max?: number;
  /** Ascending: 30, 50 and 70 of an RSI. */
  readonly levels: readonly number[];
}

export type ParamValue = number | string | readonly number[];
export type Params = Readonly<Record<string, ParamValue>>;

export interface ParamOption {
  readonly value: string;
  readonly label: string;
}

/** What a number may be, how it is measured, and what it usually is. */
export interface NumberRange {
  readonly min?: number;
  readonly max?: number;
  readonly step?: number;
  /** `bars`, `%`, `USDT` … */
  readonly unit?: string;
  /** Values in common use, ascending. */
  readonly presets?: readonly number[];
}

/** One parameter: its bounds, and what its form field shows. */
export interface ParamSpec extends NumberRange {
  readonly name: string;
  readonly label: string;
  readonly kind: "integer" | "number" | "choice" | "days";
  /** The value when it is left out; `defaultFor` wins where there is one. */
  readonly default: ParamValue;
  readonly defaultFor?: (params: Params) => ParamValue;
  /** What depends on the other parameters; it wins over what is fixed. The block's `check` keeps these bounds. */
  readonly rangeFor?: (params: Params) => NumberRange;
  /** The input whose values this number is held against: the levels of what is wired there suit it. */
  readonly comparedWith?: string;
  readonly options?: readonly ParamOption[];
  readonly help: string;
  /** Whether it matters now: hidden and without effect otherwise. */
  readonly when?: (params: Params, connected: ReadonlySet<string>) => boolean;
}

export type BlockFamily = "prices" | "indicators" | "conditions" | "logic" | "signals" | "risk";

/** Values of a port over all loaded bars: numbers (NaN = not known), or 0 and 1. */
export type Column = Float64Array | Uint8Array;

/** What a block computes from. All columns have the length of the candles. */
export interface ComputeContext {
  readonly candles: CandleSeries;
  readonly params: Params;
  /** By port name; `null` where an optional input is not connected. A `source` is never null. */
  readonly inputs: Readonly<Record<string, Column | null>>;
  /** By port name: series come filled with NaN, signals with 0. */
  readonly outputs: Readonly<Record<string, Column>>;
  /** First bar at which every input is known, by the blocks' lookbacks. */
  readonly knownFrom: number;
}

/** What a comparison wants of its left side, in words: "needed" + " > 30", "to cross above 30". */
export interface Comparison {
  readonly needed: string;
  /** 1: a above b, −1: a below b, 0: either. */
  readonly side: 1 | -1 | 0;
  /** Whether a must come from the other side: on the bar before it stood there, or exactly on b. */
  readonly crosses: boolean;
}

/** What a signal is searched in. */
export interface SearchContext {
  readonly params: Params;
  readonly inputs: Readonly<Record<string, Column | null>>;
  /** Where one input crosses above another, by their ports. */
  readonly crossing: (a: string, b: string) => SignalReader;
}

/** A piece of plain English: text, or a phrase that belongs to a block. */
export type Phrase = string | { readonly block_id: string; readonly parts: readonly Phrase[] };

export interface PhraseContext {
  readonly params: Params;
  /** The phrase of what is connected to an input, `null` where nothing is. */
  readonly input: (name: string) => readonly Phrase[] | null;
  /** All connected inputs' phrases, in the order of the ports. */
  readonly inputs: () => readonly (readonly Phrase[])[];
  /** Which output is being read. */
  readonly output: string;
}

/** A wording that is read as a block. */
export interface Saying {
  /**
   * Words, with `{name}` for an input or a parameter, `{output}` for the name of each output, `[…]` around what may be left
   * out, and `|` between words that mean the same (`_` for a space within them). Articles are never needed.
   */
  readonly say: string;
  /** The output that is meant; the first by default. */
  readonly output?: string;
  /** What the words themselves set. */
  readonly params?: Params;
  /** Of a wording that begins with an input: the higher, the tighter it holds what stands beside it. */
  readonly binds?: number;
}

/** What an output is usually held against: the other side of a new condition. */
export type Counterpart =
  /** A number: where it is crossed, and where it stands above or below. */
  | { readonly kind: "level"; readonly crossed: number; readonly standing: number }
  /** Another output of the same block. */
  | { readonly kind: "output"; readonly output: string }
  /** An output of another block. */
  | {
    readonly kind: "block";
    readonly type: string;
    readonly output: string;
    readonly params: Params;
  }
  /** Its own average over so many bars. */
  | { readonly kind: "average"; readonly bars: number }
  /**
   * The close, which is said first: "Close is above SMA(200)". A line that the close takes part in is `delayed` by one bar,
   * or the close could never be beyond it. With the side −1 the close is held below.
   */
  | { readonly kind: "price"; readonly delayed?: boolean; readonly side?: -1 };

/** What a risk block sets, by its parameters. */
export interface RiskRole {
  readonly kind:
    | "position_size"
    | "stop_loss"
    | "take_profit"
    | "trailing_stop"
    | "time_exit"
    | "cooldown";
}

export interface BlockDefinition {
  readonly type: string;
  readonly family: BlockFamily;
  readonly name: string;
  /** What its card is headed with, where that says more than the name: "Buy" for an Entry signal. */
  readonly card?: string;
  /** One line. */
  readonly summary: string;
  /** A paragraph: what it measures, how it is used, what to beware of. */
  readonly help: string;
  /** Other words that people look for. */
  readonly synonyms: readonly string[];
  readonly params: readonly ParamSpec[];
  readonly inputs: readonly PortSpec[];
  readonly outputs: readonly PortSpec[];
  /**
   * What it is set to, for the card: "14 · close". `wired` names what an input is fed by, for blocks whose words speak of
   * their inputs: "RSI crosses above 30".
   */
  readonly subtitle: (params: Params, wired?: (input: string) => string | undefined) => string;
  /** A rule between parameters that is broken, `null` when none is. */
  readonly check?: (params: Params) => { readonly param: string; readonly message: string } | null;
  /** Inputs that must be connected at the least, where it is a number of them (`and`, `or`). */
  readonly minInputs?: number;
  /** Bars between a known input and the first known output, as TA-Lib counts; of one output, or of the last to begin. */
  readonly lookback: (params: Params, port?: string) => number;
  /** Bars that make the start fade to about 1e-9; the lookback unless the block is recursive. */
  readonly history?: (params: Params) => number;
  /** Values that are read for each bar, where that is a whole window; else the work of a bar does not grow with it. */
  readonly steps?: (params: Params) => number;
  /** Outputs that are columns of the candles as they are, by port. */
  readonly columns?: Readonly<Record<string, SourceName>>;
  /** Whether it is computed from the volumes of the candles. */
  readonly readsVolume?: boolean;
  /** Fills `outputs`. */
  readonly compute?: (context: ComputeContext) => void;
  /** Whether `compute` writes every bar, so that what it writes over may hold anything. */
  readonly writesEveryBar?: boolean;
  /**
   * Finds where its one output, a signal, is true without writing it down for every bar; `null` where these inputs do not
   * allow it. For the simulation, which asks for the next bar at which it is.
   */
  readonly search?: (context: SearchContext) => SignalReader | null;
  /** For a block that compares its input `a` with `b`, or with its parameter `value`: what it wants of a. */
  readonly comparison?: (params: Params) => Comparison;
  /** What its outputs are usually held against, by output; the first is the one that conditions are made with. */
  readonly counterparts?: Readonly<Record<string, Counterpart>>;
  /** What a new condition of this kind speaks of where nothing else is chosen. */
  readonly speaksOf?: { readonly type: string; readonly output: string };
  /** What the simulation takes from it. */
  readonly role?: { readonly kind: "entry" | "exit" } | RiskRole;
  readonly phrase: (context: PhraseContext) => readonly Phrase[];
  /** The wordings that stand for it when a strategy is written in sentences; its own phrase is among them. */
  readonly says: readonly (string | Saying)[];
  /**
   * Its phrase runs on into what stands beside it ("a and b", "a 2 bars ago"): within the phrase of another block of its
   * family it comes in brackets, so that there is one way to read it.
   */
  readonly openPhrase?: boolean;
}

/** The columns an indicator can be computed from. */
export const SOURCES = ["open", "high", "low", "close", "volume", "hl2", "hlc3", "ohlc4"] as const;
export type SourceName = (typeof SOURCES)[number];

/** How a source is said in a sentence. */
export const SOURCE_WORDS: Record<SourceName, string> = {
  open: "the open",
  high: "the high",
  low: "the low",
  close: "the close",
  volume: "the volume",
  hl2: "the middle of the candle (hl2)",
  hlc3: "the typical price (hlc3)",
  ohlc4: "the average price (ohlc4)",
};

export function isSource(value: unknown): value is SourceName {
  return (SOURCES as readonly unknown[]).includes(value);
}

/** Checks a definition's types and returns it as it is. */
export function defineBlock(definition: BlockDefinition): BlockDefinition {
  return definition;
}
