/** Backtest runs: start, watch, read. */
import {
  createBacktestSchema,
  listBacktestsSchema,
  runAcceptedSchema,
  runDetailsSchema,
  runEventSchema,
  runListSchema,
  runSchema,
  updateBacktestSchema,
} from "../backtests.ts";
import {
  barsQuerySchema,
  barsSchema,
  overviewQuerySchema,
  overviewSchema,
} from "../result_overview.ts";
import { resultsQuerySchema, resultsSchema } from "../results.ts";
import { robustnessPendingSchema, robustnessQuerySchema, robustnessSchema } from "../robustness.ts";
import { runTrackRecordSchema } from "../schedules.ts";
import type { Declarations } from "./endpoint.ts";

const tag = "Backtests";

export const backtestEndpoints = {
  "POST /backtests": {
    summary: "Starts a backtest; it runs in the background",
    tag,
    body: createBacktestSchema,
    status: 202,
    response: runAcceptedSchema,
    errors: ["not_found", "invalid_strategy", "limit_reached"],
  },
  "GET /backtests": {
    summary: "Your runs, or those of one strategy, the newest first",
    tag,
    query: listBacktestsSchema,
    status: 200,
    response: runListSchema,
    errors: ["not_found"],
  },
  "GET /backtests/{run_id}": {
    summary: "Status, progress and summary of a run",
    tag,
    status: 200,
    response: runDetailsSchema,
    errors: ["not_found"],
  },
  "PATCH /backtests/{run_id}": {
    summary: "Changes the note and the tags of a run",
    tag,
    body: updateBacktestSchema,
    status: 200,
    response: runSchema,
    errors: ["not_found"],
  },
  "DELETE /backtests/{run_id}": {
    summary: "Removes a run that has ended, with its result, for good",
    tag,
    status: 204,
    errors: ["not_found", "not_completed", "unavailable"],
  },
  "GET /backtests/{run_id}/results": {
    summary: "The whole result",
    tag,
    query: resultsQuerySchema,
    status: 200,
    response: resultsSchema,
    errors: ["not_found", "not_completed", "result_gone", "result_unreadable", "unavailable"],
  },
  "GET /backtests/{run_id}/overview": {
    summary: "The result's curves, candles and trades in as few numbers as a first look needs",
    tag,
    query: overviewQuerySchema,
    status: 200,
    response: overviewSchema,
    errors: ["not_found", "not_completed", "result_gone", "result_unreadable", "unavailable"],
  },
  "GET /backtests/{run_id}/robustness": {
    summary:
      "How far the result can be trusted: all tests, or some; computed when it is first asked for",
    tag,
    query: robustnessQuerySchema,
    status: 200,
    response: robustnessSchema,
    accepted: robustnessPendingSchema,
    errors: ["not_found", "not_completed", "candles_missing", "not_reproducible", "unavailable"],
  },
  "GET /backtests/{run_id}/bars": {
    summary: "Some of the result's candles, with what the strategy draws on them",
    tag,
    query: barsQuerySchema,
    status: 200,
    response: barsSchema,
    errors: ["not_found", "not_completed", "result_gone", "result_unreadable", "unavailable"],
  },
  "GET /backtests/{run_id}/forward-record": {
    summary: "The track record that an automatic run belongs to, up to that run",
    tag,
    status: 200,
    response: runTrackRecordSchema,
    errors: ["not_found", "unavailable"],
  },
  "GET /backtests/{run_id}/trades.csv": {
    summary: "The trades as a table",
    tag,
    status: 200,
    otherResponses: [{ type: "text/csv", description: "One row per trade" }],
    errors: ["not_found", "not_completed", "result_gone", "result_unreadable", "unavailable"],
  },
  "GET /backtests/{run_id}/equity.csv": {
    summary: "The equity at the close of every candle as a table",
    tag,
    status: 200,
    otherResponses: [{ type: "text/csv", description: "One row per candle" }],
    errors: ["not_found", "not_completed", "result_gone", "result_unreadable", "unavailable"],
  },
  "POST /backtests/{run_id}/rerun": {
    summary: "The same version and settings, up to the latest closed candle",
    tag,
    status: 202,
    response: runAcceptedSchema,
    errors: ["not_found", "invalid_input", "invalid_strategy", "limit_reached"],
  },
  "GET /backtests/{run_id}/events": {
    summary: "The run each time it changes, until it is finished",
    tag,
    status: 200,
    otherResponses: [{
      type: "text/event-stream",
      description: "Events `progress` with the run as data; the stream ends with the run",
    }],
    events: { progress: runEventSchema },
    errors: ["not_found"],
  },
} as const satisfies Declarations;
