/**
 * Every way that a run can fail, for runs that a person started and for daily runs: what happened, where the failure itself
 * says no more, and a next step that can be taken and would help. The one place that knows; the job writes these codes, the
 * pages and the list read them.
 */

/** What can be done about a failure. */
export type NextStep =
  /** Mend the strategy. */
  | "edit_strategy"
  /** Give the strategy another market. */
  | "other_market"
  /** Backtest other days by hand. */
  | "choose_period"
  /** The same again, by hand. */
  | "run_again"
  /** Restart auto-update, change its period or turn it off. */
  | "open_auto_update";

export interface Advice {
  /** What to do next, in words. */
  readonly words: string;
  /** The same as buttons, the most promising first. */
  readonly steps: readonly NextStep[];
}

/** For a run that a person started: what to do may depend on whether any candles of its series are stored. */
interface ManualAdvice extends Advice {
  /** Where nothing is stored, so that no period can be chosen. */
  readonly nothingStored?: Advice;
}

/** For a daily run, whose version, market and costs are locked. */
interface DailyAdvice extends Advice {
  /** Whether trying again, as auto-update does by itself, may help. */
  readonly retryable: boolean;
  /** What to do while auto-update is off, where that is something else. */
  readonly whileOff?: Advice;
}

export interface RunFailure {
  /** What happened, in a sentence; the run's own message, where it has one, says more. */
  readonly what: string;
  readonly manual: ManualAdvice;
  readonly daily: DailyAdvice;
}

/** What is off is not tried again. */
const TURN_ON_AGAIN: Advice = {
  words: "Turn auto-update on again to start a new track record, or run it by hand.",
  steps: ["run_again", "open_auto_update"],
};

/** Nothing has to be done about a daily run that is tried again. */
const TRIED_AGAIN: DailyAdvice = {
  words: "It is tried again automatically.",
  steps: ["run_again"],
  retryable: true,
  whileOff: TURN_ON_AGAIN,
};

const WAIT_OR_STORED: ManualAdvice = {
  words: "Run it again in a few minutes, or choose a period that is stored.",
  steps: ["run_again", "choose_period"],
  nothingStored: { words: "Run it again in a few minutes.", steps: ["run_again"] },
};

const RUN_AGAIN: ManualAdvice = {
  words: "Run it again in a few minutes; your strategy is safe.",
  steps: ["run_again"],
};

const SHORTER_OR_SIMPLER: ManualAdvice = {
  words: "Choose a shorter period, or a simpler strategy.",
  steps: ["choose_period", "edit_strategy"],
};

const ANOTHER_MARKET: Pick<RunFailure, "manual" | "daily"> = {
  manual: { words: "Choose another market for the strategy.", steps: ["other_market"] },
  daily: {
    words: "Choose another market for the strategy, then restart auto-update.",
    steps: ["other_market"],
    retryable: false,
  },
};

export const RUN_FAILURES = {
  invalid_strategy: {
    what: "Something in the strategy has to be fixed before it can run.",
    manual: { words: "The editor shows where.", steps: ["edit_strategy"] },
    daily: {
      words: "Fix it in the editor and save, then restart auto-update with the new version.",
      steps: ["edit_strategy"],
      retryable: false,
    },
  },
  no_candles: {
    what: "There are no candles for this period.",
    manual: {
      words: "Choose a period that has candles.",
      steps: ["choose_period"],
      nothingStored: {
        words: "Choose a later period, or another market.",
        steps: ["choose_period", "other_market"],
      },
    },
    daily: {
      words: "Choose another market for the strategy, then restart auto-update.",
      steps: ["other_market", "open_auto_update"],
      retryable: false,
    },
  },
  bad_range: {
    what: "The first day of the period is not before the last one.",
    manual: { words: "Choose another period.", steps: ["choose_period"] },
    daily: {
      words: "Restart auto-update: its period is then set anew.",
      steps: ["open_auto_update"],
      retryable: false,
    },
  },
  unknown_asset: { what: "This asset is no longer available.", ...ANOTHER_MARKET },
  unknown_timeframe: { what: "This timeframe is no longer available.", ...ANOTHER_MARKET },
  vendor_unreachable: {
    what: "The exchange could not be reached, and these candles are not stored yet.",
    manual: WAIT_OR_STORED,
    daily: TRIED_AGAIN,
  },
  rate_limited: {
    what: "The exchange asks for a pause, and these candles are not stored yet.",
    manual: WAIT_OR_STORED,
    daily: TRIED_AGAIN,
  },
  vendor_refused: {
    what: "The exchange does not serve this server’s location or network.",
    manual: {
      words: "Trying again will not help. Choose a period that is stored.",
      steps: ["choose_period"],
      nothingStored: {
        words: "Trying again will not help. Choose a market with stored candles, or DEMO/USDT.",
        steps: ["other_market"],
      },
    },
    daily: {
      words: "New candles of this market cannot be fetched here, so turn auto-update off.",
      steps: ["open_auto_update"],
      retryable: false,
      whileOff: {
        words: "New candles of this market cannot be fetched here: choose another market first.",
        steps: ["other_market"],
      },
    },
  },
  vendor_error: {
    what: "The exchange did not return the candles, and they are not stored yet.",
    manual: {
      words: "Choose a period that is stored, or run it again later.",
      steps: ["choose_period", "run_again"],
      nothingStored: { words: "Run it again later.", steps: ["run_again"] },
    },
    daily: TRIED_AGAIN,
  },
  timeout: {
    what: "The backtest took too long and was stopped.",
    manual: SHORTER_OR_SIMPLER,
    daily: {
      words:
        "It is tried again automatically. If it keeps failing, choose a shorter period and restart auto-update.",
      steps: ["open_auto_update"],
      retryable: true,
      whileOff: {
        words: "Choose a shorter period, then turn auto-update on again.",
        steps: ["open_auto_update"],
      },
    },
  },
  result_too_large: {
    what: "The backtest ran, but its result is too large to keep.",
    manual: SHORTER_OR_SIMPLER,
    daily: {
      words: "Choose a shorter period and restart auto-update.",
      steps: ["open_auto_update"],
      retryable: false,
    },
  },
  interrupted: {
    what: "The backtest was interrupted several times.",
    manual: RUN_AGAIN,
    daily: TRIED_AGAIN,
  },
  storage_unavailable: {
    what: "The backtest ran, but its result could not be stored.",
    manual: RUN_AGAIN,
    daily: TRIED_AGAIN,
  },
  database_unavailable: {
    what: "The database did not answer for a while, so the backtest could not be finished.",
    manual: RUN_AGAIN,
    daily: TRIED_AGAIN,
  },
  stopped_by_operator: {
    what: "The operator of this server stopped the backtest.",
    manual: RUN_AGAIN,
    daily: TRIED_AGAIN,
  },
  internal: {
    what: "Something went wrong on our side while the backtest ran.",
    manual: RUN_AGAIN,
    daily: TRIED_AGAIN,
  },
} as const satisfies Readonly<Record<string, RunFailure>>;

export type RunFailureCode = keyof typeof RUN_FAILURES;

/** What is known of a run's `error_code`; one that nobody knows any more is one of ours. */
export function runFailure(code: string | null): RunFailure {
  return code !== null && Object.hasOwn(RUN_FAILURES, code)
    ? RUN_FAILURES[code as RunFailureCode]
    : RUN_FAILURES.internal;
}

/** What a failure is advised on by. */
export interface FailureFacts {
  readonly code: string | null;
  /** A daily run, rather than one that a person started. */
  readonly daily: boolean;
  /** Whether auto-update is on now; of no matter to a run that a person started. */
  readonly autoUpdate: boolean;
  /** Whether candles of the run's series are stored. */
  readonly stored: boolean;
}

/** A next step that can be taken and would help. */
export function adviceFor({ code, daily, autoUpdate, stored }: FailureFacts): Advice {
  const failure = runFailure(code);
  if (!daily) return stored ? failure.manual : failure.manual.nothingStored ?? failure.manual;
  return autoUpdate ? failure.daily : failure.daily.whileOff ?? failure.daily;
}

/** Advice at the end of messages that were stored when they still held it; some of it fits no daily run. */
const OLD_ADVICE = /(?:(?:^|\s)(?:Choose|Try again|Run it again)\b[^.]*\.)+$/;

/** What happened: the run's own message without advice, else the general sentence. */
export function whatHappened(code: string | null, message: string | null): string {
  return message?.replace(OLD_ADVICE, "").trim() || runFailure(code).what;
}
