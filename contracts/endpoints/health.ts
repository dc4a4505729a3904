/** Whether the service works. */
import { healthSchema } from "../health.ts";
import type { Declarations } from "./endpoint.ts";

export const healthEndpoints = {
  "GET /health": {
    summary: "Status of database, queue and storage; 503 when the database is not available",
    tag: "Service",
    open: true,
    status: 200,
    response: healthSchema,
  },
} as const satisfies Declarations;
