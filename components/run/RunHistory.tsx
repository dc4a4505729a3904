/** All backtests of a strategy, and starting the next one. */
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { Run } from "../../contracts/backtests.ts";
import { api, ApiError } from "../api_client.ts";
import { number, percent, period, tone, UNKNOWN } from "../format.ts";
import { Badge, type BadgeTone } from "../ui/Badge.tsx";
import { Button } from "../ui/Button.tsx";
import { Card } from "../ui/Card.tsx";
import { EmptyState } from "../ui/EmptyState.tsx";
import { TableScroll } from "../ui/Table.tsx";
import { Time, Zone } from "../ui/Time.tsx";
import { toast, Toasts } from "../ui/Toast.tsx";
import { RunForm, type RunFormProps } from "./RunForm.tsx";
import { watchRun } from "./watch_run.ts";

export interface RunHistoryProps {
  readonly runs: readonly Run[];
  readonly form: RunFormProps;
  readonly zone: string | null;
}

const STATUS: Readonly<Record<Run["status"], { label: string; tone: BadgeTone }>> = {
  pending: { label: "Pending", tone: "neutral" },
  running: { label: "Running", tone: "accent" },
  completed: { label: "Completed", tone: "gain" },
  failed: { label: "Failed", tone: "loss" },
};

/** More than a few connections at once would starve the page; the others are seen on the next visit. */
const WATCHED = 3;

export function RunHistory({ form, zone, ...initial }: RunHistoryProps) {
  const runs = useSignal(initial.runs);
  const busy = useSignal<string | null>(null);
  useEffect(() => {
    const active = runs.peek().filter(({ status }) => status === "pending" || status === "running");
    const stops = active.slice(0, WATCHED).map(({ run_id }) =>
      watchRun(run_id, (next) => {
        runs.value = runs.value.map((run) => run.run_id === run_id ? next : run);
      })
    );
    return () => stops.forEach((stop) => stop());
  }, []);

  const rerun = async (run: Run) => {
    busy.value = run.run_id;
    try {
      const { run_id } = await api.post<{ run_id: string }>(`/backtests/${run.run_id}/rerun`);
      location.assign(`/runs/${run_id}`);
    } catch (error) {
      busy.value = null;
      toast(error instanceof ApiError ? error.message : "That did not work. Try again.", {
        tone: "problem",
      });
    }
  };

  return (
    <Zone.Provider value={zone}>
      <div class="history">
        <Card title="New backtest" id="new-backtest" class="history-form">
          <RunForm {...form} />
        </Card>
        <Card title="Backtests" id="backtests" pad={false} class="history-list">
          {runs.value.length === 0
            ? (
              <EmptyState icon="curve" title="No backtests yet">
                Every backtest of this strategy is kept here with its period, version and result.
                Choose a period and run the first one.
              </EmptyState>
            )
            : (
              <TableScroll label="Table of backtests">
                <table class="table">
                  <thead>
                    <tr>
                      <th scope="col">Period</th>
                      <th scope="col">Version</th>
                      <th scope="col">Status</th>
                      <th scope="col" class="n">Return</th>
                      <th scope="col" class="n">Buy and hold</th>
                      <th scope="col" class="n">Drawdown</th>
                      <th scope="col" class="n">Trades</th>
                      <th scope="col" class="n">Win rate</th>
                      <th scope="col">Started</th>
                      <th scope="col">
                        <span class="sr-only">Actions</span>
                      </th>
                    </tr>
                  </thead>
                  <tbody>
                    {runs.value.map((run) => (
                      <RunRow
                        key={run.run_id}
                        run={run}
                        busy={busy.value === run.run_id}
                        onRerun={() => void rerun(run)}
                      />
                    ))}
                  </tbody>
                </table>
              </TableScroll>
            )}
        </Card>
      </div>
      <Toasts />
    </Zone.Provider>
  );
}

function RunRow({ run, busy, onRerun }: { run: Run; busy: boolean; onRerun: () => void }) {
  const { label, tone: badge } = STATUS[run.status];
  const over = run.status === "completed" || run.status === "failed";
  return (
    <tr>
      <th scope="row">
        <a class="row-link" href={`/runs/${run.run_id}`}>{period(run.date_from, run.date_to)}</a>
      </th>
      <td>v{run.version_number}</td>
      <td>
        <Badge tone={badge} {...(run.error_message ? { title: run.error_message } : {})}>
          {label}
        </Badge>
      </td>
      <td class={`n ${tone(run.total_return) ?? ""}`}>{percent(run.total_return)}</td>
      <td class="n">{percent(run.buy_and_hold_return)}</td>
      <td class={`n ${tone(run.max_drawdown) ?? ""}`}>{percent(run.max_drawdown)}</td>
      <td class="n">{run.num_trades === null ? UNKNOWN : number(run.num_trades)}</td>
      <td class="n">{percent(run.win_rate, { sign: "negative" })}</td>
      <td>
        <Time at={run.created_at} dateOnly />
      </td>
      <td class="n">
        {over && (
          <Button
            size="sm"
            variant="ghost"
            icon="refresh"
            busy={busy}
            title="Run again with the same version and settings, up to the newest candles"
            aria-label={`Run again: ${period(run.date_from, run.date_to)}`}
            onClick={onRerun}
          />
        )}
      </td>
    </tr>
  );
}
