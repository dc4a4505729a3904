/** Which processes of `deno test` a request for tests becomes. */
import { BROWSER_TESTS } from "./test_files.ts";

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

/** Files at once in each lane: browser tests wait for pages and leave most of a processor to the others. */
const JOBS = 2;

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

/** @param selected the files that changes reach, `null` unless changes were asked for */
export function lanesOf({ args }: TestRequest, selected: readonly string[] | null): TestLane[] {
  const parallel = ["--parallel"];
  if (selected !== null) {
    return selected.length === 0
      ? []
      : [{ args: [...parallel, ...args, ...selected], jobs: JOBS, coverage: false }];
  }
  // Whoever names files or flags decides alone how they run.
  if (args.length > 0) return [{ args, jobs: null, coverage: false }];
  return [
    { args: [...parallel, BROWSER_TESTS], jobs: JOBS, coverage: false },
    { args: [...parallel, `--ignore=${BROWSER_TESTS}`], jobs: JOBS, coverage: true },
  ];
}

/** Whether files of browser tests are named, for which a browser is started beforehand; others start one of their own. */
export function opensPages({ args }: TestLane): boolean {
  return args.some((arg) => arg.startsWith(BROWSER_TESTS));
}
