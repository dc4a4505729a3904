/** The paper desk. */
import type { deskEndpoints } from "../../contracts/endpoints/desk.ts";
import { describeError } from "../../server/logging/log.ts";
import type { Handlers } from "./endpoint.ts";
import { toEvent, toFollow, toOrders, toSignal, toTrade } from "./desk_rows.ts";
import { eventStream } from "./run_events.ts";

export const deskHandlers: Handlers<typeof deskEndpoints> = {
  "GET /follows": async ({ services, user }) => ({
    follows: (await services.desk.list(user.id)).map(({ row, held }) => toFollow(row, held)),
  }),
  "POST /follows": async ({ c, services, user, body }) => {
    const row = await services.desk.follow(user.id, body);
    c.header("location", `/api/v1/follows/${row.id}`);
    return toFollow(row, 0);
  },
  "POST /follows/pause": async ({ services, user }) => ({
    paused: await services.desk.pauseAll(user.id),
  }),
  "GET /follows/events": ({ c, services, user }) => {
    // Nobody reads the stream of a HEAD, and nobody would end it.
    if (c.req.raw.method === "HEAD") {
      return new Response(null, { headers: { "content-type": "text/event-stream" } });
    }
    const stream = new AbortController();
    services.openStreams.open(user.id, c.get("address"), stream.signal);
    const changes = async function* (left: AbortSignal) {
      const ends = [services.closing, left, services.accounts.sessionEnd(user, left)];
      for await (const id of services.desk.changes(user.id, AbortSignal.any(ends))) {
        yield { follow_id: id ?? "" };
      }
    };
    return eventStream(
      "changed",
      changes,
      (error) =>
        services.log.warn("the events of a desk ended early", { error: describeError(error) }),
      stream,
    );
  },
  "GET /follows/{id}": async ({ services: { desk }, user, params }) =>
    toFollow(await desk.get(user.id, params.id), await desk.held(user.id, params.id)),
  "PATCH /follows/{id}": async ({ services: { desk }, user, params: { id }, body }) => {
    const { action, ...limits } = body;
    let row = await desk.get(user.id, id);
    if (Object.keys(limits).length > 0) row = await desk.setLimits(user.id, id, limits);
    if (action === "pause") row = await desk.pause(user.id, id);
    if (action === "resume") row = await desk.resume(user.id, id);
    if (action === "stop") row = await desk.stopFollow(user.id, id);
    return toFollow(row, await desk.held(user.id, id));
  },
  "GET /follows/{id}/flip-prices": async ({ services, user, params }) => ({
    flip: await services.desk.flipPrices(user.id, params.id),
  }),
  "GET /follows/{id}/course": ({ services, user, params }) =>
    services.desk.course(user.id, params.id),
  "GET /signals": async ({ services, user, query }) => {
    const { rows, next } = await services.desk.signals(user.id, query);
    return { signals: rows.map(toSignal), next };
  },
  "GET /orders": async ({ services, user, query }) => {
    const { next, ...found } = await services.desk.orders(user.id, query);
    return { orders: toOrders(found), next };
  },
  "GET /trades": async ({ services, user, query }) => {
    const { rows, next } = await services.desk.trades(user.id, query);
    return { trades: rows.map(toTrade), next };
  },
  "GET /events": async ({ services, user, query }) => {
    const { rows, next } = await services.desk.events(user.id, query);
    return { events: rows.map(toEvent), next };
  },
};
