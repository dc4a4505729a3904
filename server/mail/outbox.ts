/**
 * Mails that are to be sent: a row each, sent by whichever process takes it, tried again while the mail server is away. What a
 * mail says is composed at that moment, so that the code of a link is never stored, and a request takes the same time whether
 * there is anything to be sent or not.
 */
import type { Kysely } from "kysely";
import { isUuid } from "../db/errors.ts";
import type { MailsTable } from "../db/account_schema.ts";
import type { Database } from "../db/schema.ts";
import { describeError, type Logger } from "../logging/log.ts";
import { type Mail, type Mailer, MailError } from "./mailer.ts";
import type { Selectable } from "kysely";

export type MailRow = Selectable<MailsTable>;

/** Writes the mail of a kind; `null` when there is nothing to be sent any more. */
export type MailComposer = (row: MailRow) => Promise<Mail | null>;

export interface NewMail {
  readonly kind: string;
  readonly address: string;
  readonly userId?: string | null;
}

export interface OutboxParts {
  readonly db: Kysely<Database>;
  readonly mailer: Mailer | null;
  readonly composers: Readonly<Record<string, MailComposer>>;
  /** Tells a process that sends that there is something. */
  readonly nudge: (payload: { readonly id: string }) => Promise<void>;
  readonly log: Logger;
  readonly now: () => number;
}

/** Attempts until a mail counts as failed: over a day and a half. */
const ATTEMPTS = 12;
const FIRST_RETRY_MS = 60_000;
const LONGEST_RETRY_MS = 6 * 3_600_000;
/** So long a mail belongs to the process that took it. */
const LEASE_MS = 120_000;
/** So many are sent at a sweep. */
const AT_A_TIME = 20;

export class Outbox {
  readonly #parts: OutboxParts;
  #sweeping: Promise<void> | null = null;

  constructor(parts: OutboxParts) {
    this.#parts = parts;
  }

  /** Whether there is a mail server. */
  get isOn(): boolean {
    return this.#parts.mailer !== null;
  }

  /** Has a mail sent. */
  async add({ kind, address, userId = null }: NewMail): Promise<void> {
    const { db, nudge, log, composers, now } = this.#parts;
    if (!composers[kind]) throw new Error(`there is no mail of the kind ${kind}`);
    const { id } = await db.insertInto("mails")
      .values({ kind, address, user_id: userId, free_at: new Date(now()) })
      .returning("id").executeTakeFirstOrThrow();
    // The row is the truth: without the message the next sweep sends it.
    await nudge({ id }).catch((error) =>
      log.warn("a mail could not be queued; it is sent a little later", {
        error: describeError(error),
      })
    );
  }

  /** Sends the mails that wait; two calls at once are one. Never throws. */
  sweep(): Promise<void> {
    return this.#sweeping ??= this.#sweep().catch((error) =>
      this.#parts.log.warn("mails could not be sent now", { error: describeError(error) })
    ).finally(() => this.#sweeping = null);
  }

  async #sweep(): Promise<void> {
    const { db, mailer, now } = this.#parts;
    if (mailer === null) return;
    for (let n = 0; n < AT_A_TIME; n++) {
      const waiting = await db.selectFrom("mails").select("id")
        .where("status", "=", "pending").where("free_at", "<=", new Date(now()))
        .orderBy("free_at").orderBy("id").limit(1).executeTakeFirst();
      if (!waiting) return;
      await this.deliver(waiting.id);
    }
  }

  /** Sends one mail, unless another process has it. Once it is sent its row is gone. */
  async deliver(id: string): Promise<void> {
    const { db, mailer, composers, log, now } = this.#parts;
    if (mailer === null || !isUuid(id)) return;
    const at = new Date(now());
    const row = await db.updateTable("mails")
      .set((eb) => ({
        free_at: new Date(at.getTime() + LEASE_MS),
        attempts: eb("attempts", "+", 1),
        updated_at: at,
      }))
      .where("id", "=", id).where("status", "=", "pending").where("free_at", "<=", at)
      .returningAll().executeTakeFirst();
    if (!row) return;
    try {
      const mail = await composers[row.kind]?.(row) ?? null;
      if (mail !== null) {
        await mailer.send(mail);
        log.info("mail sent", { kind: row.kind, user_id: row.user_id });
      }
      await db.deleteFrom("mails").where("id", "=", id).execute();
    } catch (error) {
      const retryable = !(error instanceof MailError) || error.retryable;
      const failed = !retryable || row.attempts >= ATTEMPTS;
      const waitMs = Math.min(LONGEST_RETRY_MS, FIRST_RETRY_MS * 2 ** (row.attempts - 1));
      log.warn(failed ? "mail failed" : "mail will be tried again", {
        kind: row.kind,
        user_id: row.user_id,
        error: describeError(error),
      });
      await db.updateTable("mails").set({
        status: failed ? "failed" : "pending",
        free_at: new Date(now() + waitMs),
        error: error instanceof MailError ? error.message : "the mail could not be written",
        updated_at: new Date(now()),
      }).where("id", "=", id).execute();
    }
  }

  /** Puts a mail back, whatever became of it; `false` when there is none like that. */
  async retry(id: string): Promise<boolean> {
    const { db, nudge, now } = this.#parts;
    const row = isUuid(id)
      ? await db.updateTable("mails")
        .set({ status: "pending", attempts: 0, free_at: new Date(now()), error: null })
        .where("id", "=", id).returning("id").executeTakeFirst()
      : undefined;
    if (row) await nudge({ id }).catch(() => {});
    return row !== undefined;
  }

  /** Gives a mail up; `false` when there is none like that. */
  async drop(id: string): Promise<boolean> {
    const { db } = this.#parts;
    if (!isUuid(id)) return false;
    const { numDeletedRows } = await db.deleteFrom("mails").where("id", "=", id)
      .executeTakeFirst();
    return numDeletedRows > 0n;
  }

  /** The mails that wait or have failed, the oldest first. */
  async list(limit: number): Promise<MailRow[]> {
    return await this.#parts.db.selectFrom("mails").selectAll().orderBy("created_at")
      .orderBy("id").limit(limit).execute();
  }
}
