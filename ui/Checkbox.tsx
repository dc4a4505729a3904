import type { ComponentChildren, HTMLAttributes, Ref } from "preact";
import fieldStyles from "./Field.module.css.ts";
import styles from "./Checkbox.module.css.ts";

interface CheckAttributes
  extends Omit<HTMLAttributes<HTMLInputElement>, "class" | "role" | "label" | "ref"> {
  readonly name?: string;
  readonly value?: string;
  readonly checked?: boolean;
  readonly disabled?: boolean;
  readonly required?: boolean;
  readonly ref?: Ref<HTMLInputElement>;
  /** The words beside it; without them it needs an `aria-label`. */
  readonly children?: ComponentChildren;
}

/** Something that is or is not. */
export function Checkbox({ children, ...rest }: CheckAttributes) {
  const input = <input type="checkbox" {...rest} />;
  return children === undefined ? input : (
    <label class={fieldStyles.check}>
      {input}
      <span>{children}</span>
    </label>
  );
}

/** Something that is on or off, and changes at once. */
export function Switch({ children, ...rest }: CheckAttributes) {
  return (
    <label class={styles.switch}>
      <input type="checkbox" role="switch" {...rest} />
      <span>{children}</span>
    </label>
  );
}
