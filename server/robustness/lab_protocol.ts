/** What travels between the process and the thread that tests how far a run can be trusted. */
import type { RunSettings } from "../../engine/mod.ts";
import type { CandleBuffers } from "../backtests/engine_protocol.ts";
import type { LoggedError } from "../logging/log_error.ts";

/** The run's own result, by which it is known again. */
export interface KnownResult {
  readonly runHash: string | null;
  /** One value a bar; given for a run of another engine version, whose hash differs whatever the result. */
  readonly equity: Float64Array | null;
}

/** Another market on which the rules are tried. */
export interface OtherCandles {
  readonly asset: string;
  readonly timeframe: string;
  readonly candles: CandleBuffers;
}

export interface LabRequest {
  readonly candles: CandleBuffers;
  readonly definition: unknown;
  readonly settings: RunSettings;
  readonly known: KnownResult;
  /** In the order of the list of markets. */
  readonly others: readonly OtherCandles[];
  readonly trials: { readonly count: number; readonly variance: number } | null;
}

export type LabReply =
  | { readonly kind: "report"; readonly json: Uint8Array }
  /** The candles and today's engine give another result than the run's own. */
  | { readonly kind: "differs" }
  /** The strategy, or the candles, cannot be run; a sentence. */
  | { readonly kind: "refused"; readonly message: string }
  /** An error of the engine itself. */
  | { readonly kind: "broken"; readonly error: LoggedError };
