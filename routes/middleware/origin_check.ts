/** Against forged requests: what changes something must come from our own pages, or from no page at all. */
import type { Context, MiddlewareHandler } from "hono";
import { AppError } from "../../contracts/errors.ts";
import type { AppEnv } from "../http/app_env.ts";
import { bearerOf } from "./session.ts";

const SAFE = new Set(["GET", "HEAD", "OPTIONS"]);

/**
 * Browsers name the page a request comes from in `Origin`, and its relation to us in `Sec-Fetch-Site`. Programs send neither
 * and carry no cookie that a stranger could ride on.
 */
export const originCheck: MiddlewareHandler<AppEnv> = async (c, next) => {
  // A program that sends a key sends no cookie that counts.
  if (!SAFE.has(c.req.method) && bearerOf(c) === null) {
    requireOwnOrigin(c);
  }
  await next();
};

/** @throws {AppError} `forbidden_origin` for a request that a page of another site has made */
export function requireOwnOrigin(c: Context<AppEnv>): void {
  const origin = c.req.header("origin");
  const site = c.req.header("sec-fetch-site");
  const ours = origin === undefined
    ? site === undefined || site === "same-origin" || site === "none"
    : isOurs(origin, c.req.url, c.get("services").config.publicUrl);
  if (ours) return;
  throw new AppError(
    "forbidden_origin",
    "This request came from another site, so it was refused. Open Blockbuilders and try there.",
  );
}

function isOurs(origin: string, requestUrl: string, publicUrl: string): boolean {
  let given: URL;
  try {
    given = new URL(origin);
  } catch {
    // "null", from sandboxed frames.
    return false;
  }
  if (given.origin === new URL(publicUrl).origin) return true;
  // Behind a proxy the request's own scheme is http; on one machine any of its names may be used.
  return given.host === new URL(requestUrl).host;
}
