/**
 * The production shape without a Docker engine: the image's command and the compose file's variables, one web process and two
 * workers on a real PostgreSQL, a real Redis and an S3 server. The main job is run, one worker is killed in the middle of a
 * run that a failing exchange holds up, and the rest is stopped as `docker compose down` does.
 */
import { diskFolder } from "../support/disk_folder.ts";
import assert from "node:assert/strict";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import pg from "pg";
import { loadConfig } from "../../server/config/config.ts";
import { ApiSession } from "../support/api_session.ts";
import { pathWithDeno, type ProgramProcess, startProcess } from "../support/program.ts";
import { type Collector, startCollector } from "../support/collector.ts";
import { testEnv, testWith } from "../support/env.ts";
import { freePort, startRedis } from "../support/servers.ts";
import { RSI_WITH_STOPS } from "../support/strategies.ts";
import { startFakeVendor } from "../support/vendor.ts";
import { readCompose, readDockerfile, requiredVariables } from "./compose_file.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const composeText = await Deno.readTextFile(join(root, "docker-compose.yml"));
const dockerfileText = await Deno.readTextFile(join(root, "Dockerfile"));
const image = readDockerfile(dockerfileText);

/** What an operator writes into .env. */
const GIVEN = { PUBLIC_URL: "http://localhost:8000" };
const SECRETS = {
  POSTGRES_PASSWORD: "pg0secret",
  REDIS_PASSWORD: "redis0secret",
  S3_ACCESS_KEY_ID: testEnv.s3AccessKeyId,
  S3_SECRET_ACCESS_KEY: testEnv.s3SecretAccessKey,
};

/** Three days, as an exchange's file has them. */
const ETH_CANDLES = `timestamp,open,high,low,close,volume
${[0, 1, 2].map((day) => `${Date.UTC(2020, 0, 1 + day)},100,110,90,105,12`).join("\n")}
`;

Deno.test("compose: a missing variable stops everything before it starts, and is named", () => {
  assert.deepEqual(requiredVariables(composeText), Object.keys(GIVEN).sort());
  for (const name of Object.keys(GIVEN)) {
    assert.throws(() => readCompose(composeText, { ...GIVEN, [name]: "" }), new RegExp(name));
  }
});

Deno.test("compose: the services stand, wait for each other's health, and keep their data", () => {
  const { services, volumes } = readCompose(composeText, GIVEN);
  const names = ["db", "ibkr", "ibkr-gateway", "proxy", "redis", "storage", "web", "worker"];
  assert.deepEqual(Object.keys(services).sort(), names);
  for (const name of ["web", "worker"]) {
    assert.ok(!("IBKR_PASSWORD" in services[name]!.environment), name);
    const waits = services[name]!.depends_on;
    assert.deepEqual(Object.keys(waits).sort(), ["db", "redis", "storage"]);
    for (const { condition } of Object.values(waits)) assert.equal(condition, "service_healthy");
    assert.equal(services[name]!.build, ".");
  }
  assert.equal(services.worker!.environment.WORKER, "1");
  assert.equal(services.web!.environment.WORKER, undefined);
  for (const name of ["db", "redis", "storage"]) {
    assert.ok((services[name]!.healthcheck?.test?.length ?? 0) > 1, `${name} has a health check`);
    const volume = services[name]!.volumes[0]!.split(":")[0]!;
    assert.ok(volume in volumes, `${name} keeps its data in a volume`);
  }
  const profiles = names.filter((name) => services[name]!.profiles.length > 0);
  assert.deepEqual(
    profiles,
    ["ibkr", "ibkr-gateway", "proxy"],
    "the rest starts without being asked for",
  );
});

Deno.test("compose: no container may become more than it is, or take all of the machine", () => {
  const { services } = readCompose(composeText, GIVEN);
  for (const [name, service] of Object.entries(services)) {
    assert.deepEqual(service.cap_drop, ["ALL"], name);
    assert.deepEqual(service.cap_add, name === "proxy" ? ["NET_BIND_SERVICE"] : [], name);
    assert.deepEqual(service.security_opt, ["no-new-privileges:true"], name);
    // The gateway is another's image, which keeps its settings beside its program.
    assert.equal(service.read_only, name !== "ibkr-gateway", name);
    assert.ok(service.tmpfs.some((line) => line.startsWith("/tmp:")), `${name} has a /tmp`);
    const { cpus, memory, pids } = service.deploy!.resources.limits;
    assert.ok(Number(cpus) > 0 && /^\d+[mg]$/.test(memory) && pids > 0, name);
    assert.equal(service.restart, "unless-stopped", name);
    // A version that moves on by itself is not what was tested.
    if (service.build === undefined) assert.match(service.image!, /:v?\d+\.\d+(?:\.\d+)?/, name);
  }
  for (const [, tag = ""] of dockerfileText.matchAll(/^FROM node:(\S+)/gm)) {
    assert.match(tag, /^\d+\.\d+\.\d+-/);
  }
});

Deno.test("compose: secrets are in files alone, and a container sees its own", () => {
  const { services, secrets } = readCompose(composeText, GIVEN);
  assert.deepEqual(services.db!.secrets, ["postgres_password"]);
  assert.deepEqual(services.redis!.secrets, ["redis_password"]);
  assert.deepEqual(services.storage!.secrets, ["s3_access_key_id", "s3_secret_access_key"]);
  for (const [name, service] of Object.entries(services)) {
    for (const secret of service.secrets) assert.ok(secret in secrets, `${name}: ${secret}`);
    for (const [variable, value] of Object.entries(service.environment)) {
      if (!/PASSWORD|SECRET|KEY|_URL$/.test(variable)) continue;
      assert.doesNotMatch(value, /:[^/\s]+@/, `${name}: ${variable}`);
    }
  }
});

Deno.test("compose: make_secrets makes every file that is mounted, keeps what is there, and takes an earlier .env over", async () => {
  const folder = await diskFolder();
  try {
    const script = join(root, "ops/make_secrets.sh");
    const run = async () => {
      const args = [script, "secrets"];
      const { success, stdout } = await new Deno.Command("sh", { args, cwd: folder }).output();
      assert.ok(success);
      return new TextDecoder().decode(stdout);
    };
    await Deno.writeTextFile(join(folder, ".env"), "POSTGRES_PASSWORD='from0before'\n");
    await run();
    const { services, secrets } = readCompose(composeText, GIVEN);
    const read = (path: string) => Deno.readTextFile(join(folder, path));
    const mounted = Object.values(services.web!.environment)
      .filter((value) => value.startsWith("/run/secrets/"))
      .map((value) => value.replace("/run/secrets", "secrets/app"));
    const files = [...mounted, ...Object.values(secrets).map(({ file }) => file)];
    assert.ok(files.length >= 9);
    for (const file of files) {
      assert.match(await read(file), /^\S{20,}\n$|from0before/, file);
      const { mode } = await Deno.stat(join(folder, file));
      assert.equal(mode! & 0o777, 0o644, "users of containers have other numbers");
    }
    const { mode } = await Deno.stat(join(folder, "secrets"));
    assert.equal(mode! & 0o777, 0o700, "nobody else on the host gets in");
    assert.match(await read("secrets/app/database_url"), /:from0before@db:5432\/blockbuilders/);
    const key = await read("secrets/app/secret_key");
    assert.doesNotMatch(await run(), /made/);
    assert.equal(await read("secrets/app/secret_key"), key);
    loadConfig({ SECRET_KEY: key });
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("systemd: the unit starts what the image starts, keeps to two folders, and is sound", async () => {
  const path = join(root, "ops/blockbuilders.service");
  const unit = await Deno.readTextFile(path);
  const lines = new Map(
    [...unit.matchAll(/^(\w+)=(.*)$/gm)].map(([, name = "", value = ""]) => [name, value]),
  );
  assert.equal(
    lines.get("ExecStart"),
    `/bin/sh -c '${image.cmd[2]!.replace("permissions.ts app", "permissions.ts web")}'`,
  );
  for (
    const [name, value] of Object.entries({
      ProtectSystem: "strict",
      ProtectHome: "true",
      PrivateTmp: "true",
      PrivateDevices: "true",
      NoNewPrivileges: "true",
      CapabilityBoundingSet: "",
      StateDirectory: "blockbuilders",
      User: "blockbuilders",
    })
  ) assert.equal(lines.get(name), value, name);
  const tool = "/usr/bin/systemd-analyze";
  if (await Deno.stat(tool).then(() => false, () => true)) return;
  const { stderr } = await new Deno.Command(tool, { args: ["verify", path] }).output();
  const said = new TextDecoder().decode(stderr).split("\n")
    .filter((line) => line.includes("blockbuilders.service"))
    // The program's folder is the operator's.
    .filter((line) => !/not executable|WorkingDirectory/.test(line));
  assert.deepEqual(said, []);
});

Deno.test("image: it runs as an unprivileged user, says where it listens, and has a health check", () => {
  assert.notEqual(image.user, "root");
  assert.deepEqual([image.env.PORT, image.env.HOST], ["8000", "0.0.0.0"]);
  assert.deepEqual(image.cmd.slice(0, 2), ["sh", "-c"]);
  assert.match(
    image.cmd[2]!,
    /^exec deno run \$\(deno run -A tools\/permissions\.ts app\) main\.ts$/,
  );
  assert.ok(image.healthcheck.length > 1);
});

testWith(
  ["postgres", "redis", "s3"],
  "production: one web and two workers do the main job, survive a killed worker, and stop on SIGTERM",
  async () => {
    const database = await createDatabase(SECRETS.POSTGRES_PASSWORD);
    const redis = await startRedis(SECRETS.REDIS_PASSWORD);
    assert.ok(redis);
    const vendor = startFakeVendor();
    const collector = startCollector();
    const dataDir = await diskFolder();
    const logDir = await diskFolder();
    const candlesDir = await diskFolder();
    await Deno.writeTextFile(join(candlesDir, "ETH-USDT_1d_binance.csv"), ETH_CANDLES);
    const secretsDir = await makeSecrets();
    const compose = readCompose(composeText, {
      ...GIVEN,
      OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
      OTEL_EXPORTER_OTLP_PROTOCOL: "http/json",
      VENDOR_URL: vendor.url,
      VENDOR_TIMEOUT_MS: "60000",
      JOB_LOCK_MS: "2000",
      LOG_DIR: logDir,
      CANDLES_DIR: candlesDir,
    });
    const port = freePort();
    const url = `http://127.0.0.1:${port}`;
    // The hosts that compose names, as they are reached from here.
    const hosts: readonly [string, string][] = [
      ["@db:5432/blockbuilders", `@${database.host}/${database.name}`],
      [":5432/blockbuilders", `:5432/${database.name}`],
      ["postgres://blockbuilders:", `postgres://${database.user}:`],
      ["@redis:6379", `@127.0.0.1:${redis.port}`],
      ["http://storage:7070", testEnv.s3Endpoint ?? ""],
    ];
    // The addresses that make_secrets wrote.
    for (const name of ["database_url", "redis_url"]) {
      const file = join(secretsDir, "app", name);
      const text = await Deno.readTextFile(file);
      await Deno.writeTextFile(
        file,
        hosts.reduce((all, [from, to]) => all.replace(from, to), text),
      );
    }
    const environmentOf = (service: "web" | "worker") => {
      const { environment, volumes } = compose.services[service]!;
      const given = { ...image.env, ...environment };
      // Without containers a mounted folder is reached by the host's name for it.
      const mounts = new Map(volumes.map((line) => line.split(":").slice(0, 2).reverse()) as [
        string,
        string,
      ][]);
      const env: Record<string, string> = {};
      for (const [name, value] of Object.entries(given)) {
        env[name] = mounts.get(value) ??
          hosts.reduce((text, [from, to]) => text.replace(from, to), value)
            .replace(/^\/run\/secrets\//, `${secretsDir}/app/`);
      }
      delete env.DENO_DIR;
      return {
        ...env,
        PORT: String(port),
        DATA_DIR: dataDir,
        PUBLIC_URL: url,
        S3_BUCKET: `compose-${crypto.randomUUID()}`.slice(0, 40),
      };
    };
    const bucket = environmentOf("web").S3_BUCKET;
    const processes: ProgramProcess[] = [];
    const start = (service: "web" | "worker") => {
      const env = { ...environmentOf(service), ...pathWithDeno(), S3_BUCKET: bucket };
      const process = startProcess(image.cmd, env);
      processes.push(process);
      return process;
    };
    try {
      // All at once, as compose does when the databases are healthy: the schema is migrated once.
      const web = start("web");
      const workers = [start("worker"), start("worker")];
      await web.until(/Blockbuilders is at/);
      await Promise.all(workers.map((worker) => worker.until(/worker is ready/)));

      await healthCheckPasses(port);
      await (await fetch(`${url}/reset-password?code=a-secret-code`)).body?.cancel();
      const person = new ApiSession(url);
      await person.signUp();
      const strategyId = await person.createStrategy(RSI_WITH_STOPS);
      const first = await person.ended(
        await person.startRun(strategyId, "2021-01-01", "2021-03-01"),
      );
      assert.equal(first.status, "completed", String(first.error_message));
      const results = await person.get(`/backtests/${first.run_id}/results`);
      assert.equal((results.data as { bars: number }).bars, 59 * 24);
      assert.equal((results.metrics as { num_trades: number }).num_trades, first.num_trades);

      vendor.stall();
      const reached = vendor.nextRequest();
      const heldId = await person.startRun(strategyId, "2021-06-01", "2021-08-01");
      const holder = await processWithPort(await reached, workers);
      assert.equal((await person.run(heldId)).status, "running");
      holder.kill("SIGKILL");
      await holder.exited;
      vendor.release();
      const held = await person.ended(heldId);
      assert.equal(held.status, "completed", String(held.error_message));
      const row = await database.query(
        "select attempts, results_storage_key, num_trades from backtest_runs where id = $1",
        [heldId],
      );
      assert.equal(row.attempts, 2, "claimed by the worker that died and by one other");
      const heldResults = await person.get(`/backtests/${heldId}/results`);
      assert.equal((heldResults.data as { bars: number }).bars, 61 * 24);

      const rest = [web, ...workers.filter((worker) => worker !== holder)];
      for (const process of rest) process.kill("SIGTERM");
      for (const process of rest) {
        assert.equal(await process.exited, 0, process.output());
        assert.doesNotMatch(process.output(), /\n\s+at .*\.tsx?:\d+/, "no stack trace");
      }
      traceLeadsThrough(collector);
      for (const process of processes) {
        assert.doesNotMatch(process.output(), /NotCapable/, "its permissions are enough");
        for (const secret of [SECRETS.POSTGRES_PASSWORD, SECRETS.REDIS_PASSWORD]) {
          assert.ok(!process.output().includes(secret), "no secret is logged");
        }
      }
      // A run is followed by its id: from the request that asked for it to the worker that ended it.
      const told = (process: ProgramProcess, runId: string) =>
        logLines(process).filter(({ run_id }) => run_id === runId).map(({ message }) => message);
      assert.deepEqual(told(web, first.run_id), ["backtest queued"]);
      assert.deepEqual(
        workers.flatMap((worker) => told(worker, first.run_id)),
        ["backtest started", "backtest completed"],
      );
      const queued = logLines(web).find(({ run_id }) => run_id === first.run_id);
      const asked = logLines(web).find(({ message, request_id }) =>
        message === "request" && request_id === queued?.request_id
      );
      assert.deepEqual([asked?.path, asked?.status], ["/api/v1/backtests", 202]);
      assert.equal(asked?.user_id, queued?.user_id);
      assert.deepEqual(told(holder, heldId), ["backtest started"]);
      const heir = workers.find((worker) => worker !== holder);
      assert.ok(heir);
      assert.deepEqual(told(heir, heldId), ["backtest started", "backtest completed"]);
      assert.match(web.output(), /Imported .*ETH-USDT_1d_binance\.csv/, "CANDLES_DIR is mounted");
      const kept = await keptLines(logDir);
      for (const process of processes) {
        const printed = logLines(process).length;
        const inFile = kept.filter(({ pid }) => pid === process.pid).length;
        assert.ok(printed > 0 && inFile === printed, "LOG_DIR keeps what every container prints");
      }
    } finally {
      for (const process of processes) process.kill("SIGKILL");
      await Promise.all(processes.map((process) => process.exited));
      await vendor.close();
      await collector.close();
      await redis.stop();
      await database.drop();
      for (const folder of [dataDir, logDir, candlesDir, secretsDir]) {
        await Deno.remove(folder, { recursive: true });
      }
    }
  },
  { sanitizeOps: false, sanitizeResources: false },
);

/** One trace goes from the request that asked for a backtest through the queue and a worker to the engine. */
function traceLeadsThrough({ spans, metrics, text }: Collector): void {
  const engine = spans.find(({ name }) => name === "engine");
  assert.ok(engine, "the engine's span has arrived");
  const trace = spans.filter(({ traceId }) => traceId === engine.traceId);
  const of = (name: string) => {
    const span = trace.find((one) => one.name === name);
    assert.ok(span, `${name} is in the trace: ${trace.map((one) => one.name).join(", ")}`);
    return span;
  };
  const asked = of("POST /api/v1/backtests");
  const run = of("run_backtest");
  assert.equal(asked.service, "blockbuilders-web");
  assert.equal(of("enqueue run_backtest").parentSpanId, asked.spanId);
  assert.deepEqual([run.service, run.parentSpanId], ["blockbuilders-worker", asked.spanId]);
  for (const part of ["candles", "engine", "store result"]) {
    assert.equal(of(part).parentSpanId, run.spanId);
  }
  assert.ok(spans.some(({ name }) => name === "GET /reset-password"));
  for (const secret of ["a-secret-code", ...Object.values(SECRETS), "@example.com", "url.full"]) {
    assert.ok(!text().includes(secret), `${secret} is exported`);
  }
  const inWeb = metrics.get("blockbuilders-web") ?? new Set();
  const inWorker = metrics.get("blockbuilders-worker") ?? new Set();
  for (const name of ["blockbuilders.request.duration", "blockbuilders.queue.age"]) {
    assert.ok(inWeb.has(name), `${name} of the web process`);
  }
  for (
    const name of [
      "blockbuilders.run.duration",
      "blockbuilders.engine.duration",
      "blockbuilders.vendor.duration",
      "blockbuilders.database.connections",
      "blockbuilders.event_loop.lag",
    ]
  ) assert.ok(inWorker.has(name), `${name} of a worker`);
}

/** The files of secrets with those of the test's services; the folder. */
async function makeSecrets(): Promise<string> {
  const folder = await diskFolder();
  const { success } = await new Deno.Command("sh", {
    args: [join(root, "ops/make_secrets.sh"), folder],
    env: SECRETS,
    stdout: "null",
  }).output();
  assert.ok(success);
  return folder;
}

/** The lines of all log files in a folder. */
async function keptLines(folder: string): Promise<Record<string, unknown>[]> {
  const lines: Record<string, unknown>[] = [];
  for await (const { name } of Deno.readDir(folder)) {
    const text = await Deno.readTextFile(join(folder, name));
    for (const line of text.split("\n").filter(Boolean)) lines.push(JSON.parse(line));
  }
  return lines;
}

/** What a process has logged: every line of its output that is JSON. */
function logLines(process: ProgramProcess): Record<string, unknown>[] {
  return process.output().split("\n").filter((line) => line.startsWith("{"))
    .map((line) => JSON.parse(line));
}

/** Runs the image's own health check against a port. */
async function healthCheckPasses(port: number): Promise<void> {
  const check = startProcess(image.healthcheck, { PORT: String(port) });
  assert.equal(await check.exited, 0, check.output());
  const unanswered = startProcess(image.healthcheck, { PORT: String(freePort()) });
  assert.equal(await unanswered.exited, 1);
}

/** A database and a user of its own on the test PostgreSQL. */
async function createDatabase(password: string) {
  const name = `compose_${crypto.randomUUID().slice(0, 8)}`;
  const admin = new pg.Client({ connectionString: testEnv.databaseUrl ?? "" });
  await admin.connect();
  await admin.query(`create role ${name} login password '${password}'`);
  await admin.query(`create database ${name} owner ${name}`);
  const { host } = new URL(testEnv.databaseUrl ?? "");
  const own = new pg.Client({ connectionString: `postgres://${name}:${password}@${host}/${name}` });
  await own.connect();
  return {
    name,
    user: name,
    host,
    async query(text: string, values: unknown[]) {
      return (await own.query(text, values)).rows[0];
    },
    async drop() {
      await own.end();
      await admin.query(`drop database ${name} with (force)`);
      await admin.query(`drop role ${name}`);
      await admin.end();
    },
  };
}

/** Which of `processes` has the TCP connection that leaves from `port`. */
async function processWithPort(
  port: number,
  processes: readonly ProgramProcess[],
): Promise<ProgramProcess> {
  const hex = port.toString(16).toUpperCase().padStart(4, "0");
  for (const process of processes) {
    const table = await Deno.readTextFile(`/proc/${process.pid}/net/tcp`);
    const inodes = table.split("\n").map((line) => line.trim().split(/\s+/))
      .filter((cells) => cells[1]?.endsWith(`:${hex}`)).map((cells) => cells[9]);
    for await (const entry of Deno.readDir(`/proc/${process.pid}/fd`)) {
      const link = await Deno.readLink(`/proc/${process.pid}/fd/${entry.name}`).catch(() => "");
      if (inodes.some((inode) => link === `socket:[${inode}]`)) return process;
    }
  }
  throw new Error("none of the workers asked the exchange");
}
