/** The editor's keys: one list that is both what the keyboard does and what the shortcut sheet says. */

/** What a key can ask for. */
export type Command =
  | "undo"
  | "redo"
  | "save"
  | "save_note"
  | "run"
  | "run_with"
  | "copy"
  | "cut"
  | "paste"
  | "duplicate"
  | "delete"
  | "select_all"
  | "keep"
  | "clear"
  | "find_block"
  | "add_after"
  | "add_before"
  | "connect"
  | "walk_wires"
  | "open_card"
  | "inspect"
  | "rename"
  | "next_fault"
  | "tidy"
  | "fit"
  | "zoom_in"
  | "zoom_out"
  | "zoom_whole"
  | "minimap"
  | "palette"
  | "inspector"
  | "focus_mode"
  | "next_trade"
  | "previous_trade"
  | "help"
  | "nudge_left"
  | "nudge_right"
  | "nudge_up"
  | "nudge_down"
  | "jump_left"
  | "jump_right"
  | "jump_up"
  | "jump_down";

/** One line of the list. */
export interface Shortcut {
  readonly command: Command;
  /** `key` as browsers name it, lower case; `mod` is Ctrl, or ⌘ on a Mac. */
  readonly keys: readonly KeyChord[];
  readonly label: string;
  readonly group: "Build" | "Edit" | "View" | "Strategy";
  /** True for keys that also work while a text field has the focus. */
  readonly inFields?: boolean;
  /** False for keys that the sheet leaves out because another line covers them. */
  readonly listed?: boolean;
}

/** A key with its modifiers. Shift is compared for letters, arrows and named keys alone. */
export interface KeyChord {
  readonly key: string;
  readonly mod?: boolean;
  readonly shift?: boolean;
}

const nudges: readonly Shortcut[] = (["left", "right", "up", "down"] as const).flatMap((side) => [
  {
    command: `nudge_${side}` as const,
    keys: [{ key: `arrow${side}` }],
    label: "Move the selected blocks, or the view",
    group: "Edit" as const,
    listed: side === "left",
  },
  {
    command: `jump_${side}` as const,
    keys: [{ key: `arrow${side}`, shift: true }],
    label: "Move ten steps at once",
    group: "Edit" as const,
    listed: side === "left",
  },
]);

/** All shortcuts, in the order of the sheet. */
export const SHORTCUTS: readonly Shortcut[] = [
  { command: "find_block", keys: [{ key: "/" }], label: "Find a block to add", group: "Build" },
  {
    command: "add_after",
    keys: [{ key: "a" }],
    label: "Add a block after this one",
    group: "Build",
  },
  {
    command: "add_before",
    keys: [{ key: "a", shift: true }],
    label: "Add a block before this one",
    group: "Build",
  },
  {
    command: "connect",
    keys: [{ key: "c" }],
    label: "Connect the block, or move the connection",
    group: "Build",
  },
  {
    command: "walk_wires",
    keys: [{ key: "w" }],
    label: "Go through the block's connections",
    group: "Build",
  },
  {
    command: "open_card",
    keys: [{ key: "enter" }],
    label:
      "Choose what a condition compares (← → between its parts); edit another block's settings",
    group: "Build",
  },
  {
    command: "inspect",
    keys: [{ key: "e" }],
    label: "Edit the settings",
    group: "Build",
  },
  { command: "rename", keys: [{ key: "f2" }], label: "Rename the block", group: "Build" },
  {
    command: "undo",
    keys: [{ key: "z", mod: true }],
    label: "Undo",
    group: "Edit",
  },
  {
    command: "redo",
    keys: [{ key: "z", mod: true, shift: true }, { key: "y", mod: true }],
    label: "Redo",
    group: "Edit",
  },
  { command: "copy", keys: [{ key: "c", mod: true }], label: "Copy", group: "Edit" },
  { command: "cut", keys: [{ key: "x", mod: true }], label: "Cut", group: "Edit" },
  { command: "paste", keys: [{ key: "v", mod: true }], label: "Paste", group: "Edit" },
  { command: "duplicate", keys: [{ key: "d", mod: true }], label: "Duplicate", group: "Edit" },
  {
    command: "delete",
    keys: [{ key: "delete" }, { key: "backspace" }],
    label: "Delete",
    group: "Edit",
  },
  { command: "select_all", keys: [{ key: "a", mod: true }], label: "Select all", group: "Edit" },
  {
    command: "keep",
    keys: [{ key: " ", shift: true }],
    label: "Add to selection",
    group: "Edit",
  },
  { command: "clear", keys: [{ key: "escape" }], label: "Clear selection", group: "Edit" },
  ...nudges,
  {
    command: "focus_mode",
    keys: [{ key: "f" }],
    label: "Show the canvas alone, or all panels",
    group: "View",
  },
  {
    command: "palette",
    keys: [{ key: "b" }],
    label: "Show or fold the blocks",
    group: "View",
  },
  {
    command: "inspector",
    keys: [{ key: "i" }],
    label: "Show or fold the settings",
    group: "View",
  },
  {
    command: "fit",
    keys: [{ key: "f", shift: true }],
    label: "Fit everything on screen",
    group: "View",
  },
  { command: "zoom_in", keys: [{ key: "+" }, { key: "=" }], label: "Zoom in", group: "View" },
  { command: "zoom_out", keys: [{ key: "-" }], label: "Zoom out", group: "View" },
  { command: "zoom_whole", keys: [{ key: "0" }], label: "Zoom to 100 %", group: "View" },
  { command: "minimap", keys: [{ key: "m" }], label: "Show or hide the map", group: "View" },
  {
    command: "next_trade",
    keys: [{ key: "]" }, { key: "." }],
    label: "Next trade",
    group: "View",
  },
  {
    command: "previous_trade",
    keys: [{ key: "[" }, { key: "," }],
    label: "Previous trade",
    group: "View",
  },
  { command: "tidy", keys: [{ key: "t" }], label: "Tidy up", group: "View" },
  { command: "help", keys: [{ key: "?" }], label: "Show the shortcuts", group: "View" },
  {
    command: "save",
    keys: [{ key: "s", mod: true }],
    label: "Save a version",
    group: "Strategy",
    inFields: true,
  },
  {
    command: "save_note",
    keys: [{ key: "s", mod: true, shift: true }],
    label: "Save a version with a note",
    group: "Strategy",
    inFields: true,
  },
  {
    command: "run",
    keys: [{ key: "enter", mod: true }],
    label: "Run backtest",
    group: "Strategy",
    inFields: true,
  },
  {
    command: "run_with",
    keys: [{ key: "enter", mod: true, shift: true }],
    label: "Run with other settings",
    group: "Strategy",
    inFields: true,
  },
  { command: "next_fault", keys: [{ key: "n" }], label: "Next thing to fix", group: "Strategy" },
];

/** The part of a keyboard event that shortcuts look at. */
export interface KeyPress {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  readonly shiftKey: boolean;
}

/** The command a key press asks for, if any. `inField` = the focus is in a text field. */
export function commandFor(press: KeyPress, inField: boolean): Command | null {
  if (press.altKey) return null;
  const key = press.key.toLowerCase();
  const mod = press.ctrlKey || press.metaKey;
  const isPrintedSign = key.length === 1 && !/[a-z ]/.test(key);
  for (const shortcut of SHORTCUTS) {
    if (inField && !shortcut.inFields) continue;
    for (const chord of shortcut.keys) {
      if (chord.key !== key || (chord.mod ?? false) !== mod) continue;
      if (!isPrintedSign && (chord.shift ?? false) !== press.shiftKey) continue;
      return shortcut.command;
    }
  }
  return null;
}

/** A chord as it is printed on the keys: `Ctrl+Shift+Z`, on a Mac `⇧⌘Z`. */
export function chordText(chord: KeyChord, isMac: boolean): string {
  const names: Record<string, string> = {
    arrowleft: "←",
    arrowright: "→",
    arrowup: "↑",
    arrowdown: "↓",
    delete: isMac ? "⌦" : "Del",
    backspace: isMac ? "⌫" : "Backspace",
    escape: "Esc",
    enter: isMac ? "↩" : "Enter",
    " ": "Space",
  };
  const key = names[chord.key] ?? chord.key.toUpperCase();
  if (isMac) return `${chord.shift ? "⇧" : ""}${chord.mod ? "⌘" : ""}${key}`;
  return `${chord.mod ? "Ctrl+" : ""}${chord.shift ? "Shift+" : ""}${key}`;
}
