/**
 * `deno task test [ARGS for deno test …]`: brings what the tests need (with apt, when it may), starts it, runs the tests,
 * says what was skipped and why, and stops everything again.
 *
 * Without paths, all tests run: those in a browser and the others at the same time, several files at once, and the coverage of
 * the others is printed and held to its floor. `--changed [BASE]` runs the tests that changes since BASE (the last commit unless
 * named) can reach. Types are not checked here; `deno task ok` does that.
 *
 * REQUIRE_ALL=1 makes a skipped test a failure. TEST_SUMMARY_FILE names a file for `passed=N`, `failed=N`, `skipped=N`.
 *
 * Not named test.ts: `deno test` would take it for a test and run everything within itself once more.
 */
import process from "node:process";
import {
  BROWSERS,
  findProgram,
  postgresFolders,
  startChromium,
  startPostgres,
  startRedis,
  startS3,
  type TestServer,
} from "../tests/support/servers.ts";
import { readSources, root } from "../tests/source_tree.ts";
import { memoryFolder } from "../tests/support/memory_folder.ts";
import { changedFiles } from "./changed_files.ts";
import { judgeCoverage, readCoverage } from "./test_coverage.ts";
import { BROWSER_TESTS, isTestFile } from "./test_files.ts";
import { type GroupKind, groupTests, type TestSource, writeGroups } from "./test_groups.ts";
import {
  lanesOf,
  LONG_COMPUTATIONS,
  opensPages,
  readRequest,
  type TestGroups,
  type TestLane,
  WITH_COVERAGE,
} from "./test_lanes.ts";
import { selectTests } from "./test_selection.ts";
import { joinSummaries, readSummary, type TestSummary } from "./test_summary.ts";

/** Servers that are up or on their way up, so that a stop in the middle leaves none behind. */
const servers: Promise<TestServer | null>[] = [];
const children = new Set<Deno.ChildProcess>();
let stopping: Promise<void> | null = null;

/** What all temporary files of a run may take, bytes; a whole run has a gigabyte at once. */
const ROOM = 3 * 2 ** 30;
/** Holds the reports, and what servers and tests write. */
const reportFolder = await memoryFolder("test-run-", ROOM);
// The user of PostgreSQL has a folder of its own in it.
await Deno.chmod(reportFolder, 0o711);
process.env.TMPDIR = reportFolder;

const stopAll = () =>
  stopping ??= (async () => {
    await endChildren();
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
  const request = readRequest(Deno.args);
  const selected = request.changedSince === null ? null : await select(request);
  const groups = await share(selected);
  const lanes = lanesOf(request, selected, groups);
  code = lanes.length === 0 ? 0 : await runAll(lanes);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
} finally {
  await stopAll();
}
Deno.exit(code);

/** The test files that changes since the commit of the request can reach; says which ones, and what is left out. */
async function select({ changedSince }: { changedSince: string | null }): Promise<string[]> {
  const changed = await changedFiles(root, changedSince ?? "HEAD");
  const { tests, leftOut } = selectTests(changed, await readSources());
  console.log(`${changed.length} changed files reach ${tests.length} test files.`);
  if (leftOut.length > 0) {
    console.log(
      `Left out: ${leftOut.length} files in ${BROWSER_TESTS} that open pages with what has changed. ` +
        `deno task test ${BROWSER_TESTS} runs them.`,
    );
  }
  return [...tests];
}

/** Which test file runs in which lane, and which several to a process. */
async function share(selected: readonly string[] | null) {
  const sources = (await readSources()).filter(({ path }) =>
    isTestFile(path) && (selected?.includes(path) ?? true)
  );
  const of = (rooms: readonly string[]) =>
    sources.filter(({ path }) =>
      rooms.some((room) => path.startsWith(`${room}/`)) && !LONG_COMPUTATIONS.includes(path)
    );
  const browser = of([BROWSER_TESTS]);
  const covered = of(WITH_COVERAGE);
  const others = sources.filter((one) => !browser.includes(one) && !covered.includes(one));
  return {
    server: joined(
      await group("server", covered, selected === null ? 4 : 2),
      await group("pure", covered, 2),
    ),
    browser: await group("browser", browser, 4),
    others: others.map(({ path }) => path),
  };
}

function joined(one: TestGroups, other: TestGroups): TestGroups {
  const files = [...one.files, ...other.files];
  return {
    modules: [...one.modules, ...other.modules],
    files,
    alone: one.alone.filter((path) => !files.includes(path)),
  };
}

/** Some of them several to a process: two of these run at once, and none is the last for long. */
async function group(
  kind: GroupKind,
  sources: readonly TestSource[],
  count: number,
): Promise<TestGroups> {
  const groups = groupTests(sources, kind, count);
  const modules = await writeGroups(groups, { root, folder: reportFolder, name: kind });
  const files = groups.flat();
  const alone = sources.map(({ path }) => path).filter((path) => !files.includes(path));
  return { modules, files, alone };
}

async function runAll(lanes: readonly (readonly TestLane[])[]): Promise<number> {
  // While packages are downloaded and unpacked, the processor has time for what needs none of them.
  const [, snapshot, build] = await Promise.all([
    installMissing(),
    makeSnapshot(),
    runDeno(["run", "-A", "tools/build.ts", "--if-stale"]),
  ]);
  if (build !== 0) return build;
  return await runTests(lanes, { ...snapshot, ...await startServers(lanes) });
}

/** The database that every test file begins with; without it, each makes its own. */
async function makeSnapshot(): Promise<Record<string, string>> {
  const path = `${reportFolder}/pglite.tar`;
  const made = await runDeno(["run", "-A", "--no-check", "tests/support/pglite_snapshot.ts", path]);
  return made === 0 ? { TEST_PGLITE_SNAPSHOT: path } : {};
}

/** Runs Deno with what it prints going straight to the terminal; returns its exit code. */
async function runDeno(args: string[], env: Record<string, string> = {}): Promise<number> {
  const child = new Deno.Command(Deno.execPath(), { args, env }).spawn();
  children.add(child);
  const { code } = await child.status;
  children.delete(child);
  // Told to stop with it: whoever told says how this process ends.
  if (stopping) await new Promise(() => {});
  return code;
}

/** Ends what `runDeno` runs, if anything; what does not listen is killed. */
async function endChildren(): Promise<void> {
  const running = [...children];
  const end = (signal: Deno.Signal) => {
    for (const child of running) {
      try {
        child.kill(signal);
      } catch {
        // It is gone already.
      }
    }
  };
  end("SIGTERM");
  const timer = setTimeout(() => end("SIGKILL"), 10_000);
  await Promise.all(running.map((child) => child.status));
  clearTimeout(timer);
}

interface Wanted {
  readonly name: string;
  /** Packages that bring it, the best first. */
  readonly packages: readonly string[];
  /** Whether the best of them is there. */
  readonly isInstalled: boolean;
  /** Whether tests can run with what is there. */
  readonly isUsable: boolean;
}

async function installMissing(): Promise<void> {
  const wants = async (
    name: string,
    packages: readonly string[],
    programs: readonly string[],
    folders: readonly string[] = [],
  ): Promise<Wanted> => ({
    name,
    packages,
    isInstalled: await findProgram(programs.slice(0, 1), folders) !== null,
    isUsable: await findProgram(programs, folders) !== null,
  });
  const wanted = await Promise.all([
    wants("PostgreSQL", ["postgresql"], ["initdb"], await postgresFolders()),
    wants("Redis", ["redis-server"], ["redis-server"]),
    wants("Chromium", BROWSERS, BROWSERS),
    wants("faketime", ["faketime"], ["faketime"]),
    wants("strace", ["strace"], ["strace"]),
  ]);
  const lacking = wanted.filter(({ isInstalled }) => !isInstalled);
  const inWords = (list: readonly Wanted[]) => list.map(({ name }) => name).join(", ");
  if (lacking.length === 0) return;
  const missing = lacking.filter(({ isUsable }) => !isUsable);
  if (Deno.uid() !== 0 || await findProgram(["apt-get"]) === null) {
    if (missing.length === 0) return;
    console.log(
      `${
        inWords(missing)
      }: not installed, and only root can install it with apt; the tests that need it are skipped.`,
    );
    return;
  }
  console.log(`Installing ${inWords(lacking)} with apt …`);
  const apt = (args: string[]) =>
    new Deno.Command("apt-get", {
      args,
      env: { DEBIAN_FRONTEND: "noninteractive" },
      stdin: "null",
      stdout: "null",
      stderr: "inherit",
    }).output();
  await apt(["update", "-qq"]);
  const packages = await Promise.all(lacking.map(({ packages }) => firstOnOffer(packages)));
  const { success } = await apt(["install", "-y", "-qq", "--no-install-recommends", ...packages]);
  if (!success && missing.length > 0) {
    console.log(`apt could not install ${inWords(missing)}; the tests that need it are skipped.`);
  }
}

/** The first of the packages that the distribution has; the last where none is known. */
async function firstOnOffer(packages: readonly string[]): Promise<string> {
  for (const name of packages) {
    const { success } = await new Deno.Command("apt-cache", {
      args: ["show", "--quiet", name],
      stdout: "null",
      stderr: "null",
    }).output();
    if (success) return name;
  }
  return packages.at(-1) ?? "";
}

async function startServers(
  lanes: readonly (readonly TestLane[])[],
): Promise<Record<string, string>> {
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
    ...lanes.flat().some(opensPages)
      ? [begin("Chromium", "TEST_CHROMIUM_ENDPOINT", startChromium())]
      : [],
  ]);
  const chromium = await findProgram(BROWSERS);
  if (chromium) env.TEST_CHROMIUM = chromium;
  return env;
}

async function runTests(
  lanes: readonly (readonly TestLane[])[],
  env: Record<string, string>,
): Promise<number> {
  const raw = `${reportFolder}/coverage`;
  let reports = 0;
  const runLane = async (lane: TestLane) => {
    const n = reports++;
    const report = `${reportFolder}/${n}.xml`;
    const coverage = lane.coverage ? [`--coverage=${raw}`, "--coverage-raw-data-only"] : [];
    const jobs: Record<string, string> = lane.jobs === null ? {} : { DENO_JOBS: String(lane.jobs) };
    // Deno reads the report's path only when it is one word with its flag.
    const code = await runDeno(
      ["test", "-A", "--no-check", `--junit-path=${report}`, ...coverage, ...lane.args],
      { ...env, ...jobs },
    );
    const summary = readSummary(await Deno.readTextFile(report).catch(() => ""));
    // A file that cannot be loaded has no test that the report could name.
    const broken = code !== 0 && summary.failed === 0;
    const result = { code, summary: broken ? { ...summary, failed: 1 } : summary };
    // While other lanes run: reading what was recorded takes a processor most of a minute.
    return lane.coverage ? [result, { code: 0, summary: await measureCoverage(raw) }] : [result];
  };
  const results = (await Promise.all(lanes.map(async (list) => {
    const done = [];
    for (const lane of list) done.push(...await runLane(lane));
    return done;
  }))).flat();
  const testCode = results.find(({ code }) => code !== 0)?.code ?? 0;
  const summary = joinSummaries(results.map((result) => result.summary));
  for (const name of summary.skipped) console.log(`skipped: ${name}`);
  for (const failure of summary.failures) console.log(`failed: ${failure}`);
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
      ...summary.skipped.map((name) => `skipped: ${name}`),
      ...summary.failures.map((failure) => `failed: ${failure}`),
    ];
    await Deno.writeTextFile(file, lines.join("\n") + "\n");
  }
  if (testCode !== 0) return testCode;
  return failed > 0 || summary.passed === 0 ? 1 : 0;
}

/** Prints how much of each room the tests ran; a room below the floor counts as a failure. */
async function measureCoverage(raw: string): Promise<TestSummary> {
  const lcov = `${reportFolder}/lcov`;
  await runDeno(["coverage", "--quiet", "--lcov", `--output=${lcov}`, raw]);
  const text = await Deno.readTextFile(lcov).catch(() => "");
  const { report, failures } = judgeCoverage(readCoverage(text, root));
  for (const line of report) console.log(line);
  return { passed: 0, failed: failures.length, failures, skipped: [] };
}
