/** The API's own description. */
import type { Declarations } from "./endpoint.ts";

export const descriptionEndpoints = {
  "GET /openapi.json": {
    summary: "This description",
    tag: "Service",
    open: true,
    status: 200,
    otherResponses: [{ type: "application/json", description: "OpenAPI 3.1" }],
  },
} as const satisfies Declarations;
