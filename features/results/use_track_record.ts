import { useEffect } from "preact/hooks";
import { type ReadonlySignal, useSignal } from "@preact/signals";
import type { Run } from "../../contracts/backtests.ts";
import type { TrackRecord } from "../../contracts/schedules.ts";
import { api } from "../../contracts/client/api_client.ts";

/** The record of a run; `null` for a run that has none, or whose record could not be read. */
export type LoadedRecord = TrackRecord | null | "loading";

/** Asks for the record of an automatic run. */
export function useTrackRecord(run: Run): ReadonlySignal<LoadedRecord> {
  const isAutomatic = run.triggered_by === "schedule";
  const record = useSignal<LoadedRecord>(isAutomatic ? "loading" : null);
  useEffect(() => {
    if (!isAutomatic) return;
    const gone = new AbortController();
    api("GET /backtests/{run_id}/forward-record", {
      params: { run_id: run.run_id },
      signal: gone.signal,
    })
      .then(({ forward_record }) => {
        record.value = forward_record;
      })
      // The result stands for itself; the record is there again with the next look.
      .catch(() => {
        if (!gone.signal.aborted) record.value = null;
      });
    return () => gone.abort();
  }, [run.run_id]);
  return record;
}
