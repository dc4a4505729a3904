/** The account of whoever is logged in. */
import type { userEndpoints } from "../../contracts/endpoints/users.ts";
import { clearSessionCookie, visitorOf } from "../middleware/session.ts";
import type { Handlers } from "./endpoint.ts";

export const userHandlers: Handlers<typeof userEndpoints> = {
  "GET /users/me": ({ services, user }) => services.accounts.profile(user.id),
  "PATCH /users/me": ({ services, user, body }) => services.accounts.updateProfile(user.id, body),
  "GET /users/me/onboarding": ({ services, user }) => services.onboarding.state(user.id),
  "PATCH /users/me/onboarding": async ({ services, user, body }) => {
    await services.onboarding.update(user.id, body);
    return await services.onboarding.state(user.id);
  },
  "DELETE /users/me": async ({ c, services, user, body }) => {
    await services.accounts.confirmPassword(user, body.password, visitorOf(c));
    await services.accountData.remove(user.id, visitorOf(c));
    clearSessionCookie(c);
  },
  "POST /users/me/password": async ({ c, services, user, body }) => {
    await services.accounts.changePassword(user, body, visitorOf(c));
  },
  "GET /users/me/sessions": async ({ services, user }) => ({
    sessions: await services.accounts.sessions(user),
  }),
  "DELETE /users/me/sessions": async ({ c, services, user }) => {
    await services.accounts.endOtherSessions(user, visitorOf(c));
  },
  "DELETE /users/me/sessions/{id}": async ({ c, services, user, params: { id } }) => {
    await services.accounts.endSession(user, id, visitorOf(c));
    if (id === user.sessionId) clearSessionCookie(c);
  },
  "GET /users/me/export": ({ c, services, user }) => {
    const day = new Date(services.now()).toISOString().slice(0, 10);
    return new Response(services.accountData.export(user, visitorOf(c)), {
      headers: {
        "content-type": "application/zip",
        "content-disposition": `attachment; filename="blockbuilders-${day}.zip"`,
      },
    });
  },
};
