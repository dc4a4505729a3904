/** Who is asking: the session cookie, read and written. */
import type { Context, MiddlewareHandler } from "hono";
import { deleteCookie, getCookie, setCookie } from "hono/cookie";
import { AppError } from "../../contracts/errors.ts";
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
  throw new AppError("not_signed_in", "Log in to continue.");
}

/** For pages: a visitor is sent to log in, and comes back here afterwards. */
export const requireUserPage: MiddlewareHandler<AppEnv> = async (c, next) => {
  if (!c.get("user")) {
    const { pathname, search } = new URL(c.req.url);
    return c.redirect(loginPath(pathname + search), 303);
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
