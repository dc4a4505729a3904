/** Accounts: signing up, logging in, sessions, the profile. */
import type { Kysely } from "kysely";
import type { Credentials, SessionUser } from "../../contracts/auth.ts";
import { DEFAULT_FEE_PERCENT, DEFAULT_SLIPPAGE_PERCENT } from "../../contracts/backtests.ts";
import { AppError } from "../../contracts/errors.ts";
import type { Profile, UpdateProfile } from "../../contracts/users.ts";
import { isUniqueViolation } from "../db/errors.ts";
import type { Database, UserRow } from "../db/schema.ts";
import type { Limits } from "../limits/limits.ts";
import { LoginAttempts } from "./attempts.ts";
import { Passwords } from "./passwords.ts";
import { type SessionOwner, SessionStore } from "./sessions.ts";

/** Where a request comes from, as far as it matters for a session. */
export interface Visitor {
  readonly address: string;
  readonly userAgent: string | null;
}

export interface OpenSession {
  readonly user: SessionUser;
  /** For the cookie; it is stored nowhere. */
  readonly token: string;
}

export interface AccountsOptions {
  readonly db: Kysely<Database>;
  readonly limits: Limits;
  readonly now: () => number;
}

export class Accounts {
  readonly #db: Kysely<Database>;
  readonly #limits: Limits;
  readonly #now: () => number;
  readonly #sessions: SessionStore;
  readonly #attempts: LoginAttempts;
  readonly #passwords = new Passwords();

  constructor({ db, limits, now }: AccountsOptions) {
    this.#db = db;
    this.#limits = limits;
    this.#now = now;
    this.#sessions = new SessionStore(db, now);
    this.#attempts = new LoginAttempts(now);
  }

  /** @throws {AppError} `email_taken` */
  async signUp({ email, password }: Credentials, visitor: Visitor): Promise<OpenSession> {
    const password_hash = await this.#passwords.hash(password);
    try {
      const user = await this.#db.insertInto("users").values({ email, password_hash })
        .returning(["id", "email"]).executeTakeFirstOrThrow();
      return { user, token: await this.#sessions.open(user.id, visitor.userAgent) };
    } catch (error) {
      if (!isUniqueViolation(error)) throw error;
      throw new AppError(
        "email_taken",
        "There is an account with this email already. Log in instead.",
        {
          issues: [{ path: "email", message: "There is an account with this email already." }],
        },
      );
    }
  }

  /** @throws {AppError} `invalid_credentials`, the same for a wrong password and an unknown address, or `too_many_attempts` */
  async logIn({ email, password }: Credentials, visitor: Visitor): Promise<OpenSession> {
    const wait = this.#attempts.blockedForSeconds(email, visitor.address);
    if (wait > 0) {
      const minutes = Math.ceil(wait / 60);
      throw new AppError(
        "too_many_attempts",
        `Too many tries. Wait ${minutes} ${minutes === 1 ? "minute" : "minutes"}, then try again.`,
        { retryAfterSeconds: wait },
      );
    }
    this.#attempts.began(email, visitor.address);
    const user = await this.#db.selectFrom("users").select(["id", "email", "password_hash"])
      .where("email", "=", email).executeTakeFirst();
    const fits = await this.#passwords.verify(password, user?.password_hash ?? null);
    if (!fits || !user) {
      throw new AppError("invalid_credentials", "Email and password do not fit together.");
    }
    this.#attempts.succeeded(email, visitor.address);
    await this.#sessions.sweep();
    return {
      user: { id: user.id, email: user.email },
      token: await this.#sessions.open(user.id, visitor.userAgent),
    };
  }

  /** Gets ready for the first login. */
  warmUp(): Promise<void> {
    return this.#passwords.warmUp();
  }

  close(): void {
    this.#passwords.close();
  }

  /** Ends the session of this token. */
  logOut(token: string): Promise<void> {
    return this.#sessions.close(token);
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
    const row = await this.#db.updateTable("users")
      .set({ ...change, updated_at: new Date(this.#now()) })
      .where("id", "=", userId).returningAll().executeTakeFirstOrThrow();
    return this.#toProfile(row);
  }

  /** Removes the account and every row that is its own. Blobs are the caller's. */
  async remove(userId: string): Promise<void> {
    await this.#db.deleteFrom("users").where("id", "=", userId).execute();
  }

  #row(userId: string): Promise<UserRow> {
    return this.#db.selectFrom("users").selectAll().where("id", "=", userId)
      .executeTakeFirstOrThrow();
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
