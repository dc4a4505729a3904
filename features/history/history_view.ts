/** The history of a strategy's runs as the page shows it: sorted, and which of them are compared. */
import type { Run } from "../../contracts/backtests.ts";
import { type Sort, sortedBy } from "../../ui/Table.tsx";

export type HistoryColumn =
  | "created_at"
  | "date_from"
  | "status"
  | "total_return"
  | "max_drawdown"
  | "num_trades"
  | "fee_percent"
  | "slippage_percent"
  | "initial_capital";

/** Runs that are loaded at a time. */
export const HISTORY_PAGE = 50;

export const NEWEST_FIRST: Sort<HistoryColumn> = { key: "created_at", descending: true };

export const TRIGGERS: Readonly<Record<Run["triggered_by"], string>> = {
  manual: "by you",
  rerun: "run again",
  schedule: "daily update",
};

/** The runs in the order of a column; of equals, the newest first. `runs` come newest first. */
export function sortedRuns(runs: readonly Run[], { key, descending }: Sort<HistoryColumn>): Run[] {
  return sortedBy(runs, (run) => run[key], descending);
}

/** Whether it has a result that can be laid beside another. */
export function isComparable(run: Run): boolean {
  return run.status === "completed";
}

/** Whether it can be deleted, or run again: nobody works on it. */
export function isOver(run: Run): boolean {
  return run.status === "completed" || run.status === "failed";
}

/** Where the chosen runs are compared, the oldest first; `null` for fewer than two. */
export function comparePath(
  strategyId: string,
  runs: readonly Run[],
  chosen: readonly string[],
): string | null {
  const ids = runs.filter(({ run_id }) => chosen.includes(run_id)).map(({ run_id }) => run_id);
  return ids.length < 2
    ? null
    : `/strategies/${strategyId}/compare?runs=${ids.reverse().join(",")}`;
}
