/** The curves of a walk-forward test, for its picture: the test itself keeps only their ends. */
import { PreparedRun } from "../backtest/prepared_run.ts";
import { compileStrategy } from "../strategy/compile.ts";
import type { Lab } from "./lab.ts";
import { withNumbers } from "./numbers.ts";
import type { Fold } from "./walk_forward.ts";

/** Equity of one fold, one value a bar, in the run's starting capital. */
export interface FoldCurves {
  /** In sample, with the numbers that were chosen there; begins with 1. */
  readonly train: Float64Array;
  /** Out of sample; goes on from the end of the fold before. */
  readonly test: Float64Array;
}

/** @param folds as `walk_forward` found them */
export function walkForwardCurves(lab: Lab, folds: readonly Fold[]): FoldCurves[] {
  const { initialCapital } = lab.settings;
  let equity = initialCapital;
  return folds.map(({ train_from, train_to, test_from, test_to, params }) => {
    const document = withNumbers(lab.document, changesOf(params));
    const compiled = compileStrategy(document);
    if (!compiled.ok) throw new RangeError(compiled.faults.map(({ message }) => message).join(" "));
    const curve = (fromMs: number, toMs: number, capital: number) =>
      new PreparedRun(lab.candles, compiled.plan, {
        ...lab.settings,
        initialCapital: capital,
        fromMs,
        toMs,
      }).run().equity;
    const scaled = (values: Float64Array) => values.map((value) => value / initialCapital);
    const train = scaled(curve(train_from, train_to, initialCapital));
    const test = curve(test_from, test_to, equity);
    equity = test.at(-1)!;
    return { train, test: scaled(test) };
  });
}

/** `block.param` apart; a block's name may hold dots, a parameter's none. */
function changesOf(params: Fold["params"]): Map<string, Record<string, number>> {
  const changes = new Map<string, Record<string, number>>();
  for (const [key, value] of Object.entries(params)) {
    const dot = key.lastIndexOf(".");
    const block = key.slice(0, dot);
    changes.set(block, { ...changes.get(block), [key.slice(dot + 1)]: value });
  }
  return changes;
}
