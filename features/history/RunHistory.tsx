/** All backtests of a strategy: start, follow, sort, compare, run again, delete. */
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { Run } from "../../contracts/backtests.ts";
import { api, ApiError } from "../../contracts/client/api_client.ts";
import { number } from "../../text/format.ts";
import { Button, ButtonLink } from "../../ui/Button.tsx";
import { Card } from "../../ui/Card.tsx";
import { EmptyState } from "../../ui/EmptyState.tsx";
import { type Sort, SortHead, TableScroll } from "../../ui/Table.tsx";
import { useZone, Zone } from "../../ui/Time.tsx";
import { toast, Toasts } from "../../ui/Toast.tsx";
import { DeleteRun } from "./DeleteRun.tsx";
import {
  comparePath,
  HISTORY_PAGE,
  type HistoryColumn,
  NEWEST_FIRST,
  sortedRuns,
} from "./history_view.ts";
import { HistoryRow } from "./HistoryRow.tsx";
import { RunForm, type RunFormProps } from "../../components/run_form/RunForm.tsx";
import { noBacktestLeft, useBacktestsToday } from "../../components/run_form/RunUsage.tsx";
import { changedContext } from "../../studio/run/pending_context.ts";
import { startRun } from "../../studio/run/start_run.ts";
import { MOST_COMPARED, toggled } from "../../studio/run/compared_choice.ts";
import { watchRun } from "../../studio/run/watch_run.ts";
import { cx } from "../../ui/cx.ts";
import styles from "./RunHistory.module.css.ts";
import tableStyles from "../../ui/Table.module.css.ts";
import textStyles from "../../ui/text.module.css.ts";

export interface RunHistoryProps {
  /** The newest ones, newest first. */
  readonly runs: readonly Run[];
  /** There are older ones. */
  readonly more: boolean;
  readonly form: RunFormProps;
  readonly zone: string | null;
  /** Called with a run that was started from the list; by default its page is opened. */
  readonly onStarted?: (runId: string) => void;
}

const openRun = (runId: string) => location.assign(`/runs/${runId}`);

/** More than a few connections at once would starve the page; the others are seen on the next visit. */
const WATCHED = 3;

export function RunHistory({ form, zone, onStarted = openRun, ...initial }: RunHistoryProps) {
  const runs = useSignal(initial.runs);
  const more = useSignal(initial.more);
  const sort = useSignal<Sort<HistoryColumn>>(NEWEST_FIRST);
  const chosen = useSignal<readonly string[]>([]);
  const deleting = useSignal<Run | null>(null);
  const loading = useSignal(false);
  const rerunning = useSignal(false);
  const context = useSignal(form.context);
  useEffect(() => {
    const active = runs.peek().filter(({ status }) => status === "pending" || status === "running");
    const stops = active.slice(0, WATCHED).map(({ run_id }) =>
      watchRun(run_id, (next) => {
        runs.value = runs.value.map((run) => run.run_id === run_id ? next : run);
      })
    );
    return () => stops.forEach((stop) => stop());
  }, []);

  const attempt = async (action: () => Promise<void>) => {
    try {
      await action();
    } catch (error) {
      toast(error instanceof ApiError ? error.message : "That did not work. Try again.", {
        tone: "problem",
      });
    }
  };
  const start = async (asked: () => Promise<string>) => {
    if (rerunning.value) return;
    rerunning.value = true;
    await attempt(async () => onStarted(await asked()));
    rerunning.value = false;
  };
  /** That version, with what the strategy is tested with now. */
  const runAgain = (run: Run) =>
    start(() => startRun({ ...form, version: run.version_number, context: context.value }));
  /** The run as it was, up to the newest candle. */
  const rerun = ({ run_id }: Run) =>
    start(async () => (await api("POST /backtests/{run_id}/rerun", { params: { run_id } })).run_id);
  const showMore = async () => {
    loading.value = true;
    await attempt(async () => {
      const { runs: older } = await api("GET /backtests", {
        query: {
          strategy_id: form.strategyId,
          limit: HISTORY_PAGE + 1,
          before: runs.value.at(-1)?.run_id,
        },
      });
      runs.value = [...runs.value, ...older.slice(0, HISTORY_PAGE)];
      more.value = older.length > HISTORY_PAGE;
    });
    loading.value = false;
  };
  const onDeleted = ({ run_id }: Run) => {
    deleting.value = null;
    runs.value = runs.value.filter((run) => run.run_id !== run_id);
    chosen.value = chosen.value.filter((id) => id !== run_id);
    toast("Deleted the backtest.");
  };

  const head = {
    sort: sort.value,
    onSort: (next: Sort<HistoryColumn>) => {
      sort.value = next;
    },
  };
  const isFull = chosen.value.length >= MOST_COMPARED;
  const full = noBacktestLeft(useBacktestsToday(form.usage), useZone(zone));
  return (
    <Zone.Provider value={zone}>
      <div class={styles.history}>
        <Card title="New backtest" id="new-backtest">
          <RunForm
            {...form}
            onSet={(change) => {
              context.value = changedContext(context.value, change);
            }}
          />
        </Card>
        <Card
          title="Backtests"
          id="backtests"
          pad={false}
          actions={runs.value.length > 1
            ? (
              <CompareBar
                count={chosen.value.length}
                href={comparePath(form.strategyId, runs.value, chosen.value)}
                onClear={() => {
                  chosen.value = [];
                }}
              />
            )
            : undefined}
        >
          {runs.value.length === 0
            ? (
              <EmptyState icon="curve" title="No backtests yet">
                Every backtest of this strategy is kept here with its period, version and result.
                Choose a period and run the first one.
              </EmptyState>
            )
            : (
              <TableScroll label="Table of backtests">
                <table class={cx(tableStyles.table, tableStyles.cardRows, styles.table)}>
                  <thead>
                    <tr>
                      <th scope="col">
                        <span class={textStyles.srOnly}>Compare</span>
                      </th>
                      <SortHead column="date_from" descendingFirst {...head}>Period</SortHead>
                      <SortHead column="created_at" descendingFirst {...head}>Started</SortHead>
                      <SortHead column="status" {...head}>Status</SortHead>
                      <SortHead column="total_return" numeric {...head}>Return</SortHead>
                      <SortHead column="max_drawdown" numeric {...head}>Max drawdown</SortHead>
                      <SortHead column="num_trades" numeric {...head}>Trades</SortHead>
                      <SortHead column="fee_percent" numeric {...head}>Fee</SortHead>
                      <SortHead column="slippage_percent" numeric {...head}>Slippage</SortHead>
                      <SortHead column="initial_capital" numeric {...head}>Capital</SortHead>
                      <th scope="col">
                        <span class={textStyles.srOnly}>Actions</span>
                      </th>
                    </tr>
                  </thead>
                  <tbody>
                    {sortedRuns(runs.value, sort.value).map((run) => (
                      <HistoryRow
                        key={run.run_id}
                        run={run}
                        market={{ ...form, import: form.importName }}
                        isChosen={chosen.value.includes(run.run_id)}
                        isFull={isFull}
                        full={full}
                        onToggle={() => {
                          chosen.value = toggled(chosen.value, run.run_id);
                        }}
                        onRunAgain={() => void runAgain(run)}
                        onRerun={() => void rerun(run)}
                        onDelete={() => {
                          deleting.value = run;
                        }}
                      />
                    ))}
                  </tbody>
                </table>
              </TableScroll>
            )}
          {more.value && (
            <div class={styles.more}>
              <span role="status">
                The newest {number(runs.value.length)} are shown
                {sort.value.key === NEWEST_FIRST.key && sort.value.descending
                  ? "."
                  : ", and sorted among themselves."}
              </span>
              <Button size="sm" busy={loading.value} onClick={() => void showMore()}>
                Show older ones
              </Button>
            </div>
          )}
        </Card>
      </div>
      <DeleteRun
        run={deleting.value}
        onClose={() => {
          deleting.value = null;
        }}
        onDeleted={onDeleted}
      />
      <Toasts />
    </Zone.Provider>
  );
}

/** How many are chosen, and the way to lay them side by side. */
function CompareBar(
  { count, href, onClear }: {
    readonly count: number;
    readonly href: string | null;
    readonly onClear: () => void;
  },
) {
  return (
    <div class={styles.compareBar}>
      <span role="status">
        {count === 0
          ? "Choose two to four to compare"
          : count === 1
          ? "1 chosen, choose another"
          : `${count} chosen`}
      </span>
      {count > 0 && <Button size="sm" variant="ghost" onClick={onClear}>Clear</Button>}
      {href && <ButtonLink size="sm" variant="primary" href={href}>Compare</ButtonLink>}
    </div>
  );
}
