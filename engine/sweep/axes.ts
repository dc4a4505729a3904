/** What a sweep varies: one to three numeric parameters, each through a list of values. */
import type { GraphBlock } from "../strategy/graph.ts";
import { problemOf } from "../strategy/params.ts";

export interface SweepAxis {
  /** Id of the block. */
  readonly block: string;
  /** Name of one of its parameters that is a number. */
  readonly param: string;
  readonly values: readonly number[];
}

export const MOST_AXES = 3;
/** Cells of one sweep: their metrics are kept until the end. */
export const MOST_CELLS = 250_000;

/** @throws {RangeError} for axes that cannot be swept, in words. */
export function checkAxes(
  axes: readonly SweepAxis[],
  graph: ReadonlyMap<string, GraphBlock>,
): void {
  if (axes.length < 1 || axes.length > MOST_AXES) {
    throw new RangeError(`A sweep varies one to three parameters, not ${axes.length}.`);
  }
  const seen = new Set<string>();
  let cells = 1;
  for (const { block, param, values } of axes) {
    const found = graph.get(block);
    if (!found) throw new RangeError(`There is no block ${block} to vary.`);
    const { definition } = found;
    const spec = definition.params.find(({ name }) => name === param);
    if (!spec) throw new RangeError(`${definition.name} has no parameter ${param}.`);
    if (spec.kind !== "integer" && spec.kind !== "number") {
      throw new RangeError(
        `${definition.name}: ${spec.label} is not a number, so it cannot be varied.`,
      );
    }
    if (seen.has(`${block} ${param}`)) {
      throw new RangeError(`${definition.name}: ${spec.label} is varied twice.`);
    }
    seen.add(`${block} ${param}`);
    if (values.length === 0) {
      throw new RangeError(`${definition.name}: there are no values for ${spec.label}.`);
    }
    for (const value of values) {
      const problem = Number.isFinite(value) ? problemOf(spec, value) : `${value} is not a number.`;
      if (problem !== null) throw new RangeError(`${definition.name}: ${problem}`);
    }
    cells *= values.length;
  }
  if (cells > MOST_CELLS) {
    throw new RangeError(`A sweep has at most ${MOST_CELLS} combinations, not ${cells}.`);
  }
}
