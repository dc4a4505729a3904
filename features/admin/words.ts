/** What the operator's pages say of events and of what was just done. */
import type { AuditEntry } from "../../contracts/admin.ts";

const EVENTS: Readonly<Record<string, string>> = {
  signed_up: "Account created",
  password_changed: "Password changed",
  data_exported: "Data exported",
  account_deleted: "Account deleted",
  limits_changed: "Limits changed",
  owner_made: "Became owner",
  role_changed: "Role changed",
  account_disabled: "Account disabled",
  account_enabled: "Account enabled",
  signed_out_everywhere: "Logged out everywhere",
  invited: "Invitation created",
  invitation_withdrawn: "Invitation withdrawn",
  reset_link_made: "Password link created",
  password_reset: "Password reset",
  email_change_asked: "New email requested",
  email_changed: "Email changed",
  email_verified: "Email confirmed",
  api_key_made: "API key created",
  api_key_revoked: "API key revoked",
  two_step_on: "Two-step log-in on",
  two_step_off: "Two-step log-in off",
  recovery_code_used: "Recovery code used",
  recovery_codes_made: "New recovery codes",
  plan_changed: "Plan changed",
  subscription_changed: "Subscription changed",
  job_retried: "Job retried",
  job_dropped: "Job dropped",
  restatements_accepted: "Restated candles accepted",
  restatements_rejected: "Restated candles rejected",
  incident_opened: "Incident written",
  incident_updated: "Incident updated",
  incident_removed: "Incident removed",
};

/** Names for the choice of an event, in their order. */
export const EVENT_OPTIONS: readonly { readonly value: string; readonly label: string }[] = Object
  .entries(EVENTS).map(([value, label]) => ({ value, label }))
  .sort((a, b) => a.label < b.label ? -1 : 1);

/** An event in words; one that has none here says its own name. */
export function eventWords(event: string): string {
  return EVENTS[event] ?? `${event.charAt(0).toUpperCase()}${event.slice(1).replaceAll("_", " ")}`;
}

/** Who did it. */
export function actorWords({ actor }: AuditEntry): string {
  if (actor.kind === "command") return "Command on the server";
  if (actor.kind === "app") return "Blockbuilders";
  return actor.email ?? goneAccount(actor.id ?? "");
}

/** Whose account it is about; `–` when none. */
export function subjectWords({ subject }: AuditEntry): string {
  return subject === null ? "–" : subject.email ?? goneAccount(subject.id);
}

/** An account that was deleted has no email any more; its entries still tell accounts apart. */
function goneAccount(id: string): string {
  return `Deleted account ${id.slice(0, 8)}`;
}

/** What else there is to say: `strategies 25, imports default`. */
export function detailWords({ details }: AuditEntry): string {
  return Object.entries(details)
    .filter(([name]) => name !== "key_id" && name !== "job")
    .map(([name, value]) => `${name.replaceAll("_", " ")} ${value === null ? "default" : value}`)
    .join(", ");
}
