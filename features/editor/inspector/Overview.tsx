/** What the inspector shows while no block is selected: the strategy as a whole. */
import { useId } from "preact/hooks";
import { useEditor } from "../session/context.ts";
import { FamilyIcon, toneOf } from "../../../components/pictures/block_icons.tsx";
import { MAX_NOTES } from "../../../studio/document/document.ts";
import { subtitleOf } from "../../../studio/document/names.ts";
import { cx } from "../../../ui/cx.ts";
import fieldsStyles from "../styles/fields.module.css.ts";
import frameStyles from "../styles/frame.module.css.ts";
import inspectorPartsStyles from "./inspector_parts.module.css.ts";
import styles from "./Overview.module.css.ts";

export function Overview() {
  const { store, strategy, ui } = useEditor();
  const { asset, timeframe } = strategy.value;
  const blocks = store.shown.value.blocks;
  return (
    <div class={fieldsStyles.settings}>
      <h2 class={cx(fieldsStyles.many, frameStyles.cut)} title={strategy.value.name}>
        {strategy.value.name}
      </h2>
      <p class={frameStyles.quiet}>{asset} · {timeframe} candles</p>
      {blocks.length === 0
        ? <p class={fieldsStyles.summary}>No blocks yet. Add one from the left.</p>
        : (
          <>
            <p class={fieldsStyles.summary}>Select a block to change its settings.</p>
            <ul class={styles.outline} aria-label="Blocks of this strategy">
              {blocks.map((block) => {
                const definition = store.catalog(block.type);
                const faulty = store.check.value.faultsByBlock.has(block.id);
                return (
                  <li key={block.id}>
                    <button
                      type="button"
                      {...toneOf(definition)}
                      data-fault={faulty}
                      onClick={() => {
                        store.select([block.id]);
                        ui.canvas.current?.reveal(block.id);
                      }}
                    >
                      {definition && (
                        <span class={styles.entryIcon}>
                          <FamilyIcon family={definition.family} size={14} />
                        </span>
                      )}
                      <b title={store.nameOf(block.id)}>{store.nameOf(block.id)}</b>
                      <span>
                        {faulty
                          ? "needs a fix"
                          : subtitleOf(store.shown.value, store.catalog, block)}
                      </span>
                    </button>
                  </li>
                );
              })}
            </ul>
          </>
        )}
      <Notes />
    </div>
  );
}

/** What the trader wants to remember of the strategy. Kept with every version, and never part of a result. */
function Notes() {
  const { store } = useEditor();
  const id = useId();
  return (
    <section class={inspectorPartsStyles.section}>
      <h3>
        <label for={id}>Notes</label>
      </h3>
      <textarea
        id={id}
        class={styles.notes}
        rows={3}
        maxLength={MAX_NOTES}
        placeholder="What it is for, what you learned"
        readOnly={store.readOnly.value}
        value={store.shown.value.notes ?? ""}
        onInput={(event) => store.setNotes(event.currentTarget.value)}
      />
    </section>
  );
}
