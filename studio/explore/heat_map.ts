/** What every combination of two numbers makes. */
import type { NumberChoice } from "./ranges.ts";

export interface MapAxis {
  readonly number: NumberChoice;
  readonly values: readonly number[];
}

/** Cell of column c and row r: r × columns + c; rows from the lowest value of `y` on. */
export interface HeatMap {
  readonly x: MapAxis;
  readonly y: MapAxis;
  /** A third number, which is the same in all cells. */
  readonly z: { readonly number: NumberChoice; readonly value: number } | null;
  /** One column a metric, NaN where there is no value (yet). */
  readonly metrics: Readonly<Record<string, Float64Array>>;
  /** 0 where the values do not go together, or have not been tried. */
  readonly sound: Uint8Array;
  /** 1 where the combination has been tried. */
  readonly tried: Uint8Array;
}

export function emptyMap(
  x: MapAxis,
  y: MapAxis,
  z: HeatMap["z"],
  metrics: readonly string[],
): HeatMap {
  const cells = x.values.length * y.values.length;
  return {
    x,
    y,
    z,
    metrics: Object.fromEntries(
      metrics.map((name) => [name, new Float64Array(cells).fill(NaN)]),
    ),
    sound: new Uint8Array(cells),
    tried: new Uint8Array(cells),
  };
}

/** The values of a cell, by `block.param`. */
export function valuesAt({ x, y, z }: HeatMap, cell: number): ReadonlyMap<NumberChoice, number> {
  const columns = x.values.length;
  return new Map([
    [x.number, x.values[cell % columns]!],
    [y.number, y.values[Math.floor(cell / columns)]!],
    ...(z ? [[z.number, z.value] as const] : []),
  ]);
}

/** The cell whose values these are; `null` where it is none of them. */
export function cellOf(
  { x, y, z }: HeatMap,
  valueOf: (key: string) => number | undefined,
): number | null {
  if (z && valueOf(z.number.key) !== z.value) return null;
  const column = x.values.indexOf(valueOf(x.number.key) ?? NaN);
  const row = y.values.indexOf(valueOf(y.number.key) ?? NaN);
  return column < 0 || row < 0 ? null : row * x.values.length + column;
}

/** The cell beside another, as an arrow key moves; the same at the edge. */
export function steppedCell(
  { x, y }: Pick<HeatMap, "x" | "y">,
  cell: number,
  [right, up]: readonly [number, number],
): number {
  const columns = x.values.length;
  const within = (at: number, most: number) => Math.min(most, Math.max(0, at));
  const column = within(cell % columns + right, columns - 1);
  const row = within(Math.floor(cell / columns) + up, y.values.length - 1);
  return row * columns + column;
}

/** The cell with the best value; `null` without any that trades. */
export function bestCell(
  { metrics }: Pick<HeatMap, "metrics">,
  { key, better }: { readonly key: string; readonly better: 1 | -1 | 0 },
): number | null {
  let best: number | null = null;
  const values = metrics[key]!;
  for (const [cell, value] of values.entries()) {
    if (!Number.isFinite(value) || !(metrics.num_trades![cell]! > 0)) continue;
    const gain = best === null ? Infinity : (better || 1) * (value - values[best]!);
    if (gain > 0) best = cell;
  }
  return best;
}
