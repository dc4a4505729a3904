/** Segments as fields of a form. Their own file, because pages without such forms need not load them. */
import { useId } from "preact/hooks";
import type { Segment, SegmentsProps } from "./Segments.tsx";
import { cx } from "./cx.ts";
import styles from "./Segments.module.css.ts";

/** One of a few: radio buttons, which the arrow keys go through. */
export function RadioSegments<V extends string>(
  { label, labelledBy, options, value, disabled, onChange }: SegmentsProps<V>,
) {
  const name = useId();
  return (
    <div
      class={cx(styles.segments, styles.even)}
      role="radiogroup"
      aria-label={label}
      aria-labelledby={labelledBy}
    >
      {options.map((option) => (
        <label key={option.value} class={styles.segment}>
          <input
            type="radio"
            name={name}
            value={option.value}
            checked={option.value === value}
            disabled={disabled || option.disabled}
            onChange={() => onChange(option.value)}
          />
          {option.label}
        </label>
      ))}
    </div>
  );
}

/** Any of a few: checkboxes, each a stop for Tab. */
export function CheckSegments<V extends string>(
  { label, labelledBy, options, values, disabled, onChange }: {
    readonly label?: string;
    readonly labelledBy?: string;
    readonly options: readonly Segment<V>[];
    /** Those that are on. */
    readonly values: ReadonlySet<V>;
    readonly disabled?: boolean;
    readonly onChange: (value: V, isOn: boolean) => void;
  },
) {
  return (
    <div
      class={cx(styles.segments, styles.even, styles.any)}
      role="group"
      aria-label={label}
      aria-labelledby={labelledBy}
    >
      {options.map((option) => (
        <label key={option.value} class={styles.segment}>
          <input
            type="checkbox"
            checked={values.has(option.value)}
            disabled={disabled || option.disabled}
            onChange={(event) => onChange(option.value, event.currentTarget.checked)}
          />
          {option.label}
        </label>
      ))}
    </div>
  );
}
