import type { ComponentChildren, HTMLAttributes, Ref } from "preact";
import { useId } from "preact/hooks";
import { Icon } from "./Icon.tsx";
import { NumberBox } from "./NumberBox.tsx";
import { Select, type SelectProps } from "./Select.tsx";
import { cx } from "./cx.ts";
import styles from "./Field.module.css.ts";

interface FieldWords {
  readonly label: ComponentChildren;
  readonly hint?: ComponentChildren;
  /** What is wrong, in words; shown beside the field and read out with it. */
  readonly error?: ComponentChildren;
  /** How what was typed is read, where it could be read in two ways. */
  readonly remark?: string | undefined;
}

/** Attributes that tie a control to its words. */
interface ControlProps {
  readonly id: string;
  readonly "aria-invalid"?: "true";
  readonly "aria-describedby"?: string;
}

/**
 * A label, a control, a hint and an error, tied together for screen readers. An error takes the place of the hint: both tell
 * what to enter, and the field says it once.
 */
export function Field(
  { label, hint, error, remark, id, children, class: className = "" }: FieldWords & {
    readonly id?: string;
    readonly class?: string;
    readonly children: (control: ControlProps) => ComponentChildren;
  },
) {
  const own = useId();
  const controlId = id ?? own;
  const described = [
    error ? `${controlId}-error` : "",
    remark ? `${controlId}-remark` : "",
    hint && !error ? `${controlId}-hint` : "",
  ].filter(Boolean).join(" ");
  return (
    <div class={cx(styles.field, className)}>
      <label class={styles.label} for={controlId}>{label}</label>
      {children({
        id: controlId,
        ...(error ? { "aria-invalid": "true" as const } : {}),
        ...(described ? { "aria-describedby": described } : {}),
      })}
      {error && <FieldError id={`${controlId}-error`} message={error} />}
      {remark && (
        <p class={styles.remark} data-part="remark" id={`${controlId}-remark`} role="status">
          {remark}
        </p>
      )}
      {hint && !error && <p class={styles.hint} id={`${controlId}-hint`}>{hint}</p>}
    </div>
  );
}

/** What is wrong with one field. */
export function FieldError({ id, message }: { id?: string; message: ComponentChildren }) {
  return (
    <p class={styles.error} id={id} role="alert">
      <Icon name="warning" size={14} />
      {message}
    </p>
  );
}

interface InputAttributes
  extends Omit<HTMLAttributes<HTMLInputElement>, "label" | "id" | "class" | "role"> {
  readonly name?: string;
  readonly value?: string;
  /** What the field holds at first; what is typed before the page is hydrated stays. */
  readonly defaultValue?: string;
  readonly required?: boolean;
  readonly disabled?: boolean;
  readonly readOnly?: boolean;
  readonly autocomplete?: string;
  readonly placeholder?: string;
  readonly min?: string;
  readonly max?: string;
  readonly maxLength?: number;
}

/** A line of text. */
export function TextField(
  { label, hint, error, id, class: className, type = "text", ...rest }:
    & FieldWords
    & InputAttributes
    & { id?: string; class?: string; type?: "text" | "email" | "password" | "search" | "date" },
) {
  return (
    <Field
      label={label}
      hint={hint}
      error={error}
      id={id}
      class={className}
    >
      {(control) => (
        // The types of JSX tell inputs apart by a literal type; these five take the same attributes.
        <input class={styles.input} type={type as "text"} {...rest} {...control} />
      )}
    </Field>
  );
}

/** A number with its unit inside the field. It is text with a number pad, so that nothing typed is thrown away. */
export function NumberField(
  { label, hint, error, remark, unit, id, class: className, ...rest }:
    & FieldWords
    & InputAttributes
    & { id?: string; unit?: string | undefined; class?: string; size?: "md" | "compact" },
) {
  return (
    <Field
      label={label}
      hint={hint}
      error={error}
      remark={remark}
      id={id}
      class={className}
    >
      {(control) => <NumberBox {...rest} {...control} unit={unit} isWrong={Boolean(error)} />}
    </Field>
  );
}

/** One of a few. */
export function SelectField(
  { label, hint, error, id, class: className, ...rest }:
    & FieldWords
    & Omit<SelectProps, "label" | "id">
    & { id?: string },
) {
  return (
    <Field
      label={label}
      hint={hint}
      error={error}
      id={id}
      class={className}
    >
      {(control) => <Select {...rest} {...control} />}
    </Field>
  );
}

interface SearchBoxProps
  extends Omit<HTMLAttributes<HTMLInputElement>, "class" | "label" | "ref" | "role" | "type"> {
  /** What is searched, for screen readers. */
  readonly label: string;
  readonly name?: string;
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
    <label class={cx(styles.inputGroup, more)}>
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
