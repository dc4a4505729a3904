/**
 * What happens to accounts, one line of the log each: who (the account's id), from which address, in which request. Never an
 * email, a password, a cookie, or anything else that was typed. `ops/playbooks/logs.md` lists the events.
 */
import type { Logger } from "./log.ts";

/** Every event: the words of its line, and its level. */
export const AUDIT_EVENTS = {
  signed_up: { message: "account created", level: "info" },
  sign_up_refused: { message: "sign-up refused", level: "warn" },
  logged_in: { message: "logged in", level: "info" },
  log_in_failed: { message: "log-in failed", level: "warn" },
  logged_out: { message: "logged out", level: "info" },
  password_check_failed: { message: "password check failed", level: "warn" },
  too_many_attempts: { message: "too many attempts", level: "warn" },
  password_changed: { message: "password changed", level: "info" },
  session_ended: { message: "a device was logged out", level: "info" },
  other_sessions_ended: { message: "all other devices were logged out", level: "info" },
  data_exported: { message: "account data exported", level: "info" },
  account_deleted: { message: "account deleted", level: "info" },
  limits_changed: { message: "limits of an account changed", level: "info" },
  owner_made: { message: "account became the owner", level: "info" },
  role_changed: { message: "role of an account changed", level: "info" },
  account_disabled: { message: "account disabled", level: "info" },
  account_enabled: { message: "account enabled", level: "info" },
  signed_out_everywhere: { message: "account logged out everywhere", level: "info" },
  invited: { message: "invitation made", level: "info" },
  invitation_withdrawn: { message: "invitation withdrawn", level: "info" },
  reset_link_made: { message: "link for a new password made", level: "info" },
  password_reset: { message: "password reset", level: "info" },
  email_change_asked: { message: "another email asked for", level: "info" },
  email_changed: { message: "email changed", level: "info" },
  email_verified: { message: "email confirmed", level: "info" },
  api_key_made: { message: "API key made", level: "info" },
  api_key_revoked: { message: "API key revoked", level: "info" },
  two_step_on: { message: "two-step log-in turned on", level: "info" },
  two_step_off: { message: "two-step log-in turned off", level: "info" },
  recovery_code_used: { message: "recovery code used", level: "warn" },
  recovery_codes_made: { message: "recovery codes made", level: "info" },
  plan_changed: { message: "plan of an account changed", level: "info" },
  subscription_changed: { message: "subscription of an account changed", level: "info" },
  job_retried: { message: "job put back into the queue", level: "info" },
  job_dropped: { message: "job dropped", level: "info" },
  restatements_accepted: { message: "restated candles accepted", level: "info" },
  restatements_rejected: { message: "restated candles rejected", level: "info" },
  incident_opened: { message: "incident written", level: "info" },
  incident_updated: { message: "incident updated", level: "info" },
  incident_removed: { message: "incident removed", level: "info" },
} as const satisfies Record<string, { message: string; level: "info" | "warn" }>;

export type AuditEvent = keyof typeof AUDIT_EVENTS;

/** Whose account, and what the line says beside the request that is being answered. */
export interface AuditDetails {
  /** The account, as far as there is one. */
  readonly user_id?: string | undefined;
  /** Where the request comes from; absent for a command. */
  readonly address?: string;
  /** Why it was refused. */
  readonly reason?:
    | "email_taken"
    | "unknown_account"
    | "wrong_password"
    | "password_changed"
    | "new_log_in"
    | "disabled"
    | "wrong_code";
  /** What the password was checked for. */
  readonly purpose?: "log_in" | "change_password" | "delete_account" | "confirm";
  readonly [field: string]: string | number | boolean | null | undefined;
}

/** Writes the line of an event. */
export function audit(log: Logger, event: AuditEvent, details: AuditDetails): void {
  const { message, level } = AUDIT_EVENTS[event];
  log[level](message, { event, ...details });
}
