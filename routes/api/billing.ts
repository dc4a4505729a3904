/** Plans, and paying for one. */
import type { billingEndpoints } from "../../contracts/endpoints/billing.ts";
import { BILLING_RETURN_PATH } from "../../contracts/plans.ts";
import { publicOrigin } from "../http/public_origin.ts";
import { visitorOf } from "../middleware/session.ts";
import type { Handlers } from "./endpoint.ts";

export const billingHandlers: Handlers<typeof billingEndpoints> = {
  "GET /billing": ({ services, user }) => services.billing.state(user.id),
  "POST /billing/checkout": async ({ c, services, user, body }) => {
    await services.accounts.requireConfirmed(user, body.password, visitorOf(c));
    return {
      url: await services.billing.checkout(user, publicOrigin(c) + BILLING_RETURN_PATH),
    };
  },
  "POST /billing/portal": async ({ c, services, user, body }) => {
    await services.accounts.requireConfirmed(user, body.password, visitorOf(c));
    return {
      url: await services.billing.portal(user.id, publicOrigin(c) + BILLING_RETURN_PATH),
    };
  },
  "POST /billing/webhook": async ({ c, services }) => ({
    outcome: await services.billing.takeEvent(
      await c.req.text(),
      c.req.header("stripe-signature") ?? "",
    ),
  }),
};
