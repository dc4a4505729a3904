/** Signing up, logging in, logging out. */
import {
  askResetSchema,
  credentialsSchema,
  joinSchema,
  linkCodeSchema,
  loginSchema,
  resetSchema,
  sessionUserSchema,
} from "../auth.ts";
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
  "POST /auth/join": {
    summary: "Creates an account with a link that works once, and logs in",
    tag,
    open: true,
    body: joinSchema,
    status: 201,
    response: sessionUserSchema,
    errors: ["email_taken", "link_invalid"],
  },
  "POST /auth/login": {
    summary: "Logs in and sends the session cookie",
    tag,
    open: true,
    body: loginSchema,
    status: 200,
    response: sessionUserSchema,
    errors: ["invalid_credentials", "code_needed", "account_disabled", "too_many_attempts"],
  },
  "POST /auth/logout": {
    summary: "Ends the session; fine without one",
    tag,
    open: true,
    status: 204,
  },
  "POST /auth/password-reset": {
    summary: "Mails a link for a new password, if the email has an account; says the same if not",
    tag,
    open: true,
    body: askResetSchema,
    status: 202,
    errors: ["no_mail"],
  },
  "POST /auth/password-reset/confirm": {
    summary: "Chooses a new password with the code of a link, and logs all devices out",
    tag,
    open: true,
    body: resetSchema,
    status: 204,
    errors: ["link_invalid"],
  },
  "POST /auth/email/confirm": {
    summary: "Uses the email that the code of a link was mailed to",
    tag,
    open: true,
    body: linkCodeSchema,
    status: 204,
    errors: ["link_invalid", "email_taken"],
  },
  "POST /auth/email/verify": {
    summary: "Confirms an email with the code of a link",
    tag,
    open: true,
    body: linkCodeSchema,
    status: 204,
    errors: ["link_invalid"],
  },
} as const satisfies Declarations;
