/** What the app tells accounts of its own accord: in the product, by mail, by webhook, each as its account has set. */
import type { Kysely } from "kysely";
import type { NoticeList, NoticeSettings, UpdateNoticeSettings } from "../../contracts/notices.ts";
import { AppError } from "../../contracts/errors.ts";
import type { Changes } from "../db/changes.ts";
import { isUuid } from "../db/errors.ts";
import { KeptReads } from "../db/kept_reads.ts";
import type { Database } from "../db/schema.ts";
import { describeError, type Logger } from "../logging/log.ts";
import type { Notifications } from "../notifications/notifications.ts";
import { noticesTopic } from "../notifications/topics.ts";
import type { Deliveries } from "./deliveries.ts";
import { followNotices, type NoticeFeedStep } from "./feed.ts";
import type { NoticeKind } from "./kinds/kind.ts";
import { NOTICE_KINDS } from "./kinds/mod.ts";
import type { NoticeMails } from "./mails.ts";
import {
  addressOf,
  countUnread,
  insertNotice,
  linkOf,
  listNotices,
  lockAccount,
  markRead,
  removeOld,
  saveSetting,
  settingsOf,
  waysOf,
} from "./queries.ts";
import { toNotice } from "./told_notice.ts";

export interface NoticesParts {
  readonly db: Kysely<Database>;
  readonly notifications: Pick<Notifications, "publish" | "subscribe">;
  readonly mails: NoticeMails;
  readonly deliveries: Deliveries;
  /** Has the account asked to confirm its email. */
  readonly askToConfirm: (user: { readonly id: string; readonly email: string }) => Promise<void>;
  readonly log: Logger;
  readonly now: () => number;
  /** Where no other process writes. */
  readonly changes: Changes | null;
}

/** Notices are kept so long. */
const KEPT_MS = 90 * 86_400_000;
/** Accounts whose count is kept in memory. */
const KEPT_COUNTS = 1_000;
const TEXT_MAX = 1_000;

export class Notices {
  readonly #parts: NoticesParts;
  readonly #unread: KeptReads<number>;

  constructor(parts: NoticesParts) {
    this.#parts = parts;
    const tables = ["notices", "users"] as const;
    this.#unread = new KeptReads({ changes: parts.changes, tables, most: KEPT_COUNTS });
  }

  /**
   * Writes a notice down, with what is to be sent of it, within the caller's transaction; `tell` is to be called after it. The same
   * `key` of a kind is told once. Answers whether it is new.
   */
  async add<Payload>(
    db: Kysely<Database>,
    userId: string,
    kind: NoticeKind<Payload>,
    { key, payload }: { readonly key: string; readonly payload: NoInfer<Payload> },
  ): Promise<boolean> {
    const { mails, deliveries, now } = this.#parts;
    const ways = await waysOf(db, userId, kind.name);
    const mode = ways?.mode ?? kind.defaults.mode;
    if (!ways || mode === "off") return false;
    const told = kind.payload.parse(payload);
    const id = await insertNotice(db, {
      user_id: userId,
      kind: kind.name,
      key,
      text: kind.words(told).slice(0, TEXT_MAX).toWellFormed(),
      link: kind.link(told),
      details_json: JSON.stringify(told),
      is_silent: mode === "silent",
      created_at: new Date(now()),
    });
    if (id === null) return false;
    if (mode === "silent") return true;
    const mail = ways.mail ?? kind.defaults.mail;
    if (mail !== "off" && ways.is_confirmed) {
      await mails.add(db, { userId, email: ways.email, noticeId: id, mail });
    }
    if ((ways.webhook ?? kind.defaults.webhook) && ways.url !== null) {
      await deliveries.add(db, { userId, noticeId: id });
    }
    return true;
  }

  /** Tells who looks, and who sends, that the account has new notices. Never throws, and nothing depends on it. */
  async tell(userId: string): Promise<void> {
    const { db, notifications, deliveries, mails, log } = this.#parts;
    try {
      await notifications.publish(noticesTopic(userId), String(await countUnread(db, userId)));
      await mails.wake(userId);
      await deliveries.wake(userId);
    } catch (error) {
      log.warn("new notices could not be told", { user_id: userId, error: describeError(error) });
    }
  }

  /** {@link add} and {@link tell} for what is no part of a transaction. Never throws. */
  async notify<Payload>(
    userId: string,
    kind: NoticeKind<Payload>,
    what: { readonly key: string; readonly payload: NoInfer<Payload> },
  ): Promise<void> {
    const { db, log } = this.#parts;
    try {
      const isNew = await db.transaction().execute((trx) => this.add(trx, userId, kind, what));
      if (isNew) await this.tell(userId);
    } catch (error) {
      log.warn("a notice could not be written", { kind: kind.name, error: describeError(error) });
    }
  }

  /** The newest first. */
  async list(
    userId: string,
    { limit, before }: { readonly limit: number; readonly before?: number | undefined },
  ): Promise<NoticeList> {
    const rows = await listNotices(this.#parts.db, userId, { limit, before });
    const shown = rows.slice(0, limit);
    return {
      notices: shown.map(toNotice),
      unread: await this.unread(userId),
      next: rows.length > limit ? shown.at(-1)!.seq : null,
    };
  }

  /** How many the account has not read; silent ones do not count. */
  unread(userId: string): Promise<number> {
    return this.#unread.get(userId, () => countUnread(this.#parts.db, userId));
  }

  /** Marks notices as read, all without `ids`; answers how many are left. Those of others are passed over. */
  async read(userId: string, ids?: readonly string[]): Promise<number> {
    const { db, now } = this.#parts;
    const marked = await markRead(db, userId, { ids, at: new Date(now()) });
    if (marked > 0) await this.tell(userId);
    return await this.unread(userId);
  }

  /** Where a notice leads, which is read then; `null` without one of the account's. */
  async open(userId: string, id: string): Promise<string | null> {
    const link = isUuid(id) ? await linkOf(this.#parts.db, userId, id) : undefined;
    if (link === undefined) return null;
    await this.read(userId, [id]);
    return link;
  }

  async settings(userId: string): Promise<NoticeSettings> {
    const { db, mails, deliveries } = this.#parts;
    const own = new Map((await settingsOf(db, userId)).map((row) => [row.kind, row]));
    const address = await addressOf(db, userId);
    return {
      kinds: NOTICE_KINDS.map(({ name, title, about, defaults }) => {
        const { mode, mail, webhook } = own.get(name) ?? defaults;
        return { kind: name, title, about, mode, mail, webhook };
      }),
      mail: {
        available: mails.isOn,
        confirmed: (address?.email_verified_at ?? null) !== null,
      },
      webhook_available: deliveries.isOn,
      webhook: await deliveries.webhook(userId),
    };
  }

  /**
   * Changes all that is given, or nothing. Who asks for mails to an address that is not confirmed is mailed a link first.
   *
   * @throws {AppError} `invalid_input`
   */
  async change(userId: string, { kinds = [], webhook }: UpdateNoticeSettings): Promise<void> {
    const { db, deliveries, mails, askToConfirm } = this.#parts;
    const before = await this.settings(userId);
    const changed = kinds.map(({ kind, ...ways }, n) => {
      const old = before.kinds.find((one) => one.kind === kind);
      if (!old) {
        const message = "There are no such notices.";
        throw new AppError("invalid_input", message, {
          issues: [{ path: `kinds.${n}.kind`, message }],
        });
      }
      return {
        kind,
        mode: ways.mode ?? old.mode,
        mail: ways.mail ?? old.mail,
        webhook: ways.webhook ?? old.webhook,
      };
    });
    const target = webhook ? await deliveries.check(webhook) : webhook;
    await db.transaction().execute(async (trx) => {
      if (!await lockAccount(trx, userId)) return;
      for (const setting of changed) await saveSetting(trx, userId, setting);
      if (target !== undefined) await deliveries.save(trx, userId, target);
    });
    const asksForMail = changed.some(({ kind, mail }) =>
      mail !== "off" && before.kinds.find((old) => old.kind === kind)?.mail === "off"
    );
    if (!asksForMail || !mails.isOn || before.mail.confirmed) return;
    const address = await addressOf(db, userId);
    if (address) await askToConfirm(address);
  }

  /** Whether a mail's own link is one that was made here. */
  async mayUnsubscribe(token: string): Promise<boolean> {
    return await this.#parts.mails.accountOf(token) !== null;
  }

  /** Ends all mails of the account that a mail's own link names; `false` for a link that is not one. */
  async unsubscribe(token: string): Promise<boolean> {
    const { mails } = this.#parts;
    const userId = await mails.accountOf(token);
    if (userId === null) return false;
    await this.change(userId, {
      kinds: NOTICE_KINDS.map(({ name }) => ({ kind: name, mail: "off" as const })),
    });
    return true;
  }

  /** New notices, after those that came since the cursor `after`. @throws when the database is away */
  follow(
    userId: string,
    asked: { readonly after: number | null; readonly replay: number; readonly signal: AbortSignal },
  ): AsyncGenerator<NoticeFeedStep> {
    return followNotices(this.#parts, { userId, ...asked });
  }

  /** How many are unread, whenever that has changed, until `signal` aborts. */
  async *changes(userId: string, signal: AbortSignal): AsyncIterable<number> {
    let isChanged = false;
    let wake = () => {};
    const leave = this.#parts.notifications.subscribe(noticesTopic(userId), () => {
      isChanged = true;
      wake();
    });
    const end = () => wake();
    signal.addEventListener("abort", end);
    try {
      while (!signal.aborted) {
        if (!isChanged) {
          await new Promise<void>((resolve) => wake = resolve);
          continue;
        }
        isChanged = false;
        yield await this.unread(userId);
      }
    } finally {
      leave();
      signal.removeEventListener("abort", end);
    }
  }

  /** Sends what is due and removes what is old. Never throws. */
  async sweep(): Promise<void> {
    const { db, deliveries, log, now } = this.#parts;
    try {
      await deliveries.sweep();
      await removeOld(db, new Date(now() - KEPT_MS));
    } catch (error) {
      log.warn("notices could not be looked after", { error: describeError(error) });
    }
  }
}
