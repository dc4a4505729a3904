/** The head of a panel that is a sheet on narrow screens: its name, and the way out. */
import { Button } from "../../../ui/Button.tsx";
import { useEditor } from "../session/context.ts";
import styles from "./SheetHead.module.css.ts";

export function SheetHead(
  { title, onClose }: {
    readonly title: string;
    /** How it is closed; palette and settings are sheets of the editor's, which are closed by themselves. */
    readonly onClose?: () => void;
  },
) {
  const { ui } = useEditor();
  return (
    <div class={styles.head}>
      <h2>{title}</h2>
      <Button
        variant="ghost"
        size="compact"
        icon="close"
        iconSize={18}
        aria-label="Close"
        onClick={onClose ?? (() => {
          ui.sheet.value = null;
        })}
      />
    </div>
  );
}
