/**
 * Every way that a run can fail: what to call it, a sentence where the failure itself brings none, and what the trader can do
 * next. The one place that knows; the job writes these codes, the page reads them.
 */

/** What can be done about a failure, the most promising first. */
export type NextStep = "edit_strategy" | "choose_period" | "run_again";

export interface RunFailure {
  readonly title: string;
  /** What happened and what to do; the run's own message, where it has one, says more. */
  readonly sentence: string;
  readonly steps: readonly NextStep[];
}

const CANDLES: readonly NextStep[] = ["choose_period"];
const OUTSIDE: readonly NextStep[] = ["run_again", "choose_period"];
const OURS: readonly NextStep[] = ["run_again"];

export const RUN_FAILURES = {
  invalid_strategy: {
    title: "The strategy cannot run as it is",
    sentence: "Something in the strategy has to be fixed first. The editor shows where.",
    steps: ["edit_strategy"],
  },
  no_candles: {
    title: "There are no candles for this period",
    sentence: "Choose a period for which there are candles.",
    steps: CANDLES,
  },
  bad_range: {
    title: "The dates make no period",
    sentence: "Choose a first day before the last one.",
    steps: CANDLES,
  },
  unknown_asset: {
    title: "This asset is not on offer any more",
    sentence: "Choose another asset for the strategy, and run it again.",
    steps: ["edit_strategy"],
  },
  unknown_timeframe: {
    title: "This timeframe is not on offer any more",
    sentence: "Choose another timeframe for the strategy, and run it again.",
    steps: ["edit_strategy"],
  },
  vendor_unreachable: {
    title: "The exchange could not be reached",
    sentence:
      "Candles of this period are not stored yet, and the exchange did not answer. Run it again in a few minutes, or choose a period that is stored.",
    steps: OUTSIDE,
  },
  rate_limited: {
    title: "The exchange asks for a pause",
    sentence:
      "Candles of this period are not stored yet, and the exchange gives no more for now. Run it again in a few minutes, or choose a period that is stored.",
    steps: OUTSIDE,
  },
  vendor_error: {
    title: "The exchange refused the candles",
    sentence:
      "Candles of this period are not stored yet, and the exchange did not hand them out. Choose a period that is stored, or run it again later.",
    steps: ["choose_period", "run_again"],
  },
  timeout: {
    title: "The backtest took too long",
    sentence:
      "The backtest took too long and was stopped. Choose a shorter date range, or a simpler strategy.",
    steps: ["choose_period", "edit_strategy"],
  },
  result_too_large: {
    title: "The result is too large",
    sentence:
      "The backtest ran, but its result is too large to keep. Choose a shorter date range, or a longer timeframe.",
    steps: ["choose_period", "edit_strategy"],
  },
  interrupted: {
    title: "The backtest was interrupted",
    sentence: "The backtest was interrupted several times. Run it again.",
    steps: OURS,
  },
  storage_unavailable: {
    title: "The result could not be stored",
    sentence:
      "The backtest ran, but its result could not be stored. Run it again in a few minutes.",
    steps: OURS,
  },
  database_unavailable: {
    title: "The backtest could not be finished",
    sentence: "The database did not answer for a while. Run it again in a few minutes.",
    steps: OURS,
  },
  internal: {
    title: "This backtest failed",
    sentence:
      "Something went wrong on our side while the backtest ran. Run it again; your strategy is safe.",
    steps: OURS,
  },
} as const satisfies Readonly<Record<string, RunFailure>>;

export type RunFailureCode = keyof typeof RUN_FAILURES;

/** What is known of a run's `error_code`; one that nobody knows any more is one of ours. */
export function runFailure(code: string | null): RunFailure {
  return code !== null && Object.hasOwn(RUN_FAILURES, code)
    ? RUN_FAILURES[code as RunFailureCode]
    : RUN_FAILURES.internal;
}
