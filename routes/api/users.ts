/** The account of whoever is logged in. */
import { changePasswordSchema } from "../../contracts/auth.ts";
import { onboardingSchema, updateOnboardingSchema } from "../../contracts/onboarding.ts";
import { profileSchema, sessionListSchema, updateProfileSchema } from "../../contracts/users.ts";
import { clearSessionCookie, visitorOf } from "../middleware/session.ts";
import { endpoint } from "./endpoint.ts";

const tag = "Account";
const path = "/users/me";

export const userEndpoints = [
  endpoint({
    method: "GET",
    path,
    summary: "Profile, defaults and usage",
    tag,
    status: 200,
    response: profileSchema,
  }, async ({ c, services, user }) => c.json(await services.accounts.profile(user.id))),
  endpoint(
    {
      method: "PATCH",
      path,
      summary: "Changes the defaults",
      tag,
      body: updateProfileSchema,
      status: 200,
      response: profileSchema,
    },
    async ({ c, services, user, body }) =>
      c.json(await services.accounts.updateProfile(user.id, body)),
  ),
  endpoint({
    method: "GET",
    path: `${path}/onboarding`,
    summary: "Which of the first steps the account has done",
    tag,
    status: 200,
    response: onboardingSchema,
  }, async ({ c, services, user }) => c.json(await services.onboarding.state(user.id))),
  endpoint({
    method: "PATCH",
    path: `${path}/onboarding`,
    summary: "Marks one of the first steps as done, or hides the list",
    tag,
    body: updateOnboardingSchema,
    status: 200,
    response: onboardingSchema,
  }, async ({ c, services, user, body }) => {
    await services.onboarding.update(user.id, body);
    return c.json(await services.onboarding.state(user.id));
  }),
  endpoint({
    method: "DELETE",
    path,
    summary: "Deletes the account with everything that belongs to it",
    tag,
    status: 204,
  }, async ({ c, services, user }) => {
    await services.accountData.remove(user.id, visitorOf(c));
    clearSessionCookie(c);
    return c.body(null, 204);
  }),
  endpoint({
    method: "POST",
    path: `${path}/password`,
    summary: "Changes the password and logs all other devices out",
    tag,
    body: changePasswordSchema,
    status: 204,
    errors: ["too_many_attempts"],
  }, async ({ c, services, user, body }) => {
    await services.accounts.changePassword(user, body, visitorOf(c));
    return c.body(null, 204);
  }),
  endpoint(
    {
      method: "GET",
      path: `${path}/sessions`,
      summary: "The devices that are logged in",
      tag,
      status: 200,
      response: sessionListSchema,
    },
    async ({ c, services, user }) => c.json({ sessions: await services.accounts.sessions(user) }),
  ),
  endpoint({
    method: "DELETE",
    path: `${path}/sessions`,
    summary: "Logs all other devices out",
    tag,
    status: 204,
  }, async ({ c, services, user }) => {
    await services.accounts.endOtherSessions(user, visitorOf(c));
    return c.body(null, 204);
  }),
  endpoint({
    method: "DELETE",
    path: `${path}/sessions/{id}`,
    summary: "Logs one device out",
    tag,
    status: 204,
    errors: ["not_found"],
  }, async ({ c, services, user, param }) => {
    await services.accounts.endSession(user, param("id"), visitorOf(c));
    if (param("id") === user.sessionId) clearSessionCookie(c);
    return c.body(null, 204);
  }),
  endpoint({
    method: "GET",
    path: `${path}/export`,
    summary: "Everything that is stored about the account",
    tag,
    status: 200,
    otherResponses: [{
      type: "application/zip",
      description:
        "JSON and CSV: profile, strategies with all versions, runs with results, candles",
    }],
  }, ({ c, services, user }) => {
    const day = new Date(services.now()).toISOString().slice(0, 10);
    return new Response(services.accountData.export(user, visitorOf(c)), {
      headers: {
        "content-type": "application/zip",
        "content-disposition": `attachment; filename="blockbuilders-${day}.zip"`,
      },
    });
  }),
];
