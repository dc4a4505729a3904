/** What the grammar of sentences can do, for those that load it later than themselves. */
import type * as grammar from "./sentence_grammar.ts";

export type Grammar = Pick<
  typeof grammar,
  "completionsAt" | "conditionWords" | "describeStrategy" | "readCondition" | "readSentences"
>;
