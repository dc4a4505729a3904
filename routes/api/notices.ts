/** Notices. */
import type { noticeEndpoints } from "../../contracts/endpoints/notices.ts";
import { describeError } from "../../server/logging/log.ts";
import type { Handlers } from "./endpoint.ts";
import { eventStream } from "./run_events.ts";

export const noticeHandlers: Handlers<typeof noticeEndpoints> = {
  "GET /notices": ({ services, user, query }) => services.notices.list(user.id, query),
  "POST /notices/read": async ({ services, user, body }) => ({
    unread: await services.notices.read(user.id, body.ids),
  }),
  "GET /notices/events": ({ c, services, user }) => {
    // Nobody reads the stream of a HEAD, and nobody would end it.
    if (c.req.raw.method === "HEAD") {
      return new Response(null, { headers: { "content-type": "text/event-stream" } });
    }
    const stream = new AbortController();
    services.openStreams.open(user.id, c.get("address"), stream.signal);
    const changes = async function* (left: AbortSignal) {
      const ends = [services.closing, left, services.accounts.sessionEnd(user, left)];
      for await (const unread of services.notices.changes(user.id, AbortSignal.any(ends))) {
        yield { unread };
      }
    };
    return eventStream(
      "unread",
      changes,
      (error) =>
        services.log.warn("the notices of an account ended early", { error: describeError(error) }),
      stream,
    );
  },
  "GET /notices/settings": ({ services, user }) => services.notices.settings(user.id),
  "PATCH /notices/settings": async ({ services, user, body }) => {
    await services.notices.change(user.id, body);
    return await services.notices.settings(user.id);
  },
  "POST /notices/webhook/test": async ({ services, user }) => {
    const error = await services.deliveries.trial(user.id);
    return { delivered: error === null, error };
  },
  "POST /notices/webhook/retry": async ({ services, user }) => {
    await services.deliveries.retry(user.id);
    return await services.notices.settings(user.id);
  },
  "DELETE /notices/webhook/failed": async ({ services, user }) => {
    await services.deliveries.drop(user.id);
  },
};
