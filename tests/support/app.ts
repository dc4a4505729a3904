/** The whole app on real parts for a test: PGlite in memory, an in-memory queue, a temporary folder, no way out of the machine. */
import assert from "node:assert/strict";
import { createApp } from "../../routes/app.tsx";
import { type Config, loadConfig } from "../../server/config/config.ts";
import { createLogger } from "../../server/logging/log.ts";
import { openKvQueue } from "../../server/queue/kv_queue.ts";
import { createServices, type GivenParts, type Services } from "../../server/services.ts";
import { EngineThreads } from "../../server/backtests/engine_threads.ts";
import { Passwords } from "../../server/accounts/passwords.ts";
import { contractBreaches } from "./contract.ts";
import { freshPglite } from "./database.ts";
import { type Need, testWith } from "./env.ts";

/** An address on this machine without a server: the unreachable exchange. */
const UNREACHABLE = "http://127.0.0.1:9";

export interface TestAppOptions extends GivenParts {
  readonly config?: Partial<Omit<Config, "limits">> & {
    readonly limits?: Partial<Config["limits"]>;
  };
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The body as JSON, `null` when it is none. */
  readonly json: Parsed;
}

/** Untyped on purpose: a test looks into answers of every shape, and a wrong guess fails it. */
export type Parsed = ReturnType<typeof JSON.parse>;

export class TestApp {
  readonly #fetch: (request: Request) => Response | Promise<Response>;
  constructor(readonly services: Services, private readonly folder: string) {
    const app = createApp(services);
    this.#fetch = (request) =>
      app.fetch(request, {
        remoteAddr: { transport: "tcp", hostname: "203.0.113.7", port: 40_000 },
      });
  }

  /** A visitor without a session. */
  visitor(): TestClient {
    return new TestClient((request) => this.#fetch(request));
  }

  /** A new account that is logged in. */
  async person(email = `${crypto.randomUUID()}@example.com`): Promise<TestClient> {
    const client = this.visitor();
    const { status } = await client.post("/auth/signup", { email, password: "correct horse" });
    if (status !== 201) throw new Error(`signing up answered ${status}`);
    return client;
  }

  async close(): Promise<void> {
    await this.services.runner.stop(0);
    await this.services.close();
    await Deno.remove(this.folder, { recursive: true });
  }
}

/** A browser's worth of memory: keeps the session cookie. */
export class TestClient {
  cookie: string | null = null;
  /** The device's cookie; it stays after logging out. */
  device: string | null = null;
  constructor(readonly fetch: (request: Request) => Response | Promise<Response>) {}

  get = (path: string, headers: HeadersInit = {}) => this.send("GET", path, undefined, headers);
  post = (path: string, body?: unknown, headers: HeadersInit = {}) =>
    this.send("POST", path, body, headers);
  patch = (path: string, body: unknown) => this.send("PATCH", path, body);
  delete = (path: string, body?: unknown) => this.send("DELETE", path, body);

  /** Asks the API, or with a path that begins with `//` the site itself. */
  async send(
    method: string,
    path: string,
    body?: unknown,
    headers: HeadersInit = {},
  ): Promise<Answer> {
    const response = await this.raw(method, path, body, headers);
    const text = await response.text();
    let json = null;
    try {
      json = JSON.parse(text);
    } catch {
      // Not every answer is JSON.
    }
    // Whatever a test is about, what the API answers in it is as declared.
    const asked = path.startsWith("//") ? null : askedPath(path);
    if (asked !== null) {
      const contentType = response.headers.get("content-type");
      const given = { method, path: asked, status: response.status, contentType, text };
      assert.deepEqual(contractBreaches(given), []);
    }
    return { status: response.status, headers: response.headers, text, json };
  }

  /** The response itself, its body unread. */
  async raw(
    method: string,
    path: string,
    body?: unknown,
    headers: HeadersInit = {},
  ): Promise<Response> {
    const all = new Headers(headers);
    const cookies = [this.cookie, this.device, all.get("cookie")].filter((one) => one !== null);
    if (cookies.length > 0) all.set("cookie", cookies.join("; "));
    const plain = typeof body === "string" || body instanceof Uint8Array || body === undefined;
    if (!plain && !all.has("content-type")) all.set("content-type", "application/json");
    const url = `http://localhost:8000${path.startsWith("//") ? path.slice(1) : `/api/v1${path}`}`;
    const response = await this.fetch(
      new Request(url, {
        method,
        headers: all,
        redirect: "manual",
        ...(body === undefined ? {} : { body: plain ? body as BodyInit : JSON.stringify(body) }),
      }),
    );
    for (const set of response.headers.getSetCookie()) {
      const [pair = "", name, value] = /^([^=]*)=([^;]*)/.exec(set) ?? [];
      if (name === "session") this.cookie = value ? pair : null;
      if (name === "device") this.device = value ? pair : null;
    }
    return response;
  }
}

/** What is asked for in the end, from below `/api/v1` on: `..` leads out of a folder. `null` when it leads out of the API. */
function askedPath(path: string): string | null {
  const { pathname, search } = new URL(`http://localhost/api/v1${path}`);
  return pathname.startsWith("/api/v1/") ? pathname.slice("/api/v1".length) + search : null;
}

/** Threads that all apps of a file share: an app that closes leaves them running for the next one. */
class SharedPasswords extends Passwords {
  constructor() {
    // The least that argon2 takes: what a hash costs is the concern of its own test alone.
    super({ memorySize: 8, iterations: 1, parallelism: 1, hashLength: 32 });
  }
  override close(): void {}
}

class SharedEngineThreads extends EngineThreads {
  override close(): void {}
}

let sharedPasswords: Passwords | null = null;
let sharedThreads: EngineThreads | null = null;

/** The threads of an app with the settings `config`; those that have settings of their own are not shared. */
function threadsFor(config: TestAppOptions["config"], base: Config): EngineThreads | undefined {
  if (config?.workerConcurrency !== undefined || config?.runTimeoutMs !== undefined) return;
  return sharedThreads ??= new SharedEngineThreads({
    size: base.workerConcurrency,
    timeoutMs: base.runTimeoutMs,
  });
}

/** Opens the app; close it at the end of the test. */
export async function openTestApp(options: TestAppOptions = {}): Promise<TestApp> {
  const { config = {}, ...given } = options;
  const folder = await Deno.makeTempDir({ prefix: "test-app-" });
  const base = loadConfig({
    DATA_DIR: folder,
    VENDOR_URL: UNREACHABLE,
    VENDOR_TIMEOUT_MS: "2000",
    RATE_LIMITS: "0",
    // What is away fails a run at once; what waits for it is tested by itself.
    OUTAGE_WAIT_MS: "0",
  });
  const limits = { ...base.limits, ...config.limits };
  const services = await createServices({ ...base, ...config, limits }, {
    log: createLogger({ logLevel: "error", logFormat: "text", write: () => {} }),
    passwords: sharedPasswords ??= new SharedPasswords(),
    threads: threadsFor(config, base),
    ...given,
    database: given.database ?? await freshPglite(),
    queue: given.queue ?? await openKvQueue(":memory:"),
  });
  return new TestApp(services, folder);
}

/**
 * Registers a test with an app of its own. Threads and the database's own timers outlive single operations, so the
 * sanitizers have nothing to say here.
 */
export function testApp(
  name: string,
  fn: (app: TestApp) => Promise<void>,
  options: TestAppOptions | (() => TestAppOptions | Promise<TestAppOptions>) = {},
  needs: readonly Need[] = [],
): void {
  testWith(needs, name, async () => {
    const app = await openTestApp(typeof options === "function" ? await options() : options);
    try {
      await fn(app);
    } finally {
      await app.close();
    }
  }, { sanitizeOps: false, sanitizeResources: false });
}

/** Waits until the run has ended and returns it. */
export async function untilEnded(client: TestClient, runId: string): Promise<Parsed> {
  for (;;) {
    const { json } = await client.get(`/backtests/${runId}`);
    if (json.status === "completed" || json.status === "failed") return json;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** A clock that moves only when it is told to. */
export function testClock(start = Date.UTC(2026, 0, 15, 12)): {
  now: () => number;
  advance(ms: number): void;
} {
  let time = start;
  return { now: () => time, advance: (ms) => time += ms };
}
