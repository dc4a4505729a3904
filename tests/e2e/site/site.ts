/** The app with people and strategies in every state that a page can show, served on loopback for a browser to visit. */
import assert from "node:assert/strict";
import {
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  chromium,
} from "playwright-core";
import { createApp } from "../../../routes/app.tsx";
import type { Services } from "../../../server/services.ts";
import { openTestApp, type Parsed, type TestClient, untilEnded } from "../../support/app.ts";
import { CHROMIUM_ARGS, testEnv } from "../../support/env.ts";
import { RSI_WITH_STOPS } from "../../support/strategies.ts";
import { buildIslands } from "../editor_page.ts";

/** Who looks at a page. */
export type Person =
  /** Not signed in. */
  | "visitor"
  /** Signed up a moment ago. */
  | "newcomer"
  /** Has strategies and backtests of every kind. */
  | "trader";

/** What the trader has, by what is special about it. */
export interface TraderThings {
  readonly strategies: Readonly<
    Record<"usual" | "blank" | "faulty" | "versions" | "away" | "long" | "archived", string>
  >;
  readonly runs: Readonly<Record<"completed" | "again" | "failed" | "pending" | "running", string>>;
}

export interface Site {
  readonly baseURL: string;
  /** The same site on a day when the database does not answer. */
  readonly brokenURL: string;
  readonly things: TraderThings;
  readonly browser: Browser;
  /** A browser profile of this person. */
  context(person: Person, options?: BrowserContextOptions): Promise<BrowserContext>;
  close(): Promise<void>;
}

/** Opens the site and a browser; close it at the end. */
export async function openSite(): Promise<Site> {
  await buildIslands();
  const app = await openTestApp();
  await app.services.runner.start({ alone: true });
  const [newcomer, trader] = [await app.person(), await app.person("trader@example.com")];
  const things = await settle(trader, app.services);
  const servers = [serve(app.services), serve(broken(app.services))];
  const [baseURL, brokenURL] = servers.map(({ addr }) => `http://127.0.0.1:${addr.port}`);
  assert.ok(baseURL && brokenURL);
  const cookies: Record<Person, string | null> = {
    visitor: null,
    newcomer: newcomer.cookie,
    trader: trader.cookie,
  };
  const browser = await chromium.launch({
    executablePath: testEnv.chromium ?? "",
    args: [...CHROMIUM_ARGS],
  });
  return {
    baseURL,
    brokenURL,
    things,
    browser,
    async context(person, options = {}) {
      const context = await browser.newContext({
        baseURL,
        timezoneId: "Europe/Berlin",
        ...options,
      });
      const cookie = cookies[person];
      if (cookie) {
        const [name = "", value = ""] = cookie.split("=");
        await context.addCookies([{ name, value, url: baseURL }]);
      }
      return context;
    },
    async close() {
      await browser.close();
      app.services.announceClosing();
      await Promise.all(servers.map((server) => server.shutdown()));
      await app.close();
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
    // An asset whose candles nobody has.
    away: await strategy(trader, { name: "RSI on Bitcoin", asset: "BTC/USDT" }, [RSI_WITH_STOPS]),
    long: await strategy(trader, {
      name:
        "Bollinger and RSI dip with a stop, a target and a name as long as names may be in this app, or so",
      template: "bollinger_rsi_dip",
    }),
    archived: await strategy(trader, { name: "Golden cross of last year" }, [RSI_WITH_STOPS]),
  };
  await ok(trader.patch(`/strategies/${strategies.archived}`, { is_archived: true }));
  const long = await run(trader, strategies.long);
  const completed = await run(trader, usual);
  const again = await run(trader, usual, { fee_percent: 0.3 });
  const failed = await run(trader, strategies.away);
  const ended = [];
  for (const id of [long, completed, again, failed]) {
    ended.push((await untilEnded(trader, id)).status);
  }
  assert.deepEqual(ended, ["completed", "completed", "completed", "failed"]);
  await services.runner.stop(0);
  const pending = await run(trader, usual);
  const running = await run(trader, strategies.versions);
  await services.database.db.updateTable("backtest_runs")
    .set({ status: "running", progress: 0.6 })
    .where("id", "=", running)
    .execute();
  return { strategies, runs: { completed, again, failed, pending, running } };
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

function serve(services: Services): Deno.HttpServer<Deno.NetAddr> {
  const web = createApp(services);
  return Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen: () => {} },
    (request, { remoteAddr }) => web.fetch(request, { remoteAddr }),
  );
}
