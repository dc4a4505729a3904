/** Cards of blocks that are no condition: icon, name and what the block is set to; a joint of logic as a small square. */
import { useComputed } from "@preact/signals";
import type { BlockDefinition } from "../../../engine/mod.ts";
import { type Block, blockById } from "../../../studio/document/document.ts";
import { cardWords } from "../../../studio/document/names.ts";
import { useEditor } from "../session/context.ts";
import { FamilyIcon } from "../../../components/pictures/block_icons.tsx";
import blocksStyles from "../styles/blocks.module.css.ts";
import styles from "./BlockNode.module.css.ts";

interface CardProps {
  readonly definition: BlockDefinition;
  readonly block: Block;
}

export function PlainCard({ definition, block }: CardProps) {
  const { title, line, state } = useWords(block);
  return (
    <div class={styles.head} data-part="block-head">
      <span class={blocksStyles.icon}>
        <FamilyIcon family={definition.family} />
      </span>
      <span class={styles.words}>
        <span class={styles.name} title={title} data-lines={state || line ? 1 : 2}>{title}</span>
        {(state || line) && (
          <span class={styles.subtitle} title={state?.text ?? line} data-met={state?.met}>
            {state?.text ?? line}
          </span>
        )}
      </span>
    </div>
  );
}

export function JointCard({ definition, block }: CardProps) {
  const { title, line, state } = useWords(block);
  // What a joint without settings does is its name.
  const says = state?.text ?? (definition.params.length > 0 ? line : "");
  return (
    <div
      class={styles.joint}
      data-part="block-head"
      title={[title, says].filter(Boolean).join(": ")}
    >
      <span class={styles.name}>{title}</span>
      {says !== "" && <span class={styles.jointLine} data-met={state?.met}>{says}</span>}
    </div>
  );
}

/** Texts rather than one object: a card is drawn anew when its words change, not with every edit of the strategy. */
function useWords(block: Block) {
  const { store, live } = useEditor();
  // While a candle is looked at, how the block stands there takes the place of what it is set to.
  const state = useComputed(() => live.explanation.value?.conditions[block.id]).value;
  const words = (part: "title" | "line") => {
    const { shown, drawn, catalog } = store;
    // A ghost of an earlier version stands in the drawn document alone.
    const home = blockById(shown.value, block.id) ? shown.value : drawn.value;
    const now = blockById(home, block.id);
    return now ? cardWords(home, catalog, now)[part] : "";
  };
  const title = useComputed(() => words("title")).value;
  const line = useComputed(() => words("line")).value;
  return { title, line, state };
}
