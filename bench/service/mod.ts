/**
 * The app from outside, on both databases: from the click to the result of one year of 1h candles, and the health answer.
 * The customer's bounds are 30 s and 300 ms.
 */
import { encodeCandlesCsv } from "./candles_csv.ts";
import { type BenchSuite, type Report, rowOf, sample } from "../reporting/report.ts";
import { ApiSession } from "../../tests/support/api_session.ts";
import { startApp } from "../../tests/support/app_process.ts";
import { startPostgres, startRedis, startS3 } from "../../tests/support/servers.ts";
import { RSI_WITH_STOPS } from "../../tests/support/strategies.ts";
import { randomWalk } from "../../engine/testing/random_walk.ts";

const RUNS = 40;
const BARS = 8760;

export const serviceSuite: BenchSuite = {
  name: "service",
  about: "click to result of one year of 1h, and the health answer, over HTTP",
  async run(report) {
    const candlesDir = await Deno.makeTempDir({ prefix: "bench-candles-" });
    const walk = randomWalk({ bars: BARS, seed: 1, start: 20_000, step: 0.01 });
    await Deno.writeTextFile(`${candlesDir}/BTC-USDT_1h_binance.csv`, encodeCandlesCsv(walk));
    try {
      await measure("embedded", {}, candlesDir, report);
      const servers = [await startPostgres(), await startRedis(), await startS3()] as const;
      try {
        const [postgres, redis, s3] = servers;
        if (!postgres || !redis) {
          report(missing("PostgreSQL + Redis + S3: not installed here"));
          return;
        }
        await measure(
          "PostgreSQL + Redis + S3",
          {
            DATABASE_URL: postgres.url,
            REDIS_URL: redis.url,
            S3_ENDPOINT: s3.url,
            S3_BUCKET: "bench",
            S3_ACCESS_KEY_ID: "S3RVER",
            S3_SECRET_ACCESS_KEY: "S3RVER",
          },
          candlesDir,
          report,
        );
      } finally {
        for (const server of servers) await server?.stop();
      }
    } finally {
      await Deno.remove(candlesDir, { recursive: true });
    }
  },
};

async function measure(
  where: string,
  services: Record<string, string>,
  candlesDir: string,
  report: Report,
): Promise<void> {
  const dataDir = await Deno.makeTempDir({ prefix: "bench-data-" });
  const env = {
    ...services,
    DATA_DIR: dataDir,
    CANDLES_DIR: candlesDir,
    LOG_LEVEL: "error",
    MAX_BACKTESTS_PER_DAY: "10000",
    RATE_LIMITS: "0",
  };
  const app = await startApp(env);
  // With Redis the web process hands its jobs to workers.
  const worker = services.REDIS_URL ? await startWorker(env) : null;
  try {
    const person = new ApiSession(app.url);
    await person.signUp();
    const strategyId = await person.createStrategy(RSI_WITH_STOPS);
    await candlesThere(person);
    const durations = await sample(async () => {
      const id = await person.startRun(strategyId, "2020-01-01", "2020-12-30");
      // As the page does: the stream of events tells the end, then the result is fetched.
      await person.untilEvent(id);
      await person.get(`/backtests/${id}/results`);
    }, { samples: RUNS, warmUp: 3 });
    report(row(`${where}: click to result, 1 year of 1h`, durations, 30_000));
    const health = await sample(async () => {
      const response = await fetch(`${app.url}/health`, {
        headers: { accept: "application/json" },
      });
      await response.body?.cancel();
    }, { samples: 200, warmUp: 10 });
    report(row(`${where}: health`, health, 300));
  } finally {
    for (const process of [app, worker]) process?.kill("SIGTERM");
    await app.exited;
    await worker?.exited;
    await Deno.remove(dataDir, { recursive: true });
  }
}

async function startWorker(env: Record<string, string>) {
  const { startProcess } = await import("../../tests/support/program.ts");
  const worker = startProcess(["deno", "run", "-A", "main.ts"], { ...env, WORKER: "1" });
  await worker.until(/worker is ready/);
  return worker;
}

/** Waits until the candle file has been imported. */
async function candlesThere(person: ApiSession): Promise<void> {
  const id = await person.startRun(
    await person.createStrategy(RSI_WITH_STOPS),
    "2020-01-01",
    "2020-12-30",
  );
  const run = await person.ended(id);
  if (run.status !== "completed") throw new Error(String(run.error_message));
}

function row(name: string, durations: readonly number[], goal: number) {
  return rowOf("service", name, durations, { goal });
}

function missing(name: string) {
  return rowOf("service", name, []);
}
