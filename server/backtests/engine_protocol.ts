/** What travels between the process and its engine threads. */
import type { RunSettings } from "../../engine/mod.ts";
import type { LoggedError } from "../logging/log_error.ts";

/** Candles without their methods. */
export interface CandleBuffers {
  readonly timeframeMs: number;
  readonly time: Float64Array;
  readonly open: Float64Array;
  readonly high: Float64Array;
  readonly low: Float64Array;
  readonly close: Float64Array;
  readonly volume: Float64Array;
}

export interface EngineRequest {
  readonly id: number;
  readonly candles: CandleBuffers;
  /** A strategy document; it is parsed and compiled in the thread, which keeps its plan. */
  readonly definition: unknown;
  readonly settings: RunSettings;
  /** The result's JSON may be this long, bytes, by an estimate from above. */
  readonly maxResultBytes: number;
}

/** The columns of a run's row. */
export interface RunSummary {
  readonly engine_version: string;
  readonly run_hash: string;
  readonly total_return: number | null;
  readonly cagr: number | null;
  readonly max_drawdown: number | null;
  readonly num_trades: number | null;
  readonly win_rate: number | null;
  readonly buy_and_hold_return: number | null;
  /** A few points of the equity as multiples of the capital. */
  readonly sparkline: readonly number[];
}

/** What a run's strategy is counted by among the variations that were looked at. */
export interface RunContent {
  readonly hash: string;
  /** `null` where no day's return differs from another's. */
  readonly sharpeDaily: number | null;
}

export type EngineReply =
  & { readonly id: number }
  & (
    | {
      readonly kind: "result";
      readonly summary: RunSummary;
      readonly content: RunContent;
      /** The result as it is stored. */
      readonly bytes: Uint8Array<ArrayBuffer>;
    }
    /** The strategy, or the candles, cannot be run; sentences for the trader. */
    | {
      readonly kind: "refused";
      readonly messages: readonly string[];
      /** What was thrown, for the log; absent when the strategy's own faults refuse it. */
      readonly error?: LoggedError;
    }
    | { readonly kind: "too_large" }
    /** An error of the engine itself. */
    | { readonly kind: "broken"; readonly error: LoggedError }
  );
