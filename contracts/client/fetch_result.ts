/** Asking for a result, the same way wherever it is shown. */
import { RESULT_FORMAT } from "../result_format.ts";
import type { RunResult } from "../results.ts";
import { api } from "./api_client.ts";

/** The whole result of a run. Browsers keep the answer: one that an earlier version gave has another address. */
export function fetchResult(runId: string): Promise<RunResult> {
  return api("GET /backtests/{run_id}/results", {
    params: { run_id: runId },
    query: { format: RESULT_FORMAT },
  });
}
