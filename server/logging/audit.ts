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
    | "new_log_in";
  /** What the password was checked for. */
  readonly purpose?: "log_in" | "change_password" | "delete_account";
  readonly [field: string]: string | number | boolean | null | undefined;
}

/** Writes the line of an event. */
export function audit(log: Logger, event: AuditEvent, details: AuditDetails): void {
  const { message, level } = AUDIT_EVENTS[event];
  log[level](message, { event, ...details });
}
