/** Everything that is wrong with a file, or with pasted text, that was to be a strategy. */
import { Dialog } from "../../../ui/Dialog.tsx";
import { useEditor } from "../session/context.ts";
import { Icon } from "../../../ui/Icon.tsx";
import { cx } from "../../../ui/cx.ts";
import panelsStyles from "./panels.module.css.ts";
import styles from "./UnreadableDialog.module.css.ts";

export function UnreadableDialog() {
  const { ui } = useEditor();
  const { title, problems } = ui.unreadable.value;
  return (
    <Dialog
      open={ui.dialog.value === "unreadable"}
      title={title}
      onClose={() => {
        ui.dialog.value = null;
      }}
    >
      <div class={cx(panelsStyles.runFaults, styles.unreadable)}>
        <p>
          Your canvas is unchanged. {problems.length === 1
            ? "This is what is wrong:"
            : `These ${problems.length} things are wrong:`}
        </p>
        <ul tabIndex={0} aria-label="What is wrong">
          {problems.map((problem, i) => (
            <li key={i}>
              <Icon name="warning" size={16} />
              <span>{problem}</span>
            </li>
          ))}
        </ul>
      </div>
    </Dialog>
  );
}
