/** One line a request: what was asked, how it ended, how long it took. Never a query, a cookie or a body. */
import type { MiddlewareHandler } from "hono";
import type { AppEnv } from "../app_env.ts";

export const requestLog: MiddlewareHandler<AppEnv> = async (c, next) => {
  const started = performance.now();
  const requestId = crypto.randomUUID();
  c.set("requestId", requestId);
  await next();
  c.res.headers.set("x-request-id", requestId);
  const { log } = c.get("services");
  const { status } = c.res;
  log[status >= 500 ? "warn" : "debug"](`${c.req.method} ${c.req.path}`, {
    status,
    ms: Math.round(performance.now() - started),
    request_id: requestId,
  });
};
