/** The REST API under `/api/v1`: a new resource is a file and a line here. */
import type { Hono } from "hono";
import type { AppEnv } from "../http/app_env.ts";
import { authEndpoints } from "./auth.ts";
import { backtestEndpoints } from "./backtests.ts";
import { type Endpoint, endpoint } from "./endpoint.ts";
import { healthEndpoints } from "./health.ts";
import { marketEndpoints } from "./markets.ts";
import { openApiDocument } from "./openapi.ts";
import { routerOf } from "./router.ts";
import { strategyEndpoints } from "./strategies.ts";
import { userEndpoints } from "./users.ts";

const description = endpoint({
  method: "GET",
  path: "/openapi.json",
  summary: "This description",
  tag: "Service",
  open: true,
  status: 200,
  otherResponses: [{ type: "application/json", description: "OpenAPI 3.1" }],
}, ({ c }) => c.json(document));

/** Every endpoint there is. */
export const endpoints: readonly Endpoint[] = [
  ...authEndpoints,
  ...userEndpoints,
  ...strategyEndpoints,
  ...backtestEndpoints,
  ...marketEndpoints,
  ...healthEndpoints,
  description,
];

const document = openApiDocument(endpoints);

export const api: Hono<AppEnv> = routerOf(endpoints);
