/** What the doors of an account let through, what they refuse, and what the log says of it. */
import assert from "node:assert/strict";
import type { Kysely } from "kysely";
import { AppError } from "../../contracts/errors.ts";
import { freshPglite } from "../../tests/support/database.ts";
import type { Database } from "../db/schema.ts";
import { Limits } from "../limits/limits.ts";
import { EntitlementRules } from "../plans/entitlements.ts";
import { createLogger } from "../logging/log.ts";
import { openProcessNotifications } from "../notifications/process_notifications.ts";
import { sessionsTopic } from "../notifications/topics.ts";
import { Passwords } from "./passwords.ts";
import { Accounts } from "./service.ts";
import type { SessionOwner } from "./sessions.ts";

const START = Date.UTC(2026, 10, 28, 12);
const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
const HERE = { address: "203.0.113.7", userAgent: "Mozilla/5.0 (X11; Linux) Firefox/130.0" };
const ADA = { email: "ada@example.com", password: "correct horse" };
const EVE = { email: "eve@example.com", password: "battery staple" };

/** The least that argon2 takes; one thread for all tests of the file. */
const passwords = new Passwords({ memorySize: 8, iterations: 1, parallelism: 1, hashLength: 32 });

interface Fixture {
  readonly db: Kysely<Database>;
  readonly accounts: Accounts;
  /** What the log has said since it was last asked, without the time. */
  readonly logged: () => Record<string, unknown>[];
  /** Accounts whose listeners were told that sessions have ended, since it was last asked. */
  readonly told: () => string[];
  /** Follows what is told of an account's sessions. */
  readonly follow: (userId: string) => void;
  readonly ownerOf: (token: string) => Promise<SessionOwner>;
  /** Ends the way by which processes tell each other. */
  readonly cut: () => Promise<void>;
  now: number;
}

function testAccounts(name: string, test: (fixture: Fixture) => Promise<void>): void {
  Deno.test({
    name: `accounts: ${name}`,
    sanitizeOps: false,
    sanitizeResources: false,
    async fn() {
      const { db, close } = await freshPglite();
      const notifications = openProcessNotifications();
      const lines: Record<string, unknown>[] = [];
      const topics: string[] = [];
      const log = createLogger({
        logLevel: "debug",
        logFormat: "json",
        write(line) {
          const { time: _time, ...said } = JSON.parse(line);
          lines.push(said);
        },
      });
      const now = () => fixture.now;
      const everybody = { strategies: 3, backtestsPerDay: 50, imports: 5, importCandles: 1_000 };
      const limits = new Limits(db, new EntitlementRules({ limits: everybody }, now), now);
      const accounts = new Accounts({ db, limits, notifications, log, now, passwords });
      const fixture: Fixture = {
        db,
        accounts,
        logged: () => lines.splice(0),
        told: () => topics.splice(0),
        follow: (id) => {
          notifications.subscribe(sessionsTopic(id), () => topics.push(id));
        },
        async ownerOf(token) {
          const found = await accounts.userForToken(token);
          assert.ok(found, "the session is over");
          return found.user;
        },
        cut: () => notifications.close(),
        now: START,
      };
      try {
        await test(fixture);
      } finally {
        await close();
      }
    },
  });
}

async function refusal(promise: Promise<unknown>): Promise<AppError> {
  const error = await promise.then(() => null, (thrown: unknown) => thrown);
  assert.ok(error instanceof AppError, `not refused: ${error}`);
  return error;
}

const audited = (lines: readonly Record<string, unknown>[]) =>
  lines.map(({ message: _message, level: _level, ...rest }) => rest);

testAccounts("an address signs up once", async ({ db, accounts, logged }) => {
  const { user, token } = await accounts.signUp(ADA, HERE);
  assert.equal(user.email, ADA.email);
  assert.equal((await accounts.userForToken(token))?.user.id, user.id);
  assert.deepEqual(audited(logged()), [
    { event: "signed_up", user_id: user.id, address: HERE.address },
  ]);
  const error = await refusal(accounts.signUp({ ...ADA, password: "another one" }, HERE));
  assert.equal(error.code, "email_taken");
  assert.deepEqual(error.options.issues, [
    { path: "email", message: "This email already has an account." },
  ]);
  assert.deepEqual(audited(logged()), [
    {
      event: "sign_up_refused",
      user_id: user.id,
      address: HERE.address,
      reason: "email_taken",
    },
  ]);
  assert.equal((await db.selectFrom("users").select("id").execute()).length, 1);
});

testAccounts("another failure of signing up is not told as a taken address", async (fixture) => {
  const { db, accounts, logged } = fixture;
  await db.schema.dropTable("sessions").cascade().execute();
  const error: unknown = await accounts.signUp(ADA, HERE).then(() => null, (thrown) => thrown);
  assert.ok(error instanceof Error && !(error instanceof AppError), String(error));
  // The account is there; it is the session that is not.
  assert.deepEqual(audited(logged()).map(({ event }) => event), ["signed_up"]);
});

testAccounts("logging in takes the address and its password", async (fixture) => {
  const { accounts, logged } = fixture;
  const { user } = await accounts.signUp(ADA, HERE);
  await accounts.signUp(EVE, HERE);
  logged();
  const opened = await accounts.logIn(ADA, HERE);
  assert.deepEqual(opened.user, { id: user.id, email: ADA.email });
  assert.equal((await accounts.userForToken(opened.token))?.user.id, user.id);
  const refused: [credentials: typeof ADA, reason: string, id: string | undefined][] = [
    [{ ...ADA, password: EVE.password }, "wrong_password", user.id],
    [{ ...ADA, email: "nobody@example.com" }, "unknown_account", undefined],
  ];
  assert.deepEqual(audited(logged()), [
    { event: "logged_in", user_id: user.id, address: HERE.address },
  ]);
  for (const [credentials, reason, user_id] of refused) {
    const error = await refusal(accounts.logIn(credentials, HERE));
    assert.equal(error.code, "invalid_credentials");
    assert.equal(error.message, "Wrong email or password.");
    assert.deepEqual(audited(logged()), [
      {
        event: "log_in_failed",
        ...(user_id === undefined ? {} : { user_id }),
        address: HERE.address,
        reason,
      },
    ]);
  }
  assert.equal((await accounts.sessions(await fixture.ownerOf(opened.token))).length, 2);
});

testAccounts(
  "a password that changes while it is checked opens no session",
  async ({ db, accounts, logged }) => {
    const { user } = await accounts.signUp(ADA, HERE);
    logged();
    const racing = Object.create(passwords, {
      verify: {
        value: async (password: string, hash: string | null) => {
          const fits = await passwords.verify(password, hash);
          await db.updateTable("users").set({ password_hash: "changed" }).execute();
          return fits;
        },
      },
      hash: { value: (password: string) => passwords.hash(password) },
    }) as Passwords;
    const lines: string[] = [];
    const process = new Accounts({
      db,
      limits: new Limits(
        db,
        new EntitlementRules({
          limits: { strategies: 1, backtestsPerDay: 1, imports: 1, importCandles: 1 },
        }, () => START),
        () => START,
      ),
      notifications: openProcessNotifications(),
      log: createLogger({
        logLevel: "info",
        logFormat: "json",
        write: (line) => lines.push(line),
      }),
      now: () => START,
      passwords: racing,
    });
    assert.equal((await refusal(process.logIn(ADA, HERE))).code, "invalid_credentials");
    assert.match(lines.join(), /"reason":"password_changed"/);
    assert.equal((await db.selectFrom("sessions").select("id").execute()).length, 1);
    // The same for a change of the password that another one overtakes.
    const hash = await passwords.hash(ADA.password);
    await db.updateTable("users").set({ password_hash: hash }).execute();
    const owner = {
      ...user,
      timezone: null,
      sessionId: crypto.randomUUID(),
      role: "member",
      confirmedAt: null,
      isVerified: false,
    } as const;
    const change = { current_password: ADA.password, new_password: "a third one" };
    const error = await refusal(process.changePassword(owner, change, HERE));
    assert.deepEqual(error.options.issues?.map(({ path }) => path), ["current_password"]);
    const row = await db.selectFrom("users").select("password_hash").executeTakeFirstOrThrow();
    assert.equal(row.password_hash, "changed");
    assert.equal((await db.selectFrom("sessions").select("id").execute()).length, 1);
  },
);

testAccounts(
  "wrong passwords are counted, and a right one forgets them",
  async ({ accounts, logged }) => {
    const { user } = await accounts.signUp(ADA, HERE);
    const wrong = { ...ADA, password: "wrong" };
    for (let n = 0; n < 7; n++) await refusal(accounts.logIn(wrong, HERE));
    await accounts.logIn(ADA, HERE);
    for (let n = 0; n < 8; n++) await refusal(accounts.logIn(wrong, HERE));
    logged();
    assert.equal((await refusal(accounts.logIn(ADA, HERE))).code, "too_many_attempts");
    assert.deepEqual(audited(logged()), [
      {
        event: "too_many_attempts",
        user_id: user.id,
        address: HERE.address,
        purpose: "log_in",
      },
    ]);
  },
);

testAccounts(
  "a failure other than too many tries is not told as one",
  async ({ db, accounts, logged }) => {
    await accounts.signUp(ADA, HERE);
    logged();
    await db.schema.dropTable("login_attempts").execute();
    const error: unknown = await accounts.logIn(ADA, HERE).then(() => null, (thrown) => thrown);
    assert.ok(error instanceof Error && !(error instanceof AppError), String(error));
    assert.deepEqual(logged(), []);
  },
);

testAccounts("logging in clears sessions that have run out", async (fixture) => {
  const { db, accounts } = fixture;
  await accounts.signUp(ADA, HERE);
  fixture.now = START + 30 * DAY_MS;
  await accounts.logIn(ADA, HERE);
  assert.equal((await db.selectFrom("sessions").select("id").execute()).length, 1);
});

testAccounts(
  "changing the password takes the current one, and ends other sessions",
  async (fixture) => {
    const { accounts, logged, told, follow, ownerOf } = fixture;
    const { user, token } = await accounts.signUp(ADA, HERE);
    const other = await accounts.logIn(ADA, HERE);
    follow(user.id);
    const owner = await ownerOf(token);
    logged();
    const wrong = { current_password: "wrong", new_password: "a new one" };
    const error = await refusal(accounts.changePassword(owner, wrong, HERE));
    assert.equal(error.code, "invalid_input");
    assert.deepEqual(error.options.issues, [
      { path: "current_password", message: "Wrong password. Try again." },
    ]);
    assert.deepEqual(audited(logged()), [
      {
        event: "password_check_failed",
        user_id: user.id,
        address: HERE.address,
        purpose: "change_password",
      },
    ]);
    assert.ok(await accounts.userForToken(other.token));
    assert.deepEqual(told(), []);
    const right = { current_password: ADA.password, new_password: "a new one" };
    await accounts.changePassword(owner, right, HERE);
    assert.deepEqual(audited(logged()), [
      { event: "password_changed", user_id: user.id, address: HERE.address },
    ]);
    assert.deepEqual(told(), [user.id]);
    assert.ok(await accounts.userForToken(token), "this session goes on");
    assert.equal(await accounts.userForToken(other.token), null);
    assert.equal((await refusal(accounts.logIn(ADA, HERE))).code, "invalid_credentials");
    await accounts.logIn({ ...ADA, password: "a new one" }, HERE);
  },
);

testAccounts("a password is confirmed as often as it may be tried", async (fixture) => {
  const { accounts, logged, ownerOf } = fixture;
  const { user, token } = await accounts.signUp(ADA, HERE);
  const owner = await ownerOf(token);
  await accounts.confirmPassword(owner, ADA.password, HERE);
  for (let n = 0; n < 8; n++) {
    const error = await refusal(accounts.confirmPassword(owner, "wrong", HERE));
    assert.deepEqual(error.options.issues?.map(({ path }) => path), ["password"]);
  }
  logged();
  const late = await refusal(accounts.confirmPassword(owner, ADA.password, HERE));
  assert.equal(late.code, "too_many_attempts");
  assert.deepEqual(audited(logged()), [
    {
      event: "too_many_attempts",
      user_id: user.id,
      address: HERE.address,
      purpose: "delete_account",
    },
  ]);
});

testAccounts(
  "sessions are ended one by one, all others at once, or by logging out",
  async (fixture) => {
    const { accounts, logged, told, follow, ownerOf } = fixture;
    const { user, token } = await accounts.signUp(ADA, HERE);
    const [second, third, fourth] = [
      await accounts.logIn(ADA, HERE),
      await accounts.logIn(ADA, HERE),
      await accounts.logIn(ADA, HERE),
    ];
    follow(user.id);
    const owner = await ownerOf(token);
    const { sessionId } = await ownerOf(second!.token);
    logged();
    await accounts.endSession(owner, sessionId, HERE);
    assert.equal(await accounts.userForToken(second!.token), null);
    assert.deepEqual(audited(logged()), [
      {
        event: "session_ended",
        user_id: user.id,
        address: HERE.address,
        session_id: sessionId,
      },
    ]);
    assert.deepEqual(told(), [user.id]);
    const again = await refusal(accounts.endSession(owner, sessionId, HERE));
    assert.equal(again.code, "not_found");
    assert.deepEqual([logged(), told()], [[], []]);

    await accounts.endOtherSessions(owner, HERE);
    for (const { token } of [third!, fourth!]) {
      assert.equal(await accounts.userForToken(token), null);
    }
    assert.deepEqual(audited(logged()), [
      { event: "other_sessions_ended", user_id: user.id, address: HERE.address, count: 2 },
    ]);
    assert.deepEqual(told(), [user.id]);

    await accounts.logOut(token, HERE);
    assert.equal(await accounts.userForToken(token), null);
    assert.deepEqual(audited(logged()), [
      { event: "logged_out", user_id: user.id, address: HERE.address },
    ]);
    assert.deepEqual(told(), [user.id]);
    await accounts.logOut(token, HERE);
    assert.deepEqual([logged(), told()], [[], []], "it was over already");
  },
);

testAccounts(
  "an end of a session that cannot be published is an end all the same",
  async (fixture) => {
    const { accounts, logged, cut } = fixture;
    const { token } = await accounts.signUp(ADA, HERE);
    logged();
    await cut();
    await accounts.logOut(token, HERE);
    assert.equal(await accounts.userForToken(token), null);
    assert.deepEqual(logged().map(({ level, message }) => [level, message]), [
      ["warn", "the end of a session could not be published"],
      ["info", "logged out"],
    ]);
  },
);

testAccounts("a profile has the defaults, what was changed, and what is used", async (fixture) => {
  const { db, accounts } = fixture;
  const { user } = await accounts.signUp(ADA, HERE);
  const other = await accounts.signUp(EVE, HERE);
  const profile = await accounts.profile(user.id);
  const { created_at, usage, ...rest } = profile;
  assert.deepEqual(rest, {
    id: user.id,
    email: ADA.email,
    default_fee_percent: 0.1,
    default_slippage_percent: 0.05,
    timezone: null,
  });
  assert.ok(Number.isFinite(Date.parse(created_at)));
  assert.deepEqual(usage.strategies, { used: 0, limit: 3 });
  fixture.now = START + 5;
  const changed = await accounts.updateProfile(user.id, {
    default_fee_percent: 0,
    timezone: "Europe/Berlin",
  });
  assert.deepEqual(
    [changed.default_fee_percent, changed.default_slippage_percent, changed.timezone],
    [0, 0.05, "Europe/Berlin"],
  );
  assert.deepEqual(await accounts.defaultCosts(user.id), {
    default_fee_percent: 0,
    default_slippage_percent: 0.05,
  });
  const row = await db.selectFrom("users").select("updated_at").where("id", "=", user.id)
    .executeTakeFirstOrThrow();
  assert.equal(row.updated_at.getTime(), START + 5);
  assert.equal((await accounts.profile(other.user.id)).default_fee_percent, 0.1);
});
