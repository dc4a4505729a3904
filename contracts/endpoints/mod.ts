/** Every endpoint of the API: a new resource is a file and a line here, with its handlers in `routes/api/`. */
import { adminEndpoints } from "./admin.ts";
import { authEndpoints } from "./auth.ts";
import { backtestEndpoints } from "./backtests.ts";
import { billingEndpoints } from "./billing.ts";
import { deskEndpoints } from "./desk.ts";
import { descriptionEndpoints } from "./description.ts";
import { type Declarations, type Endpoint, listEndpoints } from "./endpoint.ts";
import { healthEndpoints } from "./health.ts";
import { marketEndpoints } from "./markets.ts";
import { noticeEndpoints } from "./notices.ts";
import { securityEndpoints } from "./security.ts";
import { strategyEndpoints } from "./strategies.ts";
import { templateEndpoints } from "./templates.ts";
import { userEndpoints } from "./users.ts";

export const endpoints = {
  ...authEndpoints,
  ...userEndpoints,
  ...securityEndpoints,
  ...strategyEndpoints,
  ...backtestEndpoints,
  ...deskEndpoints,
  ...noticeEndpoints,
  ...billingEndpoints,
  ...marketEndpoints,
  ...templateEndpoints,
  ...healthEndpoints,
  ...descriptionEndpoints,
  ...adminEndpoints,
} as const satisfies Declarations;

/** All declarations by method and path; the browser's client needs the type alone. */
export type Endpoints = typeof endpoints;

/** All declarations in order. */
export const endpointList: readonly Endpoint[] = listEndpoints(endpoints);
