/** What tuning on noise found, and how it is read: for pages that show it before the engine is loaded. */

export const MOST_TRIES = 100;
/** Days that are tuned on, and days that come after them. */
export const TUNED_DAYS = 730;
export const UNSEEN_DAYS = 365;
/** Points of a curve: as many a day on one part as on the other. */
export const TUNED_POINTS = 80;
export const UNSEEN_POINTS = 40;
const MOST_WALKS = 1_000_000;

/** What a strategy did on one part of a walk. */
export interface PartResult {
  readonly totalReturn: number;
  /** A year; 0 without a trade. */
  readonly sharpe: number;
  /** Closed ones. */
  readonly trades: number;
}

/** A try that was better than all before it. */
export interface BestTry {
  /** Which try it was, from 1. */
  readonly number: number;
  readonly tuned: PartResult;
  readonly unseen: PartResult;
}

export interface TunedWalk {
  readonly number: number;
  /** Standard deviation of the yearly Sharpe ratios of all tries on the tuned part. */
  readonly spread: number;
  /** At least one; each better on the tuned part than the one before. */
  readonly best: readonly BestTry[];
}

/** A walk with what is drawn of it. */
export interface DrawnWalk extends TunedWalk {
  /** The price, 1 at the beginning of the tuned part; the same days as in a curve. */
  readonly prices: readonly number[];
  /** What each of `best` does, in a sentence. */
  readonly rules: readonly string[];
  /** Worth of the account of each of `best`, 1 at the beginning: on the tuned part, then on the unseen one. */
  readonly curves: readonly (readonly number[])[];
}

/** Number of a walk, from whatever an address says. */
export function walkNumber(text: string | undefined): number {
  return inRange(text, MOST_WALKS) ?? 1;
}

/** Number of tries, from whatever an address says. */
export function triesNumber(text: string | undefined): number | null {
  return inRange(text, MOST_TRIES);
}

function inRange(text: string | undefined, most: number): number | null {
  const value = /^\d{1,7}$/.test(text ?? "") ? Number(text) : 0;
  return value >= 1 && value <= most ? value : null;
}

/** Place in `best` of the best of the first so many tries. */
export function bestOfFirst({ best }: Pick<TunedWalk, "best">, tries: number): number {
  return Math.max(0, best.findLastIndex(({ number }) => number <= tries));
}

/** Only what is read of a walk that is not drawn. */
export function withoutDrawing({ number, spread, best }: TunedWalk): TunedWalk {
  return { number, spread, best };
}

export interface Averages {
  readonly tuned: number;
  readonly unseen: number;
  /** What luck alone predicts of the tuned part. */
  readonly luck: number;
}

/**
 * Mean yearly Sharpe ratios of the best of the first so many tries, over several walks.
 *
 * @param luckUnits by number of tries: what luck predicts for a spread of 1
 */
export function averagesOf(
  walks: readonly TunedWalk[],
  tries: number,
  luckUnits: readonly number[],
): Averages {
  const mean = (value: (walk: TunedWalk) => number) =>
    walks.reduce((sum, walk) => sum + value(walk), 0) / walks.length;
  const bestIn = (walk: TunedWalk) => walk.best[bestOfFirst(walk, tries)]!;
  return {
    tuned: mean((walk) => bestIn(walk).tuned.sharpe),
    unseen: mean((walk) => bestIn(walk).unseen.sharpe),
    luck: mean(({ spread }) => spread * luckUnits[tries - 1]!),
  };
}
