/** A person with the REST API in hand: keeps the session cookie, expects what the contract says. */
import assert from "node:assert/strict";

export interface RunAnswer {
  readonly run_id: string;
  readonly status: string;
  readonly error_message: string | null;
  readonly [field: string]: unknown;
}

export class ApiSession {
  #cookie = "";
  #account = { email: `${crypto.randomUUID()}@example.com`, password: "correct horse" };

  /** @param client of its own, where the global one would not do */
  constructor(private readonly url: string, private readonly client?: Deno.HttpClient) {}

  /** What a client of another kind sends to be this person. */
  get cookie(): string {
    return this.#cookie;
  }

  /** Sends a request and checks its status; the answer's JSON, or `null` without a body. */
  async send(
    method: string,
    path: string,
    body: unknown,
    status: number,
  ): Promise<Record<string, unknown>> {
    const response = await fetch(`${this.url}/api/v1${path}`, {
      ...(this.client ? { client: this.client } : {}),
      method,
      headers: {
        accept: "application/json",
        ...(this.#cookie ? { cookie: this.#cookie } : {}),
        ...(body === undefined ? {} : { "content-type": "application/json" }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    assert.equal(response.status, status, `${method} ${path}: ${text.slice(0, 500)}`);
    const cookie = response.headers.get("set-cookie");
    if (cookie) this.#cookie = cookie.split(";")[0] ?? "";
    return text ? JSON.parse(text) : {};
  }

  /** The address of the account. */
  get email(): string {
    return this.#account.email;
  }

  /** What the app says of its health. */
  async health(): Promise<Record<string, unknown>> {
    const headers = { accept: "application/json" };
    return await (await fetch(`${this.url}/health`, { headers })).json();
  }

  /** The answer to a GET as it comes. */
  open(path: string): Promise<Response> {
    return fetch(`${this.url}/api/v1${path}`, { headers: { cookie: this.#cookie } });
  }

  get(path: string): Promise<Record<string, unknown>> {
    return this.send("GET", path, undefined, 200);
  }

  /** A new account, logged in. */
  async signUp(): Promise<void> {
    await this.send("POST", "/auth/signup", this.#account, 201);
  }

  /** Takes the account of another session, as at an app that has the same accounts. */
  become(other: ApiSession): void {
    this.#account = other.#account;
    this.#cookie = "";
  }

  /** Logs in to the account again. */
  async logIn(): Promise<void> {
    this.#cookie = "";
    await this.send("POST", "/auth/login", this.#account, 200);
  }

  /** A strategy with `definition` as its version 1. */
  async createStrategy(definition: unknown, asset = "BTC/USDT", timeframe = "1h"): Promise<string> {
    const { id } = await this.send("POST", "/strategies", { name: "Test", asset, timeframe }, 201);
    await this.send("POST", `/strategies/${id}/versions`, { definition, base_version: 0 }, 201);
    return String(id);
  }

  /** Queues a backtest and returns its id. */
  async startRun(strategyId: string, from: string, to: string): Promise<string> {
    const body = { strategy_id: strategyId, date_from: from, date_to: to };
    return String((await this.send("POST", "/backtests", body, 202)).run_id);
  }

  run(id: string): Promise<RunAnswer> {
    return this.get(`/backtests/${id}`) as Promise<RunAnswer>;
  }

  /** Listens to a run's events until the server ends the stream, which it does when the run has ended. */
  async untilEvent(id: string): Promise<void> {
    const response = await fetch(`${this.url}/api/v1/backtests/${id}/events`, {
      headers: { accept: "text/event-stream", cookie: this.#cookie },
    });
    assert.equal(response.status, 200);
    await response.text();
  }

  /** Waits until a run has ended (at most two minutes) and returns it. */
  async ended(id: string): Promise<RunAnswer> {
    const deadline = Date.now() + 120_000;
    while (Date.now() < deadline) {
      const run = await this.run(id);
      if (run.status === "completed" || run.status === "failed") return run;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    throw new Error(`run ${id} did not end`);
  }
}
