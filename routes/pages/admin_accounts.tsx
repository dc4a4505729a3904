/** Accounts: the list, one account, and what can be done to it. */
import type { LimitName } from "../../contracts/admin.ts";
import { accountQuerySchema, roleSchema } from "../../contracts/admin.ts";
import { linkTo, RESET_PATH } from "../../contracts/account_links.ts";
import { AppError } from "../../contracts/errors.ts";
import { planNameSchema } from "../../contracts/plans.ts";
import { AccountScreen, type AccountScreenProps } from "../../features/admin/AccountScreen.tsx";
import { AccountsPanel } from "../../features/admin/AccountsPanel.tsx";
import type { SessionOwner } from "../../server/accounts/sessions.ts";
import type { PageContext } from "../http/app_env.ts";
import { publicOrigin } from "../http/public_origin.ts";
import { errorHeaders } from "../middleware/errors.ts";
import { operatorFor, visitorOf } from "../middleware/session.ts";
import { errorsOf, readForm } from "./form.ts";
import type { AdminPanel, PanelAction, PanelAnswer } from "./admin_panel.ts";
import { refusalOf } from "./admin_refusal.ts";

const LIMITS = ["strategies", "backtests", "imports", "candles"] as const;
const MOST = 1_000_000_000;

export const accountsPanel: AdminPanel = {
  id: "accounts",
  title: "Accounts",
  show: list,
  pages: { "/:id": (c, user) => account(c, user, c.req.param("id") ?? "") },
  actions: {
    "limits": saveLimits,
    "reset-link": showResetLink,
    "mail-reset": simple(
      "mailed",
      ({ administration }, by, id) => administration.mailReset(by, id),
    ),
    "sign-out": simple(
      "signed-out",
      ({ administration }, by, id) => administration.signOut(by, id),
    ),
    "disable": simple("disabled", ({ administration }, by, id) => administration.disable(by, id)),
    "enable": simple("enabled", ({ administration }, by, id) => administration.enable(by, id)),
    "role": saveRole,
    "plan": savePlan,
    "delete": remove,
  },
  done: {
    "limits": "Limits saved.",
    "mailed": "A link is on its way to them.",
    "signed-out": "All devices of the account are logged out.",
    "disabled": "The account is disabled and logged out. Its data stays.",
    "enabled": "The account can log in again.",
    "role": "Role saved.",
    "plan": "Plan saved.",
    "deleted": "The account is deleted.",
  },
};

async function list(c: PageContext): Promise<PanelAnswer> {
  // Whatever stands in the address: a list is shown.
  const query = accountQuerySchema.safeParse({ q: c.req.query("q"), page: c.req.query("page") });
  const { q = "", page = 1 } = query.success ? query.data : {};
  const found = await c.get("services").administration.list({ search: q, page });
  return { content: <AccountsPanel {...found} search={q} page={page} /> };
}

interface Shown {
  readonly typedLimits?: AccountScreenProps["typedLimits"];
  readonly errors?: AccountScreenProps["errors"];
  readonly wrong?: AccountScreenProps["wrong"];
  readonly link?: string;
  readonly problem?: string;
  readonly refusal?: AppError;
}

async function account(
  c: PageContext,
  user: SessionOwner,
  id: string,
  { typedLimits = {}, errors = {}, wrong = null, link, problem, refusal }: Shown = {},
): Promise<PanelAnswer> {
  const { administration, accounts, recovery, limits } = c.get("services");
  const found = await administration.get(id);
  const { strategies, backtestsPerDay, imports, importCandles } =
    limits.rules.plans[found.plan].entitlements;
  return {
    title: found.email,
    problem: problem ?? null,
    ...(refusal ? { status: refusal.status, headers: errorHeaders(refusal) } : {}),
    content: (
      <AccountScreen
        account={found}
        everybody={{ strategies, backtests: backtestsPerDay, imports, candles: importCandles }}
        viewer={user}
        hasMail={recovery.hasMail}
        needsPassword={!accounts.isConfirmed(user)}
        typedLimits={typedLimits}
        errors={errors}
        wrong={wrong}
        link={link ?? null}
      />
    ),
  };
}

/** The account's page again, with what was wrong. */
async function refused(
  c: PageContext,
  user: SessionOwner,
  id: string,
  wrong: AccountScreenProps["wrong"],
  error: unknown,
  typedLimits: AccountScreenProps["typedLimits"] = {},
): Promise<PanelAnswer> {
  const refusal = refusalOf(error);
  // The account itself is gone: there is no page to come back to.
  if (refusal.code === "not_found") throw refusal;
  const { form, ...errors } = errorsOf(refusal, [...LIMITS, "password", "confirm"] as const);
  return await account(c, user, id, {
    typedLimits,
    errors,
    wrong,
    refusal,
    ...(form === undefined ? {} : { problem: form }),
  });
}

type Parts = ReturnType<typeof servicesOf>;
const servicesOf = (c: PageContext) => c.get("services");

/** Something that takes nothing but the account. */
function simple(
  done: string,
  act: (parts: Parts, by: ReturnType<typeof operatorFor>, id: string) => Promise<void>,
): PanelAction {
  return async (c, user) => {
    const { id } = await readForm(c, ["id"]);
    try {
      await act(servicesOf(c), operatorFor(c, user), id);
    } catch (error) {
      return await refused(c, user, id, null, error);
    }
    return back(c, id, done);
  };
}

async function saveLimits(c: PageContext, user: SessionOwner): Promise<Response | PanelAnswer> {
  const { id, ...typed } = await readForm(c, ["id", ...LIMITS]);
  try {
    const changes = readLimits(typed);
    await servicesOf(c).administration.setLimits(operatorFor(c, user), id, changes);
  } catch (error) {
    return await refused(c, user, id, "limits", error, typed);
  }
  return back(c, id, "limits");
}

/** @throws {AppError} `invalid_input` with an issue for each field that is wrong */
function readLimits(typed: Readonly<Record<LimitName, string>>): Record<LimitName, number | null> {
  const message = "Enter a whole number, or leave it empty.";
  const issues = LIMITS.filter((name) => {
    const text = typed[name].trim();
    return text !== "" && !(/^\d{1,10}$/.test(text) && Number(text) <= MOST);
  }).map((path) => ({ path, message }));
  if (issues.length > 0) throw new AppError("invalid_input", message, { issues });
  const limit = (name: LimitName) => typed[name].trim() === "" ? null : Number(typed[name]);
  return {
    strategies: limit("strategies"),
    backtests: limit("backtests"),
    imports: limit("imports"),
    candles: limit("candles"),
  };
}

async function showResetLink(c: PageContext, user: SessionOwner): Promise<PanelAnswer> {
  const { id, password } = await readForm(c, ["id", "password"]);
  const { accounts, administration } = servicesOf(c);
  try {
    await accounts.requireConfirmed(user, password, visitorOf(c));
    const code = await administration.resetCode(operatorFor(c, user), id);
    return await account(c, user, id, { link: linkTo(publicOrigin(c), RESET_PATH, code) });
  } catch (error) {
    return await refused(c, user, id, "reset-link", error);
  }
}

async function saveRole(c: PageContext, user: SessionOwner): Promise<Response | PanelAnswer> {
  const { id, role, password } = await readForm(c, ["id", "role", "password"]);
  const { accounts, administration } = servicesOf(c);
  try {
    const wanted = roleSchema.safeParse(role);
    if (!wanted.success) throw new AppError("invalid_input", "Choose a role.");
    await accounts.requireConfirmed(user, password, visitorOf(c));
    await administration.setRole(operatorFor(c, user), id, wanted.data);
  } catch (error) {
    return await refused(c, user, id, "role", error);
  }
  return back(c, id, "role");
}

async function savePlan(c: PageContext, user: SessionOwner): Promise<Response | PanelAnswer> {
  const { id, plan } = await readForm(c, ["id", "plan"]);
  try {
    const wanted = planNameSchema.safeParse(plan);
    if (plan !== "" && !wanted.success) throw new AppError("invalid_input", "Choose a plan.");
    await servicesOf(c).administration.setPlan(
      operatorFor(c, user),
      id,
      wanted.success ? wanted.data : null,
    );
  } catch (error) {
    return await refused(c, user, id, null, error);
  }
  return back(c, id, "plan");
}

async function remove(c: PageContext, user: SessionOwner): Promise<Response | PanelAnswer> {
  const { id, confirm, password } = await readForm(c, ["id", "confirm", "password"]);
  const { accounts, administration, accountData } = servicesOf(c);
  const by = operatorFor(c, user);
  try {
    const { email } = await administration.requireMayDelete(by, id);
    if (confirm.trim().toLowerCase() !== email) {
      const message = "That is not the email of this account. Nothing was deleted.";
      throw new AppError("invalid_input", message, { issues: [{ path: "confirm", message }] });
    }
    await accounts.requireConfirmed(user, password, visitorOf(c));
    await accountData.remove(id, by, by.actor);
  } catch (error) {
    return await refused(c, user, id, "delete", error);
  }
  return c.redirect("/admin/accounts?done=deleted", 303);
}

function back(c: PageContext, id: string, done: string): Response {
  return c.redirect(`/admin/accounts/${encodeURIComponent(id)}?done=${done}`, 303);
}
