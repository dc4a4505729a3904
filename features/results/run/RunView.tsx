/** One backtest from the moment it is asked for to its results, without a reload. */
import { batch, useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import type { Run } from "../../../contracts/backtests.ts";
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
import { RUN_AGAIN_MENU, RunActions, type RunDialogKind } from "./RunActions.tsx";
import { type RunCommand, runCommandFor } from "./run_keys.ts";
import { ResultMissing } from "./ResultMissing.tsx";
import { RunFailed } from "./RunFailed.tsx";
import type { CandleSpan } from "../../../studio/run/run_range.ts";
import { RunProgress } from "./RunProgress.tsx";
import {
  noBacktestLeft,
  type Today,
  useBacktestsToday,
} from "../../../components/run_form/RunUsage.tsx";
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
  readonly usage: Today;
  /** Ids of the strategy's backtests next to this one, and of the newest completed one before it. */
  readonly neighbours: {
    readonly older: string | null;
    readonly newer: string | null;
    readonly olderResult: string | null;
  };
}

type Dialogs = typeof import("./run_dialogs.ts");

export function RunView(props: RunViewProps) {
  const { zone, timeframeMs, span, autoUpdate, usage, neighbours, ...initial } = props;
  const full = noBacktestLeft(useBacktestsToday(usage), useZone(zone));
  const run = useSignal(initial.run);
  const summary = useSignal(initial.summary);
  const result = useSignal<RunResult | null>(null);
  const overview = useSignal<ResultOverview | null>(null);
  const parts = useSignal<LaterParts | null>(null);
  const drawn = useRef(() => {});
  const problem = useSignal(initial.problem);
  const busy = useSignal(false);
  const dialogs = useSignal<Dialogs | null>(null);
  const dialog = useSignal<RunDialogKind | null>(null);

  const load = async () => {
    problem.value = null;
    try {
      const later = await import("../later_parts.ts");
      // Beside the overview: the chart is drawn as soon as that has come.
      void later.loadDrawing().catch(() => {});
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

  const openDialog = async (kind: RunDialogKind) => {
    try {
      dialogs.value ??= await import("./run_dialogs.ts");
      dialog.value = kind;
    } catch {
      toast("That could not be loaded. Try again.", { tone: "problem" });
    }
  };
  const close = () => {
    dialog.value = null;
  };

  const { status, strategy_id, run_id } = run.value;
  // Where there is no result, the page itself says what to do next.
  const canRunAgain = status !== "failed" &&
    !(status === "completed" && problem.value && !summary.value);
  const compareHref = neighbours.olderResult &&
    `/strategies/${strategy_id}/compare?runs=${neighbours.olderResult},${run_id}`;
  useEffect(() => {
    const commands: Readonly<Record<RunCommand, () => void>> = {
      older: () => go(neighbours.older && `/runs/${neighbours.older}`),
      newer: () => go(neighbours.newer && `/runs/${neighbours.newer}`),
      compare: () => go(run.peek().status === "completed" && compareHref),
      again: () => document.getElementById(RUN_AGAIN_MENU)?.showPopover(),
      words: () => void openDialog("words"),
      help: () => void openDialog("keys"),
    };
    const onKeyDown = (event: KeyboardEvent) => {
      const command = runCommandFor(event);
      if (!command) return;
      event.preventDefault();
      commands[command]();
    };
    const left = new AbortController();
    document.addEventListener("keydown", onKeyDown, { signal: left.signal });
    return () => left.abort();
  }, []);

  return (
    <Zone.Provider value={zone}>
      <div class={styles.contents} data-run-status={status}>
        <RunActions
          run={run.value}
          compareHref={compareHref}
          canRunAgain={canRunAgain}
          full={full}
          busy={busy.value}
          onRerun={() => void rerun()}
          onOpen={(kind) => void openDialog(kind)}
        />
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
      {dialogs.value && dialog.value && (
        <OpenDialog
          parts={dialogs.value}
          kind={dialog.value}
          run={run.value}
          onClose={close}
          onSaved={(next) => {
            run.value = next;
            close();
          }}
        />
      )}
      <Toasts />
    </Zone.Provider>
  );
}

function go(href: string | null | false): void {
  if (href) location.assign(href);
}

function OpenDialog(
  { parts, kind, run, onClose, onSaved }: {
    readonly parts: Dialogs;
    readonly kind: RunDialogKind;
    readonly run: Run;
    readonly onClose: () => void;
    readonly onSaved: (run: Run) => void;
  },
) {
  if (kind === "keys") return <parts.RunKeysDialog onClose={onClose} />;
  return kind === "words"
    ? <parts.RunWordsDialog run={run} onClose={onClose} onSaved={onSaved} />
    : <parts.RunAgainDialog run={run} change={kind} onClose={onClose} />;
}

/** Lost results stay lost; anything else may be there in a moment. */
function problemOf(error: unknown): ResultProblem {
  if (!(error instanceof ApiError)) {
    return { message: "The result could not be read.", passing: true };
  }
  const isLost = error.code === "result_unreadable" || error.code === "result_gone" ||
    error.code === "not_found";
  return { message: error.message, passing: !isLost };
}
