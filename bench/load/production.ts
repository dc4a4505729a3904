/**
 * Production from outside: two web processes and two workers on PostgreSQL, Redis and S3. How many runs end in a second with 1,
 * 2 and 4 workers and whose processor they take; pages and API; from the click to the result; open streams and sockets.
 */
import { Agent, get } from "node:http";
import { sql } from "kysely";
import { openPostgres } from "../../server/db/connect.ts";
import { STREAMS_OF_ACCOUNT } from "../../server/limits/open_streams.ts";
import { ApiSession } from "../../tests/support/api_session.ts";
import { type ProgramProcess, startProcess } from "../../tests/support/program.ts";
import type { TestServer } from "../../tests/support/servers.ts";
import { RSI_WITH_STOPS } from "../../tests/support/strategies.ts";
import { type LoadApp, LoadClient, type LoadSetup, startLoadApp, underLoad } from "./frame.ts";
import type { LoadRow } from "./load.ts";
import { writeCandles } from "./memory.ts";
import { processorMsOf } from "./processes.ts";
import { socketLoad } from "./sockets.ts";

/** What can be asked for by itself. */
export const PRODUCTION_LOADS = [
  "load.runs",
  "load.answers",
  "load.streams",
  "load.sockets",
] as const;

export interface ProductionServers {
  readonly postgres: TestServer;
  readonly redis: TestServer;
  readonly s3: TestServer;
}

/** How much is measured. */
interface Sizes {
  readonly runs: number;
  readonly warmUp: number;
  readonly workers: readonly number[];
  readonly seconds: number;
  readonly clicks: number;
  readonly streams: number;
  readonly quietMs: number;
  /** PostgreSQL tells what a connection has done up to so long after. */
  readonly lateMs: number;
}

const WHOLE: Sizes = {
  runs: 200,
  warmUp: 40,
  workers: [1, 2, 4],
  seconds: 5,
  clicks: 40,
  streams: 2_000,
  quietMs: 10_000,
  lateMs: 12_000,
};
const QUICK: Sizes = {
  runs: 10,
  warmUp: 4,
  workers: [1, 2],
  seconds: 0.2,
  clicks: 3,
  streams: 40,
  quietMs: 500,
  lateMs: 500,
};

const FROM = "2022-01-01";
const TO = "2023-01-01";
const AT_ONCE = 20;
/** Runs a second that two workers should end on two cores. */
const RUNS_PER_SECOND = 120;
/** Addresses that streams come from: one address may have only so many connections to one port. */
const STREAM_ADDRESSES = 8;

export async function* productionLoads(
  setup: LoadSetup,
  servers: ProductionServers,
  { quick, wants }: { readonly quick: boolean; readonly wants: (name: string) => boolean },
): AsyncGenerator<LoadRow> {
  if (!PRODUCTION_LOADS.some(wants)) return;
  const sizes = quick ? QUICK : WHOLE;
  const candlesDir = await writeCandles(["BTC"]);
  const dataDir = await Deno.makeTempDir({ prefix: "bench-production-" });
  const env = {
    ...setup.env,
    MAX_BACKTESTS_PER_DAY: "1000000",
    MAX_OPEN_BACKTESTS: "1000000",
    SIGNUP_OPEN: "1",
    RATE_LIMITS: "0",
    // Sockets say which address they stand for.
    TRUSTED_PROXIES: "127.0.0.1",
  };
  const web = await startLoadApp(
    { ...setup, env: { ...env, CANDLES_DIR: candlesDir, LOG_LEVEL: "info" } },
    `${dataDir}/1`,
  );
  const workers: ProgramProcess[] = [];
  let second: LoadApp | null = null;
  try {
    await web.candlesThere();
    const person = new ApiSession(web.app.url);
    await person.signUp();
    const strategyId = await person.createStrategy(RSI_WITH_STOPS);
    for (const count of wants("load.runs") ? sizes.workers : [2]) {
      while (workers.length < count) {
        workers.push(
          await startWorker(setup, { ...env, DATA_DIR: `${dataDir}/w${workers.length}` }),
        );
      }
      if (wants("load.runs")) {
        yield* runsPerSecond({ web, workers, person, strategyId, servers }, sizes);
      }
    }
    if (!(["load.answers", "load.streams", "load.sockets"] as const).some(wants)) return;
    for (const worker of workers.splice(2)) await end(worker);
    second = await startLoadApp({ ...setup, env }, `${dataDir}/2`);
    const webs = [web, second] as const;
    if (wants("load.answers")) {
      yield* clicks(person, strategyId, sizes);
      yield* answers(webs, person, strategyId, sizes);
    }
    if (wants("load.streams")) yield* streams(webs, workers, servers, sizes);
    if (wants("load.sockets")) yield* socketLoad(webs, servers.postgres, sizes);
  } finally {
    for (const worker of workers) await end(worker);
    await second?.stop();
    await web.stop();
    for (const folder of [candlesDir, dataDir]) await Deno.remove(folder, { recursive: true });
  }
}

async function startWorker(
  { checkout }: LoadSetup,
  env: Record<string, string>,
): Promise<ProgramProcess> {
  const command = ["deno", "run", "-A", "main.ts"];
  const worker = startProcess(command, { LOG_LEVEL: "error", ...env, WORKER: "1" }, checkout);
  await worker.until(/worker is ready/);
  return worker;
}

async function end(worker: ProgramProcess): Promise<void> {
  worker.kill("SIGTERM");
  await worker.exited;
}

interface Queueing {
  readonly web: LoadApp;
  readonly workers: readonly ProgramProcess[];
  readonly person: ApiSession;
  readonly strategyId: string;
  readonly servers: ProductionServers;
}

/** Runs that wait when the workers go on, to the end of the last one, by the database's clock. */
async function* runsPerSecond(
  { web, workers, person, strategyId, servers }: Queueing,
  { runs, warmUp }: Sizes,
): AsyncGenerator<LoadRow> {
  const database = openPostgres(servers.postgres.url);
  const unfinished = async () => {
    const { rows } = await sql<{ open: number; seconds: number }>`
      select count(*) filter (where status in ('pending', 'running'))::int as open,
        extract(epoch from max(finished_at) - min(started_at))::float8 as seconds
      from (select * from backtest_runs order by created_at desc limit ${runs}) as newest`
      .execute(database.db);
    return rows[0]!;
  };
  const parts: Readonly<Record<string, () => number>> = {
    workers: () => workers.reduce((sum, { pid }) => sum + processorMsOfPid(pid), 0),
    web: web.processorMs,
    PostgreSQL: () => processorMsOf(`-p ${servers.postgres.port} `),
    Redis: () => processorMsOf(`:${servers.redis.port}`),
    "S3 stand-in": () => processorMsOf(`s3_server.ts ${servers.s3.port} `),
  };
  try {
    for (let n = 0; n < warmUp; n++) await person.startRun(strategyId, FROM, TO);
    while ((await unfinished()).open > 0) await pause(50);
    // Stopped in the middle of nothing, so that all of them find all runs.
    for (const worker of workers) worker.kill("SIGSTOP");
    for (let n = 0; n < runs; n++) await person.startRun(strategyId, FROM, TO);
    const before = Object.values(parts).map((read) => read());
    for (const worker of workers) worker.kill("SIGCONT");
    let now = await unfinished();
    while (now.open > 0) {
      await pause(100);
      now = await unfinished();
    }
    const used = Object.entries(parts).map(([name, read], k) =>
      [name, (read() - before[k]!) / runs] as const
    );
    const title = `${runs} runs of a year of 1h, ${workers.length} workers`;
    const processorMs = used.reduce((sum, [, ms]) => sum + ms, 0);
    const goal = workers.length === 2 ? { goalLeast: RUNS_PER_SECOND } : {};
    yield { name: title, perSecond: runs / now.seconds, processorMs, ...goal };
    for (const [name, ms] of used) yield { name: `  processor a run: ${name}`, ms: [ms] };
  } finally {
    for (const worker of workers) worker.kill("SIGCONT");
    await database.close();
  }
}

async function* clicks(
  person: ApiSession,
  strategyId: string,
  { clicks }: Sizes,
): AsyncGenerator<LoadRow> {
  const ms: number[] = [];
  for (let n = 0; n < clicks; n++) {
    const started = performance.now();
    const id = await person.startRun(strategyId, FROM, TO);
    // As the page does: the stream of events tells the end, then the result is fetched.
    await person.untilEvent(id);
    await person.get(`/backtests/${id}/results`);
    ms.push(performance.now() - started);
  }
  yield { name: "click to result, 1 year of 1h", ms };
}

/** Pages and the API, both web processes asked in turns. */
async function* answers(
  webs: readonly LoadApp[],
  person: ApiSession,
  strategyId: string,
  { seconds }: Sizes,
): AsyncGenerator<LoadRow> {
  const clients = webs.map(({ app }) => new LoadClient(app.url, AT_ONCE));
  const candles = "/api/v1/candles?asset=BTC/USDT&timeframe=1h&from=2022-01-01&to=2023-01-01";
  const [run] = (await person.get("/backtests?limit=1")).runs as { run_id: string }[];
  try {
    for (
      const [name, path] of [
        ["page /strategies", "/strategies"],
        ["page of a strategy's runs", `/strategies/${strategyId}/runs`],
        ["page of a run", `/runs/${run?.run_id}`],
        ["API /strategies", "/api/v1/strategies"],
        ["API /backtests?limit=50", "/api/v1/backtests?limit=50"],
        ["API results of a run", `/api/v1/backtests/${run?.run_id}/results`],
        ["candles, a year of 1h", candles],
      ] as const
    ) {
      const ms: number[] = [];
      const used = () => webs.reduce((sum, { processorMs }) => sum + processorMs(), 0);
      let turn = 0;
      let asked = 0;
      const before = used();
      const felt = await underLoad(webs[0]!, async () => {
        asked = await clients[0]!.during(seconds * 1000, AT_ONCE, async () => {
          const client = clients[turn++ % clients.length]!;
          const started = performance.now();
          const { status } = await client.get(path, {
            cookie: person.cookie,
            "accept-encoding": "gzip",
          });
          if (status !== 200) throw new Error(`${path} answered ${status}`);
          ms.push(performance.now() - started);
        });
      });
      const processorMs = (used() - before) / asked;
      yield {
        name: `${AT_ONCE} ask for ${name}`,
        perSecond: asked / (felt.tookMs / 1000),
        processorMs,
      };
      yield { name: `  each`, ms };
      yield { name: `  others meanwhile`, staticMs: felt.staticMs };
    }
  } finally {
    for (const client of clients) client.close();
  }
}

/** Streams of runs that wait: what they cost while nothing changes, and what others wait. */
async function* streams(
  webs: readonly LoadApp[],
  workers: readonly ProgramProcess[],
  { postgres }: ProductionServers,
  { streams, quietMs, lateMs }: Sizes,
): AsyncGenerator<LoadRow> {
  const database = openPostgres(postgres.url);
  const statements = async () => {
    const { rows } = await sql<{ done: number }>`
      select (xact_commit + xact_rollback)::int as done from pg_stat_database
      where datname = current_database()`.execute(database.db);
    return rows[0]!.done;
  };
  const open: OpenStream[] = [];
  for (const worker of workers) worker.kill("SIGSTOP");
  try {
    const people: { app: LoadApp["app"]; person: ApiSession; runId: string }[] = [];
    for (let n = 0; n < Math.max(webs.length, streams / STREAMS_OF_ACCOUNT); n++) {
      const { app } = webs[n % webs.length]!;
      const person = new ApiSession(app.url);
      await person.signUp();
      const strategyId = await person.createStrategy(RSI_WITH_STOPS);
      people.push({ app, person, runId: await person.startRun(strategyId, FROM, TO) });
    }
    for (let n = 0; n < streams; n++) {
      const { app, person, runId } = people[n % people.length]!;
      open.push(
        await openStream(
          `${app.url}/api/v1/backtests/${runId}/events`,
          person.cookie,
          `127.0.0.${2 + n % STREAM_ADDRESSES}`,
        ),
      );
    }
    await pause(lateMs);
    const before = await statements();
    const since = performance.now();
    const felt = await underLoad(webs[0]!, () => pause(quietMs));
    await pause(lateMs);
    const done = await statements() - before;
    const seconds = (performance.now() - since) / 1000;
    yield { name: `${streams} open streams: others meanwhile`, staticMs: felt.staticMs };
    yield {
      name: "  transactions a second while nothing changes, what asks for them included",
      perSecond: done / seconds,
      processorMs: felt.processorMs / Math.max(1, streams),
    };
    const changed = performance.now();
    const ended = Promise.all(open.map(({ ended }) => ended));
    const moved = await underLoad(webs[0]!, async () => {
      for (const worker of workers) worker.kill("SIGCONT");
      await ended;
    });
    yield { name: "  from the change to the last of them", ms: [performance.now() - changed] };
    yield { name: "  others meanwhile", staticMs: moved.staticMs };
  } finally {
    for (const worker of workers) worker.kill("SIGCONT");
    for (const { close } of open) close();
    await database.close();
  }
}

interface OpenStream {
  readonly ended: Promise<void>;
  close(): void;
}

/** Resolves with the first event. */
function openStream(url: string, cookie: string, localAddress: string): Promise<OpenStream> {
  const { promise, resolve, reject } = Promise.withResolvers<OpenStream>();
  const agent = new Agent({ keepAlive: false });
  const headers = { cookie, accept: "text/event-stream" };
  const sent = get(url.replace("localhost", "127.0.0.1"), { agent, headers, localAddress });
  sent.on("error", reject);
  sent.on("response", (answer) => {
    if (answer.statusCode !== 200) {
      return reject(new Error(`a stream answered ${answer.statusCode}`));
    }
    const ended = new Promise<void>((done) => answer.on("close", done));
    answer.once("data", () => resolve({ ended, close: () => sent.destroy() }));
    answer.resume();
  });
  return promise;
}

function processorMsOfPid(pid: number): number {
  const stat = Deno.readTextFileSync(`/proc/${pid}/stat`);
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return (Number(fields[11]) + Number(fields[12])) * 10;
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
