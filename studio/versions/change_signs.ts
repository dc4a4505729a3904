/** How a change between two versions is marked. */

export type ChangeKind = "added" | "removed" | "changed";

/** The sign that says the same as the colour. */
export const CHANGE_SIGNS: Readonly<Record<ChangeKind, string>> = {
  added: "+",
  removed: "−",
  changed: "~",
};
