/** A search that reads as a condition: the finished condition is offered, with all that it is made of. */
import { useEffect } from "preact/hooks";
import { FamilyIcon } from "../../../components/pictures/block_icons.tsx";
import { addSaid } from "../say/add_said.ts";
import { loadSay, sayModule } from "../say/say_module.ts";
import { useEditor } from "../session/context.ts";
import styles from "./SaidEntry.module.css.ts";

/** "rsi < 30", "close crosses sma 200": words that one block alone is not searched by. */
const MAY_BE_CONDITION = /\S\s*[<>=]|\S\s+\S/;
const LONGEST = 500;

/** The condition that a search reads as, and what adds it; `null` where it is none. */
export function useSaidCondition(query: string): { words: string; add: () => void } | null {
  const parts = useEditor();
  const mayBe = query.length <= LONGEST && MAY_BE_CONDITION.test(query);
  useEffect(() => {
    // Without a connection blocks are found as ever.
    if (mayBe) loadSay().catch(() => {});
  }, [mayBe]);
  const say = sayModule.value;
  if (!mayBe || !say || parts.store.readOnly.value) return null;
  const read = say.readCondition(query);
  if (!read.ok) return null;
  return {
    words: say.conditionWords(read),
    add: () => {
      if (!addSaid(parts, say, read, null)) return;
      parts.ui.query.value = "";
      parts.ui.sheet.value = null;
    },
  };
}

export function SaidEntry(
  { words, isActive, onAdd }: {
    words: string;
    /** What Enter in the search field would add. */
    isActive: boolean;
    onAdd: () => void;
  },
) {
  return (
    <button
      type="button"
      class={styles.entry}
      data-part="said-entry"
      data-family="conditions"
      data-active={isActive}
      onClick={onAdd}
    >
      <span class={styles.icon}>
        <FamilyIcon family="conditions" />
      </span>
      <span class={styles.words}>
        <b>{words}</b>
        <span>Add condition</span>
      </span>
    </button>
  );
}
