/**
 * Pages of an account with years of use: 500 strategies and 5,000 backtests in the embedded database, asked for over HTTP,
 * and the list of strategies searched in Chromium.
 */
import { type Browser, chromium } from "playwright-core";
import { openDatabase } from "../../server/db/connect.ts";
import { startApp } from "../../tests/support/app_process.ts";
import { CHROMIUM_ARGS, testEnv } from "../../tests/support/env.ts";
import { fillAccount } from "../../tests/support/many_rows.ts";
import {
  type BenchSuite,
  percentile,
  type Report,
  rowOf,
  sampleInTurns,
} from "../reporting/report.ts";

const SUITE = "pages";
const EMAIL = "many@example.com";
const PASSWORD = "correct horse";
/** What 95 of 100 answers may take at the most, milliseconds. */
const GOAL_P95_MS = 200;

export const pagesSuite: BenchSuite = {
  name: SUITE,
  about: "lists of an account with 500 strategies and 5,000 backtests, embedded",
  async run(report, { quick }) {
    const dataDir = await Deno.makeTempDir({ prefix: "bench-pages-" });
    const env = { DATA_DIR: dataDir, LOG_LEVEL: "error", MAX_STRATEGIES: "1000" };
    try {
      const strategyId = await fill(env, quick ? 50 : 500, quick ? 500 : 5_000);
      const app = await startApp(env);
      try {
        const cookie = await enter(app.url, "login");
        await measurePages(app.url, cookie, strategyId, report, quick ? 3 : 100);
        if (testEnv.chromium) await measureSearch(app.url, report, quick ? 4 : 40);
        else report(rowOf(SUITE, "search: Chromium is not installed here", []));
      } finally {
        app.kill("SIGTERM");
        await app.exited;
      }
    } finally {
      await Deno.remove(dataDir, { recursive: true });
    }
  },
};

/** Makes the account, then writes its rows while the app is down; returns a strategy of it. */
async function fill(
  env: Readonly<Record<string, string>> & { readonly DATA_DIR: string },
  strategies: number,
  runs: number,
): Promise<string> {
  const app = await startApp(env);
  await enter(app.url, "signup");
  app.kill("SIGTERM");
  await app.exited;
  const database = await openDatabase({ databaseUrl: null, dataDir: env.DATA_DIR });
  try {
    const { db } = database;
    const user = await db.selectFrom("users").select("id").where("email", "=", EMAIL)
      .executeTakeFirstOrThrow();
    const ids = await fillAccount(db, user.id, { strategies, runs, nowMs: Date.now() });
    // A strategy that was run again and again: its history is the longest there is.
    await db.updateTable("backtest_runs").set({ strategy_id: ids[0]! })
      .where("created_at", "<", new Date(Date.now() - 5 * 86_400_000)).execute();
    return ids[0]!;
  } finally {
    await database.close();
  }
}

/** Signs up or logs in; returns the session's cookie. */
async function enter(url: string, way: "signup" | "login"): Promise<string> {
  const response = await fetch(`${url}/api/v1/auth/${way}`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ email: EMAIL, password: PASSWORD }),
  });
  await response.body?.cancel();
  const cookie = response.headers.get("set-cookie")?.split(";")[0];
  if (!response.ok || !cookie) throw new Error(`${way} answered ${response.status}`);
  return cookie;
}

async function measurePages(
  url: string,
  cookie: string,
  strategyId: string,
  report: Report,
  samples: number,
): Promise<void> {
  const get = (path: string, accept: string) => async () => {
    const response = await fetch(url + path, { headers: { cookie, accept } });
    await response.arrayBuffer();
    if (!response.ok) throw new Error(`${path} answered ${response.status}`);
  };
  const page = (path: string) => get(path, "text/html");
  const api = (path: string) => get(`/api/v1${path}`, "application/json");
  const durations = await sampleInTurns({
    "page /strategies": page("/strategies"),
    "page /strategies?archived=1": page("/strategies?archived=1"),
    "page /strategies/:id/runs": page(`/strategies/${strategyId}/runs`),
    "page /strategies/:id": page(`/strategies/${strategyId}`),
    "API /strategies": api("/strategies"),
    "API /strategies?search=": api("/strategies?search=turtle%20btc"),
    "API /backtests": api("/backtests"),
    "API /backtests?strategy_id=": api(`/backtests?strategy_id=${strategyId}`),
    "API /backtests?limit=500": api(`/backtests?strategy_id=${strategyId}&limit=500`),
    "API /users/me": api("/users/me"),
  }, { samples, warmUp: 3 });
  for (const [name, times] of Object.entries(durations)) report(rowWithP95(name, times));
}

/** Types and deletes a word in the search of the list, one key after the other. */
async function measureSearch(url: string, report: Report, keys: number): Promise<void> {
  const browser: Browser = await chromium.launch({
    executablePath: testEnv.chromium ?? "",
    args: [...CHROMIUM_ARGS],
  });
  try {
    const context = await browser.newContext({
      baseURL: url,
      viewport: { width: 1440, height: 900 },
    });
    await context.request.post("/api/v1/auth/login", {
      data: { email: EMAIL, password: PASSWORD },
      headers: { origin: url },
    });
    const page = await context.newPage();
    await page.goto("/strategies", { waitUntil: "networkidle" });
    const durations = await page.evaluate(async (count) => {
      const input = document.querySelector<HTMLInputElement>("input[type=search]")!;
      const word = "turtle";
      const times: number[] = [];
      for (let key = 0; key < count; key++) {
        const at = key % (2 * word.length);
        input.value = word.slice(0, at < word.length ? at + 1 : 2 * word.length - 1 - at);
        const started = performance.now();
        input.dispatchEvent(new InputEvent("input", { bubbles: true }));
        // The frame after the next one has the new rows on the screen.
        await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
        times.push(performance.now() - started);
      }
      return times;
    }, keys);
    report(rowWithP95("search: from a key to the rows on the screen", durations, 100));
  } finally {
    await browser.close();
  }
}

function rowWithP95(name: string, durations: readonly number[], goal = GOAL_P95_MS) {
  const p95 = percentile(durations, 0.95);
  const note = `p95 ${p95.toFixed(1)} (goal ${goal})`;
  return rowOf(SUITE, name, durations, { note });
}
