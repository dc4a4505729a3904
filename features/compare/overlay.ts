/** Curves of several runs on one time axis. */

/** What one run made of its capital, from its first bar on. */
export interface GrowthCurve {
  /** Unix milliseconds, ascending. */
  readonly time: readonly number[];
  /** Quote currency, one value a bar. */
  readonly value: readonly number[];
  readonly capital: number;
  /** Times of the bars after which candles are missing. */
  readonly gapsAfter: readonly number[];
}

export interface Overlay {
  /** Every time at which any of the runs has a bar, Unix seconds. */
  readonly time: Float64Array;
  /**
   * A column a run, as fractions of its capital from 0: `undefined` where only others have a bar, so that the line goes on,
   * `null` where the run's own candles are missing, so that it breaks.
   */
  readonly growth: readonly (readonly (number | null | undefined)[])[];
}

export function overlay(curves: readonly GrowthCurve[]): Overlay {
  const breaks = curves.map(({ time, gapsAfter }) => {
    const gaps = new Set(gapsAfter);
    // A row of its own in the middle of each gap, for the line to end at.
    return time.flatMap((at, bar) => {
      const next = time[bar + 1];
      return gaps.has(at) && next !== undefined ? [at + Math.floor((next - at) / 2)] : [];
    });
  });
  const all = new Set<number>();
  for (const [k, { time }] of curves.entries()) {
    for (const at of time) all.add(at);
    for (const at of breaks[k]!) all.add(at);
  }
  const times = Float64Array.from(all).sort();
  const rowOf = new Map<number, number>();
  times.forEach((at, row) => rowOf.set(at, row));
  return {
    time: times.map((at) => at / 1000),
    growth: curves.map(({ time, value, capital }, k) => {
      const column = new Array<number | null | undefined>(times.length).fill(undefined);
      time.forEach((at, bar) => {
        column[rowOf.get(at)!] = value[bar]! / capital - 1;
      });
      for (const at of breaks[k]!) column[rowOf.get(at)!] = null;
      return column;
    }),
  };
}

/** The newest known value of a column at a row or before it; `null` outside of its run. */
export function growthAt(column: Overlay["growth"][number], row: number): number | null {
  const known = (value: number | null | undefined): value is number => typeof value === "number";
  let ends = false;
  for (let at = row; at < column.length && !ends; at++) ends = known(column[at]);
  if (!ends) return null;
  for (let at = row; at >= 0; at--) {
    const value = column[at];
    if (known(value)) return value;
  }
  return null;
}
