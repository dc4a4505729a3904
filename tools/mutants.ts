/**
 * `deno task mutants [FOLDER|FILE …]`: mutation testing. Says which small faults in the sources no test would notice; see
 * `--help`.
 */
import { dirname } from "node:path/posix";
import { readSources, root } from "../tests/source_tree.ts";
import { Checkout } from "./mutants/checkout.ts";
import { mutate, type Mutation, mutationsOf } from "./mutants/mutations.ts";
import { HELP, type Options, readOptions, UsageError } from "./mutants/options.ts";
import { pick } from "./mutants/pick.ts";
import { mutableSources, testsReaching } from "./mutants/reach.ts";
import { type Outcome, summarize } from "./mutants/summary.ts";

/** At a time: each runs in a copy of its own. */
const JOBS = 2;
/** Tests of a mutant that run for longer than this, beyond the time that all of them took unchanged, are in a loop. */
const GRACE_MS = 20_000;
/** Tests are run in groups, the nearest first: most mutants are noticed by the first. */
const GROUP = 3;

interface Mutant {
  readonly path: string;
  readonly code: string;
  readonly mutation: Mutation;
  readonly tests: readonly string[];
}

async function main(): Promise<number> {
  let options: Options | "help";
  try {
    options = readOptions(Deno.args);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    console.error(`${error.message}\n\n${HELP}`);
    return 2;
  }
  if (options === "help") {
    console.log(HELP);
    return 0;
  }
  const { folders, count, seed, atLeast, nearest } = options;
  const files = await readSources();
  const every = mutableSources(files, folders).flatMap(({ path, code }) =>
    mutationsOf(code, path).map((mutation) => ({ path, code, mutation }))
  );
  if (every.length === 0) {
    console.error(`Nothing to change in ${folders.join(", ")}.`);
    return 2;
  }
  const mutants = pick(every, count, seed).map((one): Mutant => ({
    ...one,
    tests: testsReaching(one.path, files).slice(0, nearest),
  }));
  const tests = [...new Set(mutants.flatMap(({ tests }) => tests))].sort();
  const snapshot = await makeSnapshot(tests);
  const checkouts: Checkout[] = [];
  try {
    for (let n = 0; n < JOBS; n++) {
      checkouts.push(await Checkout.of(root, snapshot ? { TEST_PGLITE_SNAPSHOT: snapshot } : {}));
    }
    const started = performance.now();
    const unchanged = tests.length === 0 ? "passed" : await checkouts[0]!.run(tests, 1_800_000);
    if (unchanged !== "passed") {
      console.error(`The tests fail without any change (${unchanged}): ${tests.join(" ")}`);
      return 2;
    }
    const limitMs = GRACE_MS + 2 * (performance.now() - started);
    console.log(`${mutants.length} of ${every.length} mutants, ${tests.length} test files`);
    const outcomes = await tryAll(mutants, checkouts, limitMs);
    const { lines, share } = summarize(outcomes);
    console.log(lines.join("\n"));
    return share >= atLeast ? 0 : 1;
  } finally {
    await Promise.all(checkouts.map((checkout) => checkout.remove()));
    if (snapshot) await Deno.remove(snapshot);
  }
}

/**
 * A file with the database that tests begin with: each run of tests would migrate one of its own otherwise. `null` where none
 * is needed (the engine has no database) or the caller has one already.
 */
async function makeSnapshot(tests: readonly string[]): Promise<string | null> {
  const needed = tests.some((path) => !path.startsWith("engine/"));
  if (!needed || Deno.env.get("TEST_PGLITE_SNAPSHOT")) return null;
  const path = await Deno.makeTempFile({ prefix: "mutants-database-" });
  const { success } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-check", "tests/support/pglite_snapshot.ts", path],
    cwd: root,
  }).output();
  if (!success) throw new Error("The database that tests begin with could not be made.");
  return path;
}

/** Tries the mutants, one a checkout at a time; unnoticed ones are printed as they are found. */
async function tryAll(
  mutants: readonly Mutant[],
  checkouts: readonly Checkout[],
  limitMs: number,
): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  const waiting = [...mutants];
  await Promise.all(checkouts.map(async (checkout) => {
    for (let mutant = waiting.shift(); mutant; mutant = waiting.shift()) {
      const noticed = await isNoticed(mutant, checkout, limitMs);
      outcomes.push({ folder: dirname(mutant.path), noticed });
      if (!noticed) console.log(described(mutant));
    }
  }));
  return outcomes;
}

async function isNoticed(
  { path, code, mutation, tests }: Mutant,
  checkout: Checkout,
  limitMs: number,
): Promise<boolean> {
  const changed = mutate(code, mutation);
  for (let n = 0; n < tests.length; n += GROUP) {
    const verdict = await checkout.runWith(path, changed, tests.slice(n, n + GROUP), limitMs);
    if (verdict !== "passed") return true;
  }
  return false;
}

function described({ path, code, mutation, tests }: Mutant): string {
  const { line, before, after } = mutation;
  const text = code.split("\n")[line - 1]!.trim();
  const reach = tests.length === 0 ? "  (no test reaches it)" : "";
  return `unnoticed ${path}:${line}  ${before} → ${after}  in  ${text}${reach}`;
}

Deno.exit(await main());
