/** What all tests say together. */
import type { Answer } from "./definition.ts";

export type Verdict = "no_gain" | "refuted" | "cannot_tell" | "survives" | "doubtful";

/** Tests that refute a run by themselves, the most telling first. */
const DECISIVE = ["timing", "walk_forward", "luck"];
/** Without an answer of these nothing can be said. */
const NEEDED = ["timing", "luck"];
const ENOUGH_HELD = 6;

export interface Judgement {
  readonly verdict: Verdict;
  /** The test that decided it; `null` where it was the run itself. */
  readonly decided_by: string | null;
}

/** @param answers of the tests that judge, in the order of the list */
export function judge(
  answers: Readonly<Record<string, Answer>>,
  totalReturn: number | null,
): Judgement {
  if (!((totalReturn ?? 0) > 0)) return { verdict: "no_gain", decided_by: null };
  const failed = DECISIVE.find((test) => answers[test] === "failed");
  if (failed !== undefined) return { verdict: "refuted", decided_by: failed };
  const silent = NEEDED.find((test) => (answers[test] ?? "cannot_tell") === "cannot_tell");
  if (silent !== undefined) return { verdict: "cannot_tell", decided_by: silent };
  const tests = Object.keys(answers);
  const first = (answer: Answer) => tests.find((test) => answers[test] === answer) ?? null;
  if (first("failed") !== null) return { verdict: "doubtful", decided_by: first("failed") };
  const held = tests.filter((test) => answers[test] === "held").length;
  if (answers.timing === "held" && held >= ENOUGH_HELD) {
    return { verdict: "survives", decided_by: "timing" };
  }
  const doubt = answers.timing === "held" ? first("doubtful") : "timing";
  return { verdict: "doubtful", decided_by: doubt ?? first("cannot_tell") };
}
