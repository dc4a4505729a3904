/**
 * Notices by webhook: a row each, sent by whichever process takes it, tried again later and later, and then kept as dead with the
 * reason until its owner has it sent again or drops it.
 */
import type { Kysely, Transaction } from "kysely";
import { AppError } from "../../contracts/errors.ts";
import type { NewWebhook, Webhook } from "../../contracts/notices.ts";
import { isUuid } from "../db/errors.ts";
import type { Database } from "../db/schema.ts";
import { describeError, type Logger } from "../logging/log.ts";
import { kindOf } from "./kinds/mod.ts";
import { post, WebhookError } from "./post.ts";
import { addressFor, checkUrl, type Resolve, UnreachableAddressError } from "./public_address.ts";
import { randomKey, signatureHeaders } from "./signature.ts";
import { messageOf, type ToldNotice } from "./webhook_message.ts";

export interface DeliveriesParts {
  readonly db: Kysely<Database>;
  /** Whether the operator lets webhooks be sent. */
  readonly isOn: boolean;
  /** `host:port` that may be reached although they are not public. */
  readonly allowed: ReadonlySet<string>;
  readonly resolve: Resolve;
  /** The address that people open, without a slash at its end. */
  readonly origin: string;
  /** Tells a process that sends that there is something. */
  readonly nudge: (payload: { readonly id: string }) => Promise<void>;
  readonly log: Logger;
  readonly now: () => number;
}

/** Attempts until a message counts as dead: within a day. */
export const ATTEMPTS = 8;
const FIRST_RETRY_MS = 30_000;
const LONGEST_RETRY_MS = 6 * 3_600_000;
/** So long a message belongs to the process that took it. */
const LEASE_MS = 60_000;
const AT_A_TIME = 50;
const DEAD_SHOWN = 20;

interface Target {
  readonly url: string;
  readonly shape: NewWebhook["shape"];
  readonly chat_id: string | null;
}

export class Deliveries {
  readonly #parts: DeliveriesParts;

  constructor(parts: DeliveriesParts) {
    this.#parts = parts;
  }

  get isOn(): boolean {
    return this.#parts.isOn;
  }

  /** Has a notice sent to the account's webhook, within the caller's transaction. */
  async add(
    db: Kysely<Database>,
    { userId, noticeId }: { readonly userId: string; readonly noticeId: string },
  ): Promise<void> {
    const { isOn, now } = this.#parts;
    if (!isOn) return;
    await db.insertInto("notice_deliveries")
      .values({ user_id: userId, notice_id: noticeId, free_at: new Date(now()) }).execute();
  }

  /** Has what is due of an account sent now. */
  async wake(userId: string): Promise<void> {
    const { db, isOn, nudge, now } = this.#parts;
    if (!isOn) return;
    const rows = await db.selectFrom("notice_deliveries").select("id")
      .where("user_id", "=", userId).where("status", "=", "pending")
      .where("free_at", "<=", new Date(now())).orderBy("free_at").limit(AT_A_TIME).execute();
    for (const { id } of rows) await nudge({ id });
  }

  /** Sends what is due; what other processes have is passed over. @throws when the database is away */
  async sweep(): Promise<void> {
    const { db, isOn, now } = this.#parts;
    if (!isOn) return;
    const due = await db.selectFrom("notice_deliveries").select("id")
      .where("status", "=", "pending").where("free_at", "<=", new Date(now()))
      .orderBy("free_at").limit(AT_A_TIME).execute();
    for (const { id } of due) await this.deliver(id);
  }

  /** Sends one message, unless another process has it. Once it is taken its row is gone. */
  async deliver(id: string): Promise<void> {
    const { db, isOn, log, now } = this.#parts;
    if (!isOn || !isUuid(id)) return;
    const at = new Date(now());
    const row = await db.updateTable("notice_deliveries")
      .set((eb) => ({
        free_at: new Date(at.getTime() + LEASE_MS),
        attempts: eb("attempts", "+", 1),
        updated_at: at,
      }))
      .where("id", "=", id).where("status", "=", "pending").where("free_at", "<=", at)
      .returningAll().executeTakeFirst();
    if (!row) return;
    const notice = await db.selectFrom("notices").selectAll().where("id", "=", row.notice_id)
      .executeTakeFirst();
    const target = await this.#targetOf(row.user_id);
    const drop = () => db.deleteFrom("notice_deliveries").where("id", "=", id).execute();
    if (!notice || !target) return void await drop();
    try {
      await this.#send(target, {
        id,
        kind: notice.kind,
        title: kindOf(notice.kind)?.title ?? "Notice",
        text: notice.text,
        url: `${this.#parts.origin}${notice.link}`,
        details: notice.details_json,
        createdAt: notice.created_at.toISOString(),
      });
      await drop();
    } catch (error) {
      const isLast = error instanceof UnreachableAddressError || row.attempts >= ATTEMPTS;
      const waitMs = Math.min(LONGEST_RETRY_MS, FIRST_RETRY_MS * 4 ** (row.attempts - 1));
      log.warn(isLast ? "a webhook failed" : "a webhook will be tried again", {
        user_id: row.user_id,
        error: describeError(error),
      });
      await db.updateTable("notice_deliveries").set({
        status: isLast ? "dead" : "pending",
        free_at: new Date(now() + waitMs),
        error: reasonOf(error),
        updated_at: new Date(now()),
      }).where("id", "=", id).execute();
    }
  }

  /** Sends a message that says it is a trial; `null` when it was taken, else why not. @throws {AppError} `not_found` without a webhook */
  async trial(userId: string): Promise<string | null> {
    const { isOn, now, origin } = this.#parts;
    const target = isOn ? await this.#targetOf(userId) : undefined;
    if (!target) throw new AppError("not_found", "You have no webhook.");
    try {
      await this.#send(target, {
        id: crypto.randomUUID(),
        kind: "test",
        title: "Test",
        text: "This is a test message from Blockbuilders.",
        url: `${origin}/settings#notices`,
        details: {},
        createdAt: new Date(now()).toISOString(),
      });
      return null;
    } catch (error) {
      return reasonOf(error);
    }
  }

  /** Sends dead messages of the account again; answers how many. */
  async retry(userId: string): Promise<number> {
    const { db, now } = this.#parts;
    const { numUpdatedRows } = await db.updateTable("notice_deliveries")
      .set({ status: "pending", attempts: 0, free_at: new Date(now()), error: null })
      .where("user_id", "=", userId).where("status", "=", "dead").executeTakeFirst();
    await this.wake(userId).catch(() => {});
    return Number(numUpdatedRows);
  }

  /** Drops dead messages of the account. */
  async drop(userId: string): Promise<void> {
    await this.#parts.db.deleteFrom("notice_deliveries").where("user_id", "=", userId)
      .where("status", "=", "dead").execute();
  }

  /** The account's webhook, with what became of its messages. */
  async webhook(userId: string): Promise<Webhook | null> {
    const { db } = this.#parts;
    const row = await this.#targetOf(userId);
    if (!row) return null;
    const { waiting } = await db.selectFrom("notice_deliveries")
      .select((eb) => eb.fn.countAll<number | string>().as("waiting"))
      .where("user_id", "=", userId).where("status", "=", "pending").executeTakeFirstOrThrow();
    const dead = await db.selectFrom("notice_deliveries as d")
      .innerJoin("notices as n", "n.id", "d.notice_id")
      .select(["d.id", "n.text", "d.error", "n.created_at"])
      .where("d.user_id", "=", userId).where("d.status", "=", "dead")
      .orderBy("n.seq", "desc").limit(DEAD_SHOWN).execute();
    const { url, shape, chat_id, secret } = row;
    return {
      url,
      shape,
      chat_id,
      secret,
      waiting: Number(waiting),
      dead: dead.map((one) => ({ ...one, created_at: one.created_at.toISOString() })),
    };
  }

  /** A webhook as it was given, read. @throws {AppError} `invalid_input`, `not_allowed` where no webhooks are sent */
  async check({ url, shape, chat_id = null }: NewWebhook): Promise<Target> {
    const { isOn, allowed, resolve } = this.#parts;
    if (!isOn) throw new AppError("not_allowed", "This Blockbuilders sends no webhooks.");
    if (shape === "telegram" && !chat_id) throw wrong("chat_id", "Telegram needs the chat's id.");
    try {
      const checked = checkUrl(url, allowed);
      // It is looked at again whenever something is sent; here it is said early.
      if (!checked.isAllowed) {
        await addressFor(checked, resolve).catch((error) => {
          // The name servers may be away.
          if (error instanceof UnreachableAddressError) throw error;
        });
      }
      return { url: checked.url.href, shape, chat_id: shape === "telegram" ? chat_id : null };
    } catch (error) {
      if (error instanceof UnreachableAddressError) throw wrong("url", error.message);
      throw error;
    }
  }

  /** Takes the webhook of an account, `null` = none. Its secret stays while its address does. */
  async save(trx: Transaction<Database>, userId: string, target: Target | null): Promise<void> {
    if (target === null) {
      await trx.deleteFrom("notice_deliveries").where("user_id", "=", userId).execute();
      await trx.deleteFrom("notice_webhooks").where("user_id", "=", userId).execute();
      return;
    }
    const old = await trx.selectFrom("notice_webhooks").select(["url", "secret"])
      .where("user_id", "=", userId).executeTakeFirst();
    const secret = old?.url === target.url ? old.secret : randomKey();
    const values = { ...target, secret };
    await trx.insertInto("notice_webhooks").values({ user_id: userId, ...values })
      .onConflict((c) => c.column("user_id").doUpdateSet({ ...values, updated_at: new Date() }))
      .execute();
  }

  async #targetOf(userId: string) {
    return await this.#parts.db.selectFrom("notice_webhooks")
      .select(["url", "shape", "chat_id", "secret"]).where("user_id", "=", userId)
      .executeTakeFirst();
  }

  async #send(
    { url, shape, chat_id, secret }: Target & { readonly secret: string },
    notice: ToldNotice,
  ): Promise<void> {
    const { allowed, resolve, now } = this.#parts;
    const body = messageOf(notice, { shape, chatId: chat_id });
    const headers = {
      ...signatureHeaders({ secret, body, nowMs: now() }),
      "X-Delivery": notice.id,
    };
    await post(checkUrl(url, allowed), { body, headers, resolve });
  }
}

function wrong(path: string, message: string): AppError {
  return new AppError("invalid_input", message, { issues: [{ path, message }] });
}

function reasonOf(error: unknown): string {
  return error instanceof WebhookError || error instanceof UnreachableAddressError
    ? error.message
    : "The message could not be sent.";
}
