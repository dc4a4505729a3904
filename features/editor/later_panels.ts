/** What the editor shows only when it is asked for; loaded by `Later.tsx`, so that the editor opens without it. */
export { RunDialog } from "./panels/RunDialog.tsx";
export { ShortcutSheet } from "./panels/ShortcutSheet.tsx";
export { UnreadableDialog } from "./panels/UnreadableDialog.tsx";
export { ComparePanel } from "./versions/ComparePanel.tsx";
