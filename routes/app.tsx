/** The whole web app as one function from request to answer. */
import { Hono, type MiddlewareHandler } from "hono";
import { bodyLimit } from "hono/body-limit";
import { AppError } from "../contracts/errors.ts";
import { SOCKET_PATH } from "../contracts/socket_codes.ts";
import { describeError } from "../server/logging/log.ts";
import type { Services } from "../server/services.ts";
import { api } from "./api/mod.ts";
import { healthJson } from "./api/health.ts";
import { IMPORT_BYTES } from "./api/markets.ts";
import type { AppEnv } from "./http/app_env.ts";
import { alive, ready } from "./http/probes.ts";
import {
  errorJson,
  type ErrorPage,
  notFound,
  plainErrorPage,
  toAppError,
  wantsJson,
} from "./middleware/errors.ts";
import { clientAddressOf } from "./middleware/client_address.ts";
import { requireDiskRoom } from "./middleware/disk_room.ts";
import { hostCheck } from "./middleware/host_check.ts";
import { originCheck } from "./middleware/origin_check.ts";
import { limitAccount, limitAddress, rateLimitHeaders } from "./middleware/rate_limit.ts";
import { requestLog } from "./middleware/request_log.ts";
import { securityHeaders } from "./middleware/security_headers.ts";
import { session } from "./middleware/session.ts";
import { slowBody } from "./middleware/slow_body.ts";
import { telemetry } from "./middleware/telemetry.ts";
import { openSocket } from "./socket/socket.ts";
import * as pageModule from "./pages/mod.tsx";

/** A strategy document has at most 256 KiB; with what is around it, four times that is plenty. */
const BODY_BYTES = 1024 * 1024;

/** Builds the app on `services`. `app.fetch(request, { remoteAddr })` answers a request. */
export function createApp(services: Services): Hono<AppEnv> {
  const app = new Hono<AppEnv>({ strict: false });
  const errorPage = (pageModule as { errorPage?: ErrorPage }).errorPage ?? plainErrorPage;

  app.use(async (c, next) => {
    c.set("services", services);
    c.set("user", null);
    c.set("sessionToken", null);
    await next();
  });
  app.use(telemetry);
  app.use(clientAddressOf(services.config.trustedProxies));
  app.use(requestLog);
  app.use(securityHeaders(services.config));
  app.use(rateLimitHeaders);
  // Before anything that needs the database, so that it can tell how the database is.
  app.get("/healthz", alive);
  app.get("/readyz", ready);
  app.get("/api/v1/health", healthJson);
  app.get("/health", (c, next) => asksForPage(c.req.header("accept")) ? next() : healthJson(c));
  app.use(hostCheck(services.config.hosts));
  app.use(limitAddress(services.rateLimits));
  app.use(originCheck);
  app.use(requireDiskRoom(services.disk));
  app.use(slowBody());
  app.use("/api/v1/candles/import", limit(IMPORT_BYTES));
  app.use(limit(BODY_BYTES, "/api/v1/candles/import"));
  app.use(session);
  app.use(limitAccount(services.rateLimits));
  app.get(SOCKET_PATH, openSocket);
  app.route("/api/v1", api);
  app.route("/", pageModule.pages);

  app.notFound(async (c) => {
    const error = notFound(c);
    return wantsJson(c) ? errorJson(error) : await errorPage(c, error);
  });
  app.onError(async (thrown, c) => {
    const error = toAppError(thrown, c);
    if (wantsJson(c)) return errorJson(error);
    try {
      return await errorPage(c, error);
    } catch (unexpected) {
      services.log.error("an error page could not be drawn", {
        error: describeError(unexpected),
      });
      return plainErrorPage(c, error);
    }
  });
  return app;
}

function asksForPage(accept = ""): boolean {
  return accept.includes("text/html");
}

function limit(maxSize: number, except?: string): MiddlewareHandler<AppEnv> {
  const check = bodyLimit({
    maxSize,
    onError: () => {
      throw new AppError("too_large", `Send at most ${maxSize / 1024 / 1024} MiB at once.`);
    },
  });
  return (c, next) => c.req.path.replace(/\/$/, "") === except ? next() : check(c, next);
}
