/** Who is asking: the session cookie, read and written. */
import type { Context, MiddlewareHandler } from "hono";
import { deleteCookie, getCookie, setCookie } from "hono/cookie";
import { VERIFY_PATH } from "../../contracts/account_links.ts";
import { AppError } from "../../contracts/errors.ts";
import { type Operator, operatorOf } from "../../server/accounts/administration.ts";
import { SESSION_DAYS, type SessionOwner } from "../../server/accounts/sessions.ts";
import { DEVICE_DAYS } from "../../server/accounts/devices.ts";
import type { OpenSession } from "../../server/accounts/service.ts";
import type { Visitor } from "../../server/accounts/visitor.ts";
import { isUnavailable } from "../../server/db/errors.ts";
import { addLogFields } from "../../server/logging/log_context.ts";
import type { AppEnv } from "../http/app_env.ts";
import { loginPath } from "./return_path.ts";

export const SESSION_COOKIE = "session";
/** Stays after logging out: by it a device is known that was logged in before. */
export const DEVICE_COOKIE = "device";

/** Finds the user of the request's session, and sends the cookie again when its end has moved. */
export const session: MiddlewareHandler<AppEnv> = async (c, next) => {
  c.set("user", null);
  c.set("sessionToken", null);
  const key = bearerOf(c);
  if (key !== null) {
    // Whoever sends a key is that key's account or nobody: the cookie that came along counts for nothing.
    const user = await c.get("services").apiKeys.find(key);
    c.set("user", user);
    c.set("keyRefused", user === null);
    if (user) addLogFields({ user_id: user.id, key_id: user.sessionId });
    return await next();
  }
  const token = getCookie(c, SESSION_COOKIE);
  if (token) {
    const found = await c.get("services").accounts.userForToken(token).catch((error) => {
      // The page that tells how the database is must not need it.
      if (c.req.path.startsWith("/health") && isUnavailable(error)) return null;
      throw error;
    });
    if (found) {
      c.set("user", found.user);
      addLogFields({ user_id: found.user.id });
      c.set("sessionToken", token);
      if (found.rolled) setSessionCookie(c, token);
    }
  }
  await next();
};

/** The API key of a request, `Authorization: Bearer …`; only the API takes one. */
export function bearerOf(c: Context<AppEnv>): string | null {
  if (!c.req.path.startsWith("/api/")) return null;
  const [, key] = /^Bearer +(\S+) *$/i.exec(c.req.header("authorization") ?? "") ?? [];
  return key ?? null;
}

/** Sends the cookie of a session that was opened just now. */
function setSessionCookie(c: Context<AppEnv>, token: string): void {
  setCookie(c, SESSION_COOKIE, token, {
    ...attributes(c),
    maxAge: SESSION_DAYS * 24 * 60 * 60,
  });
}

/** Sends the cookies of a log-in: the new session's, and the device's. */
export function setLoginCookies(c: Context<AppEnv>, { token, deviceToken }: OpenSession): void {
  setSessionCookie(c, token);
  setCookie(c, DEVICE_COOKIE, deviceToken, {
    ...attributes(c),
    maxAge: DEVICE_DAYS * 24 * 60 * 60,
  });
}

export function clearSessionCookie(c: Context<AppEnv>): void {
  deleteCookie(c, SESSION_COOKIE, attributes(c));
}

/** The user of the request. @throws {AppError} `not_signed_in` */
export function requireUser(c: Context<AppEnv>): SessionOwner {
  const user = c.get("user");
  if (user) return user;
  throw new AppError(
    "not_signed_in",
    c.get("keyRefused") ? "This API key is not valid. It may be revoked." : "Log in to continue.",
  );
}

/** Where emails have to be confirmed: that this one is. @throws {AppError} `email_unverified` */
export function requireVerified(c: Context<AppEnv>, user: SessionOwner): void {
  if (!c.get("services").config.requireVerifiedEmail || user.isVerified) return;
  throw new AppError(
    "email_unverified",
    "Confirm your email first: open the link that was mailed to you.",
  );
}

/** The operator that the user of the request is. */
export function operatorFor(c: Context<AppEnv>, user: SessionOwner): Operator {
  return operatorOf(user, c.get("address"));
}

/** For pages: a visitor is sent to log in, and comes back here afterwards. */
export const requireUserPage: MiddlewareHandler<AppEnv> = async (c, next) => {
  if (!c.get("user")) {
    const { pathname, search } = new URL(c.req.url);
    return c.redirect(loginPath(pathname + search), 303);
  }
  await next();
};

/** For pages of everyday work, where emails have to be confirmed: who has not done so is told how. */
export const requireVerifiedPage: MiddlewareHandler<AppEnv> = async (c, next) => {
  const user = c.get("user");
  if (user && !user.isVerified && c.get("services").config.requireVerifiedEmail) {
    return c.redirect(VERIFY_PATH, 303);
  }
  await next();
};

/** Where the request comes from, as far as it matters for counting failed logins and for the session list. */
export function visitorOf(c: Context<AppEnv>): Visitor {
  return {
    address: c.get("address"),
    userAgent: c.req.header("user-agent") ?? null,
    sessionToken: c.get("sessionToken"),
    deviceToken: getCookie(c, DEVICE_COOKIE) ?? null,
  };
}

function attributes(c: Context<AppEnv>) {
  return {
    path: "/",
    httpOnly: true,
    sameSite: "Lax",
    // A `Secure` cookie is dropped over plain http, and nobody could log in.
    secure: c.get("services").config.publicUrl.startsWith("https:"),
  } as const;
}
