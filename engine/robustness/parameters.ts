import { resolveParams } from "../strategy/params.ts";
import { newTable, SweepCells } from "../sweep/cells.ts";
import { planSweep } from "../sweep/variants.ts";
import type { SweepAxis } from "../sweep/axes.ts";
import { defineTest, graded, Skipped, type Steps } from "./definition.ts";
import type { Lab } from "./lab.ts";
import { numbersOf, onGrid, type StrategyNumber, variationsOf } from "./numbers.ts";
import { gainShare, quantilesOf } from "./quantiles.ts";

const SHARES = [-0.25, -0.1, 0.1, 0.25];
const JOINT_RUNS = 300;
const MOST_DRAWS = 20;
/** Of columns that runs share; numbers on a fine grid come back seldom. */
const MOST_KEPT_BYTES = 24 * 1024 * 1024;
/** What a row says of a run. */
const TOLD = ["total_return", "max_drawdown", "sharpe", "num_trades"] as const;

/** One number changed, and what the run became. */
export interface ParameterRow {
  readonly block_id: string;
  readonly param: string;
  readonly from: number;
  readonly to: number;
  readonly total_return: number | null;
  readonly max_drawdown: number | null;
  readonly sharpe: number | null;
  readonly num_trades: number | null;
}

/** Every number a little different: one at a time, and all at once. */
export const parameters = defineTest({
  name: "parameters",
  *run(lab) {
    const numbers = numbersOf(lab.document);
    const each = yield* variedOneByOne(lab);
    if (each.length === 0) throw new Skipped("nothing_to_vary");
    const returns = yield* jointReturns(lab, numbers);
    lab.drawn.set("parameters", returns);
    const gains = gainShare(returns);
    const quantiles = quantilesOf(returns);
    const actual = lab.actualReturn ?? 0;
    return {
      each,
      /** Total returns. */
      joint: quantiles,
      gain_share: gains,
      median_kept: actual === 0 ? null : quantiles.p50 / actual,
    };
  },
  answer: ({ gain_share, median_kept }, { actualReturn }) => {
    const keeps = (actualReturn ?? 0) > 0 && (median_kept ?? 0) >= 0.5;
    return graded(gain_share >= 0.9 && keeps, gain_share >= 0.6);
  },
});

const known = new WeakMap<Lab, readonly ParameterRow[]>();

/** The rows of every number, the most fragile first: the one whose change changes the return most. */
export function* variedOneByOne(lab: Lab): Steps<readonly ParameterRow[]> {
  const before = known.get(lab);
  if (before) return before;
  const groups: { readonly rows: readonly ParameterRow[]; readonly change: number }[] = [];
  for (const number of numbersOf(lab.document)) {
    const values = variationsOf(number, SHARES);
    if (values.length === 0) continue;
    const rows = yield* runsOf(lab, number, values);
    const actual = lab.actualReturn ?? 0;
    const changes = rows.map(({ total_return }) => Math.abs((total_return ?? actual) - actual));
    groups.push({ rows, change: Math.max(...changes) });
  }
  const rows = groups.sort((a, b) => b.change - a.change).flatMap((group) => group.rows);
  known.set(lab, rows);
  return rows;
}

/** Real runs with other values for one number; what its block refuses is left out. */
function* runsOf(
  { document, candles, settings, bars }: Lab,
  { blockId, spec, value: from }: StrategyNumber,
  values: readonly number[],
): Steps<ParameterRow[]> {
  const axes: SweepAxis[] = [{ block: blockId, param: spec.name, values }];
  const cells = new SweepCells(planSweep(document, axes), axes, candles, settings, {
    metrics: TOLD,
  });
  const table = newTable(TOLD.length, values.length);
  for (const cell of cells.order(values.length)) {
    cells.run(cell, table);
    yield bars;
  }
  const read = (name: typeof TOLD[number], cell: number) => {
    const value = table.metrics[TOLD.indexOf(name)]![cell]!;
    return value === value ? value : null;
  };
  return values.flatMap((to, cell) =>
    table.sound[cell] === 0 ? [] : [{
      block_id: blockId,
      param: spec.name,
      from,
      to,
      total_return: read("total_return", cell),
      max_drawdown: read("max_drawdown", cell),
      sharpe: read("sharpe", cell),
      num_trades: read("num_trades", cell),
    }]
  );
}

/**
 * Total returns of runs in which every number is another at once; 0 for a run that cannot be. The runs are cells of a grid whose
 * axes hold what was drawn for each number, so that they share what they have in common.
 */
function* jointReturns(
  lab: Lab,
  numbers: readonly StrategyNumber[],
): Steps<Float64Array> {
  const { document, candles, settings, bars } = lab;
  const draw = lab.drawFor("parameters");
  const blocks = byBlock(numbers);
  const drawn = Array.from(
    { length: JOINT_RUNS },
    () => new Map([...blocks].map(([id, own]) => [id, drawnFor(own, draw)])),
  );
  const valueIn = (run: number, { blockId, spec, value }: StrategyNumber) =>
    drawn[run]!.get(blockId)?.[spec.name] ?? value;
  const axes = numbers.map((number): SweepAxis => ({
    block: number.blockId,
    param: number.spec.name,
    values: [...new Set(drawn.map((_, run) => valueIn(run, number)))],
  }));
  const runs = drawn.map((_, run) =>
    numbers.map((number, axis) => axes[axis]!.values.indexOf(valueIn(run, number)))
  );
  const cells = new SweepCells(planSweep(document, axes), axes, candles, settings, {
    metrics: ["total_return"],
    mostKeptBytes: MOST_KEPT_BYTES,
  });
  const table = newTable(1, JOINT_RUNS);
  for (const run of cells.order(JOINT_RUNS, (run) => runs[run]!)) {
    cells.run(run, table, runs[run]!);
    yield bars;
  }
  return table.metrics[0]!.map((value) => value === value ? value : 0);
}

function byBlock(numbers: readonly StrategyNumber[]): Map<string, StrategyNumber[]> {
  const blocks = new Map<string, StrategyNumber[]>();
  for (const number of numbers) {
    blocks.set(number.blockId, [...blocks.get(number.blockId) ?? [], number]);
  }
  return blocks;
}

/** Values for the numbers of one block; those it has now where its own check refuses all that were drawn. */
function drawnFor(numbers: readonly StrategyNumber[], draw: () => number): Record<string, number> {
  const { block: { block, definition } } = numbers[0]!;
  for (let attempt = 0; attempt < MOST_DRAWS; attempt++) {
    const values: Record<string, number> = {};
    for (const number of numbers) {
      values[number.spec.name] = onGrid(number, number.value * (0.75 + 0.5 * draw()));
    }
    const params = resolveParams(definition, { ...block.params, ...values });
    if ((definition.check?.(params) ?? null) === null) return values;
  }
  return {};
}
