/** A block's name, to be changed where it stands. The canvas follows each letter; Escape takes them back. */
import { useRef } from "preact/hooks";
import { useSignal } from "@preact/signals";
import type { BlockDefinition } from "../../../engine/mod.ts";
import type { Block } from "../../../studio/document/document.ts";
import { unlabelledName } from "../../../studio/document/condition_name.ts";
import { useEditor } from "../session/context.ts";
import { keysOf } from "../session/keyboard.ts";

export function RenameField({ block, definition }: { block: Block; definition: BlockDefinition }) {
  const { store } = useEditor();
  /** What is typed as it is typed, an empty field too; `null` while nobody types. */
  const typed = useSignal<string | null>(null);
  const before = useRef("");
  /** What it is called without a label of its own. */
  const own = unlabelledName(store.shown.value, store.catalog, block);
  const keep = (text: string) => {
    const name = text.trim();
    store.setLabel(block.id, name === own || name === definition.name ? "" : name);
  };
  return (
    <input
      class="ed-rename"
      aria-label="Name of this block"
      title={`Rename (${keysOf("rename")})`}
      maxLength={80}
      placeholder={own}
      value={typed.value ?? block.label ?? own}
      disabled={store.readOnly.value}
      onFocus={(event) => {
        before.current = block.label ?? "";
        event.currentTarget.select();
      }}
      onInput={(event) => {
        typed.value = event.currentTarget.value;
        keep(typed.value);
      }}
      onBlur={() => {
        typed.value = null;
      }}
      onKeyDown={(event: KeyboardEvent) => {
        if (event.key === "Escape") keep(before.current);
        if (event.key === "Enter") (event.currentTarget as HTMLInputElement).blur();
      }}
    />
  );
}
