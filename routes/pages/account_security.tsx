/** What guards the account, as forms of the settings: the email, two-step log-in, API keys. */
import { changeEmailSchema } from "../../contracts/auth.ts";
import { newApiKeySchema } from "../../contracts/api_keys.ts";
import { AppError } from "../../contracts/errors.ts";
import { codeSchema } from "../../contracts/two_step.ts";
import {
  KeyMadeScreen,
  RecoveryCodesScreen,
  type TwoStepProps,
  TwoStepScreen,
} from "../../features/settings/SecurityScreens.tsx";
import { parse } from "../api/router.ts";
import type { PageContext } from "../http/app_env.ts";
import { errorHeaders } from "../middleware/errors.ts";
import { requireUser, visitorOf } from "../middleware/session.ts";
import { errorsOf, readForm } from "./form.ts";
import type { Page } from "./page.ts";
import { renderPage } from "./render.tsx";
import { settingsPage } from "./settings_page.tsx";

const page = (
  method: Page["method"],
  path: string,
  title: string,
  render: Page["render"],
): Page => ({
  method,
  path,
  title,
  needsSession: true,
  forUnverified: true,
  render,
});
const TWO_STEP = "Two-step log-in";

/** They stand before the settings' own pages, whose last one takes every address below. */
export const accountSecurityPages: readonly Page[] = [
  page("POST", "/settings/email", "Settings", changeEmail),
  page("POST", "/settings/keys", "API key", makeKey),
  page("POST", "/settings/keys/revoke", "Settings", revokeKey),
  page("GET", "/settings/two-step", TWO_STEP, (c) => twoStep(c)),
  page("POST", "/settings/two-step", TWO_STEP, setUpTwoStep),
  page("POST", "/settings/two-step/codes", TWO_STEP, renewCodes),
  page("POST", "/settings/two-step/off", TWO_STEP, turnOff),
];

async function changeEmail(c: PageContext): Promise<Response> {
  const user = requireUser(c);
  const { accounts, recovery } = c.get("services");
  const typed = await readForm(c, ["email", "password"]);
  try {
    const { email } = parse(changeEmailSchema, typed, "form");
    await accounts.requireConfirmed(user, typed.password, visitorOf(c));
    const state = await recovery.askEmail(user, email, visitorOf(c));
    const saved = state === "changed" ? "email" : "email-mailed";
    return c.redirect(`/settings?saved=${saved}#email`, 303);
  } catch (error) {
    const refusal = refusalOf(error);
    const { email, password, form } = errorsOf(refusal, ["email", "password"] as const);
    return await settingsPage(c, {
      typed: { email: typed.email },
      errors: {
        ...(email === undefined ? {} : { email }),
        ...(password === undefined ? {} : { email_password: password }),
        ...(form === undefined ? {} : { email_form: form }),
      },
      status: refusal.status,
      headers: errorHeaders(refusal),
    });
  }
}

async function makeKey(c: PageContext): Promise<Response> {
  const user = requireUser(c);
  const { accounts, apiKeys } = c.get("services");
  const typed = await readForm(c, ["name", "scope", "password"]);
  try {
    const wanted = parse(newApiKeySchema, { name: typed.name, scope: typed.scope }, "form");
    await accounts.requireConfirmed(user, typed.password, visitorOf(c));
    const { key, row } = await apiKeys.make(user, wanted, visitorOf(c));
    return await renderPage(c, <KeyMadeScreen name={row.name} secret={key} />);
  } catch (error) {
    const refusal = refusalOf(error);
    const found = errorsOf(refusal, ["name", "scope", "password"] as const);
    return await settingsPage(c, {
      typed: { key_name: typed.name, key_scope: typed.scope },
      errors: {
        ...(found.name === undefined ? {} : { key_name: found.name }),
        ...(found.scope === undefined ? {} : { key_scope: found.scope }),
        ...(found.password === undefined ? {} : { key_password: found.password }),
        ...(found.form === undefined ? {} : { key_form: found.form }),
      },
      status: refusal.status,
      headers: errorHeaders(refusal),
    });
  }
}

async function revokeKey(c: PageContext): Promise<Response> {
  const user = requireUser(c);
  const { id } = await readForm(c, ["id"]);
  const { accounts, apiKeys } = c.get("services");
  try {
    await apiKeys.revoke(user, id, visitorOf(c));
    await accounts.tellSessionsEnded(user.id);
  } catch (error) {
    // Revoked already, in another tab: that is what was asked for.
    if (!(error instanceof AppError) || error.code !== "not_found") throw error;
  }
  return c.redirect("/settings?saved=key-revoked#keys", 303);
}

/** The password opens the set-up, the first code ends it. */
async function setUpTwoStep(c: PageContext): Promise<Response> {
  const user = requireUser(c);
  const { accounts } = c.get("services");
  const typed = await readForm(c, ["password", "code"]);
  try {
    if (typed.code === "" && typed.password !== "") {
      await accounts.confirmPassword(user, typed.password, visitorOf(c), "confirm");
      return c.redirect("/settings/two-step", 303);
    }
    await accounts.requireConfirmed(user, typed.password, visitorOf(c));
    const parsed = codeSchema.safeParse(typed.code);
    if (!parsed.success) {
      const message = parsed.error.issues[0]?.message ?? "Enter the code.";
      throw new AppError("invalid_input", message, { issues: [{ path: "code", message }] });
    }
    const codes = await accounts.twoStep.enable(user, parsed.data, visitorOf(c));
    return await renderPage(c, <RecoveryCodesScreen codes={codes} />);
  } catch (error) {
    return await twoStep(c, refusalOf(error));
  }
}

async function renewCodes(c: PageContext): Promise<Response> {
  const user = requireUser(c);
  const { accounts } = c.get("services");
  const { password } = await readForm(c, ["password"]);
  try {
    await accounts.requireConfirmed(user, password, visitorOf(c));
    const codes = await accounts.twoStep.renewRecoveryCodes(user, visitorOf(c));
    return await renderPage(c, <RecoveryCodesScreen codes={codes} />);
  } catch (error) {
    return await twoStep(c, refusalOf(error));
  }
}

async function turnOff(c: PageContext): Promise<Response> {
  const user = requireUser(c);
  const { accounts } = c.get("services");
  const { password } = await readForm(c, ["password"]);
  try {
    await accounts.requireConfirmed(user, password, visitorOf(c));
    await accounts.twoStep.disable(user, visitorOf(c));
    return c.redirect("/settings?saved=two-step-off#two-step", 303);
  } catch (error) {
    return await twoStep(c, refusalOf(error));
  }
}

async function twoStep(c: PageContext, refusal?: AppError): Promise<Response> {
  const user = requireUser(c);
  const { accounts } = c.get("services");
  const { enabled, recovery_codes } = await accounts.twoStep.state(user.id);
  const isConfirmed = accounts.isConfirmed(user);
  const errors: TwoStepProps["errors"] = refusal === undefined
    ? {}
    : errorsOf(refusal, ["code", "password"] as const);
  return await renderPage(
    c,
    <TwoStepScreen
      email={user.email}
      setup={enabled || !isConfirmed ? null : await accounts.twoStep.begin(user)}
      enabled={enabled}
      recoveryCodes={recovery_codes}
      needsPassword={!isConfirmed}
      errors={errors}
    />,
    refusal === undefined ? {} : { status: refusal.status, headers: errorHeaders(refusal) },
  );
}

/** A refusal that the person can mend; anything else is thrown on. */
function refusalOf(error: unknown): AppError {
  if (error instanceof AppError && error.status < 500) return error;
  throw error;
}
