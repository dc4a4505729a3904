/** Headers that keep a page to itself: nothing from elsewhere is loaded, framed or told. */
import type { MiddlewareHandler } from "hono";
import type { Config } from "../../server/config/config.ts";
import type { AppEnv } from "../http/app_env.ts";

/** Where forms lead on to in the end, where plans are sold. */
const STRIPE_PAGES = ["https://checkout.stripe.com", "https://billing.stripe.com"];
/** Where the scripts of threads are, among others. */
const ASSETS = "/assets/";

export function securityHeaders(
  config: Pick<Config, "viteOrigin" | "publicUrl"> & Partial<Pick<Config, "billing">>,
): MiddlewareHandler<AppEnv> {
  const policy = contentSecurityPolicy(config.viteOrigin, config.billing ? STRIPE_PAGES : []);
  // A thread is held to what its own script came with. Sweeps compare series with WebAssembly; no page does.
  const inThreads = policy.replace("script-src 'self'", "script-src 'self' 'wasm-unsafe-eval'");
  const https = config.publicUrl.startsWith("https:");
  return async (c, next) => {
    await next();
    const { headers } = c.res;
    headers.set("content-security-policy", c.req.path.startsWith(ASSETS) ? inThreads : policy);
    headers.set("x-content-type-options", "nosniff");
    headers.set("x-frame-options", "DENY");
    headers.set("referrer-policy", "same-origin");
    headers.set("cross-origin-opener-policy", "same-origin");
    headers.set("permissions-policy", "camera=(), microphone=(), geolocation=(), payment=()");
    if (https) headers.set("strict-transport-security", "max-age=31536000");
    // Pages and answers belong to one person; files that never change say so themselves.
    if (!headers.has("cache-control")) headers.set("cache-control", "no-store");
  };
}

/** The policy of every answer; in development the Vite dev server's scripts, styles and socket are let in. */
export function contentSecurityPolicy(
  viteOrigin: string | null,
  formTargets: readonly string[] = [],
): string {
  const dev = viteOrigin ? ` ${viteOrigin}` : "";
  const socket = viteOrigin ? ` ${viteOrigin} ${viteOrigin.replace(/^http/, "ws")}` : "";
  return [
    "default-src 'self'",
    `script-src 'self'${dev}`,
    `style-src 'self' 'unsafe-inline'${dev}`,
    `img-src 'self' data:${dev}`,
    `font-src 'self'${dev}`,
    `connect-src 'self'${socket}`,
    `worker-src 'self' blob:${dev}`,
    "object-src 'none'",
    "base-uri 'self'",
    ["form-action 'self'", ...formTargets].join(" "),
    "frame-ancestors 'none'",
  ].join("; ");
}
