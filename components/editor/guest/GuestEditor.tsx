/** The editor in its full size for someone without an account. Imports React Flow: for the browser alone. */
import { useEffect, useMemo } from "preact/hooks";
import { EditorFrame } from "../Editor.tsx";
import { useEditorLife } from "../editor_life.ts";
import { definitionOf } from "../../learn/glossary.ts";
import { Icon } from "../icons.tsx";
import { keysOf } from "../keyboard.ts";
import { FileMenu } from "../toolbar/FileMenu.tsx";
import { NameField } from "../toolbar/NameField.tsx";
import {
  createGuestDesk,
  followOtherTabs,
  type GuestDesk,
  type GuestProps,
} from "./guest_parts.ts";
import { KeepDialog } from "./KeepDialog.tsx";

const NOBODY: ReadonlySet<string> = new Set();

export function GuestEditor(props: GuestProps) {
  const desk = useMemo(() => createGuestDesk(props), []);
  useGuestLife(desk);
  return <EditorFrame parts={desk.parts} bar={<GuestBar desk={desk} />} />;
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
  const { strategy, run, saving } = desk.parts;
  const { asset, timeframe } = strategy.value;
  return (
    <div class="ed-topbar">
      <h1 class="ed-unseen">{strategy.value.name}</h1>
      <div class="ed-title">
        <NameField />
        <span class="ed-market">{asset} · {timeframe}</span>
        <span
          class="ed-market"
          data-tone="caution"
          title={definitionOf("synthetic")}
        >
          synthetic
        </span>
      </div>
      {saving.dirty.value && (
        <span class="ed-save-state" data-dirty="true">
          {saving.draftsWork.value
            ? "Kept in this browser until you save"
            : "This browser keeps nothing: save before you leave"}
        </span>
      )}
      <div class="ed-topbar-actions">
        <FileMenu />
        <button
          type="button"
          class="ed-button"
          data-tone="accent"
          title={keysOf("save")}
          onClick={() => run("save")}
        >
          <Icon name="save" size={16} />
          Save
        </button>
      </div>
      <KeepDialog desk={desk} />
    </div>
  );
}
