/** What an operator sees and does; the router has made sure that one asks. */
import { JOIN_PATH, linkTo, RESET_PATH } from "../../contracts/account_links.ts";
import { ENTRIES_PER_PAGE } from "../../contracts/admin.ts";
import type { adminEndpoints } from "../../contracts/endpoints/admin.ts";
import { marketDataOverview } from "../../server/use_cases/operator_market_data.ts";
import { publicOrigin } from "../http/public_origin.ts";
import { operatorFor, visitorOf } from "../middleware/session.ts";
import { auditPage } from "./audit_page.ts";
import type { Handlers } from "./endpoint.ts";

export const adminHandlers: Handlers<typeof adminEndpoints> = {
  "GET /admin/accounts": ({ services, query: { q, page } }) =>
    services.administration.list({
      ...(q === undefined ? {} : { search: q }),
      ...(page === undefined ? {} : { page }),
    }),
  "GET /admin/accounts/{id}": ({ services, params: { id } }) => services.administration.get(id),
  "PATCH /admin/accounts/{id}": async ({ c, services, user, params: { id }, body }) => {
    const { administration, accounts } = services;
    const by = operatorFor(c, user);
    if (body.role !== undefined) {
      await accounts.requireConfirmed(user, body.password, visitorOf(c));
      await administration.setRole(by, id, body.role);
    }
    if (body.disabled === true) await administration.disable(by, id);
    if (body.disabled === false) await administration.enable(by, id);
    if (body.plan !== undefined) await administration.setPlan(by, id, body.plan);
    if (body.limits) await administration.setLimits(by, id, body.limits);
    return await administration.get(id);
  },
  "POST /admin/accounts/{id}/sign-out": async ({ c, services, user, params: { id } }) => {
    await services.administration.signOut(operatorFor(c, user), id);
  },
  "POST /admin/accounts/{id}/reset-link": async ({ c, services, user, params: { id }, body }) => {
    await services.accounts.requireConfirmed(user, body.password, visitorOf(c));
    const code = await services.administration.resetCode(operatorFor(c, user), id);
    return { link: linkTo(publicOrigin(c), RESET_PATH, code) };
  },
  "DELETE /admin/accounts/{id}": async ({ c, services, user, params: { id }, body }) => {
    const by = operatorFor(c, user);
    await services.accounts.requireConfirmed(user, body.password, visitorOf(c));
    await services.administration.requireMayDelete(by, id);
    await services.accountData.remove(id, by, by.actor);
  },
  "GET /admin/invitations": async ({ services }) => {
    const invitations = await services.joining.invitations();
    return {
      invitations: invitations.map(({ id, email, createdAt, expiresAt }) => ({
        id,
        email,
        created_at: createdAt.toISOString(),
        expires_at: expiresAt?.toISOString() ?? null,
      })),
    };
  },
  "POST /admin/invitations": async ({ c, services, user, body }) => {
    const code = await services.joining.invite(user, body.email ?? null, visitorOf(c));
    return { link: code === null ? null : linkTo(publicOrigin(c), JOIN_PATH, code) };
  },
  "DELETE /admin/invitations/{id}": async ({ c, services, user, params: { id } }) => {
    await services.joining.withdraw(user, id, visitorOf(c));
  },
  "GET /admin/jobs": ({ services }) => services.operatorJobs.list(),
  "POST /admin/jobs/{id}/retry": async ({ c, services, user, params: { id } }) => {
    await services.operatorJobs.retry(operatorFor(c, user), id);
  },
  "DELETE /admin/jobs/{id}": async ({ c, services, user, params: { id } }) => {
    await services.operatorJobs.drop(operatorFor(c, user), id);
  },
  "GET /admin/market-data": ({ services }) => marketDataOverview(services),
  "POST /admin/market-data/restatements": ({ c, services, user, body: { choice, ids } }) =>
    services.operatorRestatements.decide(operatorFor(c, user), choice, ids),
  "GET /admin/usage": ({ services, query: { month } }) => services.meters.ofMonth(month),
  "GET /admin/audit": ({ services, query }) =>
    auditPage(services.auditLog, { ...query, limit: ENTRIES_PER_PAGE }),
};
