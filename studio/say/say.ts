/** What the editor does with words, with their grammar; loaded where somebody writes. */
export * from "./sentence_grammar.ts";
export { addCondition, addToClause } from "./add_condition.ts";
export { rebuilt } from "./rebuilt.ts";
