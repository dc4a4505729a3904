import { useSignal } from "@preact/signals";
import { useLayoutEffect } from "preact/hooks";
import type { Run } from "../../contracts/backtests.ts";
import { api, ApiError } from "../../contracts/client/api_client.ts";
import { period } from "../../text/format.ts";
import { metricText } from "../../text/metric_text.ts";
import { Button } from "../../ui/Button.tsx";
import { Dialog } from "../../ui/Dialog.tsx";
import { Notice } from "../../ui/Notice.tsx";

/** Asks before a run goes for good, and removes it. */
export function DeleteRun(
  { run, onClose, onDeleted }: {
    /** The run to delete, `null` while none is. */
    readonly run: Run | null;
    readonly onClose: () => void;
    readonly onDeleted: (run: Run) => void;
  },
) {
  const busy = useSignal(false);
  const problem = useSignal<string | null>(null);
  useLayoutEffect(() => {
    problem.value = null;
  }, [run]);
  const remove = async () => {
    if (!run || busy.value) return;
    busy.value = true;
    problem.value = null;
    try {
      await api("DELETE /backtests/{run_id}", { params: { run_id: run.run_id } });
      onDeleted(run);
    } catch (error) {
      // It went in another tab: what was asked for has been done.
      if (error instanceof ApiError && error.status === 404) onDeleted(run);
      else {
        problem.value = error instanceof ApiError ? error.message : "That did not work. Try again.";
      }
    } finally {
      busy.value = false;
    }
  };
  return (
    <Dialog
      open={run !== null}
      onClose={onClose}
      title="Delete this backtest?"
      footer={
        <>
          <Button onClick={onClose}>Keep it</Button>
          <Button variant="danger" icon="trash" busy={busy.value} onClick={() => void remove()}>
            Delete backtest
          </Button>
        </>
      }
    >
      {run && (
        <>
          <p>
            The backtest of {period(run.date_from, run.date_to)}, version {run.version_number}
            {run.total_return === null ? "" : ` (${metricText("total_return", run.total_return)})`},
            is deleted with its result. This cannot be undone; the strategy stays as it is.
          </p>
          {problem.value && <Notice tone="loss" live>{problem.value}</Notice>}
        </>
      )}
    </Dialog>
  );
}
