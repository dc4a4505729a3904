/** Pages around links that work once: becoming the owner, invitations, a new password, another email. */
import { EMAIL_PATH, JOIN_PATH, RESET_PATH, VERIFY_PATH } from "../../contracts/account_links.ts";
import { askResetSchema, joinSchema, resetSchema } from "../../contracts/auth.ts";
import { AppError } from "../../contracts/errors.ts";
import {
  ConfirmEmailScreen,
  ForgotScreen,
  JoinScreen,
  OutcomeScreen,
  ResetScreen,
  VerifyScreen,
} from "../../features/accounts/LinkScreens.tsx";
import { parse } from "../api/router.ts";
import type { PageContext } from "../http/app_env.ts";
import { errorHeaders } from "../middleware/errors.ts";
import { requireUser, setLoginCookies, visitorOf } from "../middleware/session.ts";
import { errorsOf, readForm } from "./form.ts";
import type { Page } from "./page.ts";
import { renderPage } from "./render.tsx";

const FORGOT_PATH = "/forgot-password";

export const accountLinkPages: readonly Page[] = [
  { method: "GET", path: JOIN_PATH, title: "Create your account", render: withLink(askToJoin) },
  { method: "POST", path: JOIN_PATH, title: "Create your account", render: withLink(join) },
  { method: "GET", path: FORGOT_PATH, title: "Forgot your password?", render: (c) => forgot(c) },
  { method: "POST", path: FORGOT_PATH, title: "Forgot your password?", render: askReset },
  { method: "GET", path: RESET_PATH, title: "New password", render: withLink(askPassword) },
  { method: "POST", path: RESET_PATH, title: "New password", render: withLink(reset) },
  { method: "GET", path: EMAIL_PATH, title: "Confirm your email", render: withLink(askEmail) },
  { method: "POST", path: EMAIL_PATH, title: "Confirm your email", render: withLink(changeEmail) },
  { method: "GET", path: VERIFY_PATH, title: "Confirm your email", render: withLink(askToVerify) },
  { method: "POST", path: VERIFY_PATH, title: "Confirm your email", render: withLink(verify) },
];

/** A link that leads nowhere any more is told on a page that says what to do. */
function withLink(render: Page["render"]): Page["render"] {
  return async (c) => {
    try {
      return await render(c);
    } catch (error) {
      if (!(error instanceof AppError) || error.code !== "link_invalid") throw error;
      return await renderPage(
        c,
        <OutcomeScreen
          title="This link does not work"
          lead={error.message}
          href={c.get("user") ? "/strategies" : "/login"}
          label={c.get("user") ? "Go to your strategies" : "Log in"}
        />,
        { status: error.status },
      );
    }
  };
}

async function askToJoin(c: PageContext): Promise<Response> {
  const code = c.req.query("code") ?? "";
  return await joinPage(c, code, "", {});
}

async function join(c: PageContext): Promise<Response> {
  const { code, claim, email, password } = await readForm(c, [
    "code",
    "claim",
    "email",
    "password",
  ]);
  const { accounts, joining } = c.get("services");
  if (claim === "yes") {
    await joining.claimOwner(requireUser(c), code, visitorOf(c));
    return c.redirect("/admin", 303);
  }
  try {
    const given = parse(joinSchema, { code, email, password }, "form");
    const { kind } = await joining.joinable(given.code);
    const opened = await accounts.signUp(given, visitorOf(c), { code: given.code });
    setLoginCookies(c, opened);
    return c.redirect(kind === "owner" ? "/admin" : "/strategies", 303);
  } catch (error) {
    if (!isRefusal(error)) throw error;
    const errors = errorsOf(error, ["email", "password"] as const);
    return await joinPage(c, code, email, errors, error);
  }
}

async function joinPage(
  c: PageContext,
  code: string,
  typed: string,
  errors: Parameters<typeof JoinScreen>[0]["errors"],
  refusal?: AppError,
): Promise<Response> {
  const { kind, email } = await c.get("services").joining.joinable(code);
  return await renderPage(
    c,
    <JoinScreen
      code={code}
      kind={kind}
      email={typed || (email ?? "")}
      as={c.get("user")?.email ?? null}
      errors={errors}
    />,
    {
      title: kind === "owner" ? "Become the owner" : "Create your account",
      ...answerOf(refusal),
    },
  );
}

async function askReset(c: PageContext): Promise<Response> {
  const { email } = await readForm(c, ["email"]);
  try {
    const given = parse(askResetSchema, { email }, "form");
    await c.get("services").recovery.askReset(given.email);
    return await forgot(c, { sent: given.email });
  } catch (error) {
    if (!isRefusal(error)) throw error;
    return await forgot(c, { email, errors: errorsOf(error, ["email"] as const), refusal: error });
  }
}

async function forgot(
  c: PageContext,
  { email = "", sent = null, errors = {}, refusal }: {
    readonly email?: string;
    readonly sent?: string | null;
    readonly errors?: Parameters<typeof ForgotScreen>[0]["errors"];
    readonly refusal?: AppError;
  } = {},
): Promise<Response> {
  const { hasMail } = c.get("services").recovery;
  return await renderPage(
    c,
    <ForgotScreen hasMail={hasMail} email={email} sent={sent} errors={errors} />,
    answerOf(refusal),
  );
}

async function askPassword(c: PageContext): Promise<Response> {
  const code = c.req.query("code") ?? "";
  const { email } = await c.get("services").recovery.resetFor(code);
  return await renderPage(c, <ResetScreen code={code} email={email} errors={{}} />);
}

async function reset(c: PageContext): Promise<Response> {
  const typed = await readForm(c, ["code", "password"]);
  const { recovery } = c.get("services");
  const { email } = await recovery.resetFor(typed.code);
  try {
    const { code, password } = parse(resetSchema, typed, "form");
    await recovery.reset(code, password, visitorOf(c));
  } catch (error) {
    if (!isRefusal(error)) throw error;
    const errors = errorsOf(error, ["password"] as const);
    return await renderPage(
      c,
      <ResetScreen code={typed.code} email={email} errors={errors} />,
      answerOf(error),
    );
  }
  return await renderPage(
    c,
    <OutcomeScreen
      title="Password saved"
      lead="All devices are logged out. Log in with the new password."
      href="/login"
      label="Log in"
    />,
  );
}

async function askEmail(c: PageContext): Promise<Response> {
  const code = c.req.query("code") ?? "";
  const { email } = await c.get("services").recovery.emailFor(code);
  return await renderPage(c, <ConfirmEmailScreen code={code} email={email} action={EMAIL_PATH} />);
}

async function changeEmail(c: PageContext): Promise<Response> {
  const { code } = await readForm(c, ["code"]);
  await c.get("services").recovery.changeEmail(code, visitorOf(c));
  return await emailConfirmed(c);
}

async function askToVerify(c: PageContext): Promise<Response> {
  const code = c.req.query("code");
  if (code === undefined) {
    const user = requireUser(c);
    if (user.isVerified) return c.redirect("/strategies", 303);
    return await renderPage(
      c,
      <VerifyScreen email={user.email} sent={c.req.query("sent") !== undefined} />,
    );
  }
  const { email } = await c.get("services").recovery.emailFor(code);
  return await renderPage(c, <ConfirmEmailScreen code={code} email={email} action={VERIFY_PATH} />);
}

async function verify(c: PageContext): Promise<Response> {
  const { code } = await readForm(c, ["code"]);
  const { recovery } = c.get("services");
  if (code === "") {
    await recovery.askVerification(requireUser(c));
    return c.redirect(`${VERIFY_PATH}?sent=1`, 303);
  }
  await recovery.verify(code, visitorOf(c));
  return await emailConfirmed(c);
}

async function emailConfirmed(c: PageContext): Promise<Response> {
  const isIn = c.get("user") !== null;
  return await renderPage(
    c,
    <OutcomeScreen
      title="Email confirmed"
      lead="You log in with this email from now on."
      href={isIn ? "/strategies" : "/login"}
      label={isIn ? "Go to your strategies" : "Log in"}
    />,
  );
}

/** What a person can mend in the form; a link that leads nowhere is told by a page of its own. */
function isRefusal(error: unknown): error is AppError {
  return error instanceof AppError && error.status < 500 && error.code !== "link_invalid";
}

function answerOf(refusal: AppError | undefined) {
  return refusal === undefined ? {} : { status: refusal.status, headers: errorHeaders(refusal) };
}
