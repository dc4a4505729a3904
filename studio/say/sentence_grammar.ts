/** The grammar of sentences, in both directions; loaded where somebody writes. */
import { outputName } from "../../engine/mod.ts";
import type { SaidCondition } from "./said_condition.ts";

export { describeStrategy } from "../../engine/mod.ts";
export { completionsAt, readCondition, readSentences } from "../../engine/sentences.ts";

/** What a condition says, in a few words: "RSI(14) below 30". */
export function conditionWords({ document, signal }: SaidCondition): string {
  return outputName(document, signal.block, signal.port) ?? "Condition";
}
