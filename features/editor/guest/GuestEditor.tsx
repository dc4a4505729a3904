/** The editor in its full size for someone without an account. Imports React Flow: for the browser alone. */
import { useEffect, useMemo } from "preact/hooks";
import { EditorFrame } from "../EditorFrame.tsx";
import { UndoButtons } from "../parts/UndoButtons.tsx";
import { useEditorLife } from "../session/editor_life.ts";
import { ContextChips } from "../toolbar/ContextChips.tsx";
import { FileMenu } from "../toolbar/FileMenu.tsx";
import { MoreTools } from "../toolbar/MoreTools.tsx";
import { StrategyTitle } from "../toolbar/StrategyTitle.tsx";
import {
  createGuestDesk,
  followOtherTabs,
  type GuestDesk,
  type GuestProps,
} from "./guest_parts.ts";
import { TRY_PATH } from "../../../studio/guest/guest_key.ts";
import { keepUnbuilt } from "../say/unbuilt.ts";
import { loadSay } from "../say/say_module.ts";
import { GuestSave } from "./GuestSave.tsx";
import { KeepDialog } from "./KeepDialog.tsx";
import frameStyles from "../styles/frame.module.css.ts";

const NOBODY: ReadonlySet<string> = new Set();

export function GuestEditor(props: GuestProps) {
  const desk = useMemo(() => createGuestDesk(props), []);
  useGuestLife(desk);
  useEffect(() => {
    if (props.say) void buildSaid(desk, props.say);
  }, []);
  return <EditorFrame parts={desk.parts} bar={<GuestBar desk={desk} />} />;
}

/** Puts words on the canvas that came with the address; those that are not understood are there to be changed. */
async function buildSaid(
  { parts: { store, ui }, session }: GuestDesk,
  text: string,
): Promise<void> {
  // Once: loading the page again must not undo what was changed since.
  history.replaceState(history.state, "", TRY_PATH);
  try {
    const read = (await loadSay()).readSentences(text);
    if (read.ok) {
      session.build(read.document);
      requestAnimationFrame(() => ui.canvas.current?.fit());
      return;
    }
  } catch {
    // The dialog says that it cannot be loaded.
  }
  keepUnbuilt(store.document.peek(), text);
  ui.dialog.value = "say";
}

/** Keeps a guest's editor going; work that the browser keeps is not lost by leaving. */
export function useGuestLife(desk: GuestDesk, keysWithin?: () => Element | null): void {
  const { parts } = desk;
  useEditorLife(parts, {
    otherTabs: NOBODY,
    wouldLose: () => parts.saving.dirty.peek() && !parts.saving.draftsWork.peek(),
    ...(keysWithin ? { keysWithin } : {}),
  });
  useEffect(() => followOtherTabs(desk), []);
}

function GuestBar({ desk }: { desk: GuestDesk }) {
  const { saving } = desk.parts;
  return (
    <div class={frameStyles.topbar} data-part="bar">
      <StrategyTitle isKept={false} />
      <ContextChips />
      {saving.dirty.value && (
        <span class={frameStyles.saveState} data-part="save-state" data-dirty="true">
          {saving.draftsWork.value
            ? "Kept in this browser until you save"
            : "This browser keeps nothing: save before you leave"}
        </span>
      )}
      <div class={frameStyles.topbarActions}>
        <UndoButtons />
        <MoreTools>
          <FileMenu />
        </MoreTools>
        <GuestSave />
      </div>
      <KeepDialog desk={desk} />
    </div>
  );
}
