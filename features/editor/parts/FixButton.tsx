/** The button of a fault's remedy, where it has one. */
import type { Fault } from "../../../engine/mod.ts";
import { quickFix } from "../../../studio/editing/quick_fixes.ts";
import { useEditor } from "../session/context.ts";
import styles from "./FixButton.module.css.ts";

export function FixButton({ fault }: { fault: Fault }) {
  const { store, ui } = useEditor();
  const fix = quickFix(fault, store);
  if (!fix || store.readOnly.value) return null;
  return (
    <button
      type="button"
      class={styles.fix}
      onClick={() => {
        const blockId = fix.apply(store);
        if (blockId) ui.canvas.current?.reveal(blockId);
      }}
    >
      {fix.label}
    </button>
  );
}
