/** Signing up, logging in, logging out. */
import { authErrors, type AuthKind } from "../../features/accounts/auth_errors.ts";
import { AuthForm, type AuthFormProps } from "../../features/accounts/AuthForm.tsx";
import { KEEP_PATH } from "../../studio/guest/guest_key.ts";
import { Island } from "../../components/island/Island.tsx";
import { credentialsSchema, loginSchema, SIGNUP_CLOSED } from "../../contracts/auth.ts";
import { AppError } from "../../contracts/errors.ts";
import { parse } from "../api/router.ts";
import type { PageContext } from "../http/app_env.ts";
import { safeReturnPath } from "../middleware/return_path.ts";
import { clearSessionCookie, setLoginCookies, visitorOf } from "../middleware/session.ts";
import { errorHeaders } from "../middleware/errors.ts";
import { readForm } from "./form.ts";
import type { Page } from "./page.ts";
import { renderPage } from "./render.tsx";

const FIELDS = ["email", "password", "code"] as const;
const TITLES: Record<AuthKind, string> = { signup: "Sign up", login: "Log in" };

export const authPages: readonly Page[] = [
  ...pagesOf("signup"),
  ...pagesOf("login"),
  { method: "POST", path: "/logout", title: "Log out", render: logOut },
];

function pagesOf(kind: AuthKind): readonly Page[] {
  const page = { path: `/${kind}`, title: TITLES[kind] };
  const ask = async (c: PageContext) => {
    // Who is logged in already has nothing to do here.
    if (c.get("user")) return c.redirect(safeReturnPath(c.req.query("next")), 303);
    return form(c, kind, { email: "", errors: await closedError(c, kind) }, 200);
  };
  const enter = async (c: PageContext) => {
    const { email, password, code } = await readForm(c, FIELDS);
    const { accounts } = c.get("services");
    try {
      const opened = kind === "signup"
        ? await accounts.signUp(parse(credentialsSchema, { email, password }, "form"), visitorOf(c))
        : await accounts.logIn(
          parse(loginSchema, { email, password, ...(code === "" ? {} : { code }) }, "form"),
          visitorOf(c),
        );
      setLoginCookies(c, opened);
      return c.redirect(safeReturnPath(c.req.query("next")), 303);
    } catch (error) {
      if (!(error instanceof AppError) || error.status >= 500) throw error;
      const errors = authErrors(error, code);
      return form(c, kind, { email, errors }, error.status, errorHeaders(error));
    }
  };
  return [{ method: "GET", ...page, render: ask }, { method: "POST", ...page, render: enter }];
}

/** That nobody can sign up is said before anything is typed. */
async function closedError(
  c: PageContext,
  kind: AuthKind,
): Promise<AuthFormProps["errors"]> {
  if (kind === "login" || await c.get("services").flags.isOn("signup_open")) return {};
  return { form: SIGNUP_CLOSED };
}

async function logOut(c: PageContext): Promise<Response> {
  const token = c.get("sessionToken");
  if (token) await c.get("services").accounts.logOut(token, visitorOf(c));
  clearSessionCookie(c);
  return c.redirect("/", 303);
}

function form(
  c: PageContext,
  kind: AuthKind,
  props: Pick<AuthFormProps, "email" | "errors">,
  status: number,
  headers: Record<string, string> = {},
): Promise<Response> {
  const given = c.req.query("next");
  const next = given ? safeReturnPath(given) : "";
  return renderPage(
    c,
    <Island
      name="auth"
      component={AuthForm}
      props={{
        kind,
        next,
        after: safeReturnPath(given),
        bringsWork: next === KEEP_PATH,
        ...props,
      }}
    />,
    { status, headers },
  );
}
