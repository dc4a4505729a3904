/** All tests of a run, one after the other. */
import { ENGINE_VERSION } from "../result/version.ts";
import { Pauses } from "../sweep/pauses.ts";
import {
  type Answer,
  type RobustnessTest,
  Skipped,
  type SkipReason,
  TRADES_TO_TELL,
} from "./definition.ts";
import { Lab, type LabInput } from "./lab.ts";
import { ROBUSTNESS_TESTS, type RobustnessOutcomes, type RobustnessTestName } from "./mod.ts";
import { judge, type Verdict } from "./verdict.ts";

export interface RobustnessOptions extends LabInput {
  /** All of them when left out. */
  readonly tests?: readonly RobustnessTestName[] | undefined;
  /** Called when a test has ended, with what there is so far. */
  readonly onTest?: (test: RobustnessTestName, done: number, total: number) => void;
  /** Ends the work: the promise is rejected with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
}

export interface RobustnessReport {
  readonly engine_version: string;
  readonly run_hash: string;
  readonly seed: "run_hash" | number;
  readonly actual: {
    readonly total_return: number | null;
    readonly max_drawdown: number | null;
    readonly num_trades: number | null;
  };
  readonly skipped: Readonly<Partial<Record<RobustnessTestName, SkipReason>>>;
  readonly outcomes: { readonly [Name in RobustnessTestName]?: RobustnessOutcomes[Name] | null };
  readonly answers: Readonly<Record<string, Answer>>;
  readonly verdict: Verdict;
  readonly decided_by: string | null;
}

/**
 * Tests how far a run can be trusted. Yields now and then, so that it can be stopped and a page stays responsive.
 *
 * @throws {RangeError} (as a rejection) for a document with faults, settings out of bounds or an empty range
 */
export async function runRobustness(options: RobustnessOptions): Promise<RobustnessReport> {
  const { tests, onTest, signal, seed } = options;
  const lab = new Lab(options);
  const wanted = ROBUSTNESS_TESTS.filter(({ name }) =>
    tests === undefined || (tests as readonly string[]).includes(name)
  ) as readonly RobustnessTest<unknown>[];
  const pauses = new Pauses(signal);
  const skipped: Partial<Record<string, SkipReason>> = {};
  const outcomes: Record<string, unknown> = {};
  const answers: Record<string, Answer> = {};
  try {
    for (const [k, test] of wanted.entries()) {
      const { out, reason, answer } = await outcomeOf(test, lab, pauses);
      outcomes[test.name] = out;
      if (reason !== null) skipped[test.name] = reason;
      if (answer !== null) answers[test.name] = answer;
      onTest?.(test.name as RobustnessTestName, k + 1, wanted.length);
    }
  } finally {
    pauses.close();
  }
  const { metrics, runHash } = lab.actual;
  return {
    engine_version: ENGINE_VERSION,
    run_hash: runHash,
    seed: seed ?? "run_hash",
    actual: {
      total_return: metrics.total_return ?? null,
      max_drawdown: metrics.max_drawdown ?? null,
      num_trades: metrics.num_trades ?? null,
    },
    skipped,
    outcomes: outcomes as RobustnessReport["outcomes"],
    answers,
    ...judge(answers, lab.actualReturn),
  };
}

/** What one test gave. */
export interface TestOutcome<T> {
  /** `null` when it could not be done. */
  readonly out: T | null;
  /** Why it could not. */
  readonly reason: SkipReason | null;
  /** `null` for a test that is information alone. */
  readonly answer: Answer | null;
}

/**
 * One of the tests alone: what `runRobustness` finds for it, to the last digit. A lab serves any number of tests.
 *
 * @throws the signal's reason (as a rejection) when it is stopped
 */
export async function runTest<Name extends RobustnessTestName>(
  lab: Lab,
  name: Name,
  signal?: AbortSignal,
): Promise<TestOutcome<RobustnessOutcomes[Name]>> {
  const tests = ROBUSTNESS_TESTS as readonly RobustnessTest<unknown>[];
  const pauses = new Pauses(signal);
  try {
    const outcome = await outcomeOf(tests.find((test) => test.name === name)!, lab, pauses);
    return outcome as TestOutcome<RobustnessOutcomes[Name]>;
  } finally {
    pauses.close();
  }
}

async function outcomeOf<T>(
  test: RobustnessTest<T>,
  lab: Lab,
  pauses: Pauses,
): Promise<TestOutcome<T>> {
  const { out, reason } = await drive(test, lab, pauses);
  return { out, reason, answer: test.answer ? answerOf(test, out, lab) : null };
}

async function drive<T>(
  test: RobustnessTest<T>,
  lab: Lab,
  pauses: Pauses,
): Promise<{ out: T | null; reason: SkipReason | null }> {
  try {
    // A run that never bought says nothing, whatever is changed about it.
    if (lab.actual.funnel.filled === 0 && !test.needsOthers) throw new Skipped("too_few_trades");
    const steps = test.run(lab);
    for (;;) {
      const step = steps.next();
      if (step.done) return { out: step.value, reason: null };
      if (pauses.isDue(step.value)) await pauses.pause();
    }
  } catch (error) {
    if (error instanceof Skipped) return { out: null, reason: error.reason };
    throw error;
  }
}

function answerOf<T>(test: RobustnessTest<T>, out: T | null, lab: Lab): Answer {
  if (out === null || !test.answer) return "cannot_tell";
  // Without a trade every variation is nothing, too, which refutes nothing.
  if (lab.actual.trades.length === 0) return "cannot_tell";
  if (test.needsTrades && lab.growths.length < TRADES_TO_TELL) return "cannot_tell";
  return test.answer(out, lab);
}

/** As it is written, sent and kept: what the tests found stands beside the answers, each by its name. */
export type RobustnessJson =
  & Omit<RobustnessReport, "outcomes">
  & { readonly [Name in RobustnessTestName]?: RobustnessOutcomes[Name] | null };

export function robustnessToJson({ outcomes, ...report }: RobustnessReport): RobustnessJson {
  const { answers, verdict, decided_by, ...head } = report;
  return { ...head, ...outcomes, answers, verdict, decided_by };
}
