/** The one bar above the editor: what is edited, what it is tested with, what is saved, and the way to a result. */
import { useEditor } from "../session/context.ts";
import type { EditorSchedule } from "../session/EditorSkeleton.tsx";
import { UndoButtons } from "../parts/UndoButtons.tsx";
import { AutoUpdateMenu } from "./AutoUpdateMenu.tsx";
import { ContextChips } from "./ContextChips.tsx";
import { FileMenu } from "./FileMenu.tsx";
import { MoreTools } from "./MoreTools.tsx";
import { RunButton } from "./RunButton.tsx";
import { NoteButton, SaveButton } from "./SaveButton.tsx";
import { StrategyTitle } from "./StrategyTitle.tsx";
import { saveWords } from "./save_words.ts";
import { VersionMenu } from "./VersionMenu.tsx";
import frameStyles from "../styles/frame.module.css.ts";

export function TopBar({ schedule }: { readonly schedule?: EditorSchedule | undefined }) {
  return (
    <div class={frameStyles.topbar} data-part="bar">
      <StrategyTitle />
      <ContextChips tracked={schedule?.forward_record != null} />
      <SaveState />
      <div class={frameStyles.topbarActions}>
        <UndoButtons />
        <SaveButton />
        <MoreTools>
          <NoteButton />
          <VersionMenu />
          <FileMenu />
          {schedule && <AutoUpdateMenu {...schedule} />}
        </MoreTools>
        <RunButton />
      </div>
    </div>
  );
}

/** Whether all of it is saved: the button says so by its look, this in words. */
function SaveState() {
  const parts = useEditor();
  const { store, saving } = parts;
  if (store.readOnly.value) return null;
  const { text, detail } = saveWords(parts);
  return (
    <span
      class={frameStyles.unseen}
      data-part="save-state"
      data-dirty={saving.dirty.value || undefined}
      title={detail}
    >
      {text}
    </span>
  );
}
