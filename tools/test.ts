/**
 * `deno task test [ARGS for deno test …]`: brings what the tests need (with apt, when it may), starts it, runs the tests,
 * says what was skipped and why, and stops everything again.
 *
 * REQUIRE_ALL=1 makes a skipped test a failure. TEST_SUMMARY_FILE names a file for `passed=N`, `failed=N`, `skipped=N`.
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

const started: TestServer[] = [];
const reportFolder = await Deno.makeTempDir({ prefix: "test-report-" });
let stopping: Promise<void> | null = null;
const stopAll = () =>
  stopping ??= (async () => {
    await Promise.all(started.map((server) => server.stop()));
    await Deno.remove(reportFolder, { recursive: true }).catch(() => {});
  })();
for (const signal of ["SIGINT", "SIGTERM"] as const) {
  Deno.addSignalListener(signal, async () => {
    await stopAll();
    Deno.exit(130);
  });
}

let code = 1;
try {
  await installMissing();
  const env = await startServers();
  const build = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "tools/build.ts", "--if-stale"],
  }).spawn().status;
  code = build.success ? await runTests(env) : 1;
} finally {
  await stopAll();
}
Deno.exit(code);

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
  const begin = async (
    name: string,
    start: () => Promise<TestServer | null>,
    use: (s: TestServer) => void,
  ) => {
    try {
      const server = await start();
      if (!server) return;
      started.push(server);
      use(server);
      console.log(`${name} is running on port ${server.port}.`);
    } catch (error) {
      console.log(`${name} did not start: ${error instanceof Error ? error.message : error}`);
    }
  };
  await begin("PostgreSQL", startPostgres, (s) => env.TEST_DATABASE_URL = s.url);
  await begin("Redis", () => startRedis(), (s) => env.TEST_REDIS_URL = s.url);
  await begin("S3", startS3, (s) => env.TEST_S3_ENDPOINT = s.url);
  const chromium = await findProgram(["chromium"]);
  if (chromium) env.TEST_CHROMIUM = chromium;
  return env;
}

async function runTests(env: Record<string, string>): Promise<number> {
  const report = `${reportFolder}/junit.xml`;
  // Deno reads the report's path only when it is one word with its flag.
  const { code: testCode } = await new Deno.Command(Deno.execPath(), {
    args: ["test", "-A", `--junit-path=${report}`, ...Deno.args],
    env,
  }).spawn().status;
  const summary = readSummary(await Deno.readTextFile(report).catch(() => ""));
  for (const name of summary.skipped) console.log(`skipped: ${name}`);
  console.log(
    `tests: ${summary.passed} passed, ${summary.failed} failed, ${summary.skipped.length} skipped`,
  );
  const strict = Deno.env.get("REQUIRE_ALL") === "1";
  if (strict && summary.skipped.length > 0) {
    console.log("REQUIRE_ALL=1: a skipped test is a failure.");
  }
  const failed = summary.failed + (strict ? summary.skipped.length : 0);
  const file = Deno.env.get("TEST_SUMMARY_FILE");
  if (file) {
    const lines = [
      `passed=${summary.passed}`,
      `failed=${failed}`,
      `skipped=${summary.skipped.length}`,
    ];
    await Deno.writeTextFile(file, lines.join("\n") + "\n");
  }
  if (testCode !== 0) return testCode;
  return failed > 0 || summary.passed === 0 ? 1 : 0;
}
