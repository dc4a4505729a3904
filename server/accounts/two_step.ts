/**
 * The second step of logging in: codes of an authenticator app (TOTP, RFC 6238: SHA-1, six digits, 30 seconds), and recovery
 * codes for whoever lost it. A code works once. Secrets are stored encrypted, codes as hashes.
 */
import type { Kysely } from "kysely";
import { Secret, TOTP } from "otpauth";
import { AppError } from "../../contracts/errors.ts";
import { RECOVERY_CODES, type TwoStep, type TwoStepSetup } from "../../contracts/two_step.ts";
import type { AuditLog } from "../audit/audit_log.ts";
import type { Database } from "../db/schema.ts";
import type { SecretBox } from "../secrets/secret_box.ts";
import type { Visitor } from "./visitor.ts";
import { hashToken, type SessionOwner } from "./sessions.ts";

const ISSUER = "Blockbuilders";
const PERIOD_SECONDS = 30;
/** Codes of so many periods before and after are taken: clocks of phones differ. */
const WINDOW = 1;
/** Letters and digits that nobody mistakes for each other, 32 of them. */
const ALPHABET = "abcdefghjkmnpqrstuvwxyz023456789";
const RECOVERY_LENGTH = 16;

export interface TwoStepParts {
  readonly db: Kysely<Database>;
  readonly auditLog: AuditLog;
  readonly now: () => number;
  readonly secretBox: SecretBox;
}

export class TwoStepLogin {
  constructor(private readonly parts: TwoStepParts) {}

  async state(userId: string): Promise<TwoStep> {
    const { db } = this.parts;
    const user = await db.selectFrom("users").select("totp_enabled_at").where("id", "=", userId)
      .executeTakeFirstOrThrow();
    const codes = await db.selectFrom("recovery_codes").select("code_hash")
      .where("user_id", "=", userId).execute();
    return { enabled: user.totp_enabled_at !== null, recovery_codes: codes.length };
  }

  /** A secret to set up an app with; it is the same until it is confirmed. @throws {AppError} `invalid_input` when it is on */
  async begin(user: SessionOwner): Promise<TwoStepSetup> {
    const { db, secretBox } = this.parts;
    const read = async () => {
      const row = await db.selectFrom("users").select(["totp_secret", "totp_enabled_at"])
        .where("id", "=", user.id).executeTakeFirstOrThrow();
      if (row.totp_enabled_at !== null) {
        throw new AppError("invalid_input", "Two-step log-in is on already.");
      }
      const secret = row.totp_secret && await secretBox.open(row.totp_secret, user.id);
      return { stored: row.totp_secret, secret };
    };
    let { stored, secret } = await read();
    if (!secret) {
      await this.#offer(user.id, stored);
      // Both tabs of a person show one secret.
      ({ stored, secret } = await read());
    }
    if (!secret) throw new Error("a new secret cannot be opened");
    return { secret, uri: totpOf(secret, user.email).toString() };
  }

  /** Stores a new secret unless another one came in place of `before` meanwhile: none, or one whose key is gone. */
  async #offer(userId: string, before: string | null): Promise<void> {
    const { db, secretBox, now } = this.parts;
    const fresh = await secretBox.seal(new Secret({ size: 20 }).base32, userId);
    await db.updateTable("users").set({ totp_secret: fresh, updated_at: new Date(now()) })
      .where("id", "=", userId).where("totp_enabled_at", "is", null)
      .where("totp_secret", "is not distinct from", before).execute();
  }

  /**
   * Turns it on with a first code, and returns the recovery codes, this once.
   *
   * @throws {AppError} `invalid_input` with an issue for `code`
   */
  async enable(user: SessionOwner, code: string, visitor: Visitor): Promise<string[]> {
    const { db, auditLog, now } = this.parts;
    return await db.transaction().execute(async (trx) => {
      const row = await trx.selectFrom("users").select(["totp_secret", "totp_enabled_at"])
        .where("id", "=", user.id).forNoKeyUpdate().executeTakeFirstOrThrow();
      if (row.totp_enabled_at !== null) {
        throw new AppError("invalid_input", "Two-step log-in is on already.");
      }
      const secret = await this.#opened(row.totp_secret, user.id);
      const step = secret === null ? null : stepOf(secret, code, now());
      if (step === null) throw wrongCode();
      await trx.updateTable("users").set({
        totp_enabled_at: new Date(now()),
        totp_last_step: step,
        updated_at: new Date(now()),
      }).where("id", "=", user.id).execute();
      const codes = await this.#newRecoveryCodes(trx, user.id);
      await auditLog.record("two_step_on", entryOf(user, visitor), trx);
      return codes;
    });
  }

  /** New recovery codes in place of all others. @throws {AppError} `invalid_input` when it is off */
  async renewRecoveryCodes(user: SessionOwner, visitor: Visitor): Promise<string[]> {
    const { db, auditLog } = this.parts;
    return await db.transaction().execute(async (trx) => {
      const row = await trx.selectFrom("users").select("totp_enabled_at")
        .where("id", "=", user.id).forNoKeyUpdate().executeTakeFirstOrThrow();
      if (row.totp_enabled_at === null) {
        throw new AppError("invalid_input", "Two-step log-in is off.");
      }
      const codes = await this.#newRecoveryCodes(trx, user.id);
      await auditLog.record("recovery_codes_made", entryOf(user, visitor), trx);
      return codes;
    });
  }

  /** Turns it off, or gives an unconfirmed secret up. */
  async disable(user: SessionOwner, visitor: Visitor): Promise<void> {
    const { db, auditLog } = this.parts;
    await db.transaction().execute(async (trx) => {
      const before = await trx.selectFrom("users").select("totp_enabled_at")
        .where("id", "=", user.id).forNoKeyUpdate().executeTakeFirstOrThrow();
      await removeTwoStep(trx, user.id, this.parts.now());
      if (before.totp_enabled_at === null) return;
      await auditLog.record("two_step_off", entryOf(user, visitor), trx);
    });
  }

  /** Whether a code is right for an account; it is used up then. */
  async check(userId: string, code: string, visitor: Visitor): Promise<boolean> {
    const { db, auditLog, secretBox, now } = this.parts;
    const row = await db.selectFrom("users").select("totp_secret").where("id", "=", userId)
      .executeTakeFirst();
    const stored = row?.totp_secret ?? null;
    const secret = await this.#opened(stored, userId);
    const step = secret === null ? null : stepOf(secret, code, now());
    if (step !== null && secret !== null && stored !== null) {
      const resealed = await secretBox.isOutdated(stored)
        ? { totp_secret: await secretBox.seal(secret, userId) }
        : {};
      const { numUpdatedRows } = await db.updateTable("users")
        .set({ totp_last_step: step, updated_at: new Date(now()), ...resealed })
        .where("id", "=", userId)
        .where((eb) => eb.or([eb("totp_last_step", "is", null), eb("totp_last_step", "<", step)]))
        .executeTakeFirst();
      return numUpdatedRows > 0n;
    }
    const { numDeletedRows } = await db.deleteFrom("recovery_codes").where("user_id", "=", userId)
      .where("code_hash", "=", await hashToken(code.toLowerCase())).executeTakeFirst();
    if (numDeletedRows === 0n) return false;
    await auditLog.record("recovery_code_used", {
      actor: { kind: "account", id: userId },
      subject: userId,
      address: visitor.address,
    });
    return true;
  }

  /** `null` when there is none, or its key is not here: recovery codes work all the same. */
  async #opened(stored: string | null, userId: string): Promise<string | null> {
    return stored === null ? null : await this.parts.secretBox.open(stored, userId);
  }

  async #newRecoveryCodes(trx: Kysely<Database>, userId: string): Promise<string[]> {
    await trx.deleteFrom("recovery_codes").where("user_id", "=", userId).execute();
    const codes = Array.from({ length: RECOVERY_CODES }, newRecoveryCode);
    const rows = await Promise.all(
      codes.map(async (code) => ({ user_id: userId, code_hash: await hashToken(code) })),
    );
    await trx.insertInto("recovery_codes").values(rows).execute();
    return codes.map((code) => code.match(/.{4}/g)?.join("-") ?? code);
  }
}

/** Takes the second step away with everything that belongs to it. */
export async function removeTwoStep(trx: Kysely<Database>, userId: string, nowMs: number) {
  await trx.updateTable("users").set({
    totp_secret: null,
    totp_enabled_at: null,
    totp_last_step: null,
    updated_at: new Date(nowMs),
  }).where("id", "=", userId).execute();
  await trx.deleteFrom("recovery_codes").where("user_id", "=", userId).execute();
}

function totpOf(secret: string, label: string): TOTP {
  return new TOTP({
    issuer: ISSUER,
    label,
    algorithm: "SHA1",
    digits: 6,
    period: PERIOD_SECONDS,
    secret: Secret.fromBase32(secret),
  });
}

/** Which 30 seconds the code belongs to; `null` when it is none of about now. */
function stepOf(secret: string, code: string, nowMs: number): number | null {
  if (!/^\d{6}$/.test(code)) return null;
  const delta = totpOf(secret, "").validate({ token: code, timestamp: nowMs, window: WINDOW });
  return delta === null ? null : Math.floor(nowMs / 1000 / PERIOD_SECONDS) + delta;
}

function newRecoveryCode(): string {
  // 256 is a multiple of 32, so every letter is as likely as the others.
  const bytes = crypto.getRandomValues(new Uint8Array(RECOVERY_LENGTH));
  return Array.from(bytes, (byte) => ALPHABET[byte % ALPHABET.length]).join("");
}

function entryOf(user: SessionOwner, visitor: Visitor) {
  return {
    actor: { kind: "account", id: user.id },
    subject: user.id,
    address: visitor.address,
  } as const;
}

function wrongCode(): AppError {
  const message = "This code is not right. Enter the one that your app shows now.";
  return new AppError("invalid_input", message, { issues: [{ path: "code", message }] });
}
