/** Accounts: signing up, logging in, sessions, the profile. */
import type { Kysely } from "kysely";
import {
  type ChangePassword,
  type Credentials,
  type Login,
  type SessionUser,
  SIGNUP_CLOSED,
} from "../../contracts/auth.ts";
import { DEFAULT_FEE_PERCENT, DEFAULT_SLIPPAGE_PERCENT } from "../../contracts/backtests.ts";
import { AppError } from "../../contracts/errors.ts";
import type { Profile, Session, UpdateProfile } from "../../contracts/users.ts";
import { AuditLog } from "../audit/audit_log.ts";
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
import { JOIN_KINDS, roleOf } from "./joining.ts";
import { AccountLinks } from "./links.ts";
import { requireUncommon } from "./password_rules.ts";
import { Passwords } from "./passwords.ts";
import {
  findUserByEmail,
  getUser,
  insertUser,
  lockPassword,
  type LoginRow,
  replacePassword,
  updateUser,
} from "./queries.ts";
import { accountDisabled, codeNeeded, joinInvalid, wrongPassword } from "./refusals.ts";
import { SessionWatches } from "./session_watches.ts";
import { SecretBox } from "../secrets/secret_box.ts";
import { type SessionOwner, SessionStore } from "./sessions.ts";
import { TwoStepLogin } from "./two_step.ts";
import type { Visitor } from "./visitor.ts";

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
  readonly signupOpen?: () => Promise<boolean>;
  /** What this process writes, when no other one does; absent = others write too. */
  readonly changes?: Changes | null;
  /** Closed with the accounts. */
  readonly passwords?: Passwords;
  /** What secrets are stored with; absent = as they are. */
  readonly secretBox?: SecretBox;
  /** Called when somebody has signed up, for a mail that asks whether the email is theirs. */
  readonly onSignUp?: (user: SessionUser) => Promise<void>;
  /** Called when a password was changed, for a mail that tells its owner. */
  readonly onPasswordChanged?: (user: SessionUser) => Promise<void>;
}

/** What an account is made with beside email and password. */
export interface SignUpOptions {
  /** The code of a link that makes an account: the owner's, or an invitation. It works while sign-up is closed. */
  readonly code?: string;
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
  readonly #signupOpen: () => Promise<boolean>;
  readonly #passwords: Passwords;
  readonly #links: AccountLinks;
  readonly #auditLog: AuditLog;
  readonly #onSignUp: (user: SessionUser) => Promise<void>;
  readonly #onPasswordChanged: (user: SessionUser) => Promise<void>;
  /** The second step of logging in. */
  readonly twoStep: TwoStepLogin;

  constructor(
    {
      db,
      limits,
      notifications,
      log,
      now,
      signupOpen = () => Promise.resolve(true),
      changes = null,
      passwords = new Passwords(),
      secretBox = new SecretBox(() => Promise.resolve([])),
      onSignUp = () => Promise.resolve(),
      onPasswordChanged = () => Promise.resolve(),
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
    this.#links = new AccountLinks(db, now);
    this.#auditLog = new AuditLog({ db, log });
    this.#onSignUp = onSignUp;
    this.#onPasswordChanged = onPasswordChanged;
    this.twoStep = new TwoStepLogin({ db, auditLog: this.#auditLog, now, secretBox });
  }

  /**
   * Makes an account and logs in to it.
   *
   * @throws {AppError} `email_taken`, `signup_closed`, `link_invalid`, or `invalid_input` for a password that is guessed first
   */
  async signUp(
    { email, password }: Credentials,
    visitor: Visitor,
    { code }: SignUpOptions = {},
  ): Promise<OpenSession> {
    if (code === undefined && !await this.#signupOpen()) {
      throw new AppError("signup_closed", SIGNUP_CLOSED);
    }
    // A used link costs no hash.
    if (code !== undefined && !await this.#links.find(JOIN_KINDS, code)) throw joinInvalid();
    await requireUncommon(password, { email, field: "password" });
    const password_hash = await this.#passwords.hash(password);
    try {
      const { user, isVerified } = await this.#insert({ email, password_hash }, visitor, code);
      const token = await this.#sessions.open(user.id, visitor.userAgent);
      const deviceToken = await this.#devices.remember(user.id, visitor.deviceToken ?? null);
      await this.#endReplaced(visitor);
      if (!isVerified) await this.#onSignUp(user);
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

  /** Makes the row of an account, and uses the link up that it is made with. */
  async #insert(
    values: Pick<UserRow, "email" | "password_hash">,
    visitor: Visitor,
    code: string | undefined,
  ): Promise<{ readonly user: SessionUser; readonly isVerified: boolean }> {
    return await this.#db.transaction().execute(async (trx) => {
      const link = code === undefined ? null : await this.#links.take(trx, JOIN_KINDS, code);
      if (code !== undefined && !link) throw joinInvalid();
      // An invitation that names an address was mailed there or handed over by who knows whose it is.
      const isVerified = link !== null && (link.kind === "owner" || link.email === values.email);
      const role = link ? roleOf(link.kind) : "member";
      const user = await insertUser(trx, {
        ...values,
        role,
        email_verified_at: isVerified ? new Date(this.#now()) : null,
      });
      const entry = {
        actor: { kind: "account", id: user.id },
        subject: user.id,
        address: visitor.address,
      } as const;
      await this.#auditLog.record("signed_up", entry, trx);
      if (role === "owner") await this.#auditLog.record("owner_made", entry, trx);
      return { user, isVerified };
    });
  }

  /**
   * @throws {AppError} `invalid_credentials`, the same for a wrong password and an unknown address, `code_needed` where the
   *   password is right and a code is missing or wrong, `account_disabled`, or `too_many_attempts`
   */
  async logIn({ email, password, code }: Login, visitor: Visitor): Promise<OpenSession> {
    const { address, deviceToken = null } = visitor;
    const device = await this.#devices.known(email, deviceToken);
    const attempt: Attempt = { email, address, device };
    await this.#countAttempt(attempt, "log_in", null);
    const user = await findUserByEmail(this.#db, email);
    const fits = await this.#passwords.verify(password, user?.password_hash ?? null);
    if (fits && user) await this.#requireMayEnter(user, code, visitor);
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
    await Promise.all([
      this.#sessions.sweep(),
      this.#attempts.sweep(),
      this.#devices.sweep(),
      this.#links.sweep(),
    ]);
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
    await this.#sessions.confirm(user.sessionId);
    await this.#onPasswordChanged(user);
    await this.#auditLog.record("password_changed", {
      actor: { kind: "account", id: user.id },
      subject: user.id,
      address: visitor.address,
    });
  }

  /**
   * Makes sure that it is really them, before something that cannot be undone.
   *
   * @throws {AppError} `invalid_input` with an issue for `password`, or `too_many_attempts`
   */
  async confirmPassword(
    user: SessionOwner,
    password: string,
    visitor: Visitor,
    purpose: PasswordPurpose = "delete_account",
  ): Promise<void> {
    await this.#checkPassword(user, password, visitor, { field: "password", purpose });
    await this.#sessions.confirm(user.sessionId);
  }

  /** Whether the password was typed within the last ten minutes. */
  isConfirmed(user: SessionOwner): boolean {
    return this.#sessions.isConfirmed(user);
  }

  /**
   * Makes sure that it is really them, by the password that was typed now or within the last ten minutes.
   *
   * @throws {AppError} `password_needed`, `invalid_input` for a wrong one, or `too_many_attempts`
   */
  async requireConfirmed(
    user: SessionOwner,
    password: string | undefined,
    visitor: Visitor,
  ): Promise<void> {
    if (password) return await this.confirmPassword(user, password, visitor, "confirm");
    if (this.isConfirmed(user)) return;
    const message = "Type your password again.";
    throw new AppError("password_needed", message, { issues: [{ path: "password", message }] });
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

  /** @throws {AppError} `account_disabled`, `code_needed` */
  async #requireMayEnter(
    user: LoginRow,
    code: string | undefined,
    visitor: Visitor,
  ): Promise<void> {
    const { address } = visitor;
    if (user.disabled_at !== null) {
      audit(this.#log, "log_in_failed", { user_id: user.id, address, reason: "disabled" });
      throw accountDisabled();
    }
    if (user.totp_enabled_at === null) return;
    if (code !== undefined && await this.twoStep.check(user.id, code, visitor)) return;
    if (code !== undefined) {
      audit(this.#log, "log_in_failed", { user_id: user.id, address, reason: "wrong_code" });
    }
    throw codeNeeded(code !== undefined);
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

function costsOf(
  row: UserRow,
): Pick<Profile, "default_fee_percent" | "default_slippage_percent"> {
  return {
    default_fee_percent: row.default_fee_percent ?? DEFAULT_FEE_PERCENT,
    default_slippage_percent: row.default_slippage_percent ?? DEFAULT_SLIPPAGE_PERCENT,
  };
}
