import type { ComponentChildren, HTMLAttributes, Ref } from "preact";
import { Icon } from "./Icon.tsx";
import { cx } from "./cx.ts";
import fieldStyles from "./Field.module.css.ts";

interface SearchBoxProps
  extends Omit<HTMLAttributes<HTMLInputElement>, "class" | "label" | "ref" | "role" | "type"> {
  /** What is searched, for screen readers. */
  readonly label: string;
  readonly placeholder?: string;
  readonly value?: string;
  readonly autocomplete?: string;
  readonly spellcheck?: boolean;
  /** Whether a list belongs to it, which it chooses from. */
  readonly combobox?: boolean;
  readonly ref?: Ref<HTMLInputElement>;
  /** Of the frame. */
  readonly class?: string;
  /** After the field, in its frame. */
  readonly children?: ComponentChildren;
}

/** A field to search by, in a frame with its sign. */
export function SearchBox(
  { label, combobox = false, class: more, children, ...rest }: SearchBoxProps,
) {
  return (
    <label class={cx(fieldStyles.inputGroup, more)}>
      <Icon name="search" />
      <input
        {
          // A combobox says its role; the types of JSX tell inputs apart by a literal type.
          ...combobox ? { type: "text", role: "combobox" } : { type: "search" }
        }
        aria-label={label}
        {...rest}
      />
      {children}
    </label>
  );
}
