/** Settings: plain forms, each of which comes back to its section. */
import type { SettingsField } from "../../features/settings/SettingsScreen.tsx";
import { removeOwn } from "../../server/use_cases/own_imports.ts";
import { changePasswordSchema } from "../../contracts/auth.ts";
import { AppError } from "../../contracts/errors.ts";
import { importChoiceSchema } from "../../contracts/markets.ts";
import { COST_RULE } from "../../contracts/run_numbers.ts";
import { updateProfileSchema } from "../../contracts/users.ts";
import { parse } from "../api/router.ts";
import type { PageContext } from "../http/app_env.ts";
import { errorHeaders } from "../middleware/errors.ts";
import { requireUser, visitorOf } from "../middleware/session.ts";
import { errorsOf, numbersOf, readForm } from "./form.ts";
import type { Page } from "./page.ts";
import { settingsPage, type TypedSettings } from "./settings_page.tsx";

const page = (method: Page["method"], path: string, render: Page["render"]): Page => ({
  method,
  path,
  title: "Settings",
  needsSession: true,
  forUnverified: true,
  render,
});

export const settingsPages: readonly Page[] = [
  page("GET", "/settings", (c) => settingsPage(c)),
  page("POST", "/settings/costs", changeCosts),
  page("POST", "/settings/timezone", changeTimezone),
  page("POST", "/settings/password", changePassword),
  page("POST", "/settings/devices/end", endDevice),
  page("POST", "/settings/devices/others", endOtherDevices),
  page("POST", "/settings/imports/delete", deleteImport),
  // The address of a form that was sent, opened again: its page is the settings.
  page("GET", "/settings/:section", (c) => c.redirect("/settings", 303)),
];

async function changeCosts(c: PageContext): Promise<Response> {
  const typed = await readForm(c, ["fee", "slippage"]);
  return await change(c, "costs", typed, ["fee", "slippage"], async () => {
    const { fee, slippage } = numbersOf(typed, {
      fee: { ...COST_RULE, expected: "The fee is a percentage from 0 to 5." },
      slippage: { ...COST_RULE, expected: "The slippage is a percentage from 0 to 5." },
    });
    await save(c, { default_fee_percent: fee, default_slippage_percent: slippage });
  });
}

async function changeTimezone(c: PageContext): Promise<Response> {
  const typed = await readForm(c, ["timezone"]);
  const timezone = typed.timezone === "" ? null : typed.timezone;
  return await change(c, "timezone", typed, ["timezone"], () => save(c, { timezone }));
}

async function changePassword(c: PageContext): Promise<Response> {
  const fields = ["current_password", "new_password"] as const;
  const typed = await readForm(c, fields);
  // What was typed into a password field is never sent back.
  return await change(c, "password", {}, fields, () =>
    c.get("services").accounts.changePassword(
      requireUser(c),
      parse(changePasswordSchema, typed, "form"),
      visitorOf(c),
    ));
}

async function endDevice(c: PageContext): Promise<Response> {
  const { id } = await readForm(c, ["id"]);
  try {
    await c.get("services").accounts.endSession(requireUser(c), id, visitorOf(c));
  } catch (error) {
    // Logged out already, in another tab: that is what was asked for.
    if (!(error instanceof AppError) || error.code !== "not_found") throw error;
  }
  return c.redirect("/settings?saved=device#devices", 303);
}

async function endOtherDevices(c: PageContext): Promise<Response> {
  await c.get("services").accounts.endOtherSessions(requireUser(c), visitorOf(c));
  return c.redirect("/settings?saved=devices#devices", 303);
}

async function deleteImport(c: PageContext): Promise<Response> {
  const typed = await readForm(c, ["asset", "timeframe", "name"]);
  const choice = parse(importChoiceSchema, typed, "form");
  await removeOwn(c.get("services"), requireUser(c).id, choice);
  return c.redirect("/settings?saved=import#data", 303);
}

async function save(c: PageContext, changes: unknown): Promise<void> {
  const { accounts } = c.get("services");
  await accounts.updateProfile(requireUser(c).id, parse(updateProfileSchema, changes, "form"));
}

/** Runs a change and goes back to its section; a refusal comes back with what was typed. */
async function change(
  c: PageContext,
  form: "costs" | "timezone" | "password",
  typed: TypedSettings,
  fields: readonly SettingsField[],
  work: () => Promise<void>,
): Promise<Response> {
  try {
    await work();
    const section = form === "timezone" ? "display" : form;
    return c.redirect(`/settings?saved=${form}#${section}`, 303);
  } catch (error) {
    if (!(error instanceof AppError) || error.status >= 500) throw error;
    const issues = error.issues.map((issue) => ({
      ...issue,
      path: issue.path?.replace(/^default_|_percent$/g, "") ?? "",
    }));
    const found = errorsOf(new AppError(error.code, error.message, { issues }), fields);
    const { form: whole, ...errors } = found;
    return await settingsPage(c, {
      typed,
      errors: whole === undefined ? errors : { ...errors, password_form: whole },
      status: error.status,
      headers: errorHeaders(error),
    });
  }
}
