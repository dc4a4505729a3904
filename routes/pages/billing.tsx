/** Plans: what there is, and the ways to Stripe and back. */
import { AppError } from "../../contracts/errors.ts";
import { BILLING_RETURN_PATH, PLANS_PATH } from "../../contracts/plans.ts";
import { PlansScreen } from "../../features/plans/PlansScreen.tsx";
import { offeredPlans } from "../../server/plans/entitlements.ts";
import type { SessionOwner } from "../../server/accounts/sessions.ts";
import type { PageContext } from "../http/app_env.ts";
import { publicOrigin } from "../http/public_origin.ts";
import { errorHeaders } from "../middleware/errors.ts";
import { requireUser, visitorOf } from "../middleware/session.ts";
import { errorsOf, readForm } from "./form.ts";
import type { Page } from "./page.ts";
import { renderPage } from "./render.tsx";
import { settingsPage } from "./settings_page.tsx";

const OWN = { title: "Settings", needsSession: true } as const;

export const billingPages: readonly Page[] = [
  {
    method: "GET",
    path: PLANS_PATH,
    title: "Plans",
    description: "What an account may do: strategies, backtests a day, daily updates, imports.",
    render: plans,
  },
  { method: "GET", path: BILLING_RETURN_PATH, ...OWN, render: comeBack },
  {
    method: "POST",
    path: "/settings/plan/checkout",
    ...OWN,
    render: (c) => toStripe(c, (user, backTo) => c.get("services").billing.checkout(user, backTo)),
  },
  {
    method: "POST",
    path: "/settings/plan/portal",
    ...OWN,
    render: (c) => toStripe(c, (user, backTo) => c.get("services").billing.portal(user.id, backTo)),
  },
];

async function plans(c: PageContext): Promise<Response> {
  const { billing, limits } = c.get("services");
  const user = c.get("user");
  const all = offeredPlans(limits.rules.plans);
  const isOpen = await billing.isOpen();
  return await renderPage(
    c,
    <PlansScreen
      sold={isOpen}
      plans={isOpen ? all : all.filter(({ name }) => name === "free")}
      own={user && await billing.state(user.id)}
    />,
  );
}

/** From Stripe's pages: what was paid for is read at once, whether its event has come or not. */
async function comeBack(c: PageContext): Promise<Response> {
  const { billing } = c.get("services");
  const user = requireUser(c);
  await billing.refresh(user.id);
  if (c.req.query("paid") !== "1") return c.redirect("/settings#plan", 303);
  const { plan } = await billing.state(user.id);
  return c.redirect(`/settings?saved=${plan === "free" ? "plan-waiting" : "plan-paid"}#plan`, 303);
}

/** Leads to a page of Stripe; a refusal comes back to the settings. */
async function toStripe(
  c: PageContext,
  open: (user: SessionOwner, backTo: string) => Promise<string>,
): Promise<Response> {
  const user = requireUser(c);
  const { password } = await readForm(c, ["password"]);
  try {
    await c.get("services").accounts.requireConfirmed(user, password, visitorOf(c));
    return c.redirect(await open(user, publicOrigin(c) + BILLING_RETURN_PATH), 303);
  } catch (error) {
    // Stripe that is away is told beside the button, too.
    const isMendable = error instanceof AppError &&
      (error.status < 500 || error.code === "unavailable");
    if (!isMendable || error.code === "not_found") throw error;
    const found = errorsOf(error, ["password"] as const);
    return await settingsPage(c, {
      errors: {
        ...(found.password === undefined ? {} : { plan_password: found.password }),
        ...(found.form === undefined ? {} : { plan_form: found.form }),
      },
      status: error.status,
      headers: errorHeaders(error),
    });
  }
}
