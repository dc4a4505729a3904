/** What guards an account: its email, its second step of logging in, and the keys that programs use. */
import { apiKeyListSchema, madeApiKeySchema, newApiKeySchema } from "../api_keys.ts";
import { confirmSchema } from "../admin.ts";
import { changeEmailSchema, confirmPasswordSchema, emailChangeSchema } from "../auth.ts";
import {
  enableTwoStepSchema,
  recoveryCodesSchema,
  twoStepSchema,
  twoStepSetupSchema,
} from "../two_step.ts";
import type { Declarations } from "./endpoint.ts";

const tag = "Account";
/** Where the password has to have been typed within the last ten minutes, or be sent along. */
const CONFIRMED = ["password_needed", "too_many_attempts"] as const;

export const securityEndpoints = {
  "POST /users/me/confirm": {
    summary: "Types the password again: what asks for it takes it as given for ten minutes",
    tag,
    body: confirmPasswordSchema,
    status: 204,
    errors: ["too_many_attempts"],
  },
  "POST /users/me/email": {
    summary: "Changes the email: at once, or by a link that is mailed there",
    tag,
    body: changeEmailSchema,
    status: 200,
    response: emailChangeSchema,
    errors: ["email_taken", ...CONFIRMED],
  },
  "POST /users/me/email/verification": {
    summary: "Mails a link that confirms the email",
    tag,
    status: 202,
    errors: ["no_mail"],
  },
  "GET /users/me/keys": {
    summary: "The API keys of the account",
    tag,
    status: 200,
    response: apiKeyListSchema,
  },
  "POST /users/me/keys": {
    summary: "Makes an API key and tells it, this once",
    tag,
    body: newApiKeySchema,
    status: 201,
    response: madeApiKeySchema,
    errors: ["limit_reached", ...CONFIRMED],
  },
  "DELETE /users/me/keys/{id}": {
    summary: "Revokes an API key",
    tag,
    status: 204,
    errors: ["not_found"],
  },
  "GET /users/me/two-step": {
    summary: "Whether logging in asks for a code too",
    tag,
    status: 200,
    response: twoStepSchema,
  },
  "POST /users/me/two-step": {
    summary: "A secret to set up an authenticator app with",
    tag,
    body: confirmSchema,
    status: 200,
    response: twoStepSetupSchema,
    errors: [...CONFIRMED],
  },
  "POST /users/me/two-step/confirm": {
    summary: "Turns two-step log-in on with a first code, and tells the recovery codes, this once",
    tag,
    body: enableTwoStepSchema,
    status: 200,
    response: recoveryCodesSchema,
  },
  "POST /users/me/two-step/recovery-codes": {
    summary: "New recovery codes in place of all others",
    tag,
    body: confirmSchema,
    status: 200,
    response: recoveryCodesSchema,
    errors: [...CONFIRMED],
  },
  "DELETE /users/me/two-step": {
    summary: "Turns two-step log-in off",
    tag,
    body: confirmSchema,
    status: 204,
    errors: [...CONFIRMED],
  },
} as const satisfies Declarations;
