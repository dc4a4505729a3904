/** A block's name, to be changed where it stands. The canvas follows each letter; Escape takes them back. */
import { useRef } from "preact/hooks";
import type { BlockDefinition } from "../../../engine/mod.ts";
import type { Block } from "../../../studio/document/document.ts";
import { unlabelledName } from "../../../studio/document/condition_name.ts";
import { InlineEdit } from "../../../ui/InlineEdit.tsx";
import { useEditor } from "../session/context.ts";
import { keysOf } from "../session/keyboard.ts";
import styles from "./BlockName.module.css.ts";

export function BlockName({ block, definition }: { block: Block; definition: BlockDefinition }) {
  const { store } = useEditor();
  const before = useRef("");
  /** What it is called without a label of its own. */
  const own = unlabelledName(store.shown.value, store.catalog, block);
  const keep = (text: string) => {
    const name = text.trim();
    store.setLabel(block.id, name === own || name === definition.name ? "" : name);
  };
  return (
    <InlineEdit
      id="block-name"
      name={block.label ?? own}
      class={styles.rename}
      data-part="rename"
      aria-label="Name of this block"
      title={`Rename (${keysOf("rename")})`}
      maxLength={80}
      placeholder={own}
      disabled={store.readOnly.value}
      error={() => null}
      onFocus={(event) => {
        before.current = block.label ?? "";
        event.currentTarget.select();
      }}
      onType={keep}
      // Every letter is kept as it is typed.
      onKeep={() => null}
      onCancel={() => keep(before.current)}
    />
  );
}
