/**
 * Notices by mail, once a day or at once. Mails are rows of the outbox; a notice names the mail that tells it until that is sent, so
 * that one which cannot be sent yet tells, when it is, all that has come meanwhile.
 */
import type { Kysely } from "kysely";
import type { NoticeMail } from "../../contracts/notices.ts";
import { isUuid } from "../db/errors.ts";
import type { Database } from "../db/schema.ts";
import type { Mail } from "../mail/mailer.ts";
import type { MailComposer, MailRow } from "../mail/outbox.ts";
import { writeMail } from "../mail/template.ts";
import { hmac, randomKey, sameText } from "./signature.ts";
import { kindOf } from "./kinds/mod.ts";

export interface NoticeMailsParts {
  readonly db: Kysely<Database>;
  /** Whether there is a mail server. */
  readonly isOn: boolean;
  /** The address that people open, without a slash at its end. */
  readonly origin: string;
  /** Has a mail sent now. */
  readonly nudge: (payload: { readonly id: string }) => Promise<void>;
  readonly now: () => number;
}

/** UTC hour of the daily mail: after the daily updates. */
const DAILY_HOUR = 6;
const DAY_MS = 86_400_000;
/** Between two mails at once: what comes meanwhile is told in the next one. */
const AT_ONCE_EVERY_MS = 10 * 60_000;
/** Notices that one mail spells out. */
const SPELLED_OUT = 50;
export const UNSUBSCRIBE_PATH = "/unsubscribe";

const MAIL_KINDS = { daily: "notices_daily", at_once: "notices_at_once" } as const;

export class NoticeMails {
  readonly #parts: NoticeMailsParts;

  constructor(parts: NoticeMailsParts) {
    this.#parts = parts;
  }

  get isOn(): boolean {
    return this.#parts.isOn;
  }

  /** Puts a notice into the mail that is due next, within the caller's transaction. */
  async add(
    db: Kysely<Database>,
    { userId, email, noticeId, mail }: {
      readonly userId: string;
      readonly email: string;
      readonly noticeId: string;
      readonly mail: Exclude<NoticeMail, "off">;
    },
  ): Promise<void> {
    if (!this.isOn) return;
    const kind = MAIL_KINDS[mail];
    // A mail that is being sent is passed over: whether it tells this notice would be chance.
    const waiting = await db.selectFrom("mails").select(["id", "free_at"])
      .where("user_id", "=", userId).where("kind", "=", kind).where("status", "=", "pending")
      .where("attempts", "=", 0).limit(1).forUpdate().skipLocked().executeTakeFirst();
    const due = waiting?.free_at ?? await this.#dueAt(db, userId, mail);
    const { id } = waiting ??
      await db.insertInto("mails").values({ kind, address: email, user_id: userId, free_at: due })
        .returning("id").executeTakeFirstOrThrow();
    await db.updateTable("notices").set({ mail_id: id, mail_due_at: due }).where(
      "id",
      "=",
      noticeId,
    ).execute();
  }

  async #dueAt(db: Kysely<Database>, userId: string, mail: "daily" | "at_once"): Promise<Date> {
    const nowMs = this.#parts.now();
    if (mail === "daily") {
      const today = Math.floor(nowMs / DAY_MS) * DAY_MS + DAILY_HOUR * 3_600_000;
      return new Date(nowMs < today ? today : today + DAY_MS);
    }
    const row = await db.selectFrom("notices")
      .select((eb) => eb.fn.max("mail_due_at").as("last")).where("user_id", "=", userId)
      .where("mail_due_at", "<=", new Date(nowMs)).executeTakeFirst();
    const last = row?.last?.getTime() ?? -Infinity;
    return new Date(Math.max(nowMs, last + AT_ONCE_EVERY_MS));
  }

  /** Has what is due of an account sent now. */
  async wake(userId: string): Promise<void> {
    const { db, nudge, now, isOn } = this.#parts;
    if (!isOn) return;
    const row = await db.selectFrom("mails").select("id").where("user_id", "=", userId)
      .where("kind", "=", MAIL_KINDS.at_once).where("status", "=", "pending")
      .where("attempts", "=", 0).where("free_at", "<=", new Date(now())).executeTakeFirst();
    if (row) await nudge({ id: row.id });
  }

  /** The composers of the mails about notices, by kind. */
  composers(): Readonly<Record<string, MailComposer>> {
    return {
      [MAIL_KINDS.daily]: (row) => this.#compose(row, "daily"),
      [MAIL_KINDS.at_once]: (row) => this.#compose(row, "at_once"),
    };
  }

  async #compose(row: MailRow, mail: "daily" | "at_once"): Promise<Mail | null> {
    const { db, origin } = this.#parts;
    const { id, user_id: userId } = row;
    if (userId === null) return null;
    const user = await db.selectFrom("users").select(["email", "email_verified_at", "disabled_at"])
      .where("id", "=", userId).executeTakeFirst();
    if (!user?.email_verified_at || user.disabled_at) return null;
    const notices = await db.selectFrom("notices as n")
      .leftJoin(
        "notice_settings as s",
        (join) => join.onRef("s.user_id", "=", "n.user_id").onRef("s.kind", "=", "n.kind"),
      )
      .select(["n.kind", "n.text", "n.link", "s.mail", "s.mode"])
      .where("n.mail_id", "=", id).where("n.user_id", "=", userId).orderBy("n.seq").execute();
    // What was switched off meanwhile is told no more.
    const told = notices.filter(({ kind, mail: own, mode }) => {
      const ways = { mail: own ?? kindOf(kind)?.defaults.mail, mode: mode ?? "on" };
      return ways.mail !== "off" && ways.mode === "on";
    });
    const [first] = told;
    if (!first) return null;
    const token = await this.#tokenOf(userId);
    const unsubscribe = `${origin}${UNSUBSCRIBE_PATH}?token=${token}`;
    const more = told.length - SPELLED_OUT;
    const one = told.length === 1;
    const written = writeMail(user.email, {
      subject: one
        ? oneLine(first.text)
        : `${told.length} notices${mail === "daily" ? " of the last day" : ""}`,
      paragraphs: [
        one ? first.text : `${told.length} notices from Blockbuilders.`,
        ...one ? [] : told.slice(0, SPELLED_OUT).map(({ text }) => text),
        ...more > 0 ? [`And ${more} more.`] : [],
        "Simulated performance. Not investment advice.",
        `You get this mail because of your notice settings: ${origin}/settings#notices. ` +
        `Stop all of these mails: ${unsubscribe}`,
      ],
      link: one
        ? { label: "Open", href: `${origin}${first.link}` }
        : { label: "All notices", href: `${origin}/notices` },
    });
    return {
      ...written,
      headers: {
        "List-Unsubscribe": `<${unsubscribe}>`,
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
      },
    };
  }

  /** What a mail's link ends the account's mails by. It works for as long as the account lasts. */
  async #tokenOf(userId: string): Promise<string> {
    const { db } = this.#parts;
    await db.insertInto("notice_keys").values({ user_id: userId, unsubscribe_key: randomKey() })
      .onConflict((c) => c.column("user_id").doNothing()).execute();
    const { unsubscribe_key } = await db.selectFrom("notice_keys").select("unsubscribe_key")
      .where("user_id", "=", userId).executeTakeFirstOrThrow();
    return `${userId}.${hmac(unsubscribe_key, `unsubscribe ${userId}`)}`;
  }

  /** Whose mails a token ends; `null` for one that was not made here. */
  async accountOf(token: string): Promise<string | null> {
    const [userId = "", signature = "", ...rest] = token.split(".");
    if (rest.length > 0 || !isUuid(userId)) return null;
    const row = await this.#parts.db.selectFrom("notice_keys").select("unsubscribe_key")
      .where("user_id", "=", userId).executeTakeFirst();
    if (!row) return null;
    return sameText(signature, hmac(row.unsubscribe_key, `unsubscribe ${userId}`)) ? userId : null;
  }
}

function oneLine(text: string): string {
  const line = text.replace(/\s+/g, " ");
  return line.length <= 120 ? line : `${line.slice(0, 119).toWellFormed()}…`;
}
