/** What guards an account: its email, its second step of logging in, and the keys that programs use. */
import type { securityEndpoints } from "../../contracts/endpoints/security.ts";
import { visitorOf } from "../middleware/session.ts";
import type { Handlers } from "./endpoint.ts";

export const securityHandlers: Handlers<typeof securityEndpoints> = {
  "POST /users/me/confirm": async ({ c, services, user, body }) => {
    await services.accounts.confirmPassword(user, body.password, visitorOf(c), "confirm");
  },
  "POST /users/me/email": async ({ c, services, user, body }) => {
    const { accounts, recovery } = services;
    await accounts.requireConfirmed(user, body.password, visitorOf(c));
    return { state: await recovery.askEmail(user, body.email, visitorOf(c)) };
  },
  "POST /users/me/email/verification": async ({ services, user }) => {
    await services.recovery.askVerification(user);
  },
  "GET /users/me/keys": async ({ services, user }) => ({
    keys: await services.apiKeys.list(user.id),
  }),
  "POST /users/me/keys": async ({ c, services, user, body }) => {
    await services.accounts.requireConfirmed(user, body.password, visitorOf(c));
    const { key, row } = await services.apiKeys.make(user, body, visitorOf(c));
    return { ...row, key };
  },
  "DELETE /users/me/keys/{id}": async ({ c, services, user, params: { id } }) => {
    await services.apiKeys.revoke(user, id, visitorOf(c));
    await services.accounts.tellSessionsEnded(user.id);
  },
  "GET /users/me/two-step": ({ services, user }) => services.accounts.twoStep.state(user.id),
  "POST /users/me/two-step": async ({ c, services, user, body }) => {
    await services.accounts.requireConfirmed(user, body.password, visitorOf(c));
    return await services.accounts.twoStep.begin(user);
  },
  "POST /users/me/two-step/confirm": async ({ c, services, user, body }) => ({
    recovery_codes: await services.accounts.twoStep.enable(user, body.code, visitorOf(c)),
  }),
  "POST /users/me/two-step/recovery-codes": async ({ c, services, user, body }) => {
    await services.accounts.requireConfirmed(user, body.password, visitorOf(c));
    return {
      recovery_codes: await services.accounts.twoStep.renewRecoveryCodes(user, visitorOf(c)),
    };
  },
  "DELETE /users/me/two-step": async ({ c, services, user, body }) => {
    await services.accounts.requireConfirmed(user, body.password, visitorOf(c));
    await services.accounts.twoStep.disable(user, visitorOf(c));
  },
};
