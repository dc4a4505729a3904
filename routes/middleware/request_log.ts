/** One line a request: what was asked, by whom, how it ended, how long it took. Never a query, a cookie or a body. */
import type { MiddlewareHandler } from "hono";
import { withLogFields } from "../../server/logging/log_context.ts";
import type { AppEnv } from "../http/app_env.ts";

/** Ids of others are taken only when they are plain, so that nobody writes into our log or our headers. */
const PLAIN_ID = /^[A-Za-z0-9][A-Za-z0-9._-]{7,63}$/;
/** Asked for all the time, and worth a line only to developers. */
const FREQUENT =
  /^\/(assets\/|favicon\.|robots\.txt$|health\/?$|healthz\/?$|readyz\/?$|api\/v1\/health\/?$)/;
const MAX_PATH = 200;

/** Gives every request an id (a proxy's own, when it sends a plain one in `X-Request-Id`) and logs how it ended. */
export const requestLog: MiddlewareHandler<AppEnv> = async (c, next) => {
  const started = performance.now();
  const given = c.req.header("x-request-id");
  const requestId = given !== undefined && PLAIN_ID.test(given) ? given : crypto.randomUUID();
  c.set("requestId", requestId);
  await withLogFields({ request_id: requestId }, async () => {
    await next();
    c.res.headers.set("x-request-id", requestId);
    const { log } = c.get("services");
    const { status } = c.res;
    const { method, path } = c.req;
    const level = status >= 500 ? "warn" : FREQUENT.test(path) ? "debug" : "info";
    log[level]("request", {
      method,
      path: path.slice(0, MAX_PATH),
      status,
      ms: Math.round(performance.now() - started),
      user_id: c.get("user")?.id,
    });
  });
};
