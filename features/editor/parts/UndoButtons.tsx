/** Undo and redo. */
import { Button } from "../../../ui/Button.tsx";
import { ICON } from "./icons.ts";
import { useEditor } from "../session/context.ts";
import { keysOf } from "../session/keyboard.ts";
import styles from "./UndoButtons.module.css.ts";

export function UndoButtons() {
  const { store, run } = useEditor();
  if (store.readOnly.value) return null;
  const button = (command: "undo" | "redo", word: string, step: string | null) => (
    <Button
      variant="ghost"
      size="compact"
      icon={ICON[command]}
      iconSize={18}
      aria-label={step === null ? word : `${word}: ${step}`}
      title={`${step === null ? word : `${word}: ${step}`} (${keysOf(command)})`}
      disabled={step === null}
      onClick={() => run(command)}
    />
  );
  return (
    <div class={styles.steps}>
      {button("undo", "Undo", store.undoLabel.value)}
      {button("redo", "Redo", store.redoLabel.value)}
    </div>
  );
}
