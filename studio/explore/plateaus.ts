/** Where a heat map is flat: what a small change of either number would not spoil. The rule is in docs/engine.md. */
import type { Compared } from "../live/plateau.ts";

/** Neighbours of a steady cell differ from it by at most this share of its own distance to the metric's base. */
export const NEAR_SHARE = 0.2;

export interface Grid {
  /** Values on the horizontal and on the vertical axis. */
  readonly columns: number;
  readonly rows: number;
  /** One value a cell, row after row; NaN where there is none. */
  readonly values: ArrayLike<number>;
  /** Trades a cell. */
  readonly trades: ArrayLike<number>;
}

/** Cells of each plateau, the largest first; of two as large the one whose first cell comes first. */
export type Plateaus = readonly (readonly number[])[];

/**
 * A cell is *steady* when it trades, is no loss, and each of its neighbours, of which there are up to eight, has a value that is
 * within 20 % of its own. Steady cells that touch by a side are one plateau.
 */
export function plateausOf(
  grid: Grid,
  compared: Pick<Compared, "base" | "losesBelow">,
): Plateaus {
  const { columns, rows } = grid;
  const isSteady = Array.from(
    { length: columns * rows },
    (_, cell) => steady(grid, compared, cell),
  );
  const seen = new Set<number>();
  const plateaus: number[][] = [];
  for (let first = 0; first < isSteady.length; first++) {
    if (!isSteady[first] || seen.has(first)) continue;
    const cells: number[] = [];
    const next = [first];
    seen.add(first);
    for (let cell = next.pop(); cell !== undefined; cell = next.pop()) {
      cells.push(cell);
      for (const side of sidesOf(cell, columns, rows)) {
        if (!isSteady[side] || seen.has(side)) continue;
        seen.add(side);
        next.push(side);
      }
    }
    plateaus.push(cells.sort((a, b) => a - b));
  }
  return plateaus.sort((a, b) => b.length - a.length || a[0]! - b[0]!);
}

function steady(
  { columns, rows, values, trades }: Grid,
  { base, losesBelow }: Pick<Compared, "base" | "losesBelow">,
  cell: number,
): boolean {
  const own = values[cell]!;
  if (!Number.isFinite(own) || !(trades[cell]! > 0)) return false;
  if (losesBelow !== null && own < losesBelow) return false;
  const most = NEAR_SHARE * Math.abs(own - base);
  const [column, row] = [cell % columns, Math.floor(cell / columns)];
  let neighbours = 0;
  for (let y = Math.max(0, row - 1); y <= Math.min(rows - 1, row + 1); y++) {
    for (let x = Math.max(0, column - 1); x <= Math.min(columns - 1, column + 1); x++) {
      const other = y * columns + x;
      if (other === cell) continue;
      neighbours++;
      // Without a value there is no telling.
      if (!(Math.abs(values[other]! - own) <= most)) return false;
    }
  }
  return neighbours > 0;
}

function sidesOf(cell: number, columns: number, rows: number): number[] {
  const [column, row] = [cell % columns, Math.floor(cell / columns)];
  return [
    ...(column > 0 ? [cell - 1] : []),
    ...(column < columns - 1 ? [cell + 1] : []),
    ...(row > 0 ? [cell - columns] : []),
    ...(row < rows - 1 ? [cell + columns] : []),
  ];
}
