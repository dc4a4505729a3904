/** Signing up, logging in, logging out. */
import { credentialsSchema, loginSchema, sessionUserSchema } from "../../contracts/auth.ts";
import { clearSessionCookie, setSessionCookie, visitorOf } from "../middleware/session.ts";
import { endpoint } from "./endpoint.ts";

const tag = "Account";

export const authEndpoints = [
  endpoint({
    method: "POST",
    path: "/auth/signup",
    summary: "Creates an account and logs in",
    tag,
    open: true,
    body: credentialsSchema,
    status: 201,
    response: sessionUserSchema,
    errors: ["email_taken"],
  }, async ({ c, services, body }) => {
    const { user, token } = await services.accounts.signUp(body, visitorOf(c));
    setSessionCookie(c, token);
    return c.json(user, 201);
  }),
  endpoint({
    method: "POST",
    path: "/auth/login",
    summary: "Logs in and sends the session cookie",
    tag,
    open: true,
    body: loginSchema,
    status: 200,
    response: sessionUserSchema,
    errors: ["invalid_credentials", "too_many_attempts"],
  }, async ({ c, services, body }) => {
    const { user, token } = await services.accounts.logIn(body, visitorOf(c));
    setSessionCookie(c, token);
    return c.json(user);
  }),
  endpoint({
    method: "POST",
    path: "/auth/logout",
    summary: "Ends the session; fine without one",
    tag,
    open: true,
    status: 204,
  }, async ({ c, services }) => {
    const token = c.get("sessionToken");
    if (token) await services.accounts.logOut(token, visitorOf(c));
    clearSessionCookie(c);
    return c.body(null, 204);
  }),
];
