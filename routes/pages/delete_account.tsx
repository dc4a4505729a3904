/** Deleting the account: two questions, then it is gone. */
import {
  AccountGone,
  type DeleteAccountProps,
  DeleteAccountScreen,
} from "../../features/settings/DeleteAccountScreen.tsx";
import { confirmPasswordSchema } from "../../contracts/auth.ts";
import { AppError } from "../../contracts/errors.ts";
import { parse } from "../api/router.ts";
import type { PageContext } from "../http/app_env.ts";
import { errorHeaders } from "../middleware/errors.ts";
import { clearSessionCookie, requireUser, visitorOf } from "../middleware/session.ts";
import { errorsOf, readForm } from "./form.ts";
import type { Page } from "./page.ts";
import { renderPage } from "./render.tsx";

const FIELDS = ["confirm", "password"] as const;

const DELETE = {
  path: "/settings/delete",
  title: "Delete account",
  needsSession: true,
  forUnverified: true,
} as const;

export const deleteAccountPages: readonly Page[] = [
  { method: "GET", ...DELETE, render: (c) => ask(c, { question: "first" }) },
  { method: "POST", ...DELETE, render: answered },
  {
    method: "GET",
    path: "/account-deleted",
    title: "Account deleted",
    render: (c) => renderPage(c, <AccountGone />),
  },
];

async function answered(c: PageContext): Promise<Response> {
  const user = requireUser(c);
  const { confirm, password, sure } = await readForm(c, [...FIELDS, "sure"]);
  if (confirm.trim().toLowerCase() !== user.email) {
    const message = "That is not the email of this account. Nothing was deleted.";
    return await ask(c, { question: "first", confirm, errors: { confirm: message } }, 422);
  }
  if (sure !== "yes" && password === "") return await ask(c, { question: "last", confirm });
  const { accounts, accountData } = c.get("services");
  try {
    const known = parse(confirmPasswordSchema, { password }, "form");
    await accounts.confirmPassword(user, known.password, visitorOf(c));
  } catch (error) {
    if (!(error instanceof AppError) || error.status >= 500) throw error;
    const errors = errorsOf(error, FIELDS);
    return await ask(c, { question: "last", confirm, errors }, error.status, errorHeaders(error));
  }
  await accountData.remove(user.id, visitorOf(c));
  clearSessionCookie(c);
  return c.redirect("/account-deleted", 303);
}

async function ask(
  c: PageContext,
  { question, confirm = "", errors = {} }:
    & Pick<DeleteAccountProps, "question">
    & Partial<Pick<DeleteAccountProps, "confirm" | "errors">>,
  status = 200,
  headers: Record<string, string> = {},
): Promise<Response> {
  const { id, email } = requireUser(c);
  const belongings = await c.get("services").accountData.belongings(id);
  return await renderPage(
    c,
    <DeleteAccountScreen
      email={email}
      belongings={belongings}
      question={question}
      confirm={confirm}
      errors={errors}
    />,
    { status, headers },
  );
}
