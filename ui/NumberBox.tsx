import type { HTMLAttributes } from "preact";
import { cx } from "./cx.ts";
import fieldStyles from "./Field.module.css.ts";
import styles from "./NumberBox.module.css.ts";

interface NumberBoxProps
  extends Omit<HTMLAttributes<HTMLInputElement>, "class" | "role" | "size" | "type"> {
  readonly name?: string;
  readonly value?: string;
  readonly disabled?: boolean;
  readonly required?: boolean;
  /** What the number counts; the words beside the field say it too. */
  readonly unit?: string | undefined;
  /** Whether what is in it cannot be taken. */
  readonly isWrong: boolean;
  /** `compact` for forms beside a canvas. */
  readonly size?: "md" | "compact";
}

/** A number and its unit in one frame. It is text with a number pad, so that nothing typed is thrown away. */
export function NumberBox({ unit, isWrong, size = "md", ...rest }: NumberBoxProps) {
  return (
    <div
      class={size === "compact"
        ? cx(fieldStyles.inputGroup, fieldStyles.inputGroupCompact)
        : fieldStyles.inputGroup}
      data-invalid={isWrong || undefined}
    >
      <input type="text" inputMode="decimal" autocomplete="off" {...rest} />
      {unit && <span class={styles.unit} data-part="unit" aria-hidden="true">{unit}</span>}
    </div>
  );
}

/** What is wrong with a number, else how it was read: always there, so that screen readers hear what comes. */
export function NumberMessage(
  { id, problem, remark }: {
    readonly id: string;
    readonly problem: string | null;
    readonly remark: string | null;
  },
) {
  return (
    <p
      id={id}
      class={problem === null ? fieldStyles.remark : fieldStyles.error}
      data-part="problem"
      data-remark={problem === null && remark !== null ? "" : undefined}
      aria-live="polite"
    >
      {problem ?? remark}
    </p>
  );
}
