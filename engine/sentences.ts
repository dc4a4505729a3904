/** Strategies written in sentences: the engine's door for what turns words into blocks. Pages load it where somebody writes. */
export { completionsAt } from "./strategy/say/complete.ts";
export { readCondition, readSentences } from "./strategy/say/read_sentences.ts";
