/** One backtest from the moment it is asked for to its results, without a reload. */
import { batch, useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import type { Run } from "../../../contracts/backtests.ts";
import type { WorkUsage } from "../../../contracts/users.ts";
import { api, ApiError } from "../../../contracts/client/api_client.ts";
import type { ResultOverview } from "../../../contracts/result_overview.ts";
import { type LaterParts, Results, ResultsSkeleton } from "../Results.tsx";
import {
  type ResultProblem,
  type ResultSummary,
  type RunResult,
  summaryOf,
} from "../../../components/result_words/result.ts";
import { useZone, Zone } from "../../../ui/Time.tsx";
import { toast, Toasts } from "../../../ui/Toast.tsx";
import { ResultMissing } from "./ResultMissing.tsx";
import { RunFailed } from "./RunFailed.tsx";
import type { CandleSpan } from "../../../studio/run/run_range.ts";
import { RunProgress } from "./RunProgress.tsx";
import { noBacktestLeft, useBacktestsToday } from "../../../components/run_form/RunUsage.tsx";
import { watchRun } from "../../../studio/run/watch_run.ts";
import pagesStyles from "../../../components/styles/pages.module.css.ts";
import styles from "./RunView.module.css.ts";

export interface RunViewProps {
  readonly run: Run;
  /** Of a run that had finished when the page was made. */
  readonly summary: ResultSummary | null;
  /** Why that run has no summary. */
  readonly problem: ResultProblem | null;
  readonly zone: string | null;
  readonly timeframeMs: number;
  /** What is stored of the run's series, `null` when nothing is. */
  readonly span: CandleSpan | null;
  /** Whether the strategy's auto-update is on. */
  readonly autoUpdate: boolean;
  /** How many backtests of today are used. */
  readonly usage: WorkUsage["backtests_today"];
}

export function RunView(props: RunViewProps) {
  const { zone, timeframeMs, span, autoUpdate, usage, ...initial } = props;
  const full = noBacktestLeft(useBacktestsToday(usage), useZone(zone));
  const run = useSignal(initial.run);
  const summary = useSignal(initial.summary);
  const result = useSignal<RunResult | null>(null);
  const overview = useSignal<ResultOverview | null>(null);
  const parts = useSignal<LaterParts | null>(null);
  const drawn = useRef(() => {});
  const problem = useSignal(initial.problem);
  const busy = useSignal(false);

  const load = async () => {
    problem.value = null;
    try {
      const later = await import("../later_parts.ts");
      const loaded = await later.loadResult(run.peek().run_id, (found) =>
        new Promise((resolve) => {
          drawn.current = resolve;
          batch(() => {
            parts.value = later;
            overview.value = found;
          });
        }));
      summary.value ??= summaryOf(loaded);
      batch(() => {
        parts.value = later;
        result.value = loaded;
      });
    } catch (error) {
      problem.value = problemOf(error);
    }
  };
  useEffect(() => {
    const { status, run_id } = run.peek();
    if (status === "completed" && !initial.problem) void load();
    if (status === "completed" || status === "failed") return;
    return watchRun(run_id, (next) => {
      run.value = next;
      if (next.status === "completed") void load();
    });
  }, []);

  const rerun = async () => {
    busy.value = true;
    try {
      const { run_id } = await api("POST /backtests/{run_id}/rerun", {
        params: { run_id: run.value.run_id },
      });
      location.assign(`/runs/${run_id}`);
    } catch (error) {
      busy.value = false;
      toast(error instanceof ApiError ? error.message : "That did not work. Try again.", {
        tone: "problem",
      });
    }
  };

  const { status } = run.value;
  return (
    <Zone.Provider value={zone}>
      <div class={styles.contents} data-run-status={status}>
        {status === "failed"
          ? (
            <RunFailed
              run={run.value}
              span={span}
              autoUpdate={autoUpdate}
              full={full}
              busy={busy.value}
              onRerun={() => void rerun()}
            />
          )
          : summary.value
          ? (
            <Results
              run={run.value}
              summary={summary.value}
              overview={overview.value}
              onDrawn={() => drawn.current()}
              result={result.value}
              parts={parts.value}
              problem={problem.value?.message ?? null}
              onRetry={() => void load()}
              timeframeMs={timeframeMs}
            />
          )
          : status === "completed" && problem.value
          ? (
            <ResultMissing
              run={run.value}
              problem={problem.value}
              busy={busy.value}
              onRetry={() => void load()}
              onRerun={() => void rerun()}
            />
          )
          : (
            <div class={pagesStyles.results}>
              <RunProgress run={run.value} />
              <ResultsSkeleton />
            </div>
          )}
      </div>
      <Toasts />
    </Zone.Provider>
  );
}

/** Lost results stay lost; anything else may be there in a moment. */
function problemOf(error: unknown): ResultProblem {
  if (!(error instanceof ApiError)) {
    return { message: "The result could not be read.", passing: true };
  }
  const isLost = error.code === "result_unreadable" || error.code === "not_found";
  return { message: error.message, passing: !isLost };
}
