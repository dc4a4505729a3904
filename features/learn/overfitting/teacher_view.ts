/** Where the drawings of tuning on noise lie. */
import {
  bestOfFirst,
  type DrawnWalk,
  MOST_TRIES,
  TUNED_POINTS,
  type TunedWalk,
} from "../../../studio/made_up/best_try.ts";

export const WIDTH = 640;
export const HEIGHT = 180;
const PAD = 6;

/** From a value to a height in the drawing. */
type Place = (value: number) => number;

function scaleOf(values: readonly number[]): { readonly y: Place; readonly ends: Ends } {
  const low = Math.min(...values);
  const high = Math.max(...values);
  const span = high - low || 1;
  return {
    y: (value) => round(PAD + (high - value) / span * (HEIGHT - 2 * PAD)),
    ends: { low, high },
  };
}

export interface Ends {
  readonly low: number;
  readonly high: number;
}

export interface CurvesView {
  readonly price: string;
  readonly tuned: string;
  readonly unseen: string;
  /** Where the unseen part begins. */
  readonly splitX: number;
  readonly startY: number;
  /** Returns at the lower and the upper edge. */
  readonly ends: Ends;
}

/** Price and account of the best of the first so many tries; equal factors are equally high. */
export function curvesView(walk: DrawnWalk, tries: number): CurvesView {
  const curve = walk.curves[bestOfFirst(walk, tries)]!.map(Math.log);
  const price = walk.prices.map(Math.log);
  // The scale holds every curve of the walk, so that it stays while the tries change.
  const { y, ends } = scaleOf([0, ...price, ...walk.curves.flat().map(Math.log)]);
  const x = (point: number) => round(point / (price.length - 1) * WIDTH);
  const path = (values: readonly number[], from = 0) =>
    values.map((value, k) => `${k === 0 ? "M" : "L"}${x(from + k)} ${y(value)}`).join("");
  const split = TUNED_POINTS - 1;
  return {
    price: path(price),
    tuned: path(curve.slice(0, split + 1)),
    unseen: path(curve.slice(split), split),
    splitX: x(split),
    startY: y(0),
    ends: { low: Math.exp(ends.low) - 1, high: Math.exp(ends.high) - 1 },
  };
}

export interface TriesView {
  /** Best Sharpe ratio of the first so many tries, as steps. */
  readonly best: string;
  /** The same of other walks. */
  readonly others: readonly string[];
  readonly luck: string;
  readonly markX: number;
  readonly markY: number;
  readonly zeroY: number;
  readonly ends: Ends;
}

/** Best Sharpe ratio against the number of tries, beside what luck alone predicts. */
export function triesView(
  walk: TunedWalk,
  others: readonly TunedWalk[],
  luckUnits: readonly number[],
  tries: number,
): TriesView {
  const luck = luckUnits.map((unit) => unit * walk.spread);
  const { y, ends } = scaleOf([
    0,
    ...luck,
    ...[walk, ...others].flatMap(({ best }) => best.map(({ tuned }) => tuned.sharpe)),
  ]);
  const x = (count: number) => round((count - 1) / (MOST_TRIES - 1) * WIDTH);
  const steps = ({ best }: TunedWalk) =>
    best.map(({ number, tuned }, k) =>
      k === 0 ? `M0 ${y(tuned.sharpe)}` : `H${x(number)}V${y(tuned.sharpe)}`
    ).join("") + `H${WIDTH}`;
  return {
    best: steps(walk),
    others: others.map(steps),
    luck: luck.map((value, k) => `${k === 0 ? "M" : "L"}${x(k + 1)} ${y(value)}`).join(""),
    markX: x(tries),
    markY: y(walk.best[bestOfFirst(walk, tries)]!.tuned.sharpe),
    zeroY: y(0),
    ends,
  };
}

export interface WalksView {
  /** One for each walk, in the order in which they came. */
  readonly walks: readonly {
    readonly number: number;
    readonly x: number;
    readonly tunedY: number;
    readonly unseenY: number;
  }[];
  readonly zeroY: number;
  /** Means. */
  readonly tunedY: number;
  readonly unseenY: number;
  readonly ends: Ends;
}

/** Sharpe ratio of the best try of each walk, where it was tuned and on the next part. */
export function walksView(
  walks: readonly TunedWalk[],
  tries: number,
  means: { readonly tuned: number; readonly unseen: number },
): WalksView {
  const { y, ends } = scaleOf([
    0,
    ...walks.flatMap(({ best }) => best.flatMap((one) => [one.tuned.sharpe, one.unseen.sharpe])),
  ]);
  return {
    walks: walks.map((walk, k) => {
      const { tuned, unseen } = walk.best[bestOfFirst(walk, tries)]!;
      return {
        number: walk.number,
        x: round((k + 0.5) / walks.length * WIDTH),
        tunedY: y(tuned.sharpe),
        unseenY: y(unseen.sharpe),
      };
    }),
    zeroY: y(0),
    tunedY: y(means.tuned),
    unseenY: y(means.unseen),
    ends,
  };
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
