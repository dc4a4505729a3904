import type { ComponentChildren, HTMLAttributes, Ref } from "preact";
import { cx } from "./cx.ts";
import fieldStyles from "./Field.module.css.ts";

export interface SelectOption {
  readonly value: string;
  readonly label: string;
}

export interface SelectProps
  extends Omit<HTMLAttributes<HTMLSelectElement>, "class" | "role" | "size" | "value" | "ref"> {
  readonly name?: string;
  readonly disabled?: boolean;
  readonly value?: string;
  /** The choices; `children` instead where they need more than a value and a label. */
  readonly options?: readonly SelectOption[];
  /** `compact` for forms beside a canvas. */
  readonly size?: "md" | "compact";
  readonly class?: string;
  readonly ref?: Ref<HTMLSelectElement>;
  readonly children?: ComponentChildren;
}

/** One of a few, as the browser's own list. It needs a label around it, or an `aria-label`. */
export function Select(
  { options, value, size = "md", class: className = "", children, ...rest }: SelectProps,
) {
  const look = size === "compact"
    ? cx(fieldStyles.select, fieldStyles.selectCompact)
    : fieldStyles.select;
  return (
    <select
      class={cx(look, className)}
      {...rest}
      {...(value === undefined ? {} : { value })}
    >
      {options?.map((option) => (
        <option
          key={option.value}
          value={option.value}
        >
          {option.label}
        </option>
      ))}
      {children}
    </select>
  );
}
