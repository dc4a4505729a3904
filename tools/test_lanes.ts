/** Which processes of `deno test` a request for tests becomes. */
import { COVERED_ROOMS } from "./test_coverage.ts";
import { BROWSER_TESTS } from "./test_files.ts";

/** Tests of millions of bars: where lines are recorded they take up to thirty times as long, and reach none that others do not. */
export const LONG_COMPUTATIONS: readonly string[] = [
  "engine/blocks/oracle_test.ts",
  "engine/desk/flip_prices_test.ts",
  "engine/robustness/calibration_test.ts",
  "engine/robustness/plain_program_test.ts",
  "engine/robustness/single_runs_test.ts",
  "engine/robustness/too_good_to_be_true_test.ts",
  "engine/simulation/properties_test.ts",
  "engine/strategy/describe_test.ts",
  "engine/strategy/hostile_documents_test.ts",
];

/** Begun first: whatever else is there goes on beside them, and neither is what all wait for in the end. */
const LONGEST = ["tests/e2e/pages_test.ts", "tests/e2e/pages_canvas_test.ts"];

/** What was asked for on the command line. */
export interface TestRequest {
  /** The commit since which changes count; `null`: not only what has changed. */
  readonly changedSince: string | null;
  /** All other arguments, for `deno test`. */
  readonly args: readonly string[];
}

export interface TestLane {
  /** Paths and flags for `deno test`. */
  readonly args: readonly string[];
  /** Files at once; `null` leaves it to `args`. */
  readonly jobs: number | null;
  /** Whether it is recorded which lines run. */
  readonly coverage: boolean;
}

/** Test files of a kind: those that run several to a process, and the others. */
export interface TestGroups {
  /** Modules that load the files of the groups. */
  readonly modules: readonly string[];
  /** Those files. */
  readonly files: readonly string[];
  /** Files that are run by themselves. All are named: beside a module that stands elsewhere Deno 2.9.6 ignores no file. */
  readonly alone: readonly string[];
}

/** Files at once in each lane: browser tests wait for pages and leave most of a processor to the others. */
const JOBS = 2;

/**
 * Where tests of the covered rooms stand: what no test there runs is not tested by its own. Recording lines takes two fifths more
 * time, which tests of everything else do without.
 */
export const WITH_COVERAGE: readonly string[] = [...COVERED_ROOMS, "routes"];

export function readRequest(args: readonly string[]): TestRequest {
  const at = args.indexOf("--changed");
  if (at < 0) return { changedSince: null, args };
  const next = args[at + 1];
  const base = next === undefined || next.startsWith("-") ? null : next;
  return {
    changedSince: base ?? "HEAD",
    args: args.filter((_, n) => n !== at && !(base !== null && n === at + 1)),
  };
}

/**
 * Lists of lanes: the lists run beside each other, the lanes of a list one after the other.
 *
 * @param selected the files that changes reach, `null` unless changes were asked for
 */
export function lanesOf(
  { args }: TestRequest,
  selected: readonly string[] | null,
  { server, browser, others }: {
    readonly server: TestGroups;
    readonly browser: TestGroups;
    /** Files in neither. */
    readonly others: readonly string[];
  },
): TestLane[][] {
  const parallel = ["--parallel"];
  if (selected !== null) {
    const alone = selected.filter((path) => !server.files.includes(path));
    return selected.length === 0 ? [] : [[{
      args: [...parallel, ...args, ...server.modules, ...alone],
      jobs: JOBS,
      coverage: false,
    }]];
  }
  // Whoever names files or flags decides alone how they run.
  if (args.length > 0) return [[{ args, jobs: null, coverage: false }]];
  return [
    [{
      args: [
        ...parallel,
        ...LONGEST.filter((path) => browser.alone.includes(path)),
        ...browser.modules,
        ...browser.alone.filter((path) => !LONGEST.includes(path)),
      ],
      jobs: JOBS,
      coverage: false,
    }],
    [
      {
        args: [...parallel, ...server.modules, ...server.alone],
        jobs: JOBS,
        coverage: true,
      },
      {
        args: [...parallel, ...others],
        jobs: JOBS,
        coverage: false,
      },
    ],
  ];
}

/** Whether files of browser tests are named, for which a browser is started beforehand; others start one of their own. */
export function opensPages({ args }: TestLane): boolean {
  return args.some((arg) => arg.startsWith(BROWSER_TESTS));
}
