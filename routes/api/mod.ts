/** The REST API under `/api/v1`: a resource is declared in `contracts/endpoints/`, its handlers are a file and a line here. */
import type { Hono } from "hono";
import { endpointList, type Endpoints } from "../../contracts/endpoints/mod.ts";
import type { AppEnv } from "../http/app_env.ts";
import { adminHandlers } from "./admin.ts";
import { authHandlers } from "./auth.ts";
import { backtestHandlers } from "./backtests.ts";
import { billingHandlers } from "./billing.ts";
import { deskHandlers } from "./desk.ts";
import { descriptionHandlers } from "./description.ts";
import type { Handlers } from "./endpoint.ts";
import { healthHandlers } from "./health.ts";
import { marketHandlers } from "./markets.ts";
import { noticeHandlers } from "./notices.ts";
import { routerOf } from "./router.ts";
import { securityHandlers } from "./security.ts";
import { strategyHandlers } from "./strategies.ts";
import { templateHandlers } from "./templates.ts";
import { userHandlers } from "./users.ts";

const handlers: Handlers<Endpoints> = {
  ...authHandlers,
  ...userHandlers,
  ...securityHandlers,
  ...strategyHandlers,
  ...backtestHandlers,
  ...deskHandlers,
  ...noticeHandlers,
  ...billingHandlers,
  ...marketHandlers,
  ...templateHandlers,
  ...healthHandlers,
  ...descriptionHandlers,
  ...adminHandlers,
};

export const api: Hono<AppEnv> = routerOf(endpointList, handlers);
