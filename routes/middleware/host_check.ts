/** Answers only for the names that this app has: a stranger's name may lead here, and their page would then be "our own". */
import type { MiddlewareHandler } from "hono";
import { AppError } from "../../contracts/errors.ts";
import type { AppEnv } from "../http/app_env.ts";

/** Refuses requests for other hosts than `hosts` (`null` = all are ours), whatever their port. */
export function hostCheck(hosts: readonly string[] | null): MiddlewareHandler<AppEnv> {
  const ours = hosts && new Set(hosts);
  return async (c, next) => {
    const { hostname } = new URL(c.req.url);
    if (ours && !ours.has(hostname.replace(/\.$/, ""))) {
      throw new AppError("wrong_host", "This address does not belong to this installation.");
    }
    await next();
  };
}
