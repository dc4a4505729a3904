/**
 * The app under load, from outside: how much it answers, and how long everybody else waits meanwhile for a small file. A new
 * load is a generator of rows and a line in `LOADS`.
 */
import { startPostgres, startRedis, startS3 } from "../../tests/support/servers.ts";
import type { BenchSuite } from "../reporting/report.ts";
import { candleLoads } from "./candles.ts";
import { type LoadApp, type LoadSetup, startLoadApp } from "./frame.ts";
import { importLoads } from "./imports.ts";
import { benchRow, type LoadRow } from "./load.ts";
import { memoryLoads, writeCandles } from "./memory.ts";
import { PRODUCTION_LOADS, productionLoads } from "./production.ts";

/** Loads on an app that has four years of BTC/USDT, by the name that they can be asked for with. */
const LOADS: Readonly<Record<string, (app: LoadApp, quick: boolean) => AsyncGenerator<LoadRow>>> = {
  "load.candles": (app, quick) => candleLoads(app, quick ? 0.2 : 5),
  "load.imports": importLoads,
};

export const loadSuite: BenchSuite = {
  name: "load",
  about: "the app under load over HTTP: answers a second, what others wait, memory",
  workloads: [...Object.keys(LOADS), "load.memory", ...PRODUCTION_LOADS],
  long: true,
  async run(report, { quick, wants }) {
    await measureLoads({ where: "embedded", env: {} }, { quick, wants }, (where, row) => {
      report(benchRow(where, row));
    });
    const servers = [await startPostgres(), await startRedis(), await startS3()] as const;
    try {
      const [postgres, redis, s3] = servers;
      if (!postgres || !redis) return;
      const where = "PostgreSQL + Redis + S3";
      const env = {
        DATABASE_URL: postgres.url,
        REDIS_URL: redis.url,
        S3_ENDPOINT: s3.url,
        S3_BUCKET: "bench",
        S3_ACCESS_KEY_ID: "S3RVER",
        S3_SECRET_ACCESS_KEY: "S3RVER",
      };
      const setup = { where, env };
      const running = { postgres, redis, s3 };
      for await (const row of productionLoads(setup, running, { quick, wants })) {
        report(benchRow(where, row));
      }
      await measureLoads(setup, { quick, wants: (name) => name in LOADS && wants(name) }, (
        where,
        row,
      ) => report(benchRow(where, row)));
    } finally {
      for (const server of servers) await server?.stop();
    }
  },
};

/** All loads on one kind of app; `setup.checkout` measures another version beside this one. */
export async function measureLoads(
  setup: LoadSetup,
  { quick, wants }: { readonly quick: boolean; readonly wants: (name: string) => boolean },
  report: (where: string, row: LoadRow) => void,
): Promise<void> {
  if (wants("load.memory")) {
    for await (const row of memoryLoads(setup, quick)) report(setup.where, row);
  }
  const chosen = Object.entries(LOADS).filter(([name]) => wants(name));
  if (chosen.length === 0) return;
  const candlesDir = await writeCandles(["BTC"]);
  const env = {
    ...setup.env,
    CANDLES_DIR: candlesDir,
    LOG_LEVEL: "info",
    MAX_IMPORT_CANDLES: "100000000",
  };
  const app = await startLoadApp({ ...setup, env });
  try {
    await app.candlesThere();
    for (const [, load] of chosen) {
      for await (const row of load(app, quick)) report(setup.where, row);
    }
    const { now, peak } = app.memory();
    report(setup.where, { name: "memory after these loads", megabytes: now / 1e6 });
    report(setup.where, { name: "most memory meanwhile", megabytes: peak / 1e6, goal: 700 });
  } finally {
    await app.stop();
    await Deno.remove(candlesDir, { recursive: true });
  }
}
