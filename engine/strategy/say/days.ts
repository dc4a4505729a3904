/** Days of the week as they are said: "Mon, Tue", "Monday to Friday", "weekdays", "every day". */
import type { Token } from "./tokens.ts";

const DAYS = ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"];
const GROUPS: readonly (readonly [readonly string[], readonly number[]])[] = [
  [["every", "day"], [0, 1, 2, 3, 4, 5, 6]],
  [["weekdays"], [1, 2, 3, 4, 5]],
  [["weekday"], [1, 2, 3, 4, 5]],
  [["weekends"], [0, 6]],
  [["weekend"], [0, 6]],
];

/** The days at a token, 0 = Sunday, ascending, each once; `null` when there are none. */
export function readDays(
  tokens: readonly Token[],
  at: number,
): { value: readonly number[]; end: number } | null {
  for (const [words, days] of GROUPS) {
    if (words.every((word, k) => tokens[at + k]?.text === word)) {
      return { value: days, end: at + words.length };
    }
  }
  const found = new Set<number>();
  let end = at;
  for (let next = at;;) {
    const day = dayOf(tokens[next]);
    if (day === null) break;
    found.add(day);
    end = next + 1;
    const last = ["to", "-", "through"].includes(tokens[end]?.text ?? "")
      ? dayOf(tokens[end + 1])
      : null;
    if (last !== null) {
      for (let k = day; k !== last; k = (k + 1) % 7) found.add(k);
      found.add(last);
      end += 2;
    }
    if (![",", "and", "or"].includes(tokens[end]?.text ?? "")) break;
    next = end + 1;
  }
  if (found.size === 0) return null;
  return { value: [...found].sort((a, b) => a - b), end };
}

/** The day that a word names, in full or from its first three letters on. */
function dayOf(token: Token | undefined): number | null {
  if (!token || token.text.length < 3) return null;
  const place = DAYS.findIndex((day) => day.startsWith(token.text) || `${day}s` === token.text);
  return place < 0 ? null : place;
}
