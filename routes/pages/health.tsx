/** Health for people; programs get the JSON from the same address. */
import type { Context } from "hono";
import { HealthScreen } from "../../features/service/HealthScreen.tsx";
import type { AppEnv } from "../http/app_env.ts";
import type { Page } from "./page.ts";
import { renderPage } from "./render.tsx";

export async function healthPage(c: Context<AppEnv>): Promise<Response> {
  const health = await c.get("services").health.check();
  return await renderPage(c, <HealthScreen health={health} />, {
    title: "Health",
    status: health.db === "ok" ? 200 : 503,
  });
}

export const healthPages: readonly Page[] = [
  { method: "GET", path: "/health", title: "Health", render: healthPage },
];
