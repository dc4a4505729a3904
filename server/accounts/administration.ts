/**
 * What an operator does with accounts. An admin acts on members; an owner on everybody but the last owner. Nobody disables,
 * deletes or demotes themselves here.
 */
import { type Kysely, sql, type Transaction } from "kysely";
import { ACCOUNTS_PER_PAGE, type AdminAccount, isOperator } from "../../contracts/admin.ts";
import { AppError } from "../../contracts/errors.ts";
import type { Actor, AuditLog } from "../audit/audit_log.ts";
import { isUuid } from "../db/errors.ts";
import type { Database, Role, UserRow } from "../db/schema.ts";
import type { PlanName } from "../../contracts/plans.ts";
import { LIMIT_COLUMNS, type LimitChanges } from "../limits/account_limits.ts";
import { entitlementRows, type EntitlementRules } from "../plans/entitlements.ts";
import type { DeviceStore } from "./devices.ts";
import type { Recovery } from "./recovery.ts";
import type { SessionOwner, SessionStore } from "./sessions.ts";
import { removeTwoStep } from "./two_step.ts";

/** Who administers: an account that is logged in, or somebody at the machine, who may do everything. */
export interface Operator {
  readonly actor: Actor;
  /** `owner` for a command. */
  readonly role: Role;
  readonly address?: string | undefined;
}

export interface AdministrationParts {
  readonly db: Kysely<Database>;
  readonly sessions: SessionStore;
  readonly devices: DeviceStore;
  readonly recovery: Recovery;
  readonly auditLog: AuditLog;
  readonly rules: EntitlementRules;
  /** Follows rest while their account is disabled; in the transaction that disables or enables it. */
  readonly follows: AccountFollows;
  readonly now: () => number;
  readonly tellSessionsEnded: (userId: string) => Promise<void>;
}

/** What goes on by itself for an account, until it is disabled. */
export interface AccountFollows {
  pause(trx: Transaction<Database>, userId: string, atMs: number): Promise<void>;
  /** @param pausedMs when they were paused: pauses of another time stay */
  resume(
    trx: Transaction<Database>,
    userId: string,
    times: { readonly pausedMs: number; readonly atMs: number },
  ): Promise<void>;
}

type Target = Pick<UserRow, "id" | "email" | "role" | "disabled_at">;

export class Administration {
  constructor(private readonly parts: AdministrationParts) {}

  /** Accounts whose email holds `search`, the newest first. */
  async list(
    { search = "", page = 1 }: { readonly search?: string; readonly page?: number } = {},
  ): Promise<{ readonly accounts: AdminAccount[]; readonly total: number }> {
    const { db } = this.parts;
    const pattern = `%${search.trim().toLowerCase().replace(/[\\%_]/g, "\\$&")}%`;
    const [rows, { total }] = await Promise.all([
      accountRows(db).where("u.email", "like", pattern)
        .orderBy("u.created_at", "desc").orderBy("u.id")
        .limit(ACCOUNTS_PER_PAGE).offset((page - 1) * ACCOUNTS_PER_PAGE).execute(),
      db.selectFrom("users").select(sql<number>`count(*)::int`.as("total"))
        .where("email", "like", pattern).executeTakeFirstOrThrow(),
    ]);
    return { accounts: rows.map((row) => this.#shown(row)), total };
  }

  /** @throws {AppError} `not_found` */
  async get(id: string): Promise<AdminAccount> {
    const row = isUuid(id)
      ? await accountRows(this.parts.db).where("u.id", "=", id).executeTakeFirst()
      : undefined;
    if (!row) throw noAccount();
    return this.#shown(row);
  }

  /** The account with this email. @throws {AppError} `not_found` */
  async idOf(email: string): Promise<string> {
    const row = await this.parts.db.selectFrom("users").select("id")
      .where("email", "=", email.trim().toLowerCase()).executeTakeFirst();
    if (!row) throw new AppError("not_found", `There is no account with the email ${email}.`);
    return row.id;
  }

  /** Gives the account limits of its own; `null` goes back to everybody's. @throws {AppError} `not_found` */
  async setLimits(by: Operator, id: string, changes: LimitChanges): Promise<void> {
    const { db, auditLog } = this.parts;
    const given = Object.entries(changes).filter(([, limit]) => limit !== undefined) as [
      keyof LimitChanges,
      number | null,
    ][];
    if (given.length === 0) return;
    await db.transaction().execute(async (trx) => {
      // Limits are no power over somebody: an admin may set their own too.
      await target(trx, id);
      const set = Object.fromEntries(given.map(([name, limit]) => [LIMIT_COLUMNS[name], limit]));
      await trx.updateTable("users").set({ ...set, updated_at: this.#now() })
        .where("id", "=", id).execute();
      await auditLog.record("limits_changed", {
        ...entryOf(by, id),
        details: Object.fromEntries(given),
      }, trx);
    });
  }

  /**
   * Gives the account a plan, whatever it paid for; `null` goes back to what it paid for. Nothing is deleted: what is more
   * than the plan allows stays, and new things are refused.
   *
   * @throws {AppError} `not_found`
   */
  async setPlan(by: Operator, id: string, plan: PlanName | null): Promise<void> {
    const { db, auditLog } = this.parts;
    await db.transaction().execute(async (trx) => {
      await target(trx, id);
      const { plan: before } = await trx.selectFrom("users").select("plan").where("id", "=", id)
        .forNoKeyUpdate().executeTakeFirstOrThrow();
      if (before === plan) return;
      await trx.updateTable("users").set({ plan, updated_at: this.#now() }).where("id", "=", id)
        .execute();
      await auditLog.record("plan_changed", { ...entryOf(by, id), details: { before, plan } }, trx);
    });
  }

  /** Lets nobody in with the account any more, and ends its sessions. Its data stays; its daily updates and follows rest. @throws {AppError} `not_found`, `not_allowed` */
  async disable(by: Operator, id: string): Promise<void> {
    const { db, sessions, auditLog, follows } = this.parts;
    await db.transaction().execute(async (trx) => {
      const { disabled_at } = await this.#requireMayChange(trx, by, id);
      await sessions.endAll(id, trx);
      if (disabled_at !== null) return;
      const now = this.#now();
      await trx.updateTable("users").set({ disabled_at: now, updated_at: now })
        .where("id", "=", id).execute();
      await follows.pause(trx, id, now.getTime());
      await auditLog.record("account_disabled", entryOf(by, id), trx);
    });
    await this.parts.tellSessionsEnded(id);
  }

  /** @throws {AppError} `not_found`, `not_allowed` */
  async enable(by: Operator, id: string): Promise<void> {
    const { db, auditLog, follows } = this.parts;
    await db.transaction().execute(async (trx) => {
      const { disabled_at } = await this.#requireMayChange(trx, by, id);
      if (disabled_at === null) return;
      const now = this.#now();
      await trx.updateTable("users").set({ disabled_at: null, updated_at: now })
        .where("id", "=", id).execute();
      await follows.resume(trx, id, { pausedMs: disabled_at.getTime(), atMs: now.getTime() });
      await auditLog.record("account_enabled", entryOf(by, id), trx);
    });
  }

  /** Ends all sessions of the account. @throws {AppError} `not_found`, `not_allowed` */
  async signOut(by: Operator, id: string): Promise<void> {
    const { db, sessions, devices, auditLog } = this.parts;
    await db.transaction().execute(async (trx) => {
      await this.#requireMayChange(trx, by, id);
      const count = await sessions.endAll(id, trx);
      await devices.forgetOthers(trx, id, null);
      await auditLog.record(
        "signed_out_everywhere",
        { ...entryOf(by, id), details: { count } },
        trx,
      );
    });
    await this.parts.tellSessionsEnded(id);
  }

  /** Takes the second step of logging in away, for whoever lost app and recovery codes. @throws {AppError} `not_found`, `not_allowed` */
  async resetTwoStep(by: Operator, id: string): Promise<void> {
    const { db, auditLog, now } = this.parts;
    await db.transaction().execute(async (trx) => {
      await this.#requireMayChange(trx, by, id);
      await removeTwoStep(trx, id, now());
      await auditLog.record("two_step_off", entryOf(by, id), trx);
    });
  }

  /** A code for a new password, told this once. @throws {AppError} `not_found`, `not_allowed` */
  async resetCode(by: Operator, id: string): Promise<string> {
    await this.#requireMayChange(this.parts.db, by, id);
    return await this.parts.recovery.makeResetCode(id, by.actor, by.address);
  }

  /** Mails the account a link for a new password. @throws {AppError} `not_found`, `not_allowed`, `no_mail` */
  async mailReset(by: Operator, id: string): Promise<void> {
    const { email } = await this.#requireMayChange(this.parts.db, by, id);
    await this.parts.recovery.askReset(email);
    await this.parts.auditLog.record("reset_link_made", {
      ...entryOf(by, id),
      details: { mailed: true },
    });
  }

  /** @throws {AppError} `not_found`, `not_allowed` */
  async setRole(by: Operator, id: string, role: Role): Promise<void> {
    const { db, auditLog } = this.parts;
    await db.transaction().execute(async (trx) => {
      const { role: before } = await this.#requireMayChange(trx, by, id);
      if (by.role !== "owner") {
        throw new AppError("not_allowed", "Only the owner gives and takes roles.");
      }
      if (before === role) return;
      await trx.updateTable("users").set({ role, updated_at: this.#now() }).where("id", "=", id)
        .execute();
      // With an owner there, links to become the owner lead nowhere.
      if (role === "owner") {
        await trx.deleteFrom("account_links").where("kind", "=", "owner").execute();
      }
      await auditLog.record(role === "owner" ? "owner_made" : "role_changed", {
        ...entryOf(by, id),
        details: { before, role },
      }, trx);
    });
  }

  /** Makes sure that the account may be deleted by this operator. @throws {AppError} `not_found`, `not_allowed` */
  async requireMayDelete(by: Operator, id: string): Promise<{ readonly email: string }> {
    return await this.#requireMayChange(this.parts.db, by, id);
  }

  async #requireMayChange(db: Kysely<Database>, by: Operator, id: string): Promise<Target> {
    const account = await target(db, id);
    if (by.actor.kind === "account" && by.actor.id === id) {
      throw new AppError("not_allowed", "This is your own account: change it in your settings.");
    }
    if (by.role !== "owner" && isOperator(account.role)) {
      throw new AppError("not_allowed", "Only the owner may change the account of an admin.");
    }
    return account;
  }

  #shown(row: AccountRow): AdminAccount {
    return {
      ...shown(row),
      plan: this.parts.rules.of(row).plan.name,
      given_plan: row.plan,
      subscription: row.subscription_status,
    };
  }

  #now(): Date {
    return new Date(this.parts.now());
  }
}

/** The operator that a logged-in account is. */
export function operatorOf(user: SessionOwner, address: string): Operator {
  return { actor: { kind: "account", id: user.id }, role: user.role, address };
}

/** Whoever can start a command at the machine could write to the database too. */
export const AT_THE_MACHINE: Operator = { actor: { kind: "command" }, role: "owner" };

function entryOf({ actor, address }: Operator, subject: string) {
  return { actor, subject, address };
}

async function target(db: Kysely<Database>, id: string): Promise<Target> {
  const row = isUuid(id)
    ? await db.selectFrom("users").select(["id", "email", "role", "disabled_at"])
      .where("id", "=", id).executeTakeFirst()
    : undefined;
  if (!row) throw noAccount();
  return row;
}

function noAccount(): AppError {
  return new AppError("not_found", "There is no such account. It may have been deleted.");
}

function accountRows(db: Kysely<Database>) {
  const count = sql<number>`count(*)::int`.as("count");
  return entitlementRows(db)
    .select(["u.id", "u.email", "u.role", "u.created_at", "u.disabled_at", "u.email_verified_at"])
    .select("u.totp_enabled_at")
    .select((eb) => [
      eb.selectFrom("sessions").select(count).whereRef("user_id", "=", "u.id").as("sessions"),
      eb.selectFrom("sessions").select(sql<Date>`max(last_seen_at)`.as("seen"))
        .whereRef("user_id", "=", "u.id").as("session_seen_at"),
      eb.selectFrom("api_keys").select(count).whereRef("user_id", "=", "u.id").as("api_keys"),
      eb.selectFrom("api_keys").select(sql<Date>`max(last_used_at)`.as("seen"))
        .whereRef("user_id", "=", "u.id").as("key_seen_at"),
      eb.selectFrom("strategies").select(count).whereRef("user_id", "=", "u.id").as("strategies"),
      eb.selectFrom("backtest_runs").select(count).whereRef("user_id", "=", "u.id").as("backtests"),
    ]);
}

type AccountRow = Awaited<ReturnType<ReturnType<typeof accountRows>["executeTakeFirstOrThrow"]>>;

function shown(
  row: AccountRow,
): Omit<AdminAccount, "plan" | "given_plan" | "subscription"> {
  const seen = [row.session_seen_at, row.key_seen_at].filter((at) => at !== null)
    .map((at) => at.getTime());
  return {
    id: row.id,
    email: row.email,
    role: row.role,
    created_at: row.created_at.toISOString(),
    last_seen_at: seen.length === 0 ? null : new Date(Math.max(...seen)).toISOString(),
    disabled_at: row.disabled_at?.toISOString() ?? null,
    email_verified: row.email_verified_at !== null,
    two_step: row.totp_enabled_at !== null,
    sessions: row.sessions ?? 0,
    api_keys: row.api_keys ?? 0,
    strategies: row.strategies ?? 0,
    backtests: row.backtests ?? 0,
    own_limits: {
      strategies: row.max_strategies,
      backtests: row.max_backtests_per_day,
      imports: row.max_imports,
      candles: row.max_import_candles,
    },
  };
}
