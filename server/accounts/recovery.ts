/** A new password for who has forgotten the old one, another email, and showing that an email is one's own. */
import type { Kysely } from "kysely";
import { AppError } from "../../contracts/errors.ts";
import type { Actor, AuditLog } from "../audit/audit_log.ts";
import { isUniqueViolation } from "../db/errors.ts";
import type { Database } from "../db/schema.ts";
import type { Outbox } from "../mail/outbox.ts";
import type { DeviceStore } from "./devices.ts";
import type { AccountLinks } from "./links.ts";
import { requireUncommon } from "./password_rules.ts";
import type { Passwords } from "./passwords.ts";
import { emailTaken, linkInvalid } from "./refusals.ts";
import type { Visitor } from "./visitor.ts";
import type { SessionOwner, SessionStore } from "./sessions.ts";

export interface RecoveryParts {
  readonly db: Kysely<Database>;
  readonly links: AccountLinks;
  readonly sessions: SessionStore;
  readonly devices: DeviceStore;
  readonly passwords: Passwords;
  readonly outbox: Pick<Outbox, "isOn" | "add">;
  readonly auditLog: AuditLog;
  readonly now: () => number;
  /** Has streams of sessions that were ended stop. */
  readonly tellSessionsEnded: (userId: string) => Promise<void>;
}

export class Recovery {
  constructor(private readonly parts: RecoveryParts) {}

  /** Whether links can be mailed. */
  get hasMail(): boolean {
    return this.parts.outbox.isOn;
  }

  /**
   * Mails a link for a new password, if the address has an account; the answer and its time are the same if not.
   *
   * @throws {AppError} `no_mail`
   */
  async askReset(email: string): Promise<void> {
    this.#requireMail();
    await this.parts.outbox.add({ kind: "reset", address: email });
  }

  /** A code for a new password, to be handed over by somebody who knows the person. */
  async makeResetCode(userId: string, actor: Actor, address?: string): Promise<string> {
    const { links, auditLog, db } = this.parts;
    return await db.transaction().execute(async (trx) => {
      await links.forget(trx, userId, ["reset"]);
      const code = await links.make({ kind: "reset", userId }, trx);
      await auditLog.record("reset_link_made", { actor, subject: userId, address }, trx);
      return code;
    });
  }

  /** Whose password a code changes. @throws {AppError} `link_invalid` */
  async resetFor(code: string): Promise<{ readonly email: string }> {
    const { links, db } = this.parts;
    const link = await links.find(["reset"], code);
    const user = link?.userId
      ? await db.selectFrom("users").select("email").where("id", "=", link.userId)
        .where("disabled_at", "is", null).executeTakeFirst()
      : undefined;
    if (!user) throw linkInvalid();
    return user;
  }

  /**
   * Gives the account of a code another password, and ends all its sessions.
   *
   * @throws {AppError} `link_invalid`, or `invalid_input` for a password that is guessed first
   */
  async reset(code: string, password: string, visitor: Visitor): Promise<void> {
    const { db, links, passwords, sessions, devices, auditLog, outbox, now } = this.parts;
    const { email } = await this.resetFor(code);
    await requireUncommon(password, { email, field: "password" });
    const password_hash = await passwords.hash(password);
    const userId = await db.transaction().execute(async (trx) => {
      const link = await links.take(trx, ["reset"], code);
      if (!link?.userId) throw linkInvalid();
      const id = link.userId;
      // Who reads the mails of an address has shown that it is theirs.
      const verified = link.email === email ? { email_verified_at: new Date(now()) } : {};
      await trx.updateTable("users")
        .set({ password_hash, ...verified, updated_at: new Date(now()) })
        .where("id", "=", id).execute();
      await sessions.endAll(id, trx);
      await devices.forgetOthers(trx, id, null);
      await links.forget(trx, id, ["reset"]);
      await auditLog.record("password_reset", {
        actor: { kind: "account", id },
        subject: id,
        address: visitor.address,
      }, trx);
      return id;
    });
    await this.parts.tellSessionsEnded(userId);
    if (outbox.isOn) await outbox.add({ kind: "password_changed", address: email, userId });
  }

  /**
   * Has the account use another email: at once where there is no mail, else when the link is opened that is mailed there.
   *
   * @throws {AppError} `email_taken`, `invalid_input` when it is the same
   */
  async askEmail(
    user: SessionOwner,
    email: string,
    visitor: Visitor,
  ): Promise<"changed" | "mailed"> {
    const { db, outbox, auditLog } = this.parts;
    if (email === user.email) {
      const message = "This is your email already.";
      throw new AppError("invalid_input", message, { issues: [{ path: "email", message }] });
    }
    const taken = await db.selectFrom("users").select("id").where("email", "=", email)
      .executeTakeFirst();
    if (taken) throw emailTaken("This email has another account.");
    if (!outbox.isOn) {
      await db.transaction().execute((trx) => this.#setEmail(trx, user.id, email, visitor, false));
      return "changed";
    }
    await outbox.add({ kind: "email", address: email, userId: user.id });
    await auditLog.record("email_change_asked", {
      actor: { kind: "account", id: user.id },
      subject: user.id,
      address: visitor.address,
    });
    return "mailed";
  }

  /** The email that a code confirms. @throws {AppError} `link_invalid` */
  async emailFor(code: string): Promise<{ readonly email: string }> {
    const link = await this.parts.links.find(["email", "verify"], code);
    if (!link?.email) throw linkInvalid();
    return { email: link.email };
  }

  /** Uses the code of a new email. @throws {AppError} `link_invalid`, `email_taken` */
  async changeEmail(code: string, visitor: Visitor): Promise<void> {
    const { db, links, outbox } = this.parts;
    const changed = await db.transaction().execute(async (trx) => {
      const link = await links.take(trx, ["email"], code);
      if (!link?.userId || !link.email) throw linkInvalid();
      const before = await trx.selectFrom("users").select("email").where("id", "=", link.userId)
        .executeTakeFirstOrThrow();
      await this.#setEmail(trx, link.userId, link.email, visitor, true);
      return { before: before.email, userId: link.userId };
    });
    if (outbox.isOn) {
      await outbox.add({
        kind: "email_changed",
        address: changed.before,
        userId: changed.userId,
      });
    }
  }

  /** Mails a link that shows that the account's email is theirs. @throws {AppError} `no_mail` */
  async askVerification(user: Pick<SessionOwner, "id" | "email">): Promise<void> {
    this.#requireMail();
    await this.parts.outbox.add({ kind: "verify", address: user.email, userId: user.id });
  }

  /** Uses the code of such a link. @throws {AppError} `link_invalid` */
  async verify(code: string, visitor: Visitor): Promise<void> {
    const { db, links, auditLog, now } = this.parts;
    await db.transaction().execute(async (trx) => {
      const link = await links.take(trx, ["verify"], code);
      if (!link?.userId || !link.email) throw linkInvalid();
      const { numUpdatedRows } = await trx.updateTable("users")
        .set({ email_verified_at: new Date(now()), updated_at: new Date(now()) })
        .where("id", "=", link.userId).where("email", "=", link.email).executeTakeFirst();
      if (numUpdatedRows === 0n) throw linkInvalid();
      await auditLog.record("email_verified", {
        actor: { kind: "account", id: link.userId },
        subject: link.userId,
        address: visitor.address,
      }, trx);
    });
  }

  /** @throws {AppError} `email_taken` */
  async #setEmail(
    trx: Kysely<Database>,
    id: string,
    email: string,
    visitor: Visitor,
    isVerified: boolean,
  ): Promise<void> {
    const { links, auditLog, now } = this.parts;
    const at = new Date(now());
    try {
      await trx.updateTable("users")
        .set({ email, email_verified_at: isVerified ? at : null, updated_at: at })
        .where("id", "=", id).execute();
    } catch (error) {
      if (isUniqueViolation(error)) throw emailTaken("This email has another account.");
      throw error;
    }
    // What was mailed to the address before leads nowhere any more.
    await links.forget(trx, id, ["reset", "verify", "email"]);
    await auditLog.record("email_changed", {
      actor: { kind: "account", id },
      subject: id,
      address: visitor.address,
    }, trx);
  }

  #requireMail(): void {
    if (this.parts.outbox.isOn) return;
    throw new AppError("no_mail", "This server sends no mail. Ask whoever runs it.");
  }
}
