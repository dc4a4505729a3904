/** What all tests say together, in one sentence: the verdict and what decided it. */
import type { Answer, Judgement, RobustnessTestName } from "../../engine/robustness.ts";
import { counted, lowerFirst } from "../format.ts";
import {
  type FoundOutcome,
  sentenceOf,
  type TestedRun,
  tooFewTrades,
  TRADES_TO_TELL,
} from "./answer_sentences.ts";

/** What it means that a test failed. */
const FAILED: Readonly<Record<string, string>> = {
  luck: "other trades of the same kind would often have lost money",
  missed: "a few missed trades take the gain away",
  late: "one candle late, the gain is gone",
  costs: "slightly higher costs take the gain away",
  timing: "buying at random times does just as well",
  noise: "small changes of the prices take the gain away",
  parameters: "it only works with these exact numbers",
  starts: "the gain depends on the day you begin",
  markets: "it fails on most other markets",
  walk_forward: "tuned on the past, it lost money on what came next",
  skill: "its Sharpe ratio is no more than luck would show",
};

/** What it means that a test is in doubt. */
const DOUBTFUL: Readonly<Record<string, string>> = {
  luck: "other trades of the same kind could have lost money",
  missed: "a few missed trades could take the gain away",
  late: "one candle late, most of the gain is gone",
  costs: "twice the costs would take the gain away",
  timing: "buying at random times often does just as well",
  noise: "small changes of the prices often take the gain away",
  parameters: "with slightly different numbers much of the gain is gone",
  starts: "from some first days there is no gain",
  markets: "it works on only some of the other markets",
  walk_forward: "tuned on the past, it kept little of its gain on what came next",
  skill: "its Sharpe ratio may be no more than luck would show",
};

/**
 * "Doubtful: it only works with these exact numbers."
 *
 * @param answers of the tests that judge
 * @param decided what the deciding test found
 */
export function judgementSentence(
  { verdict, decided_by }: Judgement,
  answers: Readonly<Partial<Record<RobustnessTestName, Answer>>>,
  decided: FoundOutcome | null,
  run: TestedRun,
): string {
  const answer = decided_by ? answers[decided_by as RobustnessTestName] : undefined;
  if (verdict === "no_gain") return "No gain: it made no money here, so there is nothing to trust.";
  if (verdict === "cannot_tell") return `Cannot tell: ${missing(decided, run)}`;
  if (verdict === "refuted") return `Refuted: ${FAILED[decided_by ?? ""]}.`;
  if (verdict === "survives") {
    const held = Object.values(answers).filter((each) => each === "held").length;
    return `Survived: nothing refuted it, and ${
      counted(held, "test")
    } held, its timing among them.`;
  }
  if (answer === "failed") return `Doubtful: ${FAILED[decided_by!]}.`;
  if (answer === "doubtful") return `Doubtful: ${DOUBTFUL[decided_by!]}.`;
  return "Doubtful: too few tests could be done to rely on it.";
}

/** What is needed before anything can be said. */
function missing(decided: FoundOutcome | null, run: TestedRun): string {
  const { closedTrades } = run;
  if (closedTrades < TRADES_TO_TELL) {
    const more = TRADES_TO_TELL - closedTrades;
    return `${lowerFirst(tooFewTrades(closedTrades))}, ${more} more ${
      more === 1 ? "is" : "are"
    } needed.`;
  }
  if (decided?.reason === "signals_everywhere") {
    return "its buy signals are too few or too many to test whether their timing matters.";
  }
  return decided ? lowerFirst(sentenceOf(decided, run)) : "some tests could not be done.";
}
