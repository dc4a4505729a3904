/** A span and a duration for each request, named by the pattern of its route: no address, no query, nobody's id. */
import type { MiddlewareHandler } from "hono";
import { matchedRoutes } from "hono/route";
import { record } from "../../server/telemetry/measuring.ts";
import { inSpan } from "../../server/telemetry/tracing.ts";
import type { AppEnv } from "../http/app_env.ts";

/** Methods that are told apart; whatever else somebody sends is one. */
const METHODS = new Set(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]);

export const telemetry: MiddlewareHandler<AppEnv> = async (c, next) => {
  const started = performance.now();
  const method = METHODS.has(c.req.method) ? c.req.method : "_OTHER";
  await inSpan(method, { role: "server", parent: null }, async (span) => {
    await next();
    const route = routeOf(matchedRoutes(c).map(({ path }) => path));
    const status = String(c.res.status);
    span.rename(`${method} ${route}`);
    span.set({
      "http.request.method": method,
      "http.route": route,
      "http.response.status_code": c.res.status,
      "request.id": c.get("requestId"),
    });
    if (c.res.status >= 500) span.failed(status);
    const seconds = (performance.now() - started) / 1000;
    record("blockbuilders.request.duration", seconds, { method, route, status });
  });
};

/** The most that is known of where a request goes: the last pattern that is not for everything. */
export function routeOf(patterns: readonly string[]): string {
  return patterns.findLast((pattern) => !/^(?:\/api\/v1)?\/?\*$/.test(pattern)) ?? "unmatched";
}
