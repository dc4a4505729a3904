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
};
