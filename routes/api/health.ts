/** Health for programs: 200, or 503 when the database does not answer. */
import type { Context } from "hono";
import { healthSchema } from "../../contracts/health.ts";
import type { AppEnv } from "../http/app_env.ts";
import { endpoint } from "./endpoint.ts";

export const healthEndpoints = [
  endpoint({
    method: "GET",
    path: "/health",
    summary: "Status of database, queue and storage; 503 when the database is not available",
    tag: "Service",
    open: true,
    status: 200,
    response: healthSchema,
  }, ({ c }) => healthJson(c)),
];

/** The JSON of `/health` and `/api/v1/health`. Never throws. */
export async function healthJson(c: Context<AppEnv>): Promise<Response> {
  const health = await c.get("services").health.check();
  return c.json(health, health.db === "ok" ? 200 : 503);
}
