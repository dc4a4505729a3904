/** What can be written next, while somebody writes. */
import { wordsOf } from "./problems.ts";
import { readText } from "./sentences.ts";

export interface Completion {
  /** The stretch that it stands in place of: the word that has been begun, or nothing. */
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

const MOST = 12;

/**
 * Words that go on from a place in a text.
 *
 * @param at the place, in characters
 */
export function completionsAt(text: string, at: number): Completion[] {
  const before = text.slice(0, at);
  const begun = /[\p{L}%]+$/u.exec(before)?.[0] ?? "";
  const start = before.length - begun.length;
  const { after } = readText(before.slice(0, start));
  const wanted = begun.toLowerCase();
  return wordsOf(after)
    .filter((words) => words.toLowerCase().startsWith(wanted) && words.toLowerCase() !== wanted)
    .slice(0, MOST)
    .map((words) => ({ start, end: at, text: words }));
}
