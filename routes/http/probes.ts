/** What an orchestrator asks a web process: whether it lives (`/healthz`), and whether it may be sent traffic (`/readyz`). */
import type { Context } from "hono";
import type { AppEnv } from "./app_env.ts";

const HEADERS = { "cache-control": "no-store" };

/** It answers: no database is asked, so that nobody restarts the app because a database is away. */
export function alive(c: Context<AppEnv>): Response {
  return c.text("ok\n", 200, HEADERS);
}

/** 503 with what is missing: `database`, `schema` (not migrated yet) or `closing`. */
export async function ready(c: Context<AppEnv>): Promise<Response> {
  const missing = await c.get("services").readiness.check();
  return missing === null
    ? c.text("ready\n", 200, HEADERS)
    : c.text(`${missing}\n`, 503, { ...HEADERS, "retry-after": "2" });
}
