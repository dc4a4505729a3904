/** The tables of links, mails, API keys and the audit log (migration 0017) as Kysely sees them. */
import type { ColumnType, Generated } from "kysely";
import type { DefaultedTime } from "./column_types.ts";

export type LinkKind = "owner" | "invitation" | "reset" | "email" | "verify";

/** Links that work once; the row goes when one is used. */
export interface AccountLinksTable {
  id: Generated<string>;
  kind: LinkKind;
  /** SHA-256 of the code in the link, hex. */
  token_hash: string;
  /** Whose account it changes; `null` for links that make one. */
  user_id: string | null;
  /** The address that an account is to get; of an invitation, whom it is for. */
  email: string | null;
  created_by: string | null;
  /** `null` = it works until it is used or taken back. */
  expires_at: Date | null;
  created_at: DefaultedTime;
  updated_at: DefaultedTime;
}

/** Mails that are to be sent. One that was sent has no row any more. */
export interface MailsTable {
  id: Generated<string>;
  /** What it says: a key of the composers. */
  kind: string;
  address: string;
  user_id: string | null;
  status: Generated<"pending" | "failed">;
  attempts: Generated<number>;
  /** Not to be sent before: set while it is being sent, and between attempts. */
  free_at: DefaultedTime;
  /** Why the last attempt failed. */
  error: string | null;
  created_at: DefaultedTime;
  updated_at: DefaultedTime;
}

/** Keys by which programs use the API for an account. */
export interface ApiKeysTable {
  id: Generated<string>;
  user_id: string;
  name: string;
  scope: "read" | "run";
  /** How it begins. */
  prefix: string;
  /** SHA-256 of the key, hex. */
  key_hash: string;
  last_used_at: Date | null;
  created_at: DefaultedTime;
  updated_at: DefaultedTime;
}

/** Codes that stand in for the authenticator app, each once. */
export interface RecoveryCodesTable {
  user_id: string;
  /** SHA-256, hex. */
  code_hash: string;
  created_at: DefaultedTime;
  updated_at: DefaultedTime;
}

/** Who did what to whom. A trigger refuses every change of a row. */
export interface AuditLogTable {
  id: Generated<number>;
  event: string;
  /** `null` where no account did it. */
  actor_id: string | null;
  actor_kind: "account" | "command" | "app";
  subject_id: string | null;
  /** Where the request came from. */
  address: string | null;
  details: ColumnType<Readonly<Record<string, unknown>>, string | undefined, never>;
  created_at: DefaultedTime;
  updated_at: DefaultedTime;
}

export interface AccountTables {
  account_links: AccountLinksTable;
  mails: MailsTable;
  api_keys: ApiKeysTable;
  recovery_codes: RecoveryCodesTable;
  audit_log: AuditLogTable;
}
