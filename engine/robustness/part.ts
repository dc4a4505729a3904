/** Some of the tests of a report, as if they alone had been asked for. */
import type { RobustnessTestName } from "./mod.ts";
import type { RobustnessJson } from "./run_robustness.ts";
import { judge } from "./verdict.ts";

/** Each test draws and runs by itself, so a part of the whole equals a report of the part. */
export function partOfRobustness(
  whole: RobustnessJson,
  tests: readonly RobustnessTestName[],
): RobustnessJson {
  const { engine_version, run_hash, seed, actual, skipped, answers, ...rest } = whole;
  const { verdict: _verdict, decided_by: _test, ...outcomes } = rest;
  const isWanted = ([name]: [string, unknown]) => (tests as readonly string[]).includes(name);
  const some = <T>(all: Readonly<Record<string, T>>) =>
    Object.fromEntries(Object.entries(all).filter(isWanted));
  const left = some(answers);
  return {
    engine_version,
    run_hash,
    seed,
    actual,
    skipped: some(skipped),
    ...some(outcomes),
    answers: left,
    ...judge(left, actual.total_return),
  };
}
