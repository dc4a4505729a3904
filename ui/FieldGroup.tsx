import type { ComponentChildren, HTMLAttributes } from "preact";
import { useId } from "preact/hooks";
import styles from "./Field.module.css.ts";

/**
 * A label, a hint and several controls, or one that is no plain field: a slider with its number, segments. Controls refer to
 * the words by their ids.
 */
export function FieldGroup(
  { label, aside, hint, children, ...rest }: Omit<HTMLAttributes<HTMLDivElement>, "label"> & {
    readonly label: ComponentChildren;
    /** Beside the label: its range, a button. */
    readonly aside?: ComponentChildren;
    readonly hint?: ComponentChildren;
    /** `hintId` is that of the hint, which need not be there. */
    readonly children: (ids: { labelId: string; hintId: string }) => ComponentChildren;
  },
) {
  const id = useId();
  const ids = { labelId: `${id}-label`, hintId: `${id}-hint` };
  return (
    <div {...rest} class={styles.field}>
      <div class={styles.head}>
        <span id={ids.labelId} class={styles.label}>{label}</span>
        {aside}
      </div>
      {children(ids)}
      {hint && <p id={ids.hintId} class={styles.hint}>{hint}</p>}
    </div>
  );
}
