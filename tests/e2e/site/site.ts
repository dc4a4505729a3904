/** The app with people and strategies in every state that a page can show, served on loopback for a browser to visit. */
import assert from "node:assert/strict";
import type { Browser, BrowserContext, BrowserContextOptions } from "playwright-core";
import type { Services } from "../../../server/services.ts";
import { AT_THE_MACHINE } from "../../../server/accounts/administration.ts";
import { AccountLinks } from "../../../server/accounts/links.ts";
import { type Parsed, type TestApp, type TestClient, untilEnded } from "../../support/app.ts";
import { RSI_WITH_STOPS } from "../../support/strategies.ts";
import { openBrowserHarness, serve, signIn } from "../browser_harness.ts";

/** Who looks at a page. */
export type Person =
  /** Not signed in. */
  | "visitor"
  /** Signed up a moment ago. */
  | "newcomer"
  /** Has strategies and backtests of every kind. */
  | "trader"
  /** Sees the admin pages. */
  | "owner";

/** What the trader has, by what is special about it. */
export interface TraderThings {
  readonly accountId: string;
  readonly strategies: Readonly<
    Record<
      "usual" | "blank" | "faulty" | "versions" | "away" | "long" | "overfit" | "archived",
      string
    >
  >;
  readonly runs: Readonly<
    Record<"completed" | "again" | "failed" | "pending" | "running" | "long" | "overfit", string>
  >;
}

export interface Site {
  readonly baseURL: string;
  /** The same site on a day when the database does not answer. */
  readonly brokenURL: string;
  readonly things: TraderThings;
  /** Codes of links that nobody has used. */
  readonly codes: Readonly<Record<"join" | "reset" | "email", string>>;
  readonly browser: Browser;
  /** A browser profile of this person; a fresh one has loaded nothing yet. */
  context(
    person: Person,
    options?: BrowserContextOptions & { readonly isFresh?: boolean },
  ): Promise<BrowserContext>;
  close(): Promise<void>;
}

/** Opens the site and a browser; close it at the end. */
export async function openSite(): Promise<Site> {
  const harness = await openBrowserHarness();
  const { app, url: baseURL, browser } = harness;
  const [newcomer, trader] = [await app.person(), await app.person("trader@example.com")];
  const things = await settle(trader, app.services);
  const { codes, owner } = await settleOwner(app, things.accountId);
  const brokenServer = serve(broken(app.services));
  const clients: Record<Person, TestClient | null> = { visitor: null, newcomer, trader, owner };
  return {
    baseURL,
    brokenURL: `http://127.0.0.1:${brokenServer.addr.port}`,
    things,
    codes,
    browser,
    async context(person, { isFresh = false, ...options } = {}) {
      const open = isFresh ? harness.newFresh : browser.newContext.bind(browser);
      const context = await open({
        baseURL,
        timezoneId: "Europe/Berlin",
        ...options,
      });
      const client = clients[person];
      if (client) await signIn(context, client, baseURL);
      return context;
    },
    async close() {
      app.services.announceClosing();
      await brokenServer.shutdown();
      await harness.close();
    },
  };
}

/** Fills the trader's account, and stops the runner so that what waits goes on waiting. */
async function settle(trader: TestClient, services: Services): Promise<TraderThings> {
  const usual = await strategy(trader, { name: "RSI rebound with stops" }, [RSI_WITH_STOPS]);
  const slower = structuredClone(RSI_WITH_STOPS);
  Object.assign(slower.blocks[0]!.params, { period: 21 });
  slower.blocks.pop();
  const strategies = {
    usual,
    blank: await strategy(trader, { name: "An idea for later" }),
    faulty: await strategy(trader, { name: "Half wired" }, [
      { ...RSI_WITH_STOPS, connections: RSI_WITH_STOPS.connections.slice(0, 1) },
    ]),
    versions: await strategy(trader, { name: "RSI, slower" }, [RSI_WITH_STOPS, slower]),
    // An asset without candles.
    away: await strategy(trader, { name: "RSI on Bitcoin", asset: "BTC/USDT" }, [RSI_WITH_STOPS]),
    long: await strategy(trader, {
      name:
        "Bollinger and RSI dip with a stop, a target and a name as long as names may be in this app, or so",
      template: "bollinger_rsi_dip",
    }),
    overfit: await strategy(trader, {
      name: "Too good to be true",
      template: "too_good_to_be_true",
    }),
    archived: await strategy(trader, { name: "Golden cross of last year" }, [RSI_WITH_STOPS]),
  };
  await ok(trader.patch(`/strategies/${strategies.archived}`, { is_archived: true }));
  await ok(trader.patch(`/strategies/${usual}`, { is_pinned: true, tags: ["mean reversion"] }));
  await ok(trader.patch(`/strategies/${strategies.away}`, {
    tags: ["bitcoin", "mean reversion", "a tag as long as a tag may be!"],
  }));
  const long = await run(trader, strategies.long);
  const completed = await run(trader, usual);
  const again = await run(trader, usual, { fee_percent: 0.3 });
  const failed = await run(trader, strategies.away);
  const overfit = await run(trader, strategies.overfit);
  const ended = [];
  for (const id of [long, completed, again, overfit, failed]) {
    ended.push((await untilEnded(trader, id)).status);
  }
  assert.deepEqual(ended, ["completed", "completed", "completed", "completed", "failed"]);
  await follow(trader, services, [strategies.usual, strategies.versions, strategies.long]);
  await services.runner.stop(0);
  const pending = await run(trader, usual);
  const running = await run(trader, strategies.versions);
  await services.database.db.updateTable("backtest_runs")
    .set({ status: "running", progress: 0.6 })
    .where("id", "=", running)
    .execute();
  const { id: accountId } = await ok(trader.get("/users/me"));
  return {
    accountId,
    strategies,
    runs: { completed, again, failed, pending, running, long, overfit },
  };
}

/** An owner, and links; one of them is left over from before there was one. */
async function settleOwner(
  app: TestApp,
  userId: string,
): Promise<{ readonly codes: Site["codes"]; readonly owner: TestClient }> {
  const { administration, database: { db }, now } = app.services;
  const links = new AccountLinks(db, now);
  const owner = await app.person("owner@example.com");
  const id = await administration.idOf("owner@example.com");
  await administration.setRole(AT_THE_MACHINE, id, "owner");
  await ok(owner.post("/admin/invitations", { email: "bob@example.com" }));
  return {
    owner,
    codes: {
      join: await links.make({ kind: "owner" }),
      reset: await links.make({ kind: "reset", userId }),
      email: await links.make({ kind: "email", userId, email: "trader.new@example.com" }),
    },
  };
}

/** Makes a strategy with a version for each document, and answers its id. */
async function strategy(
  client: TestClient,
  fields: Readonly<Record<string, string>>,
  versions: readonly unknown[] = [],
): Promise<string> {
  const { id } = await ok(
    client.post("/strategies", { asset: "DEMO/USDT", timeframe: "1h", ...fields }),
  );
  for (const [base_version, definition] of versions.entries()) {
    const note = base_version === 0 ? {} : { note: "Slower RSI, no target" };
    await ok(client.post(`/strategies/${id}/versions`, { definition, base_version, ...note }));
  }
  return id;
}

async function run(
  client: TestClient,
  strategyId: string,
  settings: Readonly<Record<string, number>> = {},
): Promise<string> {
  const year = { date_from: "2023-01-01", date_to: "2023-12-31" };
  const request = { strategy_id: strategyId, ...year, ...settings };
  return (await ok(client.post("/backtests", request))).run_id;
}

async function ok(answer: ReturnType<TestClient["send"]>): Promise<Parsed> {
  const { status, json, text } = await answer;
  assert.ok(status < 300, `${status}: ${text}`);
  return json;
}

/** The services with a list of strategies that cannot be read, and parts that do not answer. */
function broken(services: Services): Services {
  const strategies = Object.create(services.strategies, {
    list: { value: () => Promise.reject(new Error("the list cannot be read")) },
  });
  const health = {
    check: async () => ({
      ...await services.health.check(),
      status: "error" as const,
      db: "error" as const,
      queue: "error" as const,
    }),
  };
  return { ...services, strategies, health: Object.assign(Object.create(services.health), health) };
}

/** Follows strategies as if it had begun weeks ago: the first goes on, the second is paused, the third was stopped. */
async function follow(
  trader: TestClient,
  { database, desk }: Services,
  strategies: readonly string[],
): Promise<void> {
  const ids: string[] = [];
  for (const strategy_id of strategies) {
    ids.push((await ok(trader.post("/follows", { strategy_id }))).id);
  }
  const hour = 3_600_000;
  const started_at = new Date((Math.floor(Date.now() / hour) - 40 * 24) * hour);
  await database.db.updateTable("follows").set({ started_at }).execute();
  await desk.sweep();
  await ok(trader.patch(`/follows/${ids[1]}`, { action: "pause" }));
  await ok(trader.patch(`/follows/${ids[2]}`, { action: "stop" }));
}
