/** What a test of robustness is. */
import type { Lab } from "./lab.ts";

/** What a test says of the run. */
export type Answer = "held" | "doubtful" | "failed" | "cannot_tell";

/** Why a test could not be done. */
export type SkipReason =
  | "too_few_trades"
  | "too_few_bars"
  | "signals_everywhere"
  | "nothing_to_vary"
  | "one_market";

/** Thrown by a test that cannot be done. */
export class Skipped extends Error {
  constructor(readonly reason: SkipReason) {
    super(reason);
  }
}

/**
 * The steps of a test: each yields how many bars were gone through since the last one, so that whoever drives it can pause,
 * show progress, or stop; the end returns what came out.
 */
export type Steps<T> = Generator<number, T, void>;

export interface RobustnessTest<T> {
  /** As in files and answers. */
  readonly name: string;
  /** @throws {Skipped} when it cannot be done */
  readonly run: (lab: Lab) => Steps<T>;
  /** What it says; `null` for a test that is information alone. */
  readonly answer: ((out: T, lab: Lab) => Answer) | null;
  /** Whether it speaks only with at least 30 closed trades. */
  readonly needsTrades?: boolean;
  /** Whether it looks at other candles, on which a strategy may trade that did not on its own. */
  readonly needsOthers?: boolean;
}

/** Checks a definition's types and returns it as it is. */
export function defineTest<T>(test: RobustnessTest<T>): RobustnessTest<T> {
  return test;
}

/** Fewer closed trades than this, and tests of trades are not done. */
export const FEWEST_TRADES = 10;
/** Fewer closed trades than this, and `luck`, `missed`, `timing` and `walk_forward` cannot tell. */
export const TRADES_TO_TELL = 30;

/** `held` or `doubtful` where its condition holds, else `failed`. */
export function graded(held: boolean, doubtful: boolean): Answer {
  return held ? "held" : doubtful ? "doubtful" : "failed";
}
