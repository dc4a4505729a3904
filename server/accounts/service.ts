/** Accounts: signing up, logging in, sessions, the profile. */
import type { Kysely } from "kysely";
import {
  type ChangePassword,
  type Credentials,
  type SessionUser,
  SIGNUP_CLOSED,
} from "../../contracts/auth.ts";
import { DEFAULT_FEE_PERCENT, DEFAULT_SLIPPAGE_PERCENT } from "../../contracts/backtests.ts";
import { AppError } from "../../contracts/errors.ts";
import type { Profile, Session, UpdateProfile } from "../../contracts/users.ts";
import { isUniqueViolation } from "../db/errors.ts";
import type { Changes } from "../db/changes.ts";
import type { Database, UserRow } from "../db/schema.ts";
import type { Limits } from "../limits/limits.ts";
import { audit, type AuditDetails } from "../logging/audit.ts";
import { describeError, type Logger } from "../logging/log.ts";
import type { Notifications } from "../notifications/notifications.ts";
import { sessionsTopic } from "../notifications/topics.ts";
import { type Attempt, LoginAttempts } from "./attempts.ts";
import { DeviceStore } from "./devices.ts";
import { requireUncommon } from "./password_rules.ts";
import { Passwords } from "./passwords.ts";
import {
  findUserByEmail,
  getUser,
  insertUser,
  lockPassword,
  replacePassword,
  updateUser,
} from "./queries.ts";
import { SessionWatches } from "./session_watches.ts";
import { type SessionOwner, SessionStore } from "./sessions.ts";

/** Where a request comes from, as far as it matters for a session. */
export interface Visitor {
  readonly address: string;
  readonly userAgent: string | null;
  /** The session that the request came with; absent = none. A log-in ends it. */
  readonly sessionToken?: string | null;
  /** What its device was given when it last logged in; absent = nothing. */
  readonly deviceToken?: string | null;
}

export interface OpenSession {
  readonly user: SessionUser;
  /** For the cookie; it is stored nowhere. */
  readonly token: string;
  /** For the cookie by which the device is known at its next log-in. */
  readonly deviceToken: string;
}

type PasswordPurpose = NonNullable<AuditDetails["purpose"]>;

export interface AccountsOptions {
  readonly db: Kysely<Database>;
  readonly limits: Limits;
  readonly notifications: Notifications;
  readonly log: Logger;
  readonly now: () => number;
  /** Whether anybody may sign up; absent = yes. */
  readonly signupOpen?: boolean;
  /** What this process writes, when no other one does; absent = others write too. */
  readonly changes?: Changes | null;
  /** Closed with the accounts. */
  readonly passwords?: Passwords;
}

export class Accounts {
  readonly #db: Kysely<Database>;
  readonly #limits: Limits;
  readonly #notifications: Notifications;
  readonly #log: Logger;
  readonly #now: () => number;
  readonly #sessions: SessionStore;
  readonly #watches: SessionWatches;
  readonly #attempts: LoginAttempts;
  readonly #devices: DeviceStore;
  readonly #signupOpen: boolean;
  readonly #passwords: Passwords;

  constructor(
    {
      db,
      limits,
      notifications,
      log,
      now,
      signupOpen = true,
      changes = null,
      passwords = new Passwords(),
    }: AccountsOptions,
  ) {
    this.#db = db;
    this.#signupOpen = signupOpen;
    this.#notifications = notifications;
    this.#limits = limits;
    this.#log = log;
    this.#now = now;
    this.#passwords = passwords;
    this.#sessions = new SessionStore(db, now, changes);
    this.#watches = new SessionWatches({ db, notifications, log, now });
    this.#attempts = new LoginAttempts(db, now);
    this.#devices = new DeviceStore(db, now);
  }

  /** @throws {AppError} `email_taken`, `signup_closed`, or `invalid_input` for a password that is guessed first */
  async signUp({ email, password }: Credentials, visitor: Visitor): Promise<OpenSession> {
    if (!this.#signupOpen) throw new AppError("signup_closed", SIGNUP_CLOSED);
    await requireUncommon(password, { email, field: "password" });
    const password_hash = await this.#passwords.hash(password);
    try {
      const user = await insertUser(this.#db, { email, password_hash });
      const token = await this.#sessions.open(user.id, visitor.userAgent);
      const deviceToken = await this.#devices.remember(user.id, visitor.deviceToken ?? null);
      await this.#endReplaced(visitor);
      audit(this.#log, "signed_up", { user_id: user.id, address: visitor.address });
      return { user, token, deviceToken };
    } catch (error) {
      if (!isUniqueViolation(error)) throw error;
      audit(this.#log, "sign_up_refused", {
        user_id: await this.#idOf(email),
        address: visitor.address,
        reason: "email_taken",
      });
      throw new AppError(
        "email_taken",
        "This email already has an account. Log in instead?",
        {
          issues: [{ path: "email", message: "This email already has an account." }],
        },
      );
    }
  }

  /** @throws {AppError} `invalid_credentials`, the same for a wrong password and an unknown address, or `too_many_attempts` */
  async logIn({ email, password }: Credentials, visitor: Visitor): Promise<OpenSession> {
    const { address, deviceToken = null } = visitor;
    const device = await this.#devices.known(email, deviceToken);
    const attempt: Attempt = { email, address, device };
    await this.#countAttempt(attempt, "log_in", null);
    const user = await findUserByEmail(this.#db, email);
    const fits = await this.#passwords.verify(password, user?.password_hash ?? null);
    const token = fits && user ? await this.#openIfStill(user, visitor) : null;
    if (!user || token === null) {
      audit(this.#log, "log_in_failed", {
        user_id: user?.id,
        address: visitor.address,
        reason: !user ? "unknown_account" : fits ? "password_changed" : "wrong_password",
      });
      throw new AppError("invalid_credentials", "Wrong email or password.");
    }
    await this.#attempts.succeeded(attempt);
    const remembered = await this.#devices.remember(user.id, deviceToken);
    await this.#endReplaced(visitor);
    await Promise.all([this.#sessions.sweep(), this.#attempts.sweep(), this.#devices.sweep()]);
    audit(this.#log, "logged_in", { user_id: user.id, address });
    return { user: { id: user.id, email: user.email }, token, deviceToken: remembered };
  }

  /**
   * Gives the account another password and ends its other sessions. Guessing the current one is slowed down like logging in.
   *
   * @throws {AppError} `invalid_input` with an issue for `current_password`, or `too_many_attempts`
   */
  async changePassword(
    user: SessionOwner,
    { current_password, new_password }: ChangePassword,
    visitor: Visitor,
  ): Promise<void> {
    const { password_hash: before } = await this.#checkPassword(
      user,
      current_password,
      visitor,
      { field: "current_password", purpose: "change_password" },
    );
    await requireUncommon(new_password, { email: user.email, field: "new_password" });
    const password_hash = await this.#passwords.hash(new_password);
    await this.#db.transaction().execute(async (trx) => {
      const change = { before, password_hash, nowMs: this.#now() };
      // Changed elsewhere since it was checked: then it is not the current one any more.
      if (!await replacePassword(trx, user.id, change)) throw wrongPassword("current_password");
      await this.#sessions.endOthers(user, trx);
      await this.#devices.forgetOthers(trx, user.id, visitor.deviceToken ?? null);
    });
    await this.tellSessionsEnded(user.id);
    audit(this.#log, "password_changed", { user_id: user.id, address: visitor.address });
  }

  /**
   * Makes sure that it is really them, before something that cannot be undone.
   *
   * @throws {AppError} `invalid_input` with an issue for `password`, or `too_many_attempts`
   */
  async confirmPassword(user: SessionOwner, password: string, visitor: Visitor): Promise<void> {
    await this.#checkPassword(user, password, visitor, {
      field: "password",
      purpose: "delete_account",
    });
  }

  /** The devices that are logged in, this one first. */
  sessions(user: SessionOwner): Promise<Session[]> {
    return this.#sessions.list(user);
  }

  /** Logs one device out. @throws {AppError} `not_found` */
  async endSession(user: SessionOwner, sessionId: string, visitor: Visitor): Promise<void> {
    if (!await this.#sessions.end(user.id, sessionId)) {
      throw new AppError("not_found", "This device is already logged out.");
    }
    await this.tellSessionsEnded(user.id);
    audit(this.#log, "session_ended", {
      user_id: user.id,
      address: visitor.address,
      session_id: sessionId,
    });
  }

  /** Logs all other devices out. */
  async endOtherSessions(user: SessionOwner, visitor: Visitor): Promise<void> {
    const count = await this.#sessions.endOthers(user);
    await this.tellSessionsEnded(user.id);
    audit(this.#log, "other_sessions_ended", {
      user_id: user.id,
      address: visitor.address,
      count,
    });
  }

  /** Gets ready for the first login. */
  warmUp(): Promise<void> {
    return this.#passwords.warmUp();
  }

  close(): void {
    this.#passwords.close();
  }

  /** Ends the session of this token. */
  async logOut(token: string, visitor: Visitor): Promise<void> {
    const user_id = await this.#sessions.close(token);
    if (user_id !== null) {
      await this.tellSessionsEnded(user_id);
      audit(this.#log, "logged_out", { user_id, address: visitor.address });
    }
  }

  /**
   * Aborts when the session of `user` is over, wherever it was ended; for streams, which go on after their request was let
   * in. It is followed until `left` aborts: abort that when the stream ends by itself.
   */
  sessionEnd(user: SessionOwner, left: AbortSignal): AbortSignal {
    return this.#watches.endOf(user, left);
  }

  /** Has every process look which sessions of the account are left; called after some of them have ended. */
  async tellSessionsEnded(userId: string): Promise<void> {
    await this.#notifications.publish(sessionsTopic(userId)).catch((error) =>
      this.#log.warn("the end of a session could not be published", { error: describeError(error) })
    );
  }

  /** Who is behind a session token; `rolled` when the cookie should be sent again with a later end. */
  userForToken(token: string): Promise<{ user: SessionOwner; rolled: boolean } | null> {
    return this.#sessions.find(token);
  }

  /** The costs that backtests of this account start with, percent. */
  async defaultCosts(
    userId: string,
  ): Promise<Pick<Profile, "default_fee_percent" | "default_slippage_percent">> {
    return costsOf(await this.#row(userId));
  }

  async profile(userId: string): Promise<Profile> {
    return this.#toProfile(await this.#row(userId));
  }

  async updateProfile(userId: string, change: UpdateProfile): Promise<Profile> {
    const values = { ...change, updated_at: new Date(this.#now()) };
    const row = await updateUser(this.#db, userId, values);
    return this.#toProfile(row);
  }

  /** Ends the session that a log-in came with: the browser has another one from now on. */
  async #endReplaced({ sessionToken = null, address }: Visitor): Promise<void> {
    if (sessionToken === null) return;
    const user_id = await this.#sessions.close(sessionToken);
    if (user_id === null) return;
    await this.tellSessionsEnded(user_id);
    audit(this.#log, "logged_out", { user_id, address, reason: "new_log_in" });
  }

  /** A session for a login whose password was checked, unless the password has changed since. */
  async #openIfStill(
    user: Pick<UserRow, "id" | "password_hash">,
    visitor: Visitor,
  ): Promise<string | null> {
    return await this.#db.transaction().execute(async (trx) => {
      // Without the lock, a change under way would miss this session when it ends the others.
      return await lockPassword(trx, user)
        ? await this.#sessions.open(user.id, visitor.userAgent, trx)
        : null;
    });
  }

  async #checkPassword(
    user: SessionOwner,
    password: string,
    visitor: Visitor,
    { field, purpose }: { readonly field: string; readonly purpose: PasswordPurpose },
  ): Promise<Pick<UserRow, "password_hash">> {
    // Whoever has a session was logged in before: strangers' tries are not theirs.
    const { address } = visitor;
    const attempt: Attempt = { email: user.email, address, device: user.sessionId };
    await this.#countAttempt(attempt, purpose, user.id);
    const row = await this.#row(user.id);
    if (!await this.#passwords.verify(password, row.password_hash)) {
      audit(this.#log, "password_check_failed", {
        user_id: user.id,
        address: visitor.address,
        purpose,
      });
      throw wrongPassword(field);
    }
    await this.#attempts.succeeded(attempt);
    return row;
  }

  /** @throws {AppError} `too_many_attempts` */
  async #countAttempt(
    attempt: Attempt,
    purpose: PasswordPurpose,
    knownId: string | null,
  ): Promise<void> {
    const { email, address } = attempt;
    try {
      await this.#attempts.begin(attempt);
    } catch (error) {
      if (error instanceof AppError && error.code === "too_many_attempts") {
        const user_id = knownId ?? await this.#idOf(email);
        audit(this.#log, "too_many_attempts", { user_id, address, purpose });
      }
      throw error;
    }
  }

  async #idOf(email: string): Promise<string | undefined> {
    return (await findUserByEmail(this.#db, email))?.id;
  }

  #row(userId: string): Promise<UserRow> {
    return getUser(this.#db, userId);
  }

  async #toProfile(row: UserRow): Promise<Profile> {
    return {
      id: row.id,
      email: row.email,
      ...costsOf(row),
      timezone: row.timezone,
      created_at: row.created_at.toISOString(),
      usage: await this.#limits.wholeUsage(row.id),
    };
  }
}

function wrongPassword(path: string): AppError {
  const message = "Wrong password. Try again.";
  return new AppError("invalid_input", message, { issues: [{ path, message }] });
}

function costsOf(
  row: UserRow,
): Pick<Profile, "default_fee_percent" | "default_slippage_percent"> {
  return {
    default_fee_percent: row.default_fee_percent ?? DEFAULT_FEE_PERCENT,
    default_slippage_percent: row.default_slippage_percent ?? DEFAULT_SLIPPAGE_PERCENT,
  };
}
