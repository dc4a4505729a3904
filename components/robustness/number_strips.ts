import type { RobustnessOutcomes } from "../../engine/robustness.ts";

export interface StripCell {
  readonly value: number;
  readonly totalReturn: number | null;
  /** The value that the strategy has. */
  readonly isOwn: boolean;
}

export interface NumberStrip {
  /** `block.param`. */
  readonly key: string;
  /** By value, the lowest first. */
  readonly cells: readonly StripCell[];
}

/** A strip for each number that was varied, the most sensitive first, as the rows are. */
export function stripsOf(
  each: RobustnessOutcomes["parameters"]["each"],
  totalReturn: number | null,
): readonly NumberStrip[] {
  const strips = new Map<string, StripCell[]>();
  for (const { block_id, param, from, to, total_return } of each) {
    const key = `${block_id}.${param}`;
    const cells = strips.get(key) ?? [{ value: from, totalReturn, isOwn: true }];
    cells.push({ value: to, totalReturn: total_return, isOwn: false });
    strips.set(key, cells);
  }
  return [...strips].map(([key, cells]) => ({
    key,
    cells: cells.sort((a, b) => a.value - b.value),
  }));
}
