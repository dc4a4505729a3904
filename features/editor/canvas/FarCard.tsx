/** A card of a canvas that is zoomed out: its icon and its sentence alone, in type that can be read on the screen. */
import { useComputed } from "@preact/signals";
import type { BlockDefinition } from "../../../engine/mod.ts";
import { FamilyIcon } from "../../../components/pictures/block_icons.tsx";
import { blockSize, cardKind } from "../../../studio/canvas/block_size.ts";
import { sentenceLines } from "../../../studio/canvas/zoom_level.ts";
import { type Block, blockById } from "../../../studio/document/document.ts";
import { cardWords } from "../../../studio/document/names.ts";
import { useEditor } from "../session/context.ts";
import styles from "./FarCard.module.css.ts";

/** Characters of type that a card has to be wide to hold an icon beside its words. */
const ICON_FROM = 6;

export function FarCard({ block, definition }: { block: Block; definition: BlockDefinition }) {
  const { ui } = useEditor();
  return ui.sentences.value ? <Sentence block={block} definition={definition} /> : null;
}

function Sentence({ block, definition }: { block: Block; definition: BlockDefinition }) {
  const { store, ui } = useEditor();
  // A ghost of an earlier version stands in the drawn document alone.
  const homeOf = () =>
    blockById(store.shown.value, block.id) ? store.shown.value : store.drawn.value;
  // A text: drawn anew when it changes, not with every edit of the strategy.
  const extent = useComputed(() => {
    const { width, height } = blockSize(homeOf(), store.catalog, block);
    return `${width} ${height}`;
  }).value;
  const [width = 0, height = 0] = extent.split(" ").map(Number);
  const words = useComputed(() => {
    const home = homeOf();
    const { title, line } = cardWords(home, store.catalog, blockById(home, block.id) ?? block);
    const isJoint = cardKind(definition) === "joint" && definition.params.length === 0;
    return line && !isJoint ? `${title} ${line}` : title;
  }).value;
  const type = ui.leastType.value;
  const lines = sentenceLines(height, type);
  const hasIcon = lines > 0 && width > ICON_FROM * type;
  return (
    <div class={styles.far} data-part="block-sentence" data-icon={hasIcon} title={words}>
      {(hasIcon || lines === 0) && (
        <FamilyIcon family={definition.family} size={Math.min(height - 8, Math.round(type))} />
      )}
      {lines > 0 && <span style={{ "-webkit-line-clamp": String(lines) }}>{words}</span>}
    </div>
  );
}
