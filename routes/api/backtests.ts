/** Backtest runs: start, watch, read. */
import type { backtestEndpoints } from "../../contracts/endpoints/backtests.ts";
import { describeError } from "../../server/logging/log.ts";
import { type Handlers, WrittenJson } from "./endpoint.ts";
import { runEvents } from "./run_events.ts";

export const backtestHandlers: Handlers<typeof backtestEndpoints> = {
  "POST /backtests": async ({ c, services, user, body }) => {
    const accepted = await services.backtests.create(user.id, body);
    c.header("location", `/api/v1/backtests/${accepted.run_id}`);
    return accepted;
  },
  "GET /backtests": async ({ services, user, query }) => ({
    runs: await services.backtests.list(user.id, query),
  }),
  "GET /backtests/{run_id}": ({ services, user, params }) =>
    services.backtests.details(user.id, params.run_id),
  "PATCH /backtests/{run_id}": ({ services, user, params, body }) =>
    services.backtests.update(user.id, params.run_id, body),
  "DELETE /backtests/{run_id}": ({ services, user, params }) =>
    services.backtests.delete(user.id, params.run_id),
  "GET /backtests/{run_id}/results": async ({ services, user, params: { run_id: id } }) => {
    const { json } = await services.backtests.results(user.id, id);
    await services.backtests.markSeen(user.id, id);
    // A result never changes, and it is only ever its owner's.
    return new WrittenJson(json, { "cache-control": "private, max-age=3600", vary: "cookie" });
  },
  "GET /backtests/{run_id}/overview": ({ c, services, user, params, query }) => {
    // As a result it never changes; its candles may be stored again as they were.
    c.header("cache-control", "private, max-age=60");
    c.header("vary", "cookie");
    return services.backtests.overview(user.id, params.run_id, query.buckets);
  },
  "GET /backtests/{run_id}/robustness": async ({ c, services, user, params, query }) => {
    const { run_id } = params;
    const answer = await services.robustness.report(user.id, run_id, query.tests);
    if (answer.kind === "coming") {
      c.status(202);
      c.header("retry-after", "2");
      return { run_id, status: answer.status };
    }
    return new WrittenJson(answer.json, { "cache-control": "private, max-age=60", vary: "cookie" });
  },
  "GET /backtests/{run_id}/bars": ({ c, services, user, params, query }) => {
    c.header("cache-control", "private, max-age=60");
    c.header("vary", "cookie");
    return services.backtests.bars(user.id, params.run_id, query);
  },
  "GET /backtests/{run_id}/forward-record": ({ services, user, params }) =>
    services.schedules.recordOfRun(user.id, params.run_id),
  "GET /backtests/{run_id}/trades.csv": async ({ services, user, params: { run_id: id } }) =>
    csv(`trades-${id}.csv`, await services.backtests.csv(user.id, id, "trades")),
  "GET /backtests/{run_id}/equity.csv": async ({ services, user, params: { run_id: id } }) =>
    csv(`equity-${id}.csv`, await services.backtests.csv(user.id, id, "equity")),
  "POST /backtests/{run_id}/rerun": async ({ c, services, user, params }) => {
    const accepted = await services.backtests.rerun(user.id, params.run_id);
    c.header("location", `/api/v1/backtests/${accepted.run_id}`);
    return accepted;
  },
  "GET /backtests/{run_id}/events": async ({ c, services, user, params: { run_id: id } }) => {
    // Before the stream begins, so that what is not there answers 404.
    await services.backtests.get(user.id, id);
    // Nobody reads the stream of a HEAD, and nobody would end it.
    if (c.req.raw.method === "HEAD") {
      return new Response(null, { headers: { "content-type": "text/event-stream" } });
    }
    const stream = new AbortController();
    services.openStreams.open(user.id, c.get("address"), stream.signal);
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
      stream,
    );
  },
};

function csv(filename: string, text: Uint8Array): Response {
  return new Response(text as Uint8Array<ArrayBuffer>, {
    headers: {
      "content-type": "text/csv; charset=utf-8",
      "content-disposition": `attachment; filename="${filename}"`,
    },
  });
}
