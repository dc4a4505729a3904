/** Counts calls by address and by account, and tells what is left in the answer's headers. */
import type { Context, MiddlewareHandler } from "hono";
import {
  type RateKind,
  RateLimitedError,
  type RateLimits,
  type RateStanding,
  type RateSubject,
} from "../../server/limits/rate_limits.ts";
import type { AppEnv } from "../http/app_env.ts";

/** Calls that are counted for themselves too, beside `everything`. The first that fits decides. */
const KINDS: readonly (readonly [RateKind, string, RegExp])[] = [
  ["signup", "POST", /^(\/api\/v1\/auth)?\/(signup|join)$/],
  ["links", "POST", /^\/api\/v1\/(auth\/(password-reset|email)|users\/me\/email)(\/[a-z]+)?$/],
  ["links", "POST", /^\/(forgot-password|reset-password|confirm-email|verify-email)$/],
  ["links", "POST", /^\/settings\/email$/],
  ["keys", "POST", /^(\/api\/v1\/users\/me|\/settings)\/keys$/],
  ["webhooks", "POST", /^(\/api\/v1\/notices|\/settings)\/webhook(\/[a-z]+)?$/],
  ["webhooks", "PATCH", /^\/api\/v1\/notices\/settings$/],
  ["operator", "*", /^(\/api\/v1)?\/admin(\/|$)/],
  ["login", "POST", /^(\/api\/v1\/auth)?\/login$/],
  ["imports", "POST", /^\/api\/v1\/candles\/import$/],
  ["candles", "GET", /^\/api\/v1\/(candles|backtests\/[^/]+\/bars)$/],
  ["validation", "POST", /^\/api\/v1\/strategies\/[^/]+\/validate$/],
  ["runs", "POST", /^\/api\/v1\/backtests(\/[^/]+\/rerun)?$/],
  [
    "streams",
    "GET",
    /^\/(?:ws|api\/v1\/(?:backtests\/[^/]+|follows|notices)\/events)$/,
  ],
];

/** Files that never change cost nothing, and a page asks for many. */
const FILES = /^\/(assets\/|favicon\.|robots\.txt$)/;

/** The kind of a call beside `everything`; `null` when it has none. */
export function rateKindOf(method: string, path: string): RateKind | null {
  const plain = path.replace(/\/+$/, "");
  const read = method === "HEAD" ? "GET" : method;
  return KINDS.find(([, on, pattern]) => (on === "*" || on === read) && pattern.test(plain))
    ?.[0] ?? null;
}

/** Counts for the address, before anything is asked of the database, and writes the headers of the answer. */
export function limitAddress(limits: RateLimits | null): MiddlewareHandler<AppEnv> {
  return async (c, next) => {
    if (limits === null || FILES.test(c.req.path)) return await next();
    await count(c, limits, { address: c.get("address") });
    await next();
  };
}

/** Counts for the account; behind the session. */
export function limitAccount(limits: RateLimits | null): MiddlewareHandler<AppEnv> {
  return async (c, next) => {
    const user = c.get("user");
    if (limits !== null && user && !FILES.test(c.req.path)) {
      await count(c, limits, { account: user.id });
    }
    await next();
  };
}

/** `RateLimit-Limit`, `-Remaining` and `-Reset` of whatever is nearest to its end. */
export const rateLimitHeaders: MiddlewareHandler<AppEnv> = async (c, next) => {
  await next();
  const standing = c.get("rateStanding");
  if (!standing) return;
  const { headers } = c.res;
  headers.set("ratelimit-limit", String(standing.limit));
  headers.set("ratelimit-remaining", String(standing.remaining));
  headers.set("ratelimit-reset", String(standing.resetSeconds));
};

async function count(c: Context<AppEnv>, limits: RateLimits, subject: RateSubject): Promise<void> {
  const kind = rateKindOf(c.req.method, c.req.path);
  try {
    for (const one of kind === null ? ["everything" as const] : ["everything" as const, kind]) {
      const standing = await limits.count(one, subject);
      if (standing) keepTightest(c, standing);
    }
  } catch (error) {
    if (error instanceof RateLimitedError) c.set("rateStanding", error.standing);
    throw error;
  }
}

function keepTightest(c: Context<AppEnv>, standing: RateStanding): void {
  const known = c.get("rateStanding");
  const left = ({ remaining, limit }: RateStanding) => remaining / limit;
  if (!known || left(standing) < left(known)) c.set("rateStanding", standing);
}
