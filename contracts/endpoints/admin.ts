/** What an operator sees and does. To anybody else these addresses do not exist. */
import {
  accountChangeSchema,
  accountQuerySchema,
  adminAccountListSchema,
  adminAccountSchema,
  adminJobListSchema,
  adminMarketDataSchema,
  adminUsageSchema,
  auditListSchema,
  auditQuerySchema,
  confirmSchema,
  invitationListSchema,
  inviteSchema,
  onceLinkSchema,
  usageQuerySchema,
} from "../admin.ts";
import type { Declarations } from "./endpoint.ts";

const tag = "Admin";
const operator = true;
/** Where the password has to have been typed within the last ten minutes, or be sent along. */
const CONFIRMED = ["password_needed", "too_many_attempts"] as const;

export const adminEndpoints = {
  "GET /admin/accounts": {
    summary: "Accounts, the newest first",
    tag,
    operator,
    query: accountQuerySchema,
    status: 200,
    response: adminAccountListSchema,
  },
  "GET /admin/accounts/{id}": {
    summary: "One account",
    tag,
    operator,
    status: 200,
    response: adminAccountSchema,
  },
  "PATCH /admin/accounts/{id}": {
    summary: "Changes limits, plan, role (owner only), or whether the account is disabled",
    tag,
    operator,
    body: accountChangeSchema,
    status: 200,
    response: adminAccountSchema,
    errors: ["not_allowed", ...CONFIRMED],
  },
  "POST /admin/accounts/{id}/sign-out": {
    summary: "Logs all devices of the account out",
    tag,
    operator,
    status: 204,
    errors: ["not_allowed"],
  },
  "POST /admin/accounts/{id}/reset-link": {
    summary: "A link for a new password, told this once",
    tag,
    operator,
    body: confirmSchema,
    status: 200,
    response: onceLinkSchema,
    errors: ["not_allowed", ...CONFIRMED],
  },
  "DELETE /admin/accounts/{id}": {
    summary: "Deletes an account with everything that belongs to it",
    tag,
    operator,
    body: confirmSchema,
    status: 204,
    errors: ["not_allowed", ...CONFIRMED],
  },
  "GET /admin/invitations": {
    summary: "Invitations that nobody has used yet",
    tag,
    operator,
    status: 200,
    response: invitationListSchema,
  },
  "POST /admin/invitations": {
    summary: "Invites somebody: by mail, or with a link that is told this once",
    tag,
    operator,
    body: inviteSchema,
    status: 201,
    response: onceLinkSchema,
    errors: ["limit_reached"],
  },
  "DELETE /admin/invitations/{id}": {
    summary: "Withdraws an invitation",
    tag,
    operator,
    status: 204,
  },
  "GET /admin/jobs": {
    summary: "Jobs that run, wait, or failed in the last week",
    tag,
    operator,
    status: 200,
    response: adminJobListSchema,
  },
  "POST /admin/jobs/{id}/retry": {
    summary: "Puts a failed job back into the queue",
    tag,
    operator,
    status: 204,
  },
  "DELETE /admin/jobs/{id}": {
    summary: "Gives a job up",
    tag,
    operator,
    status: 204,
  },
  "GET /admin/market-data": {
    summary: "The candles that are stored",
    tag,
    operator,
    status: 200,
    response: adminMarketDataSchema,
  },
  "GET /admin/usage": {
    summary: "What accounts used in a month (UTC), to meter by",
    tag,
    operator,
    query: usageQuerySchema,
    status: 200,
    response: adminUsageSchema,
  },
  "GET /admin/audit": {
    summary: "Who did what to whom, when and from where, the newest first",
    tag,
    operator,
    query: auditQuerySchema,
    status: 200,
    response: auditListSchema,
  },
} as const satisfies Declarations;
