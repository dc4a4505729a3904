/** What mails about accounts say. Each is composed when it is sent; a link's code is made then and stored nowhere. */
import type { Kysely } from "kysely";
import {
  EMAIL_PATH,
  JOIN_PATH,
  linkTo,
  RESET_PATH,
  VERIFY_PATH,
} from "../../contracts/account_links.ts";
import type { AuditLog } from "../audit/audit_log.ts";
import type { Database } from "../db/schema.ts";
import type { MailComposer } from "../mail/outbox.ts";
import { writeMail } from "../mail/template.ts";
import { type AccountLinks, INVITATION_DAYS, MAILED_LINK_MINUTES } from "./links.ts";

export interface AccountMailParts {
  readonly db: Kysely<Database>;
  readonly links: AccountLinks;
  readonly auditLog: AuditLog;
  /** The address that people open, without a slash at its end. */
  readonly origin: string;
}

/** So many links of a kind that still work are sent to one account: nobody fills a stranger's inbox. */
const MOST_LINKS = 3;
const WORKS = `The link works once, for ${MAILED_LINK_MINUTES} minutes.`;
const NOT_YOU = "If it was not you, ignore this mail: nothing has changed.";

/** The composers of mails about accounts, by kind. */
export function accountMails(
  { db, links, auditLog, origin }: AccountMailParts,
): Readonly<
  Record<
    "reset" | "email" | "email_changed" | "password_changed" | "verify" | "invitation",
    MailComposer
  >
> {
  return {
    async reset({ address }) {
      const user = await db.selectFrom("users").select("id").where("email", "=", address)
        .where("disabled_at", "is", null).executeTakeFirst();
      if (!user || await links.count(user.id, "reset") >= MOST_LINKS) return null;
      const code = await links.make({ kind: "reset", userId: user.id, email: address });
      await auditLog.record("reset_link_made", { actor: { kind: "app" }, subject: user.id });
      return writeMail(address, {
        subject: "Choose a new password",
        paragraphs: [
          "Somebody asked for a new password for your Blockbuilders account.",
          `${WORKS} Choosing a new password logs all your devices out.`,
          NOT_YOU,
        ],
        link: { label: "Choose a new password", href: linkTo(origin, RESET_PATH, code) },
      });
    },
    async email({ address, user_id }) {
      if (user_id === null || await links.count(user_id, "email") >= MOST_LINKS) return null;
      const code = await links.make({ kind: "email", userId: user_id, email: address });
      return writeMail(address, {
        subject: "Confirm your new email",
        paragraphs: [
          "You asked to use this address for your Blockbuilders account.",
          WORKS,
          NOT_YOU,
        ],
        link: { label: "Use this address", href: linkTo(origin, EMAIL_PATH, code) },
      });
    },
    email_changed({ address }) {
      return Promise.resolve(writeMail(address, {
        subject: "Your email was changed",
        paragraphs: [
          "Your Blockbuilders account has another email now. You no longer log in with this one.",
          "If it was not you, write to whoever runs this Blockbuilders at once.",
        ],
      }));
    },
    password_changed({ address }) {
      return Promise.resolve(writeMail(address, {
        subject: "Your password was changed",
        paragraphs: [
          "The password of your Blockbuilders account was changed, and your other devices were logged out.",
          "If it was not you, choose a new one at once:",
        ],
        link: { label: "Choose a new password", href: `${origin}/forgot-password` },
      }));
    },
    async verify({ address, user_id }) {
      if (user_id === null || await links.count(user_id, "verify") >= MOST_LINKS) return null;
      const user = await db.selectFrom("users").select("email").where("id", "=", user_id)
        .where("email_verified_at", "is", null).executeTakeFirst();
      if (user?.email !== address) return null;
      const code = await links.make({ kind: "verify", userId: user_id, email: address });
      return writeMail(address, {
        subject: "Confirm your email",
        paragraphs: [
          "Confirm that this is your address to start with Blockbuilders.",
          WORKS,
          NOT_YOU,
        ],
        link: { label: "Confirm your email", href: linkTo(origin, VERIFY_PATH, code) },
      });
    },
    async invitation({ address, user_id }) {
      const code = await links.make({ kind: "invitation", email: address, createdBy: user_id });
      return writeMail(address, {
        subject: "You are invited to Blockbuilders",
        paragraphs: [
          "You are invited to Blockbuilders: build trading strategies from blocks and backtest them, without code.",
          `The link works once, for ${INVITATION_DAYS} days.`,
        ],
        link: { label: "Create your account", href: linkTo(origin, JOIN_PATH, code) },
      });
    },
  };
}
