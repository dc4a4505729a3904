/** What there is to say of a metric beyond its formula: how it is called, written and shown. */
import type { MetricName } from "../../engine/mod.ts";

/** The times of the deepest drawdown are shown in sentences, never as figures of their own. */
export type FigureMetric = Exclude<
  MetricName,
  "max_drawdown_start" | "max_drawdown_bottom" | "max_drawdown_recovery"
>;

/**
 * How values are counted: a fraction (written as percent), an amount of the quote currency, a number of things or of bars, a
 * ratio, a multiple of the risk at the stop.
 */
export type MetricUnit = "fraction" | "money" | "count" | "bars" | "ratio" | "r";

/** Lists in which a metric can stand. */
export type MetricPlace = "cards" | "headlines" | "compare";

/** What a metric is called and means, in words for users. */
export interface MetricWords {
  /** Part of the glossary in which it is explained. */
  readonly group: "result" | "trades" | "costs";
  readonly term: string;
  /** One or two plain sentences. */
  readonly definition: string;
  /** A formula or an example, for those who want to know exactly. */
  readonly more?: string;
  /** Why a run has no value, although it has trades; a sentence. */
  readonly undefinedBecause?: string;
}

/** How the results of neighbouring parameter values are compared by a metric. */
export interface NearbyComparison {
  /** Place in the list of choices, the lowest first. */
  readonly rank: number;
  /** The difference that nobody would mind, in the metric's unit. */
  readonly flat: number;
  /** Where bars begin; 0 when it is left out. */
  readonly base?: number;
  /** Below this it is a loss; no value is one when it is left out. */
  readonly losesBelow?: number;
  /** Values above the base are gains, and those below losses. */
  readonly toned?: boolean;
}

/** How a metric is written and shown. */
export interface MetricFacts {
  readonly unit: MetricUnit;
  /** Which values are better; neutral where neither are. */
  readonly direction: "higher" | "lower" | "neutral";
  /** Behind the point, as it is written; of a fraction those of its percentage. */
  readonly digits: number;
  /** Whether values above 0 are written with a plus. */
  readonly signed: boolean;
  /** Lists in which it stands, each with its place there, the lowest first. */
  readonly shown?: Readonly<Partial<Record<MetricPlace, number>>>;
  /** Only where neighbouring values of a parameter can be compared by it. */
  readonly nearby?: NearbyComparison;
}
