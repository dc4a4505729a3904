/**
 * Many backtests while processes are killed and services are away, and what became of them: each one that was accepted has ended
 * once, with its result.
 */
import { ApiSession } from "../support/api_session.ts";
import { fillDataDir } from "../support/data_dir.ts";
import { type ProgramProcess, startProcess } from "../support/program.ts";
import { type Relay, startRelay } from "../support/relay.ts";
import { freePort } from "../support/servers.ts";
import { RSI_WITH_STOPS } from "../support/strategies.ts";
import { seeded } from "./power_loss.ts";

/** What became of the runs. */
export interface Toll {
  /** Answered with 202. */
  readonly accepted: number;
  /** Asked for, and the answer never came: they may be there or not. */
  readonly unanswered: number;
  readonly kills: number;
  readonly outages: number;
  /** Accepted, and not there any more. */
  readonly lost: number;
  /** More rows than were asked for. */
  readonly doubled: number;
  /** Neither completed nor failed two minutes after the last fault. */
  readonly stuck: number;
  /** Ended without a result. */
  readonly failed: number;
  /** Completed with a result that cannot be read, or that differs from the others', which are all the same. */
  readonly wrong: number;
}

export interface Faults {
  readonly runs: number;
  readonly kills: number;
  /** Of database, queue or storage; none embedded. */
  readonly outages: number;
  readonly seed: number;
}

/** Services that production stands on, as URLs. */
export interface ProductionServers {
  readonly database: string;
  readonly redis: string;
  readonly s3: string;
}

const SENDERS = 4;
const OUTAGE_MS = 3_000;
const PERIOD = ["2021-01-01", "2021-04-01"] as const;
const MAIN = ["deno", "run", "-A", "main.ts"];

/** A process that is started again when it is killed. */
class Restarting {
  #process: ProgramProcess | null = null;

  constructor(private readonly env: Record<string, string>, private readonly ready: RegExp) {}

  async start(): Promise<void> {
    this.#process = startProcess(MAIN, this.env);
    await this.#process.until(this.ready);
  }

  async kill(): Promise<void> {
    this.#process?.kill("SIGKILL");
    await this.#process?.exited;
    await this.start();
  }

  async stop(): Promise<void> {
    this.#process?.kill("SIGTERM");
    await this.#process?.exited;
  }
}

const BASE = {
  LOG_LEVEL: "error",
  RATE_LIMITS: "0",
  MAX_BACKTESTS_PER_DAY: "100000",
  JOB_LOCK_MS: "3000",
} as const;

/** The embedded app alone, which is killed. */
export async function runsUnderKills(faults: Faults): Promise<Toll> {
  const dataDir = await Deno.makeTempDir({ prefix: "holds-" });
  await fillDataDir(dataDir);
  const port = String(freePort());
  const app = new Restarting({ ...BASE, DATA_DIR: dataDir, PORT: port }, /Blockbuilders is at/);
  try {
    await app.start();
    return await take(`http://localhost:${port}`, faults, [app], []);
  } finally {
    await app.stop();
    await Deno.remove(dataDir, { recursive: true });
  }
}

/** One web process and two workers, which are killed, on services that are away now and then. */
export async function productionRunsUnderFaults(
  servers: ProductionServers,
  faults: Faults,
): Promise<Toll> {
  const dataDir = await Deno.makeTempDir({ prefix: "holds-" });
  const port = String(freePort());
  const relays = {
    database: startRelay(servers.database),
    redis: startRelay(servers.redis),
    s3: startRelay(servers.s3),
  };
  const env = {
    ...BASE,
    DATA_DIR: dataDir,
    DATABASE_URL: through(servers.database, relays.database),
    REDIS_URL: through(servers.redis, relays.redis),
    S3_ENDPOINT: through(servers.s3, relays.s3),
    S3_BUCKET: `holds-${crypto.randomUUID()}`,
    S3_ACCESS_KEY_ID: "S3RVER",
    S3_SECRET_ACCESS_KEY: "S3RVER",
  };
  const processes = [
    new Restarting({ ...env, PORT: port }, /Blockbuilders is at/),
    new Restarting({ ...env, WORKER: "1" }, /worker is ready/),
    new Restarting({ ...env, WORKER: "1" }, /worker is ready/),
  ];
  try {
    for (const process of processes) await process.start();
    return await take(`http://localhost:${port}`, faults, processes, Object.values(relays));
  } finally {
    for (const process of processes) await process.stop();
    for (const relay of Object.values(relays)) await relay.stop();
    await Deno.remove(dataDir, { recursive: true });
  }
}

/** `url` by way of a relay. */
function through(url: string, { port }: Relay): string {
  const changed = new URL(url);
  changed.hostname = "127.0.0.1";
  changed.port = String(port);
  return changed.href.replace(/\/$/, "");
}

async function take(
  url: string,
  { runs, kills, outages, seed }: Faults,
  processes: readonly Restarting[],
  relays: readonly Relay[],
): Promise<Toll> {
  const random = seeded(seed);
  const pick = <T>(of: readonly T[]): T => of[Math.floor(random() * of.length)]!;
  // A connection for each request: one that is kept, and breaks with its process, has the request sent again unasked.
  using client = Deno.createHttpClient({ poolMaxIdlePerHost: 0 });
  const person = new ApiSession(url, client);
  await person.signUp();
  const strategy = await person.createStrategy(RSI_WITH_STOPS, "DEMO/USDT");
  const accepted: string[] = [];
  let unanswered = 0;
  const send = async () => {
    while (accepted.length < runs) {
      try {
        accepted.push(await person.startRun(strategy, ...PERIOD));
      } catch (error) {
        // Where nobody listened, nobody can have taken it.
        if (!/connection refused/i.test(describe(error))) unanswered++;
        await pause(200);
      }
    }
  };
  const strike = async () => {
    const faults = [
      ...Array.from({ length: kills }, () => () => pick(processes).kill()),
      ...Array.from({ length: outages }, () => async () => {
        const relay = pick(relays);
        relay.cut();
        await pause(OUTAGE_MS);
        relay.heal();
      }),
    ].map((fault) => ({ fault, at: random() })).sort((a, b) => a.at - b.at);
    for (const [n, { fault }] of faults.entries()) {
      while (accepted.length < ((n + 0.5) / faults.length) * runs) await pause(20);
      await pause(random() * 300);
      await fault();
    }
  };
  await Promise.all([strike(), ...Array.from({ length: SENDERS }, send)]);

  const ended = await statuses(person, accepted);
  const of = (status: string) => accepted.filter((id) => ended.get(id)?.status === status);
  const completed = of("completed");
  const hashes = new Map<unknown, number>();
  let wrong = 0;
  for (const id of completed) {
    const hash = ended.get(id)?.run_hash;
    hashes.set(hash, (hashes.get(hash) ?? 0) + 1);
    const result = await person.get(`/backtests/${id}/results`).catch(() => null);
    if (result === null) wrong++;
  }
  const common = Math.max(0, ...hashes.values());
  return {
    accepted: accepted.length,
    unanswered,
    kills,
    outages,
    lost: accepted.filter((id) => !ended.has(id)).length,
    doubled: Math.max(0, ended.size - accepted.length - unanswered),
    stuck: of("pending").length + of("running").length,
    failed: of("failed").length,
    wrong: wrong + completed.length - common,
  };
}

/** All runs of the account by their ids, when those that were accepted have ended, or two minutes have passed. */
async function statuses(
  person: ApiSession,
  accepted: readonly string[],
): Promise<Map<string, Record<string, unknown>>> {
  const deadline = performance.now() + 120_000;
  for (;;) {
    const runs = new Map<string, Record<string, unknown>>();
    for (let offset = 0;; offset += 100) {
      const page = await person.get(`/backtests?limit=100&offset=${offset}`).catch(() => null);
      const rows = (page?.runs ?? []) as Record<string, unknown>[];
      for (const row of rows) runs.set(String(row.run_id), row);
      if (rows.length < 100) break;
    }
    const isOver = (id: string) => /^(?:completed|failed)$/.test(String(runs.get(id)?.status));
    if (accepted.every(isOver) || performance.now() > deadline) return runs;
    await pause(500);
  }
}

function describe(error: unknown): string {
  return error instanceof Error ? `${error.message} ${describe(error.cause)}` : String(error);
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
