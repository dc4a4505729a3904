/** The account of whoever is logged in. */
import { changePasswordSchema, confirmPasswordSchema } from "../auth.ts";
import { onboardingSchema, updateOnboardingSchema } from "../onboarding.ts";
import { profileSchema, sessionListSchema, updateProfileSchema } from "../users.ts";
import type { Declarations } from "./endpoint.ts";

const tag = "Account";

export const userEndpoints = {
  "GET /users/me": {
    summary: "Profile, defaults and usage",
    tag,
    status: 200,
    response: profileSchema,
  },
  "PATCH /users/me": {
    summary: "Changes the defaults",
    tag,
    body: updateProfileSchema,
    status: 200,
    response: profileSchema,
  },
  "GET /users/me/onboarding": {
    summary: "Which of the first steps the account has done",
    tag,
    status: 200,
    response: onboardingSchema,
  },
  "PATCH /users/me/onboarding": {
    summary: "Marks one of the first steps as done, or hides the list",
    tag,
    body: updateOnboardingSchema,
    status: 200,
    response: onboardingSchema,
  },
  "DELETE /users/me": {
    summary: "Deletes the account with everything that belongs to it; asks for the password",
    tag,
    body: confirmPasswordSchema,
    status: 204,
    errors: ["too_many_attempts"],
  },
  "POST /users/me/password": {
    summary: "Changes the password and logs all other devices out",
    tag,
    body: changePasswordSchema,
    status: 204,
    errors: ["too_many_attempts"],
  },
  "GET /users/me/sessions": {
    summary: "The devices that are logged in",
    tag,
    status: 200,
    response: sessionListSchema,
  },
  "DELETE /users/me/sessions": {
    summary: "Logs all other devices out",
    tag,
    status: 204,
  },
  "DELETE /users/me/sessions/{id}": {
    summary: "Logs one device out",
    tag,
    status: 204,
    errors: ["not_found"],
  },
  "GET /users/me/export": {
    summary: "Everything that is stored about the account",
    tag,
    status: 200,
    otherResponses: [{
      type: "application/zip",
      description:
        "JSON and CSV: profile, strategies with all versions, runs with results, candles",
    }],
  },
} as const satisfies Declarations;
