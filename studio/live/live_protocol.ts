/** What travels between the editor and its engine thread. */
import type { StrategyChart } from "../../engine/chart.ts";
import type {
  CandleSeries,
  ExitReason,
  Funnel,
  PortValue,
  RunSettings,
  StrategyDocument,
} from "../../engine/mod.ts";

/** Candles, decoded and checked by the page; their columns lie in one buffer, of which a thread gets one copy. */
export interface LoadRequest {
  readonly kind: "load";
  readonly id: number;
  readonly candles: CandleSeries;
}

export interface RunRequest {
  readonly kind: "run";
  readonly id: number;
  readonly document: StrategyDocument;
  readonly settings: RunSettings;
}

/** Every port's value at a bar of the last run. */
export interface ExplainRequest {
  readonly kind: "explain";
  readonly id: number;
  readonly bar: number;
}

/** The bars of the last run on which an entry was nearest to happening. */
export interface MissesRequest {
  readonly kind: "misses";
  readonly id: number;
}

/** What a chart of the last run draws besides candles and trades. */
export interface ChartRequest {
  readonly kind: "chart";
  readonly id: number;
}

/** One metric for several values of a parameter of the last run's strategy. */
export interface SweepRequest {
  readonly kind: "sweep";
  readonly id: number;
  readonly block: string;
  readonly param: string;
  readonly values: readonly number[];
  readonly metric: string;
}

/** What another document makes on the same candles; the last run stays what it is. */
export interface OutlineRequest {
  readonly kind: "outline";
  readonly id: number;
  readonly document: StrategyDocument;
  readonly settings: RunSettings;
}

export type LiveRequest =
  | LoadRequest
  | RunRequest
  | ExplainRequest
  | MissesRequest
  | ChartRequest
  | SweepRequest
  | OutlineRequest;

/** Trades as columns, the open one last with an exit bar of −1. */
export interface LiveTrades {
  readonly entryBar: Int32Array;
  readonly exitBar: Int32Array;
  readonly entryPrice: Float64Array;
  readonly exitPrice: Float64Array;
  /** pnl / entry cost. */
  readonly returns: Float64Array;
}

export interface LiveResult {
  readonly kind: "result";
  readonly id: number;
  /** Place of bar 0 in the loaded candles, and how many bars there are. */
  readonly start: number;
  readonly bars: number;
  readonly firstTradableBar: number | null;
  /** Candles before the range that the strategy wants, and those that were used. */
  readonly historyWanted: number;
  readonly historyUsed: number;
  readonly metrics: Readonly<Record<string, number | null>>;
  /** Hash of what was run: the same for documents that run the same way. */
  readonly content: string;
  readonly funnel: Funnel;
  /** One value a bar, quote currency. */
  readonly equity: Float64Array;
  readonly hold: Float64Array;
  /** How far the equity is below its highest value so far: fractions, 0 and less. */
  readonly drawdown: Float64Array;
  readonly trades: LiveTrades;
  /** Bars after which candles are missing. */
  readonly gapsAfter: Int32Array;
}

/** How a condition stands at a bar, and how far it is from turning. */
export interface ConditionState {
  readonly met: boolean;
  /** "33.1, needed < 30", or "28.4 < 30" while it is met. */
  readonly text: string;
}

export interface Explanation {
  readonly kind: "explanation";
  readonly id: number;
  readonly bar: number;
  /** By `block.port`. */
  readonly values: Readonly<Record<string, PortValue>>;
  /** By block id. */
  readonly conditions: Readonly<Record<string, ConditionState>>;
}

export interface NearMiss {
  readonly bar: number;
  /** The condition that was false, and what it lacked: "RSI was 33.1; it had to be below 30". */
  readonly blockId: string;
  readonly text: string;
}

export interface Misses {
  readonly kind: "misses";
  readonly id: number;
  readonly misses: readonly NearMiss[];
}

export interface LiveChart extends StrategyChart {
  readonly kind: "chart";
  readonly id: number;
  /** Of the run that it belongs to. */
  readonly run: number;
  /** Of each trade. */
  readonly reasons: readonly ExitReason[];
}

export interface Swept {
  readonly kind: "swept";
  readonly id: number;
  /** NaN where there is no value. */
  readonly results: Float64Array;
  /** How many trades each value makes. */
  readonly trades: Float64Array;
}

/** The outline of a result: its figures, and points of its equity at even distances. */
export interface Outlined {
  readonly kind: "outlined";
  readonly id: number;
  readonly metrics: Readonly<Record<string, number | null>>;
  /** Multiples of the starting capital, the last one at the last bar. */
  readonly curve: Float64Array;
}

/** It cannot be run as it is; sentences for the trader. */
export interface Refused {
  readonly kind: "refused";
  readonly id: number;
  readonly messages: readonly string[];
}

export interface Loaded {
  readonly kind: "loaded";
  readonly id: number;
}

export type LiveReply =
  | LiveResult
  | Explanation
  | Misses
  | LiveChart
  | Swept
  | Outlined
  | Refused
  | Loaded;
