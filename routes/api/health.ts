/** Health for programs: 200, or 503 when the database does not answer. */
import type { Context } from "hono";
import type { healthEndpoints } from "../../contracts/endpoints/health.ts";
import type { AppEnv } from "../http/app_env.ts";
import type { Handlers } from "./endpoint.ts";

export const healthHandlers: Handlers<typeof healthEndpoints> = {
  "GET /health": async ({ c, services }) => {
    const health = await services.health.check();
    c.status(health.db === "ok" ? 200 : 503);
    return health;
  },
};

/** The JSON of `/health` and `/api/v1/health`, before there is a session. Never throws. */
export async function healthJson(c: Context<AppEnv>): Promise<Response> {
  const health = await c.get("services").health.check();
  return c.json(health, health.db === "ok" ? 200 : 503);
}
