/** Which other blocks read this one, and by which sockets. */
import type { BlockDefinition } from "../../../engine/mod.ts";
import { type Block, blockById } from "../../../studio/document/document.ts";
import { type Reader, readersOf } from "../../../studio/document/readers.ts";
import { useEditor } from "../session/context.ts";
import { Icon } from "../../../ui/Icon.tsx";
import { toneOf } from "../../../components/pictures/block_icons.tsx";
import { ICON } from "../parts/icons.ts";
import { keysOf } from "../session/keyboard.ts";
import { cx } from "../../../ui/cx.ts";
import frameStyles from "../styles/frame.module.css.ts";
import inspectorPartsStyles from "./inspector_parts.module.css.ts";
import styles from "./Readers.module.css.ts";

export function Readers({ block, definition }: { block: Block; definition: BlockDefinition }) {
  const { store, ui } = useEditor();
  if (definition.outputs.length === 0) return null;
  const readers = readersOf(store.shown.value, store.catalog, block.id);
  return (
    <section class={inspectorPartsStyles.section}>
      <h3>Used by</h3>
      {readers.length > 0 && (
        <ul class={styles.readers}>
          {readers.map((reader) => <ReaderLink key={reader.id} reader={reader} />)}
        </ul>
      )}
      <div class={styles.more}>
        {readers.length === 0 && <span class={frameStyles.quiet}>No block uses it yet</span>}
        {!store.readOnly.value && (
          <button
            type="button"
            class={cx(styles.chip, styles.chipAdd)}
            title={`Connect (${keysOf("connect")})`}
            onClick={() => {
              ui.dialog.value = "connect";
            }}
          >
            <Icon name={ICON.link} size={14} />
            Connect…
          </button>
        )}
      </div>
    </section>
  );
}

function ReaderLink({ reader }: { reader: Reader }) {
  const { store, ui } = useEditor();
  const block = blockById(store.shown.value, reader.id);
  return (
    <li>
      <button
        type="button"
        class={styles.reader}
        {...toneOf(block && store.catalog(block.type))}
        onClick={() => {
          store.select([reader.id]);
          ui.canvas.current?.reveal(reader.id);
        }}
      >
        <b>{reader.name}</b>
        {reader.ports !== "" && <span>{reader.ports}</span>}
        <Icon name="chevron-right" size={14} />
      </button>
    </li>
  );
}
