/** What the values around a number would have given, and what that means for whoever chose it. */

/** What is compared. */
export interface Compared {
  /** The difference that nobody would mind. */
  readonly flat: number;
  /** Whether more of it is better, or less, or neither. */
  readonly better: 1 | -1 | 0;
  /** Below this it is a loss; `null` where no value of it is one. */
  readonly losesBelow: number | null;
  /** Where its values are counted from, and bars begin: a change is measured by the distance to it. */
  readonly base: number;
}

export interface Neighbourhood {
  /** One result a value, ascending; NaN where there is none. */
  readonly results: ArrayLike<number>;
  /** How many trades each value makes; NaN where that is not known. */
  readonly trades: ArrayLike<number>;
  /** Place of the value that is set. */
  readonly at: number;
  /** Whether the value is the lowest, or the highest, that the number allows. */
  readonly isLowest: boolean;
  readonly isHighest: boolean;
}

export type Lie =
  | "unknown"
  /** No value trades; or the one that is set does not, and others do. */
  | "no_trades"
  | "none_here"
  /** Every value loses. */
  | "all_lose"
  | "flat"
  | "stable"
  /** It loses, and so does what is near. */
  | "losing"
  | "sensitive"
  | "peak"
  /** A peak among losses, which loses as well. */
  | "losing_peak"
  /** There are values on one side alone, which do about as well, better or worse. */
  | "edge_same"
  | "edge_better"
  | "edge_worse"
  /** The same, where the other side has values and no results. */
  | "half_same"
  | "half_better"
  | "half_worse";

/** Bars to either side that count as near, and those among which differences are seen. */
const NEAR = 2;
const WINDOW = 10;
/** A change of this share of the result is a small one. */
const SMALL = 0.25;
/** A value that stands above its neighbours by this share of all differences stands alone. */
const LONELY = 0.35;

/** How a value stands among those to either side of it. */
export function lieOf({ results, trades, at, ...ends }: Neighbourhood, compared: Compared): Lie {
  const { flat, better, losesBelow, base } = compared;
  const own = results[at];
  const counts = Array.from(trades).filter(Number.isFinite);
  if (counts.length > 0 && counts.every((count) => count === 0)) return "no_trades";
  if (trades[at] === 0) return "none_here";
  const known = Array.from(results).filter(Number.isFinite);
  if (own === undefined || !Number.isFinite(own) || known.length < 4) return "unknown";
  const isLoss = (value: number) => losesBelow !== null && value < losesBelow;
  // A value that opens no trade does not lose, and is no way to win either.
  const hasNoGain = Array.from(results).every((value, k) =>
    !Number.isFinite(value) || isLoss(value) || trades[k] === 0
  );
  if (hasNoGain) return "all_lose";

  const knownAt = (places: number[]) =>
    places.map((place) => results[place])
      .filter((value): value is number => value !== undefined && Number.isFinite(value));
  const steps = (many: number, way: 1 | -1) =>
    Array.from({ length: many }, (_, k) => at + way * (k + 1));
  const lower = knownAt(steps(NEAR, -1));
  const higher = knownAt(steps(NEAR, 1));
  const near = [...lower, ...higher];
  if (near.length === 0) return "unknown";
  const around = [own, ...knownAt(steps(WINDOW, -1)), ...knownAt(steps(WINDOW, 1))];
  const spread = Math.max(...around) - Math.min(...around);
  if (spread < flat) return "flat";

  const most = Math.max(2 * flat, SMALL * Math.abs(own - base));
  // Beside a gain a loss is no small change, however small it is.
  const isClose = (value: number) =>
    Math.abs(value - own) <= most &&
    (isLoss(value) === isLoss(own) || Math.abs(value - own) < flat);
  const isSame = near.every(isClose);
  const mean = near.reduce((sum, value) => sum + value) / near.length;
  if (lower.length === 0 || higher.length === 0) {
    const isEdge = lower.length === 0 ? ends.isLowest : ends.isHighest;
    const isMore = better === -1 ? mean < own : mean > own;
    const way = isSame ? "same" : isMore ? "better" : "worse";
    return isEdge ? `edge_${way}` : `half_${way}`;
  }
  const isLonely = better !== 0 && near.every((value) => better * (own - value) > 0) &&
    better * (own - mean) > LONELY * spread;
  if (isLonely && !isSame) return isLoss(own) ? "losing_peak" : "peak";
  // Among losses it is no news how large they are.
  if (isLoss(own) && near.every(isLoss)) return "losing";
  return isSame ? "stable" : "sensitive";
}

/** A lie in a word, and what it means for the trader. */
export interface LieWords {
  /** With the mark behind it. */
  readonly word: string;
  readonly meaning: string;
}

export type LieWordList = Readonly<Record<Exclude<Lie, "unknown">, LieWords>>;

const NO_TRADES = {
  no_trades: { word: "No trades:", meaning: "none of these values opens a trade." },
  none_here: { word: "No trades:", meaning: "this value opens none, others do." },
} as const;
const EDGE = "At the limit:";
const HALF = "One side only:";

export const LIE_WORDS: LieWordList = {
  ...NO_TRADES,
  all_lose: { word: "All of these lose.", meaning: "Moving this number does not help." },
  flat: { word: "Barely matters:", meaning: "nearby values give nearly the same result." },
  stable: { word: "Stable:", meaning: "nearby values do about as well." },
  losing: { word: "Loses here:", meaning: "nearby values lose as well." },
  sensitive: { word: "Sensitive:", meaning: "a small change moves the result a lot." },
  peak: { word: "Isolated peak:", meaning: "nearby values do much worse. Probably luck." },
  losing_peak: { word: "Isolated peak:", meaning: "nearby values lose much more. Probably luck." },
  edge_same: { word: EDGE, meaning: "values on one side only. They do about as well." },
  edge_better: { word: EDGE, meaning: "values on one side only. They do better." },
  edge_worse: { word: EDGE, meaning: "values on one side only. They do worse." },
  half_same: { word: HALF, meaning: "the other has no results. This one does about as well." },
  half_better: { word: HALF, meaning: "the other has no results. This one does better." },
  half_worse: { word: HALF, meaning: "the other has no results. This one does worse." },
};

/** Of the number of trades, of which neither more nor less is better. */
export const COUNT_WORDS: LieWordList = {
  ...LIE_WORDS,
  flat: { word: "Barely matters:", meaning: "nearby values trade as often." },
  stable: { word: "Stable:", meaning: "nearby values trade about as often." },
  sensitive: { word: "Sensitive:", meaning: "a small change trades far more or less often." },
  edge_same: { word: EDGE, meaning: "values on one side only. They trade about as often." },
  edge_better: { word: EDGE, meaning: "values on one side only. They trade more often." },
  edge_worse: { word: EDGE, meaning: "values on one side only. They trade less often." },
};
