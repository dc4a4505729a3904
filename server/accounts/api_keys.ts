/** API keys: a random key in a program's hands, only its hash here. */
import type { Kysely } from "kysely";
import { type ApiKey, type KeyScope, type NewApiKey } from "../../contracts/api_keys.ts";
import { AppError } from "../../contracts/errors.ts";
import type { AuditLog } from "../audit/audit_log.ts";
import type { Changes } from "../db/changes.ts";
import { isUuid } from "../db/errors.ts";
import { KeptReads } from "../db/kept_reads.ts";
import type { Limits } from "../limits/limits.ts";
import type { ApiKeysTable } from "../db/account_schema.ts";
import type { Database } from "../db/schema.ts";
import type { Selectable } from "kysely";
import type { Visitor } from "./visitor.ts";
import { hashToken, newToken, type SessionOwner } from "./sessions.ts";

/** How every key begins: a scanner for leaked secrets knows it by that. */
export const KEY_START = "bb_";
/** So much of a key is kept to know it again: far too little to guess the rest. */
const SHOWN = 11;
/** When a key was last used is written at most this often. */
const SEEN_MS = 5 * 60_000;
/** Keys whose rows are kept in memory. */
const KEPT = 1_000;

interface KeyRow {
  readonly key_id: string;
  readonly scope: KeyScope;
  readonly last_used_at: Date | null;
  readonly id: string;
  readonly email: string;
  readonly timezone: string | null;
  readonly role: SessionOwner["role"];
  readonly email_verified_at: Date | null;
}

export interface ApiKeysParts {
  readonly db: Kysely<Database>;
  readonly auditLog: AuditLog;
  readonly limits: Pick<Limits, "requireRoomForApiKey">;
  readonly now: () => number;
  readonly changes?: Changes | null;
}

export class ApiKeys {
  readonly #db: Kysely<Database>;
  readonly #auditLog: AuditLog;
  readonly #limits: ApiKeysParts["limits"];
  readonly #now: () => number;
  readonly #kept: KeptReads<KeyRow | undefined>;

  constructor({ db, auditLog, limits, now, changes = null }: ApiKeysParts) {
    this.#db = db;
    this.#limits = limits;
    this.#auditLog = auditLog;
    this.#now = now;
    this.#kept = new KeptReads({ changes, tables: ["api_keys", "users"], most: KEPT });
  }

  /**
   * Makes a key and returns it, this once.
   *
   * @throws {AppError} `limit_reached`
   */
  async make(
    user: SessionOwner,
    { name, scope }: Pick<NewApiKey, "name" | "scope">,
    visitor: Visitor,
  ): Promise<{ readonly key: string; readonly row: ApiKey }> {
    const key = `${KEY_START}${newToken()}`;
    const key_hash = await hashToken(key);
    const row = await this.#db.transaction().execute(async (trx) => {
      // Two at once cannot both take the last place.
      await trx.selectFrom("users").select("id").where("id", "=", user.id).forNoKeyUpdate()
        .execute();
      const known = await trx.selectFrom("api_keys").select("id").where("user_id", "=", user.id)
        .execute();
      await this.#limits.requireRoomForApiKey(trx, user.id, known.length);
      const made = await trx.insertInto("api_keys").values({
        user_id: user.id,
        name,
        scope,
        prefix: key.slice(0, SHOWN),
        key_hash,
        created_at: new Date(this.#now()),
      }).returningAll().executeTakeFirstOrThrow();
      await this.#auditLog.record("api_key_made", {
        actor: { kind: "account", id: user.id },
        subject: user.id,
        address: visitor.address,
        details: { key_id: made.id, scope },
      }, trx);
      return made;
    });
    return { key, row: shown(row) };
  }

  /** The newest first. */
  async list(userId: string): Promise<ApiKey[]> {
    const rows = await this.#db.selectFrom("api_keys").selectAll().where("user_id", "=", userId)
      .orderBy("created_at", "desc").orderBy("id").execute();
    return rows.map(shown);
  }

  /** @throws {AppError} `not_found` */
  async revoke(user: SessionOwner, id: string, visitor: Visitor): Promise<void> {
    const gone = isUuid(id)
      ? await this.#db.deleteFrom("api_keys").where("id", "=", id)
        .where("user_id", "=", user.id).returning("id").executeTakeFirst()
      : undefined;
    if (!gone) throw new AppError("not_found", "This API key is already revoked.");
    await this.#auditLog.record("api_key_revoked", {
      actor: { kind: "account", id: user.id },
      subject: user.id,
      address: visitor.address,
      details: { key_id: id },
    });
  }

  /** Whose key it is; `null` when it is none, was revoked, or its account is disabled. */
  async find(key: string): Promise<SessionOwner | null> {
    if (!isKey(key)) return null;
    const hash = await hashToken(key);
    const row = await this.#kept.get(hash, () => this.#read(hash));
    if (!row) return null;
    const now = this.#now();
    if (row.last_used_at === null || now - row.last_used_at.getTime() >= SEEN_MS) {
      await this.#db.updateTable("api_keys")
        .set({ last_used_at: new Date(now), updated_at: new Date(now) })
        .where("id", "=", row.key_id).execute();
    }
    return {
      id: row.id,
      email: row.email,
      timezone: row.timezone,
      sessionId: row.key_id,
      role: row.role,
      confirmedAt: null,
      isVerified: row.email_verified_at !== null,
      keyScope: row.scope,
    };
  }

  async #read(hash: string): Promise<KeyRow | undefined> {
    return await this.#db.selectFrom("api_keys as k").innerJoin("users as u", "u.id", "k.user_id")
      .select(["k.id as key_id", "k.scope", "k.last_used_at"])
      .select(["u.id", "u.email", "u.timezone", "u.role", "u.email_verified_at"])
      .where("k.key_hash", "=", hash).where("u.disabled_at", "is", null).executeTakeFirst();
  }
}

/** Whether `text` could be a key of ours. */
export function isKey(text: string): boolean {
  return /^bb_[A-Za-z0-9_-]{43}$/.test(text);
}

function shown(row: Selectable<ApiKeysTable>): ApiKey {
  return {
    id: row.id,
    name: row.name,
    scope: row.scope,
    prefix: row.prefix,
    created_at: row.created_at.toISOString(),
    last_used_at: row.last_used_at?.toISOString() ?? null,
  };
}
