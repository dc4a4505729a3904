/** Signing up, logging in, logging out. */
import type { authEndpoints } from "../../contracts/endpoints/auth.ts";
import { clearSessionCookie, setLoginCookies, visitorOf } from "../middleware/session.ts";
import type { Handlers } from "./endpoint.ts";

export const authHandlers: Handlers<typeof authEndpoints> = {
  "POST /auth/signup": async ({ c, services, body }) => {
    const opened = await services.accounts.signUp(body, visitorOf(c));
    setLoginCookies(c, opened);
    return opened.user;
  },
  "POST /auth/join": async ({ c, services, body: { code, ...credentials } }) => {
    const opened = await services.accounts.signUp(credentials, visitorOf(c), { code });
    setLoginCookies(c, opened);
    return opened.user;
  },
  "POST /auth/login": async ({ c, services, body }) => {
    const opened = await services.accounts.logIn(body, visitorOf(c));
    setLoginCookies(c, opened);
    return opened.user;
  },
  "POST /auth/logout": async ({ c, services }) => {
    const token = c.get("sessionToken");
    if (token) await services.accounts.logOut(token, visitorOf(c));
    clearSessionCookie(c);
  },
  "POST /auth/password-reset": async ({ services, body }) => {
    await services.recovery.askReset(body.email);
  },
  "POST /auth/password-reset/confirm": async ({ c, services, body }) => {
    await services.recovery.reset(body.code, body.password, visitorOf(c));
  },
  "POST /auth/email/confirm": async ({ c, services, body }) => {
    await services.recovery.changeEmail(body.code, visitorOf(c));
  },
  "POST /auth/email/verify": async ({ c, services, body }) => {
    await services.recovery.verify(body.code, visitorOf(c));
  },
};
