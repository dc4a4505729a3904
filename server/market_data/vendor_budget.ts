/**
 * How many requests a vendor is sent within a time, by all processes together, as one number: when the next request of a steady
 * row would be due. Half of the budget may go at once and the rest evenly, so that no stretch of that time, wherever it begins,
 * has more than the budget.
 */

export interface Budget {
  readonly requests: number;
  readonly perMs: number;
}

export interface BudgetState {
  /** When the budget is whole again, Unix ms. */
  readonly wholeMs: number;
  /** Nothing is sent before: the vendor asked for a pause. */
  readonly pausedUntilMs: number;
}

export const WHOLE: BudgetState = { wholeMs: 0, pausedUntilMs: 0 };

/** Takes one request out of the budget. `waitMs` is how long to wait before it is sent; over `mostMs` nothing is taken. */
export function take(
  state: BudgetState,
  { requests, perMs }: Budget,
  nowMs: number,
  mostMs: number,
): { readonly state: BudgetState; readonly waitMs: number } {
  const atOnce = Math.max(1, Math.floor(requests / 2));
  const stepMs = perMs / (requests - atOnce + 1);
  // No state lies further ahead than a whole budget and the longest wait: one that does is from before the clock went back.
  const ahead = state.wholeMs - nowMs;
  const wholeMs = ahead > 2 * perMs + mostMs ? nowMs : Math.max(nowMs, state.wholeMs);
  const pauseMs = state.pausedUntilMs - nowMs;
  const paused = pauseMs > LONGEST_PAUSE_MS ? 0 : Math.max(0, pauseMs);
  const waitMs = Math.ceil(Math.max(0, paused, wholeMs - nowMs - (atOnce - 1) * stepMs));
  if (waitMs > mostMs) return { state, waitMs };
  return { state: { ...state, wholeMs: Math.max(wholeMs, nowMs + paused) + stepMs }, waitMs };
}

/** Nothing is sent for so long: the vendor said so. */
export function pauseFor(state: BudgetState, ms: number, nowMs: number): BudgetState {
  return { ...state, pausedUntilMs: nowMs + Math.min(LONGEST_PAUSE_MS, ms) };
}

/** A vendor that asks for more is tried again all the same, ms. */
const LONGEST_PAUSE_MS = 600_000;
