/** Links that make an account: the owner's at the first start, and invitations. */
import type { Kysely } from "kysely";
import { AppError } from "../../contracts/errors.ts";
import type { AuditLog } from "../audit/audit_log.ts";
import type { LinkKind } from "../db/account_schema.ts";
import type { Database, Role } from "../db/schema.ts";
import type { Outbox } from "../mail/outbox.ts";
import { isUuid } from "../db/errors.ts";
import type { AccountLinks, OpenInvitation } from "./links.ts";
import { joinInvalid } from "./refusals.ts";
import type { Visitor } from "./visitor.ts";
import type { SessionOwner } from "./sessions.ts";

export const JOIN_KINDS: readonly LinkKind[] = ["owner", "invitation"];
/** Every start of a process makes another owner's link while there is no owner; those of the others go on working. */
const OWNER_LINKS = 5;
/** So many invitations can be open at a time. */
const INVITATION_LIMIT = 100;

export interface JoiningParts {
  readonly db: Kysely<Database>;
  readonly links: AccountLinks;
  readonly outbox: Pick<Outbox, "isOn" | "add">;
  readonly auditLog: AuditLog;
  readonly now: () => number;
}

/** What a link makes. */
export interface Joinable {
  readonly kind: "owner" | "invitation";
  /** Whom it is for; `null` = whoever has it. */
  readonly email: string | null;
}

export class Joining {
  constructor(private readonly parts: JoiningParts) {}

  /** A code that makes the owner; `null` when there is one already. */
  async ownerCode(): Promise<string | null> {
    const { db, links } = this.parts;
    if (await hasOwner(db)) return null;
    const code = await links.make({ kind: "owner" });
    await links.keepNewest("owner", OWNER_LINKS);
    return code;
  }

  /** What a code makes. @throws {AppError} `link_invalid` */
  async joinable(code: string): Promise<Joinable> {
    const link = await this.parts.links.find(JOIN_KINDS, code);
    if (!link) throw joinInvalid();
    return { kind: link.kind === "owner" ? "owner" : "invitation", email: link.email };
  }

  /** Makes the account that is logged in the owner. @throws {AppError} `link_invalid` */
  async claimOwner(user: SessionOwner, code: string, visitor: Visitor): Promise<void> {
    const { db, links, auditLog, now } = this.parts;
    await db.transaction().execute(async (trx) => {
      if (!await links.take(trx, ["owner"], code)) throw joinInvalid();
      await trx.updateTable("users").set({ role: "owner", updated_at: new Date(now()) })
        .where("id", "=", user.id).execute();
      await auditLog.record("owner_made", {
        actor: { kind: "account", id: user.id },
        subject: user.id,
        address: visitor.address,
      }, trx);
    });
  }

  /**
   * Invites somebody: mails the link where there is an address and a mail server, else returns its code, this once.
   *
   * @throws {AppError} `limit_reached`
   */
  async invite(by: SessionOwner, email: string | null, visitor: Visitor): Promise<string | null> {
    const { links, outbox, auditLog } = this.parts;
    const used = (await links.invitations()).length;
    if (used >= INVITATION_LIMIT) {
      throw new AppError(
        "limit_reached",
        `${INVITATION_LIMIT} invitations are open, the most there can be. Withdraw one first.`,
      );
    }
    const mailed = email !== null && outbox.isOn;
    const code = mailed ? null : await links.make({ kind: "invitation", email, createdBy: by.id });
    if (mailed) await outbox.add({ kind: "invitation", address: email, userId: by.id });
    await auditLog.record("invited", {
      actor: { kind: "account", id: by.id },
      address: visitor.address,
      details: { mailed },
    });
    return code;
  }

  invitations(): Promise<OpenInvitation[]> {
    return this.parts.links.invitations();
  }

  /** @throws {AppError} `not_found` */
  async withdraw(by: SessionOwner, id: string, visitor: Visitor): Promise<void> {
    const { links, auditLog } = this.parts;
    if (!isUuid(id) || !await links.withdraw(id)) {
      throw new AppError("not_found", "This invitation is used or withdrawn already.");
    }
    await auditLog.record("invitation_withdrawn", {
      actor: { kind: "account", id: by.id },
      address: visitor.address,
    });
  }
}

/** What an account gets that is made with a link. */
export function roleOf(kind: LinkKind): Role {
  return kind === "owner" ? "owner" : "member";
}

async function hasOwner(db: Kysely<Database>): Promise<boolean> {
  const owner = await db.selectFrom("users").select("id").where("role", "=", "owner").limit(1)
    .executeTakeFirst();
  return owner !== undefined;
}
