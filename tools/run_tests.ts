/**
 * `deno task test [ARGS for deno test …]`: brings what the tests need (with apt, when it may), starts it, runs the tests,
 * says what was skipped and why, and stops everything again.
 *
 * REQUIRE_ALL=1 makes a skipped test a failure. TEST_SUMMARY_FILE names a file for `passed=N`, `failed=N`, `skipped=N`.
 *
 * Not named test.ts: `deno test` would take it for a test and run everything within itself once more.
 */
import {
  findProgram,
  postgresFolders,
  startPostgres,
  startRedis,
  startS3,
  type TestServer,
} from "../tests/support/servers.ts";
import { readSummary } from "./test_summary.ts";

/** Servers that are up or on their way up, so that a stop in the middle leaves none behind. */
const servers: Promise<TestServer | null>[] = [];
let child: Deno.ChildProcess | null = null;
let stopping: Promise<void> | null = null;
const reportFolder = await Deno.makeTempDir({ prefix: "test-report-" });

const stopAll = () =>
  stopping ??= (async () => {
    await endChild();
    const settled = await Promise.allSettled(servers);
    await Promise.allSettled(settled.map((s) => s.status === "fulfilled" && s.value?.stop()));
    await Deno.remove(reportFolder, { recursive: true }).catch(() => {});
  })();
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
  Deno.addSignalListener(signal, async () => {
    await stopAll();
    Deno.exit(130);
  });
}

let code = 1;
try {
  await installMissing();
  const env = await startServers();
  // Someone who asked to stop is waiting for just that.
  if (stopping) await new Promise(() => {});
  const build = await runDeno(["run", "-A", "tools/build.ts", "--if-stale"]);
  code = build === 0 ? await runTests(env) : build;
} finally {
  await stopAll();
}
Deno.exit(code);

/** Runs Deno with what it prints going straight to the terminal; returns its exit code. */
async function runDeno(args: string[], env: Record<string, string> = {}): Promise<number> {
  child = new Deno.Command(Deno.execPath(), { args, env }).spawn();
  const { code } = await child.status;
  child = null;
  // Told to stop with it: whoever told says how this process ends.
  if (stopping) await new Promise(() => {});
  return code;
}

/** Ends what `runDeno` runs, if anything; what does not listen is killed. */
async function endChild(): Promise<void> {
  const running = child;
  if (running === null) return;
  const end = (signal: Deno.Signal) => {
    try {
      running.kill(signal);
    } catch {
      // It is gone already.
    }
  };
  end("SIGTERM");
  const timer = setTimeout(() => end("SIGKILL"), 10_000);
  await running.status;
  clearTimeout(timer);
}

async function installMissing(): Promise<void> {
  const wanted: [string, string, boolean][] = [
    ["PostgreSQL", "postgresql", await findProgram(["initdb"], await postgresFolders()) !== null],
    ["Redis", "redis-server", await findProgram(["redis-server"]) !== null],
    ["Chromium", "chromium", await findProgram(["chromium"]) !== null],
  ];
  const lacking = wanted.filter(([, , there]) => !there);
  if (lacking.length === 0) return;
  const names = lacking.map(([name]) => name).join(", ");
  if (Deno.uid() !== 0 || await findProgram(["apt-get"]) === null) {
    console.log(
      `${names}: not installed, and only root can install it with apt; the tests that need it are skipped.`,
    );
    return;
  }
  console.log(`Installing ${names} with apt …`);
  const apt = (args: string[]) =>
    new Deno.Command("apt-get", {
      args,
      env: { DEBIAN_FRONTEND: "noninteractive" },
      stdin: "null",
      stdout: "null",
      stderr: "inherit",
    }).output();
  await apt(["update", "-qq"]);
  const packages = lacking.map(([, name]) => name);
  const { success } = await apt(["install", "-y", "-qq", "--no-install-recommends", ...packages]);
  if (!success) console.log(`apt could not install ${names}; the tests that need it are skipped.`);
}

async function startServers(): Promise<Record<string, string>> {
  const env: Record<string, string> = {};
  const begin = async (name: string, variable: string, starting: Promise<TestServer | null>) => {
    servers.push(starting);
    try {
      const server = await starting;
      if (!server) return;
      env[variable] = server.url;
      console.log(`${name} is running on port ${server.port}.`);
    } catch (error) {
      console.log(`${name} did not start: ${error instanceof Error ? error.message : error}`);
    }
  };
  await Promise.all([
    begin("PostgreSQL", "TEST_DATABASE_URL", startPostgres()),
    begin("Redis", "TEST_REDIS_URL", startRedis()),
    begin("S3", "TEST_S3_ENDPOINT", startS3()),
  ]);
  const chromium = await findProgram(["chromium"]);
  if (chromium) env.TEST_CHROMIUM = chromium;
  return env;
}

async function runTests(env: Record<string, string>): Promise<number> {
  const report = `${reportFolder}/junit.xml`;
  // Deno reads the report's path only when it is one word with its flag.
  const testCode = await runDeno(["test", "-A", `--junit-path=${report}`, ...Deno.args], env);
  const summary = readSummary(await Deno.readTextFile(report).catch(() => ""));
  // A file that cannot be loaded has no test that the report could name.
  const broken = testCode !== 0 && summary.failed === 0 ? 1 : 0;
  for (const name of summary.skipped) console.log(`skipped: ${name}`);
  for (const failure of summary.failures) console.log(`failed: ${failure}`);
  console.log(
    `tests: ${summary.passed} passed, ${
      summary.failed + broken
    } failed, ${summary.skipped.length} skipped`,
  );
  const strict = Deno.env.get("REQUIRE_ALL") === "1";
  if (strict && summary.skipped.length > 0) {
    console.log("REQUIRE_ALL=1: a skipped test is a failure.");
  }
  const failed = summary.failed + broken + (strict ? summary.skipped.length : 0);
  const file = Deno.env.get("TEST_SUMMARY_FILE");
  if (file) {
    const lines = [
      `passed=${summary.passed}`,
      `failed=${failed}`,
      `skipped=${summary.skipped.length}`,
      ...summary.skipped.map((name) => `skipped: ${name}`),
      ...summary.failures.map((failure) => `failed: ${failure}`),
    ];
    await Deno.writeTextFile(file, lines.join("\n") + "\n");
  }
  if (testCode !== 0) return testCode;
  return failed > 0 || summary.passed === 0 ? 1 : 0;
}
