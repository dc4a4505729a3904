/**
 * When a vendor is put aside, and when it is asked again. A state and what has happened make the next state: nothing here knows
 * a clock or where the state is kept.
 *
 * Closed → open after three failures in a row, after more than 5 % errors within two minutes, or after five answers in a row
 * that took over 60 s. Open → half-open after 30 s, then twice as long from each time to the next, ten minutes at the most:
 * one request is let through. Half-open → closed when it is answered, else open again.
 */
import { MarketDataError, type MarketDataErrorCode } from "./errors.ts";

const FAILURES_IN_A_ROW = 3;
const SLOW_MS = 60_000;
const SLOW_IN_A_ROW = 5;
const WINDOW_MS = 120_000;
const MOST_ERRORS = 0.05;
/** With fewer calls in the window a share of errors says nothing. */
const LEAST_CALLS = 20;
const SLOT_MS = 10_000;
const FIRST_PAUSE_MS = 30_000;
const LONGEST_PAUSE_MS = 600_000;
/** After so long without an outcome the process that made the trial is taken for dead. */
const TRIAL_MS = 180_000;
/** Clocks of processes may differ by this. */
const CLOCKS_DIFFER_MS = 60_000;

/** Why a vendor was put aside, as the failure itself says it. */
export interface BreakerReason {
  readonly code: MarketDataErrorCode;
  readonly what: string;
  readonly retryable: boolean;
}

export interface BreakerState {
  readonly phase: "closed" | "open" | "half_open";
  /** When the vendor was put aside, Unix ms; of a closed one when it came back, `null` when it never was away. */
  readonly sinceMs: number | null;
  /** When this phase began. */
  readonly phaseMs: number;
  /** Open: when the next trial is due. Half-open: until when the trial may take. */
  readonly untilMs: number;
  /** How often it was opened since it was closed. */
  readonly trips: number;
  readonly failuresInARow: number;
  readonly slowInARow: number;
  /** Calls of the last two minutes by slots of 10 s: begin of the slot, calls, failed ones. */
  readonly slots: readonly (readonly [number, number, number])[];
  readonly reason: BreakerReason | null;
  /** When it last answered as it should, and how long that took. */
  readonly answeredMs: number | null;
  readonly latencyMs: number | null;
}

export const CLOSED: BreakerState = {
  phase: "closed",
  sinceMs: null,
  phaseMs: 0,
  untilMs: 0,
  trips: 0,
  failuresInARow: 0,
  slowInARow: 0,
  slots: [],
  reason: null,
  answeredMs: null,
  latencyMs: null,
};

/** How a call ended. */
export interface CallOutcome {
  /** `null` when it was answered as it should. */
  readonly failure: BreakerReason | null;
  readonly latencyMs: number;
  /** How long the vendor asked to be left alone, ms. */
  readonly retryAfterMs?: number | null;
}

/** Whether a vendor is put aside; one that nothing is known of is not. */
export function isAway(state: BreakerState | undefined): boolean {
  return state !== undefined && state.phase !== "closed";
}

/** Whether a call may be made: `trial` is the one that decides whether the vendor is back. */
export type Admission = "call" | "trial" | "refused";

/** Whether a call may be made now, and the state after this question. */
export function admit(
  state: BreakerState,
  nowMs: number,
): { readonly state: BreakerState; readonly admission: Admission } {
  if (state.phase === "closed") return { state, admission: "call" };
  // A clock that went back must not keep a vendor aside for as long as it was wrong.
  const isDue = nowMs >= state.untilMs || nowMs < state.phaseMs - CLOCKS_DIFFER_MS;
  if (!isDue) return { state, admission: "refused" };
  const trial = { phase: "half_open", phaseMs: nowMs, untilMs: nowMs + TRIAL_MS } as const;
  return { state: { ...state, ...trial }, admission: "trial" };
}

/** The state after a call. */
export function record(
  state: BreakerState,
  { failure, latencyMs, retryAfterMs = null }: CallOutcome,
  nowMs: number,
): BreakerState {
  if (failure === null) {
    const answered = { answeredMs: nowMs, latencyMs };
    if (state.phase !== "closed") {
      // A call from before it was opened says nothing of now.
      if (state.phase === "open") return { ...state, ...answered };
      return { ...CLOSED, ...answered, sinceMs: nowMs, phaseMs: nowMs };
    }
    const slowInARow = latencyMs > SLOW_MS ? state.slowInARow + 1 : 0;
    const next = { ...counted(state, false, nowMs), ...answered, failuresInARow: 0, slowInARow };
    if (slowInARow >= SLOW_IN_A_ROW) return opened(next, TOO_SLOW, nowMs, null);
    return tooManyErrors(next) ? opened(next, UNRELIABLE, nowMs, null) : next;
  }
  if (state.phase === "open") return state;
  if (state.phase === "half_open") return opened(state, failure, nowMs, retryAfterMs);
  const slowInARow = state.slowInARow + (latencyMs > SLOW_MS ? 1 : 0);
  const failuresInARow = state.failuresInARow + 1;
  const next = { ...counted(state, true, nowMs), failuresInARow, slowInARow };
  return failuresInARow >= FAILURES_IN_A_ROW || slowInARow >= SLOW_IN_A_ROW || tooManyErrors(next)
    ? opened(next, failure, nowMs, retryAfterMs)
    : next;
}

/** The state after a trial that was given up before it was answered: another one may be made at once. */
export function giveUpTrial(state: BreakerState, nowMs: number): BreakerState {
  return state.phase === "half_open" ? { ...state, untilMs: nowMs } : state;
}

/** What a call that is not admitted fails with: the failure that put the vendor aside, and when it is asked again. */
export function refusal(title: string, state: BreakerState, nowMs: number): MarketDataError {
  const reason = state.reason ?? TOO_SLOW;
  const what = reason.what.replaceAll("{vendor}", title);
  const retryAfterMs = Math.max(0, state.untilMs - nowMs);
  return new MarketDataError(reason.code, what, { retryable: reason.retryable, retryAfterMs });
}

const TOO_SLOW: BreakerReason = {
  code: "vendor_unreachable",
  what: "{vendor} took over a minute for each of its last answers.",
  retryable: true,
};
const UNRELIABLE: BreakerReason = {
  code: "vendor_unreachable",
  what: "{vendor} failed too many requests within two minutes.",
  retryable: true,
};

function opened(
  state: BreakerState,
  reason: BreakerReason,
  nowMs: number,
  retryAfterMs: number | null,
): BreakerState {
  const pauseMs = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** Math.min(state.trips, 10));
  const waitMs = Math.max(pauseMs, Math.min(LONGEST_PAUSE_MS, retryAfterMs ?? 0));
  return {
    ...state,
    phase: "open",
    sinceMs: state.phase === "closed" ? nowMs : state.sinceMs,
    phaseMs: nowMs,
    untilMs: nowMs + waitMs,
    trips: state.trips + 1,
    failuresInARow: 0,
    slowInARow: 0,
    slots: [],
    reason,
  };
}

function counted(state: BreakerState, isFailed: boolean, nowMs: number): BreakerState {
  const slot = Math.floor(nowMs / SLOT_MS) * SLOT_MS;
  const slots = state.slots.filter(([begin]) => begin > nowMs - WINDOW_MS && begin < slot);
  const [, calls = 0, failed = 0] = state.slots.find(([begin]) => begin === slot) ?? [];
  return { ...state, slots: [...slots, [slot, calls + 1, failed + (isFailed ? 1 : 0)]] };
}

function tooManyErrors({ slots }: BreakerState): boolean {
  const calls = slots.reduce((sum, [, count]) => sum + count, 0);
  const failed = slots.reduce((sum, [, , count]) => sum + count, 0);
  return calls >= LEAST_CALLS && failed / calls > MOST_ERRORS;
}
