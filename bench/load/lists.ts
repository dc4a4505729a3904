/**
 * The list of strategies under load, asked for over many connections by one account and by as many accounts as there are
 * connections; then exports. And what everybody else waits meanwhile.
 */
import { openDatabase } from "../../server/db/connect.ts";
import { fillAccount } from "../../tests/support/many_rows.ts";
import { type BenchSuite, percentile, type Report, rowOf } from "../reporting/report.ts";
import { exportLoads } from "./exports.ts";
import { type Felt, type LoadApp, LoadClient, startLoadApp, underLoad } from "./frame.ts";
import { benchRow } from "./load.ts";

const SUITE = "lists";
const AT_ONCE = 20;
/** As many as the beta allows, each with a year of daily runs. */
const STRATEGIES = 10;
const RUNS_EACH = 30;
const GOAL_P99_MS = 120;
const PASSWORD = "correct horse";

/** What is asked for, by whom, and how many answers a second are to be reached. */
const LOADS = [
  { path: "/strategies", accept: "text/html", who: "one", goalLeast: 300 },
  { path: "/strategies", accept: "text/html", who: "all" },
  { path: "/api/v1/strategies", accept: "application/json", who: "one", goalLeast: 800 },
  { path: "/api/v1/strategies", accept: "application/json", who: "all" },
  { path: "/api/v1/users/me", accept: "application/json", who: "all" },
] as const;

export const listLoadSuite: BenchSuite = {
  name: SUITE,
  about: `the list of strategies for ${AT_ONCE} at once, exports and CSV, embedded`,
  long: true,
  run: (report, { quick }) => measureLists(report, { seconds: quick ? 0.3 : 10, quick }),
};

/** Measures this checkout, or `checkout` beside it, which needs a build of its own. */
export async function measureLists(
  report: Report,
  { seconds, quick = false, checkout }: {
    readonly seconds: number;
    readonly quick?: boolean;
    readonly checkout?: string;
  },
): Promise<void> {
  const dataDir = await Deno.makeTempDir({ prefix: "bench-lists-" });
  const setup = { where: "embedded", env: { LOG_LEVEL: "info", LOG_FORMAT: "json" } };
  const start = () =>
    startLoadApp(checkout === undefined ? setup : { ...setup, checkout }, dataDir);
  try {
    const first = await start();
    const accounts = Array.from({ length: AT_ONCE }, (_, i) => `list-${i}@example.com`);
    const cookies = await Promise.all(accounts.map((email) => signUp(first.app.url, email)));
    await first.stop();
    await fill(dataDir, accounts);
    const app = await start();
    try {
      for (const load of LOADS) await measure(app, cookies, load, seconds, report);
      for await (const row of exportLoads(app, quick)) {
        report({ ...benchRow("embedded", row), suite: SUITE });
      }
    } finally {
      await app.stop();
    }
  } finally {
    await Deno.remove(dataDir, { recursive: true });
  }
}

async function measure(
  app: LoadApp,
  cookies: readonly string[],
  { path, accept, who, ...goal }: typeof LOADS[number],
  seconds: number,
  report: Report,
): Promise<void> {
  const client = new LoadClient(app.app.url, AT_ONCE);
  const durations: number[] = [];
  let turn = 0;
  const ask = async () => {
    const cookie = cookies[who === "one" ? 0 : turn++ % cookies.length] ?? "";
    const started = performance.now();
    const { status } = await client.get(path, { accept, cookie });
    durations.push(performance.now() - started);
    if (status !== 200) throw new Error(`${path} answered ${status}`);
  };
  try {
    await client.during(seconds * 300, AT_ONCE, ask);
    durations.length = 0;
    const felt = await underLoad(app, async () => {
      await client.during(seconds * 1000, AT_ONCE, ask);
    });
    const name = `${path} of ${who === "one" ? "one account" : `${cookies.length} accounts`}`;
    reportRate(name, durations, felt, goal, report);
  } finally {
    client.close();
  }
}

function reportRate(
  name: string,
  durations: readonly number[],
  felt: Felt,
  goal: { readonly goalLeast?: number },
  report: Report,
): void {
  const perSecond = durations.length / (felt.tookMs / 1000);
  const processorMs = felt.processorMs / durations.length;
  report({ ...benchRow("embedded", { name, perSecond, processorMs, ...goal }), suite: SUITE });
  const p99 = percentile(durations, 0.99);
  const note = `p99 ${p99 <= GOAL_P99_MS ? "within" : "ABOVE"} ${GOAL_P99_MS}`;
  report(rowOf(SUITE, "  each of them", durations, { note }));
  const others = { name: "  others meanwhile", staticMs: felt.staticMs };
  report({ ...benchRow("embedded", others), suite: SUITE });
}

/** The session's cookie of a new account. */
async function signUp(url: string, email: string): Promise<string> {
  const response = await fetch(`${url}/api/v1/auth/signup`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ email, password: PASSWORD }),
  });
  await response.body?.cancel();
  const cookie = response.headers.getSetCookie().find((set) => set.startsWith("session="));
  if (!response.ok || !cookie) throw new Error(`sign-up answered ${response.status}`);
  return cookie.split(";")[0] ?? "";
}

/** Writes the rows while the app is down. */
async function fill(dataDir: string, emails: readonly string[]): Promise<void> {
  const database = await openDatabase({ databaseUrl: null, dataDir });
  try {
    const users = await database.db.selectFrom("users").select("id").where("email", "in", emails)
      .execute();
    for (const { id } of users) {
      await fillAccount(database.db, id, {
        strategies: STRATEGIES,
        runs: STRATEGIES * RUNS_EACH,
        nowMs: Date.now(),
      });
    }
  } finally {
    await database.close();
  }
}
