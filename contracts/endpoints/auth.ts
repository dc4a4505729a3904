/** Signing up, logging in, logging out. */
import { credentialsSchema, loginSchema, sessionUserSchema } from "../auth.ts";
import type { Declarations } from "./endpoint.ts";

const tag = "Account";

export const authEndpoints = {
  "POST /auth/signup": {
    summary: "Creates an account and logs in",
    tag,
    open: true,
    body: credentialsSchema,
    status: 201,
    response: sessionUserSchema,
    errors: ["email_taken", "signup_closed"],
  },
  "POST /auth/login": {
    summary: "Logs in and sends the session cookie",
    tag,
    open: true,
    body: loginSchema,
    status: 200,
    response: sessionUserSchema,
    errors: ["invalid_credentials", "too_many_attempts"],
  },
  "POST /auth/logout": {
    summary: "Ends the session; fine without one",
    tag,
    open: true,
    status: 204,
  },
} as const satisfies Declarations;
