/** The keys of a backtest's page: one list that is both what they do and what the sheet of shortcuts says. */

export type RunCommand = "older" | "newer" | "again" | "compare" | "words" | "help";

export interface RunKey {
  readonly key: string;
  readonly command: RunCommand;
  readonly label: string;
}

export const RUN_KEYS: readonly RunKey[] = [
  { key: "o", command: "older", label: "Older backtest" },
  { key: "n", command: "newer", label: "Newer backtest" },
  { key: "r", command: "again", label: "Run again…" },
  { key: "c", command: "compare", label: "Compare with the one before" },
  { key: "e", command: "words", label: "Edit note and tags" },
  { key: "?", command: "help", label: "Show the shortcuts" },
];

const TAKES_KEYS =
  "input, textarea, select, dialog[open], [popover]:popover-open, [contenteditable]";

/** What a key asks for, if anything; nothing while something else takes keys: a field, a dialog, a menu. */
export function runCommandFor(event: KeyboardEvent): RunCommand | null {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return null;
  if (event.target instanceof Element && event.target.closest(TAKES_KEYS)) return null;
  if (document.querySelector("dialog[open]")) return null;
  return RUN_KEYS.find(({ key }) => key === event.key.toLowerCase())?.command ?? null;
}
