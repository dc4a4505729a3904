/** Health for people; programs get the JSON from the same address. */
import { type Context, Hono } from "hono";
import { HealthScreen } from "../../features/service/HealthScreen.tsx";
import type { AppEnv } from "../http/app_env.ts";
import { renderPage } from "./render.tsx";

export const healthPages = new Hono<AppEnv>({ strict: false });

export async function healthPage(c: Context<AppEnv>): Promise<Response> {
  const health = await c.get("services").health.check();
  return await renderPage(c, <HealthScreen health={health} />, {
    title: "Health – Blockbuilders",
    status: health.db === "ok" ? 200 : 503,
  });
}

healthPages.get("/health", healthPage);
