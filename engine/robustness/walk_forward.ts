import { PreparedRun } from "../backtest/prepared_run.ts";
import type { RunSettings } from "../simulation/settings.ts";
import { compileStrategy } from "../strategy/compile.ts";
import type { StrategyDocument } from "../strategy/document.ts";
import type { SweepAxis } from "../sweep/axes.ts";
import { newTable, SweepCells } from "../sweep/cells.ts";
import { planSweep } from "../sweep/variants.ts";
import { defineTest, FEWEST_TRADES, graded, Skipped, type Steps } from "./definition.ts";
import type { Lab } from "./lab.ts";
import { numbersOf, variationsOf, withNumbers } from "./numbers.ts";
import { variedOneByOne } from "./parameters.ts";

const FOLDS = 5;
/** A fold's training is this many times as long as its test. */
const TRAIN_TO_TEST = 3;
const PARTS = FOLDS + TRAIN_TO_TEST;
const SHARES = [-0.45, -0.3, -0.15, 0.15, 0.3, 0.45];
const CHOSEN_NUMBERS = 2;
/** What a choice looks at. */
const TOLD = ["sharpe", "total_return", "num_trades"] as const;
const YEAR_MS = 365.25 * 86_400_000;

export interface Fold {
  /** Open times, Unix ms; the ends are exclusive. */
  readonly train_from: number;
  readonly train_to: number;
  readonly test_from: number;
  readonly test_to: number;
  /** What was chosen, by `block.param`. */
  readonly params: Readonly<Record<string, number>>;
  readonly train_sharpe: number | null;
  readonly train_return: number | null;
  readonly test_return: number;
  /** Closed trades of the test. */
  readonly num_trades: number;
}

/** Tuned on three parts, tried on the next one, five times over (Pardo 2008). */
export const walkForward = defineTest({
  name: "walk_forward",
  needsTrades: true,
  *run(lab) {
    const { start, end } = lab.places;
    const part = Math.floor((end - start) / PARTS);
    if (part < 2) throw new Skipped("too_few_bars");
    const axes = lab.axes ?? (yield* axesOf(lab));
    if (axes.length === 0) throw new Skipped("nothing_to_vary");
    const first = end - PARTS * part;
    const timeAt = (place: number) =>
      lab.candles.time[place] ?? lab.candles.time[end - 1]! + lab.candles.timeframeMs;
    const { initialCapital } = lab.settings;
    const folds: Fold[] = [];
    let equity = initialCapital;
    let peak = initialCapital;
    let maxDrawdown = 0;
    for (let f = 0; f < FOLDS; f++) {
      const [from, split, to] = [f, f + TRAIN_TO_TEST, f + TRAIN_TO_TEST + 1]
        .map((parts) => timeAt(first + parts * part)) as [number, number, number];
      const training = { ...lab.settings, fromMs: from, toMs: split };
      const chosen = yield* bestCell(lab, axes, training, TRAIN_TO_TEST * part);
      const document = withNumbers(lab.document, asChanges(axes, chosen.values));
      const test = runOf(lab, document, {
        ...lab.settings,
        initialCapital: equity,
        fromMs: split,
        toMs: to,
      });
      yield part;
      for (const value of test.equity) {
        if (value > peak) peak = value;
        const drawdown = value / peak - 1;
        if (drawdown < maxDrawdown) maxDrawdown = drawdown;
      }
      equity = test.equity.at(-1)!;
      folds.push({
        train_from: from,
        train_to: split,
        test_from: split,
        test_to: to,
        params: Object.fromEntries(
          axes.map(({ block, param }, k) => [`${block}.${param}`, chosen.values[k]!]),
        ),
        train_sharpe: chosen.sharpe,
        train_return: chosen.totalReturn,
        test_return: test.metric("total_return") ?? 0,
        num_trades: test.metric("num_trades") ?? 0,
      });
    }
    return {
      folds,
      total_return: equity / initialCapital - 1,
      max_drawdown: maxDrawdown,
      efficiency: efficiencyOf(folds),
    };
  },
  answer: ({ total_return, efficiency }) =>
    graded(total_return > 0 && (efficiency ?? 0) >= 0.5, total_return > 0),
});

/** The two numbers whose change changes the return most, with values around those they have. */
function* axesOf(lab: Lab): Steps<SweepAxis[]> {
  const rows = yield* variedOneByOne(lab);
  const numbers = numbersOf(lab.document);
  const fragile = [...new Set(rows.map(({ block_id, param }) => `${block_id} ${param}`))];
  return fragile.slice(0, CHOSEN_NUMBERS).map((key) => {
    const number = numbers.find(({ blockId, spec }) => `${blockId} ${spec.name}` === key)!;
    const values = [...variationsOf(number, SHARES), number.value].sort((a, b) => a - b);
    return { block: number.blockId, param: number.spec.name, values };
  });
}

interface Choice {
  readonly values: readonly number[];
  readonly sharpe: number | null;
  readonly totalReturn: number | null;
}

/** The cell with the best Sharpe among those with enough closed trades, the lowest of equals; else the values there are. */
function* bestCell(
  lab: Lab,
  axes: readonly SweepAxis[],
  training: RunSettings,
  bars: number,
): Steps<Choice> {
  const count = axes.reduce((product, { values }) => product * values.length, 1);
  const cells = new SweepCells(planSweep(lab.document, axes), axes, lab.candles, training, {
    metrics: TOLD,
  });
  const table = newTable(TOLD.length, count);
  for (const cell of cells.order(count)) {
    cells.run(cell, table);
    yield bars;
  }
  const column = (name: typeof TOLD[number]) => table.metrics[TOLD.indexOf(name)]!;
  const sharpe = column("sharpe");
  const trades = column("num_trades");
  let best = -1;
  for (let cell = 0; cell < count; cell++) {
    if (!(trades[cell]! >= FEWEST_TRADES) || !(sharpe[cell]! === sharpe[cell]!)) continue;
    if (best < 0 || sharpe[cell]! > sharpe[best]!) best = cell;
  }
  if (best >= 0) {
    return {
      values: valuesOf(axes, best),
      sharpe: sharpe[best]!,
      totalReturn: column("total_return")[best]!,
    };
  }
  const run = runOf(lab, lab.document, training);
  const numbers = numbersOf(lab.document);
  return {
    values: axes.map(({ block, param }) =>
      numbers.find(({ blockId, spec }) => blockId === block && spec.name === param)!.value
    ),
    sharpe: run.metric("sharpe"),
    totalReturn: run.metric("total_return"),
  };
}

function runOf(lab: Lab, document: StrategyDocument, settings: RunSettings) {
  const compiled = compileStrategy(document);
  if (!compiled.ok) throw new RangeError(compiled.faults.map(({ message }) => message).join(" "));
  return new PreparedRun(lab.candles, compiled.plan, settings).run();
}

function valuesOf(axes: readonly SweepAxis[], cell: number): number[] {
  const values: number[] = [];
  let rest = cell;
  for (let k = axes.length - 1; k >= 0; k--) {
    const own = axes[k]!.values;
    values.unshift(own[rest % own.length]!);
    rest = Math.floor(rest / own.length);
  }
  return values;
}

function asChanges(
  axes: readonly SweepAxis[],
  values: readonly number[],
): Map<string, Record<string, number>> {
  const changes = new Map<string, Record<string, number>>();
  axes.forEach(({ block, param }, k) => {
    changes.set(block, { ...changes.get(block), [param]: values[k]! });
  });
  return changes;
}

/** Mean yearly return of the tests over that of the trainings; `null` unless the latter is a gain. */
function efficiencyOf(folds: readonly Fold[]): number | null {
  let train = 0;
  let test = 0;
  for (const fold of folds) {
    train += (fold.train_return ?? 0) / (fold.train_to - fold.train_from);
    test += fold.test_return / (fold.test_to - fold.test_from);
  }
  return train * YEAR_MS > 0 ? test / train : null;
}
