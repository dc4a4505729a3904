/**
 * The audit log: who did what, to whose account, when and from where. Entries are rows that a trigger keeps from being changed;
 * each is a line of the log too. What happens too often to be kept for ever (log-ins, refusals) is in the log alone.
 */
import { type Kysely, sql } from "kysely";
import { audit, type AuditDetails, type AuditEvent } from "../logging/audit.ts";
import type { Logger } from "../logging/log.ts";
import type { Database } from "../db/schema.ts";

/** Who does something. */
export type Actor =
  | { readonly kind: "account"; readonly id: string }
  /** Somebody at the machine, with a command of `tools/`. */
  | { readonly kind: "command" }
  /** The app by itself. */
  | { readonly kind: "app" };

export interface AuditEntry {
  readonly actor: Actor;
  /** Whose account it is about; absent = none. */
  readonly subject?: string | undefined;
  /** Where the request comes from; absent for a command. */
  readonly address?: string | undefined;
  /** What else there is to say. Never an email, a secret, or anything of a strategy. */
  readonly details?: Readonly<Record<string, string | number | boolean | null>>;
}

/** An entry as it is kept. */
export interface KeptEntry {
  readonly id: number;
  readonly at: Date;
  readonly event: string;
  readonly actor: Actor;
  readonly actorEmail: string | null;
  readonly subjectId: string | null;
  readonly subjectEmail: string | null;
  readonly address: string | null;
  readonly details: Readonly<Record<string, unknown>>;
}

export interface AuditQuery {
  /** Entries about this account or by it. */
  readonly account?: string | undefined;
  readonly event?: string | undefined;
  /** Entries before this one. */
  readonly before?: number | undefined;
  readonly limit: number;
}

export class AuditLog {
  readonly #db: Kysely<Database>;
  readonly #log: Logger;

  constructor({ db, log }: { readonly db: Kysely<Database>; readonly log: Logger }) {
    this.#db = db;
    this.#log = log;
  }

  /** Keeps an entry; in the transaction of what it tells where `db` is one. */
  async record(event: AuditEvent, entry: AuditEntry, db: Kysely<Database> = this.#db) {
    const { actor, subject, address, details = {} } = entry;
    await db.insertInto("audit_log").values({
      event,
      actor_kind: actor.kind,
      actor_id: actor.kind === "account" ? actor.id : null,
      subject_id: subject ?? null,
      address: address ?? null,
      details: JSON.stringify(details),
    }).execute();
    const own = actor.kind === "account" && actor.id === subject;
    const by = own ? {} : { by: actor.kind === "account" ? actor.id : actor.kind };
    const line: AuditDetails = { user_id: subject, ...by, ...details };
    audit(this.#log, event, address === undefined ? line : { ...line, address });
  }

  /** The newest entries first; the addresses of accounts that are still there stand beside their ids. */
  async list({ account, event, before, limit }: AuditQuery): Promise<KeptEntry[]> {
    let query = this.#db.selectFrom("audit_log as e")
      .leftJoin("users as a", "a.id", "e.actor_id")
      .leftJoin("users as s", "s.id", "e.subject_id")
      .select(["e.id", "e.created_at", "e.event", "e.actor_id", "e.actor_kind", "e.subject_id"])
      .select(["e.address", "e.details", "a.email as actor_email", "s.email as subject_email"])
      .orderBy("e.id", "desc").limit(limit);
    if (account !== undefined) {
      query = query.where(
        sql<boolean>`(e.actor_id = ${account}::uuid or e.subject_id = ${account}::uuid)`,
      );
    }
    if (event !== undefined) query = query.where("e.event", "=", event);
    if (before !== undefined) query = query.where("e.id", "<", before);
    const rows = await query.execute();
    return rows.map((row): KeptEntry => ({
      id: row.id,
      at: row.created_at,
      event: row.event,
      actor: row.actor_kind === "account"
        ? { kind: "account", id: row.actor_id ?? "" }
        : { kind: row.actor_kind },
      actorEmail: row.actor_email,
      subjectId: row.subject_id,
      subjectEmail: row.subject_email,
      address: row.address,
      details: row.details,
    }));
  }
}
