/** Backtest runs: start, watch, read. */
import {
  createBacktestSchema,
  listBacktestsSchema,
  runAcceptedSchema,
  runListSchema,
  runSchema,
} from "../../contracts/backtests.ts";
import { resultsSchema } from "../../contracts/results.ts";
import { runTrackRecordSchema } from "../../contracts/schedules.ts";
import { endpoint } from "./endpoint.ts";
import { equityCsv, tradesCsv } from "../../server/backtests/results_csv.ts";
import { describeError } from "../../server/logging/log.ts";
import { runEvents } from "./run_events.ts";

const tag = "Backtests";
const one = "/backtests/{run_id}";

export const backtestEndpoints = [
  endpoint({
    method: "POST",
    path: "/backtests",
    summary: "Starts a backtest; it runs in the background",
    tag,
    body: createBacktestSchema,
    status: 202,
    response: runAcceptedSchema,
    errors: ["not_found", "invalid_strategy", "limit_reached"],
  }, async ({ c, services, user, body }) => {
    const accepted = await services.backtests.create(user.id, body);
    return c.json(accepted, 202, { location: `/api/v1/backtests/${accepted.run_id}` });
  }),
  endpoint(
    {
      method: "GET",
      path: "/backtests",
      summary: "Your runs, or those of one strategy, the newest first",
      tag,
      query: listBacktestsSchema,
      status: 200,
      response: runListSchema,
      errors: ["not_found"],
    },
    async ({ c, services, user, query }) =>
      c.json({ runs: await services.backtests.list(user.id, query) }),
  ),
  endpoint(
    {
      method: "GET",
      path: one,
      summary: "Status, progress and summary of a run",
      tag,
      status: 200,
      response: runSchema,
      errors: ["not_found"],
    },
    async ({ c, services, user, param }) =>
      c.json(await services.backtests.get(user.id, param("run_id"))),
  ),
  endpoint({
    method: "DELETE",
    path: one,
    summary: "Removes a run that has ended, with its result, for good",
    tag,
    status: 204,
    errors: ["not_found", "not_completed", "unavailable"],
  }, async ({ c, services, user, param }) => {
    await services.backtests.delete(user.id, param("run_id"));
    return c.body(null, 204);
  }),
  endpoint(
    {
      method: "GET",
      path: `${one}/results`,
      summary: "The whole result",
      tag,
      status: 200,
      response: resultsSchema,
      errors: ["not_found", "not_completed", "result_unreadable", "unavailable"],
    },
    async ({ services, user, param }) => {
      const id = param("run_id");
      const { json } = await services.backtests.results(user.id, id);
      await services.backtests.markSeen(user.id, id);
      return new Response(bytesOf(json), {
        // A result never changes, and it is only ever its owner's.
        headers: {
          "content-type": "application/json",
          "cache-control": "private, max-age=3600",
          vary: "cookie",
        },
      });
    },
  ),
  endpoint(
    {
      method: "GET",
      path: `${one}/forward-record`,
      summary: "The track record that an automatic run belongs to, up to that run",
      tag,
      status: 200,
      response: runTrackRecordSchema,
      errors: ["not_found", "unavailable"],
    },
    async ({ c, services, user, param }) =>
      c.json(await services.schedules.recordOfRun(user.id, param("run_id"))),
  ),
  endpoint({
    method: "GET",
    path: `${one}/trades.csv`,
    summary: "The trades as a table",
    tag,
    status: 200,
    otherResponses: [{ type: "text/csv", description: "One row per trade" }],
    errors: ["not_found", "not_completed", "result_unreadable", "unavailable"],
  }, async ({ services, user, param }) => {
    const id = param("run_id");
    const { result } = await services.backtests.results(user.id, id);
    return csv(`trades-${id}.csv`, tradesCsv(result));
  }),
  endpoint({
    method: "GET",
    path: `${one}/equity.csv`,
    summary: "The equity at the close of every candle as a table",
    tag,
    status: 200,
    otherResponses: [{ type: "text/csv", description: "One row per candle" }],
    errors: ["not_found", "not_completed", "result_unreadable", "unavailable"],
  }, async ({ services, user, param }) => {
    const id = param("run_id");
    const { result } = await services.backtests.results(user.id, id);
    return csv(`equity-${id}.csv`, equityCsv(result));
  }),
  endpoint({
    method: "POST",
    path: `${one}/rerun`,
    summary: "The same version and settings, up to the latest closed candle",
    tag,
    status: 202,
    response: runAcceptedSchema,
    errors: ["not_found", "invalid_strategy", "limit_reached"],
  }, async ({ c, services, user, param }) => {
    const accepted = await services.backtests.rerun(user.id, param("run_id"));
    return c.json(accepted, 202, { location: `/api/v1/backtests/${accepted.run_id}` });
  }),
  endpoint({
    method: "GET",
    path: `${one}/events`,
    summary: "The run each time it changes, until it is finished",
    tag,
    status: 200,
    otherResponses: [{
      type: "text/event-stream",
      description: "Events `progress` with the run as data; the stream ends with the run",
    }],
    errors: ["not_found"],
  }, async ({ services, user, param }) => {
    const id = param("run_id");
    // Before the stream begins, so that what is not there answers 404.
    await services.backtests.get(user.id, id);
    return runEvents(
      (left) =>
        services.backtests.subscribe(
          user.id,
          id,
          AbortSignal.any([services.closing, left, services.accounts.sessionEnd(user, left)]),
        ),
      (error) =>
        services.log.warn("the events of a run ended early", {
          run_id: id,
          error: describeError(error),
        }),
    );
  }),
];

function csv(filename: string, text: string): Response {
  return new Response(text, {
    headers: {
      "content-type": "text/csv; charset=utf-8",
      "content-disposition": `attachment; filename="${filename}"`,
    },
  });
}

function bytesOf(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  return bytes as Uint8Array<ArrayBuffer>;
}
