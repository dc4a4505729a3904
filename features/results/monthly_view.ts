/** Monthly returns as a table: a row a year, a column a month. */
import type { RunResult } from "../../components/result_words/result.ts";

export interface YearRow {
  readonly year: number;
  /** January first; `null` where the run has no candles. */
  readonly months: readonly (number | null)[];
  /** The months of the run one after the other. */
  readonly total: number;
}

export function yearRows(monthly: RunResult["monthly_returns"]): YearRow[] {
  const rows = new Map<number, { months: (number | null)[]; growth: number }>();
  for (const { year, month, return: change } of monthly) {
    let row = rows.get(year);
    if (!row) rows.set(year, row = { months: new Array(12).fill(null), growth: 1 });
    row.months[month - 1] = change;
    row.growth *= 1 + change;
  }
  return [...rows].sort(([a], [b]) => a - b)
    .map(([year, { months, growth }]) => ({ year, months, total: growth - 1 }));
}

/** How strongly a cell is tinted, 0 … 3, against the largest change of the table. */
export function strength(change: number, largest: number): 0 | 1 | 2 | 3 {
  const share = largest > 0 ? Math.abs(change) / largest : 0;
  if (share === 0) return 0;
  return share > 0.6 ? 3 : share > 0.25 ? 2 : 1;
}
