/** One block of the palette: its picture, name and summary to drag or click, and a fuller explanation on demand. */
import { useId } from "preact/hooks";
import type { BlockDefinition, PortSpec } from "../../../engine/mod.ts";
import { BLOCK_DRAG_TYPE, useEditor } from "../session/context.ts";
import { toneOf } from "../../../components/pictures/block_icons.tsx";
import { BlockPicture } from "./BlockPicture.tsx";
import { cx } from "../../../ui/cx.ts";
import blocksStyles from "../styles/blocks.module.css.ts";
import styles from "./PaletteEntry.module.css.ts";

export function PaletteEntry(
  { definition, isActive, isTabStop, isOpen, onAdd, onToggle }: {
    definition: BlockDefinition;
    /** What Enter in the search field would add. */
    isActive: boolean;
    /** Tab reaches one entry of the list; arrow keys reach the others. */
    isTabStop: boolean;
    /** Whether the explanation is shown. */
    isOpen: boolean;
    onAdd: () => void;
    onToggle: () => void;
  },
) {
  const { ui } = useEditor();
  const id = useId();
  const tabIndex = isTabStop ? 0 : -1;
  return (
    <li class={styles.row} data-part="entry-row" {...toneOf(definition)} data-open={isOpen}>
      <button
        type="button"
        class={styles.entry}
        data-part="entry"
        data-type={definition.type}
        data-active={isActive}
        tabIndex={tabIndex}
        title={definition.summary}
        draggable
        onDragStart={(event: DragEvent) => {
          event.dataTransfer?.setData(BLOCK_DRAG_TYPE, definition.type);
          if (event.dataTransfer) event.dataTransfer.effectAllowed = "copy";
          ui.dragged.value = definition.type;
        }}
        onDragEnd={() => {
          ui.dragged.value = null;
          ui.entered.value = null;
        }}
        onClick={onAdd}
      >
        <BlockPicture definition={definition} />
        <span class={styles.words}>
          <b>{definition.name}</b>
          <span>{definition.summary}</span>
        </span>
      </button>
      <button
        type="button"
        class={styles.why}
        tabIndex={tabIndex}
        aria-expanded={isOpen}
        aria-controls={id}
        aria-label={`About ${definition.name}`}
        title={isOpen ? "Less" : "What is this?"}
        onClick={onToggle}
      >
        ?
      </button>
      <div id={id} class={styles.help} hidden={!isOpen}>
        {isOpen && (
          <>
            <p>{definition.help}</p>
            <PortList words="Inputs" ports={definition.inputs} />
            <PortList words="Outputs" ports={definition.outputs} />
          </>
        )}
      </div>
    </li>
  );
}

/** A block's sockets in a line, with their shapes. More than four of a kind are counted, not listed. */
function PortList({ words, ports }: { words: string; ports: readonly PortSpec[] }) {
  if (ports.length === 0) return null;
  const named = ports.length > 4 ? ports.slice(0, 3) : ports;
  return (
    <p class={styles.ports}>
      {words}
      {named.map((port) => (
        <span key={port.name}>
          <span class={cx(blocksStyles.portMark, blocksStyles[port.kind])} aria-hidden="true" />
          {port.label}
        </span>
      ))}
      {named.length < ports.length && <span>and {ports.length - named.length} more</span>}
    </p>
  );
}
