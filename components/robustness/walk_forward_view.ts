/** Where the curves of a walk-forward test are drawn. */
import type { FoldCurves, RobustnessOutcomes } from "../../engine/robustness.ts";

type Folds = RobustnessOutcomes["walk_forward"]["folds"];

interface Size {
  readonly width: number;
  readonly height: number;
}

export interface CurvePaths {
  /** A path each fold; those of the tests go on from each other. */
  readonly train: readonly string[];
  readonly test: readonly string[];
  /** Where one test ends and the next begins. */
  readonly splits: readonly number[];
  /** Where the starting capital is. */
  readonly startY: { readonly train: number; readonly test: number };
}

/** Equal lengths of time are equally wide; each of the two pictures has a scale of its own. */
export function curvePaths(
  folds: Folds,
  curves: readonly FoldCurves[],
  { width, height }: Size,
): CurvePaths {
  const first = folds[0]!.train_from;
  const span = folds.at(-1)!.test_to - first;
  const x = (timeMs: number) => round((timeMs - first) / span * width);
  const scaleOf = (lists: readonly Float64Array[]) => {
    const values = [1, ...lists.flatMap((list) => [...list])];
    const [low, high] = [Math.min(...values), Math.max(...values)];
    return (value: number) => round(2 + (high - value) / (high - low || 1) * (height - 4));
  };
  const trainY = scaleOf(curves.map(({ train }) => train));
  const testY = scaleOf(curves.map(({ test }) => test));
  return {
    train: folds.map(({ train_from, train_to }, k) =>
      pathOf(curves[k]!.train, x(train_from), x(train_to), trainY)
    ),
    test: folds.map(({ test_from, test_to }, k) =>
      pathOf(curves[k]!.test, x(test_from), x(test_to), testY)
    ),
    splits: folds.map(({ test_from }) => x(test_from)),
    startY: { train: trainY(1), test: testY(1) },
  };
}

function pathOf(
  values: Float64Array,
  from: number,
  to: number,
  y: (value: number) => number,
): string {
  return [...values].map((value, k) => {
    const x = from + (to - from) * (values.length > 1 ? k / (values.length - 1) : 0);
    return `${k === 0 ? "M" : "L"}${round(x)} ${y(value)}`;
  }).join("");
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}

export interface FoldBars {
  /** What was chosen, in the order of the numbers. */
  readonly chosen: readonly number[];
  readonly testReturn: number;
  /** In percent of the time of all folds: before the training, its length, and that of the test. */
  readonly before: number;
  readonly train: number;
  readonly test: number;
}

/** Each fold on the axis of time, with what was chosen in it. */
export function foldBars(folds: Folds): readonly FoldBars[] {
  const first = folds[0]!.train_from;
  const span = folds.at(-1)!.test_to - first;
  const share = (fromMs: number, toMs: number) => round((toMs - fromMs) / span * 100);
  return folds.map(({ train_from, train_to, test_from, test_to, params, test_return }) => ({
    chosen: Object.values(params),
    testReturn: test_return,
    before: share(first, train_from),
    train: share(train_from, train_to),
    test: share(test_from, test_to),
  }));
}

export interface Drift {
  /** `block.param`. */
  readonly key: string;
  readonly values: readonly number[];
  /** From 0, the lowest of them, to 1, the highest; in the middle when they are all the same. */
  readonly heights: readonly number[];
}

export function driftOf(folds: Folds): readonly Drift[] {
  return Object.keys(folds[0]?.params ?? {}).map((key) => {
    const values = folds.map(({ params }) => params[key]!);
    const [low, high] = [Math.min(...values), Math.max(...values)];
    const heights = values.map((value) => high > low ? (value - low) / (high - low) : 0.5);
    return { key, values, heights };
  });
}
