/** Watching runs costs no query while nothing changes, and no watcher misses a change; on both databases. */
import assert from "node:assert/strict";
import { STREAMS_OF_ACCOUNT } from "../limits/open_streams.ts";
import { type Kysely, type KyselyPlugin, sql } from "kysely";
import type { Run } from "../../contracts/backtests.ts";
import { openTestApp, type TestApp, type TestClient } from "../../tests/support/app.ts";
import { freshPglite, freshPostgresUrl } from "../../tests/support/database.ts";
import { type Need, testEnv, testWith } from "../../tests/support/env.ts";
import { startRelay } from "../../tests/support/relay.ts";
import { RSI_WITH_STOPS } from "../../tests/support/strategies.ts";
import { type DatabaseHandle, openPostgres } from "../db/connect.ts";
import { migrateToLatest } from "../db/migrate.ts";
import type { Database } from "../db/schema.ts";
import { openPostgresNotifications } from "../notifications/postgres_notifications.ts";
import { RunClaims } from "./claims.ts";
import { tellRunChanged } from "./run_watches.ts";

const WATCHERS = 50;

interface Harness {
  readonly app: TestApp;
  readonly person: TestClient;
  readonly userId: string;
  readonly runId: string;
  /** Works on runs, where there can be one in a process of its own. */
  readonly claims: RunClaims;
  /** Statements of the web process so far. */
  queries(): number;
}

const drivers: readonly {
  name: string;
  needs: readonly Need[];
  open: () => Promise<{ database: DatabaseHandle; url: string | null; close(): Promise<void> }>;
}[] = [
  {
    name: "PGlite",
    needs: [],
    async open() {
      const database = await freshPglite();
      return { database, url: null, close: () => database.close() };
    },
  },
  {
    name: "PostgreSQL",
    needs: ["postgres"],
    async open() {
      const { url, drop } = await freshPostgresUrl();
      const database = openPostgres(url);
      await migrateToLatest(database);
      return { database, url, close: drop };
    },
  },
];

for (const driver of drivers) {
  const check = (name: string, fn: (harness: Harness) => Promise<void>) =>
    testWith(driver.needs, `watching on ${driver.name}: ${name}`, async () => {
      const { database, url, close } = await driver.open();
      const counter = new Counter();
      const counted = { ...database, db: database.db.withPlugin(counter) };
      const app = await openTestApp({ database: counted, config: { databaseUrl: url } });
      // Another process: its own connections on PostgreSQL, the same notifications where there is one process only.
      const worker = url === null
        ? { db: database.db, notifications: app.services.notifications, close: () => {} }
        : withNotifications(openPostgres(url), url);
      const { log } = app.services;
      const claims = new RunClaims(
        worker.db,
        60_000,
        (id) => tellRunChanged({ notifications: worker.notifications, log }, id),
      );
      try {
        const person = await app.person();
        const runId = await aRun(person);
        const { id: userId } = (await person.get("/users/me")).json;
        await fn({ app, person, userId, runId, claims, queries: () => counter.count });
      } finally {
        await worker.close();
        await app.close();
        await close();
      }
    }, { sanitizeOps: false, sanitizeResources: false });

  check(
    `${WATCHERS} watchers ask nothing while nothing changes, and all hear of a change`,
    async (h) => {
      const { claims, runId, queries } = h;
      const watchers = Array.from({ length: WATCHERS }, () => new Watcher(h));
      await Promise.all(watchers.map((watcher) => watcher.saw("pending", 0)));
      await untilListening(h);
      const before = queries();
      // Longer than several of the looks that used to be taken every 300 ms.
      await new Promise((resolve) => setTimeout(resolve, 1_000));
      assert.equal(queries() - before, 0);

      const run = await claims.claimNext();
      assert.equal(run?.id, runId);
      if (run === null) return;
      await Promise.all(watchers.map((watcher) => watcher.saw("running", 0)));
      await claims.renew(run, 0.4);
      await Promise.all(watchers.map((watcher) => watcher.saw("running", 0.4)));
      // A sign of life changes nothing that is watched.
      const quiet = queries();
      await claims.renew(run);
      await claims.fail(run, "timeout", "Too long.");
      await Promise.all(watchers.map((watcher) => watcher.saw("failed", 0.4)));
      await Promise.all(watchers.map((watcher) => watcher.ended));
      assert.ok(queries() - quiet <= 2, `${queries() - quiet} reads for one change`);
    },
  );

  check("a run that is put back is seen to wait again", async (h) => {
    const watcher = new Watcher(h);
    await watcher.saw("pending", 0);
    await untilListening(h);
    const run = await h.claims.claimNext();
    assert.ok(run);
    await h.claims.renew(run, 0.4);
    await watcher.saw("running", 0.4);
    await h.claims.giveBack(run, { counts: true });
    await watcher.saw("pending", 0);
    watcher.leave();
    await watcher.ended;
  });

  check("the events end when their session is logged out, from here or elsewhere", async (h) => {
    const { person, runId } = h;
    const stream = await person.raw("GET", `/backtests/${runId}/events`);
    const elsewhere = await loggedIn(h);
    const other = await elsewhere.raw("GET", `/backtests/${runId}/events`);
    const { sessions } = (await person.get("/users/me/sessions")).json;
    const foreign = sessions.find(({ current }: { current: boolean }) => !current);
    assert.equal((await person.delete(`/users/me/sessions/${foreign.id}`)).status, 204);
    assert.match(await other.text(), /"status":"pending"/);
    assert.equal((await person.post("/auth/logout")).status, 204);
    assert.match(await stream.text(), /"status":"pending"/);
  });

  check(
    "an account has so many streams open, and those that were left count no longer",
    async (h) => {
      const { app, person, runId } = h;
      const open = (method = "GET") => person.raw(method, `/backtests/${runId}/events`);
      for (let n = 0; n < STREAMS_OF_ACCOUNT + 1; n++) {
        assert.equal((await open("HEAD")).status, 200, "which opens none");
      }
      const streams = await Promise.all(Array.from({ length: STREAMS_OF_ACCOUNT }, () => open()));
      assert.deepEqual(new Set(streams.map(({ status }) => status)), new Set([200]));
      const refused = await open();
      assert.equal(refused.status, 429);
      assert.equal((await refused.json()).error.code, "rate_limited");
      assert.match(refused.headers.get("retry-after") ?? "", /^\d+$/);
      const other = await app.person();
      const otherRun = await aRun(other);
      const others = await other.raw("GET", `/backtests/${otherRun}/events`);
      assert.equal(others.status, 200, "others are not touched");
      await others.body?.cancel();
      await streams[0]?.body?.cancel();
      const again = await open();
      assert.equal(again.status, 200);
      assert.equal((await open()).status, 429);
      // Those that a log-out ends are not open either.
      assert.equal((await person.post("/auth/logout")).status, 204);
      await Promise.all([...streams.slice(1), again].map((stream) => stream.text()));
      const { email } = await app.services.database.db.selectFrom("backtest_runs as r")
        .innerJoin("users as u", "u.id", "r.user_id").select("u.email").where("r.id", "=", runId)
        .executeTakeFirstOrThrow();
      await person.post("/auth/login", { email, password: "correct horse" });
      const anew = await open();
      assert.equal(anew.status, 200);
      await anew.body?.cancel();
    },
  );

  check("the events end when their session runs out, unless it was used meanwhile", async (h) => {
    const { app, person, runId, userId } = h;
    const { db } = app.services.database;
    const stream = await person.raw("GET", `/backtests/${runId}/events`);
    let over = false;
    const text = stream.text().finally(() => over = true);
    await untilListening(h);
    const endIn = async (ms: number) => {
      await db.updateTable("sessions").set({ expires_at: new Date(Date.now() + ms) }).execute();
      await app.services.accounts.tellSessionsEnded(userId);
    };
    await endIn(1_000);
    // Uses the session, and so moves its end.
    assert.equal((await person.get("/users/me")).status, 200);
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    assert.equal(over, false);
    await endIn(200);
    assert.match(await text, /"status":"pending"/);
  });
}

testWith(
  ["postgres"],
  "watching on PostgreSQL: what changed while the connection was away is seen once it stands again",
  async () => {
    const { url, drop } = await freshPostgresUrl();
    const database = openPostgres(url);
    await migrateToLatest(database);
    const relay = startRelay(testEnv.databaseUrl ?? "");
    const cuttable = new URL(url);
    cuttable.host = `127.0.0.1:${relay.port}`;
    const notifications = openPostgresNotifications({
      databaseUrl: cuttable.href,
      db: database.db,
    });
    const app = await openTestApp({ database, notifications });
    try {
      const person = await app.person();
      const runId = await aRun(person);
      const { id: userId } = (await person.get("/users/me")).json;
      const watcher = new Watcher({ app, userId, runId });
      await watcher.saw("pending", 0);
      await untilListening({ app, runId });
      relay.cut();
      const run = await new RunClaims(database.db, 60_000).claimNext();
      assert.equal(run?.id, runId);
      relay.heal();
      await watcher.saw("running", 0);
      watcher.leave();
      await watcher.ended;
    } finally {
      await app.close();
      await relay.stop();
      await drop();
    }
  },
  { sanitizeOps: false, sanitizeResources: false },
);

function withNotifications(handle: DatabaseHandle, databaseUrl: string) {
  const notifications = openPostgresNotifications({ databaseUrl, db: handle.db });
  const close = async () => {
    await notifications.close();
    await handle.close();
  };
  return { db: handle.db as Kysely<Database>, notifications, close };
}

async function aRun(person: TestClient): Promise<string> {
  const strategy = { name: "RSI", asset: "DEMO/USDT", timeframe: "1h", definition: RSI_WITH_STOPS };
  const { json } = await person.post("/strategies", strategy);
  const dates = { date_from: "2021-01-01", date_to: "2021-03-01" };
  const run = await person.post("/backtests", { strategy_id: json.id, ...dates });
  assert.equal(run.status, 202);
  return run.json.run_id;
}

/** Waits until notifications arrive, and what the first of them caused is over. */
async function untilListening({ app, runId }: Pick<Harness, "app" | "runId">): Promise<void> {
  const { notifications } = app.services;
  const heard = Promise.withResolvers<void>();
  const leave = notifications.subscribe("knock", () => heard.resolve());
  const knocking = setInterval(() => notifications.publish("knock"), 20);
  await heard.promise;
  clearInterval(knocking);
  leave();
  // Through the same connections as the watchers' reads, so after them.
  const { db } = app.services.database;
  for (let n = 0; n < 20; n++) {
    await sql`select ${runId}`.execute(db);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

async function loggedIn({ app, person }: Harness): Promise<TestClient> {
  const { email } = (await person.get("/users/me")).json;
  const other = app.visitor();
  const answer = await other.post("/auth/login", { email, password: "correct horse" });
  assert.equal(answer.status, 200);
  return other;
}

/** Keeps what a watcher was shown. */
class Watcher {
  readonly ended: Promise<void>;
  readonly #shown: Run[] = [];
  readonly #left = new AbortController();
  #wake: () => void = () => {};

  constructor({ app, userId, runId }: Pick<Harness, "app" | "userId" | "runId">) {
    this.ended = (async () => {
      const runs = app.services.backtests.subscribe(userId, runId, this.#left.signal);
      for await (const run of runs) {
        this.#shown.push(run);
        this.#wake();
      }
    })();
  }

  leave(): void {
    this.#left.abort();
  }

  /** Resolves once the newest that was shown is this. */
  async saw(status: Run["status"], progress: number): Promise<void> {
    const deadline = Date.now() + 30_000;
    const end = setTimeout(() => this.#wake(), 30_000);
    const isThere = () => {
      const last = this.#shown.at(-1);
      return last?.status === status && last.progress === progress;
    };
    while (!isThere() && Date.now() < deadline) {
      await new Promise<void>((resolve) => this.#wake = resolve);
    }
    clearTimeout(end);
    assert.ok(isThere(), `last shown: ${JSON.stringify(this.#shown.at(-1))}`);
  }
}

/** Counts statements. */
class Counter implements KyselyPlugin {
  count = 0;
  transformQuery: KyselyPlugin["transformQuery"] = ({ node }) => {
    this.count++;
    return node;
  };
  transformResult: KyselyPlugin["transformResult"] = ({ result }) => Promise.resolve(result);
}
