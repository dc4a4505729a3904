/** What goes between the editor and the threads that try other values and other markets. */
import type { Trial } from "../../contracts/trial_bounds.ts";
import type { CandleSeries, RunSettings, StrategyDocument, SweepAxis } from "../../engine/mod.ts";
import type { MarketRow } from "../../engine/robustness.ts";

/** Every combination of the axes' values on the candles that were sent last. */
export interface GridTask {
  readonly kind: "grid";
  readonly document: StrategyDocument;
  readonly settings: RunSettings;
  readonly axes: readonly SweepAxis[];
  readonly metrics: readonly string[];
}

/** What the combinations of a grid are counted by. */
export interface TriesTask {
  readonly kind: "tries";
  readonly document: StrategyDocument;
  readonly axes: readonly SweepAxis[];
  /** Of a year, one a cell; NaN where there is none. */
  readonly sharpe: Float64Array;
}

/** The strategy on the candles that were sent last, over the dates of another market's run. */
export interface MarketTask {
  readonly kind: "market";
  readonly document: StrategyDocument;
  readonly settings: RunSettings;
  readonly asset: string;
  readonly timeframe: string;
  /** Open of the first candle and close of the last one of that run, Unix ms. */
  readonly fromMs: number;
  readonly toMs: number;
}

export type ExploreTask = GridTask | TriesTask | MarketTask;

export interface ExploreOutcomes {
  readonly grid: {
    /** One column a metric, one value a cell; NaN where there is none. */
    readonly metrics: Readonly<Record<string, Float64Array>>;
    /** 0 where the values do not go together. */
    readonly sound: Uint8Array;
  };
  readonly tries: readonly Trial[];
  /** `null` where the market has too few of the dates. */
  readonly market: MarketRow | null;
}

export type ExploreRequest =
  | { readonly kind: "candles"; readonly candles: CandleSeries }
  | { readonly kind: "task"; readonly id: number; readonly task: ExploreTask }
  /** Ends what is going on; it is answered as stopped. */
  | { readonly kind: "stop" };

export type ExploreReply =
  | {
    readonly kind: "done";
    readonly id: number;
    readonly out: ExploreOutcomes[keyof ExploreOutcomes];
  }
  | { readonly kind: "stopped"; readonly id: number }
  /** A sentence for the trader. */
  | { readonly kind: "failed"; readonly id: number; readonly message: string };
