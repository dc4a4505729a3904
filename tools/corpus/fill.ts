/** Fills a running app of any version by its REST API, as a person would, so that its database holds rows of every kind. */
import { AMBIGUOUS, CANNOT_BEGIN, DRAFT_WITH_FAULTS, NEVER_BUYS } from "./documents.ts";

/** The account that a corpus is read as. */
export const CORPUS_EMAIL = "corpus@example.com";
export const CORPUS_PASSWORD = "correct horse battery";

interface Answer {
  readonly status: number;
  // deno-lint-ignore no-explicit-any -- answers of every version, each of another shape
  readonly json: any;
}

/** Candles of nobody's market, for an import. */
function madeUpCandles(): string {
  const rows = Array.from({ length: 40 }, (_, day) => {
    const close = 100 + (day * 37) % 11;
    const time = Date.UTC(2024, 0, 1 + day);
    return `${time},${close - 1},${close + 2},${close - 3},${close},${10 + day}`;
  });
  return ["timestamp,open,high,low,close,volume", ...rows].join("\n");
}

class Person {
  #cookie = "";
  constructor(private readonly url: string) {}

  async send(method: string, path: string, body?: unknown): Promise<Answer> {
    const raw = typeof body === "string";
    const response = await fetch(`${this.url}/api/v1${path}`, {
      method,
      headers: {
        ...(this.#cookie ? { cookie: this.#cookie } : {}),
        ...(body === undefined ? {} : { "content-type": raw ? "text/csv" : "application/json" }),
      },
      ...(body === undefined ? {} : { body: raw ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    const cookie = response.headers.get("set-cookie");
    if (cookie) this.#cookie = cookie.split(";")[0] ?? "";
    return { status: response.status, json: text.startsWith("{") ? JSON.parse(text) : null };
  }

  /** @throws when the app refuses */
  async must(method: string, path: string, body?: unknown) {
    const { status, json } = await this.send(method, path, body);
    if (status < 300) return json;
    throw new Error(`${method} ${path} answered ${status}: ${JSON.stringify(json)}`);
  }

  /** What only later versions can do: an earlier one refuses, and the corpus lacks it. */
  async may(method: string, path: string, body?: unknown): Promise<void> {
    const { status } = await this.send(method, path, body);
    if (status >= 300) console.log(`  not in this version: ${method} ${path} (${status})`);
  }

  async strategy(name: string, more: Record<string, unknown>, timeframe = "1d"): Promise<string> {
    const values = { name, asset: "DEMO/USDT", timeframe };
    const { definition, ...rest } = more;
    const { id } = await this.must("POST", "/strategies", { ...values, ...rest });
    if (definition) {
      await this.must("POST", `/strategies/${id}/versions`, { definition, base_version: 0 });
    }
    return id;
  }

  /** Runs a strategy and waits for the end. */
  async run(strategy_id: string, from: string, to: string, more = {}): Promise<string> {
    const body = { strategy_id, date_from: from, date_to: to, ...more };
    const { run_id } = await this.must("POST", "/backtests", body);
    for (;;) {
      const { status } = await this.must("GET", `/backtests/${run_id}`);
      if (status === "completed" || status === "failed") return run_id;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}

/** Makes an account with strategies, versions, runs that completed and failed, imports and settings. */
export async function fill(url: string): Promise<void> {
  const person = new Person(url);
  const email = CORPUS_EMAIL;
  await person.must("POST", "/auth/signup", { email, password: CORPUS_PASSWORD });
  await person.must("PATCH", "/users/me", {
    default_fee_percent: 0.2,
    default_slippage_percent: 0.1,
  });
  await person.send("POST", "/auth/login", { email, password: "not the password" });

  const rsi = await person.strategy("RSI, with trades", { template: "rsi_rebound" });
  const firstRun = await person.run(rsi, "2021-01-01", "2021-10-01");
  const ambiguous = await person.strategy("Stop and target", { definition: AMBIGUOUS });
  await person.run(ambiguous, "2021-01-01", "2021-06-01");
  await person.run(ambiguous, "2021-01-01", "2021-06-01", { intrabar: "target_first" });
  const changed = {
    ...AMBIGUOUS,
    blocks: AMBIGUOUS.blocks.filter(({ id }) => id !== "target"),
  };
  const next = { definition: changed, base_version: 1 };
  const noted = await person.send("POST", `/strategies/${ambiguous}/versions`, {
    ...next,
    note: "Without the target",
  });
  if (noted.status >= 300) await person.must("POST", `/strategies/${ambiguous}/versions`, next);

  const never = await person.strategy("Never buys", { definition: NEVER_BUYS });
  await person.run(never, "2021-01-01", "2021-03-01", { initial_capital: 500, fee_percent: 0 });
  const short = await person.strategy("Cannot begin", { definition: CANNOT_BEGIN });
  await person.run(short, "2020-01-02", "2020-03-01");
  await person.strategy("Draft with faults", { definition: DRAFT_WITH_FAULTS });
  await person.strategy("Empty", {});
  const old = await person.strategy("Archived", { template: "golden_cross" });
  await person.must("DELETE", `/strategies/${old}`);

  // No candles can be had of a real market here: a run that failed.
  const failing = await person.strategy("No candles", { template: "ema_trend" });
  await person.must("PATCH", `/strategies/${failing}`, { asset: "BTC/USDT" });
  await person.run(failing, "2021-01-01", "2021-03-01");
  await person.may("POST", "/candles/import?asset=ETH/USDT&timeframe=1d", madeUpCandles());

  await person.may("PATCH", `/strategies/${never}`, { tags: ["idle"], is_pinned: true });
  await person.may("PATCH", `/strategies/${ambiguous}/versions/1`, { note: "With the target" });
  await person.may("PATCH", `/backtests/${firstRun}`, { note: "Calm", tags: ["2021"] });
  const deleted = await person.run(never, "2022-01-01", "2022-02-01");
  await person.may("DELETE", `/backtests/${deleted}`);
  await person.may("PATCH", "/users/me/onboarding", { seen: "see_live_result", dismissed: true });
  await person.may("PATCH", `/strategies/${never}`, {
    context: { period: { from: "2021-01-01", to: "2021-03-31" }, fee_percent: 0.3 },
  });
  await person.may("PATCH", `/strategies/${short}`, { context: { period: "2y" } });
  await person.may("PATCH", `/strategies/${rsi}`, { auto_update_horizon: "3m" });
  await person.may("PATCH", `/strategies/${rsi}`, { auto_update_enabled: true });
  await settled(person, rsi);
}

/** Waits until the first daily run, where there are any, is in the record. */
async function settled(person: Person, strategyId: string): Promise<void> {
  const { status } = await person.send("GET", `/strategies/${strategyId}/forward-records`);
  if (status !== 200) return;
  for (let look = 0; look < 100; look++) {
    const { forward_records } = await person.must(
      "GET",
      `/strategies/${strategyId}/forward-records`,
    );
    if (forward_records[0]?.past_days > 0) return;
    await new Promise((resolve) => setTimeout(resolve, 1_000));
  }
  console.log("  no daily run came");
}
