/** Which results are chosen to stand side by side. */

/** Results that stand side by side at the most. */
export const MOST_COMPARED = 4;

/** The choice with one added or taken away; one more than can be compared is not added. */
export function toggled(chosen: readonly string[], id: string): readonly string[] {
  if (chosen.includes(id)) return chosen.filter((other) => other !== id);
  return chosen.length < MOST_COMPARED ? [...chosen, id] : chosen;
}
