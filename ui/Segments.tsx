import { useId } from "preact/hooks";
import { cx } from "./cx.ts";
import styles from "./Segments.module.css.ts";

export interface Segment<V extends string> {
  readonly value: V;
  readonly label: string;
  readonly disabled?: boolean;
}

interface SegmentsProps<V extends string> {
  /** What is chosen, for screen readers; or `labelledBy`, the id of words that say so. */
  readonly label?: string;
  readonly labelledBy?: string;
  readonly options: readonly Segment<V>[];
  /** The one that is on; `null` when none is. */
  readonly value: V | null;
  readonly disabled?: boolean;
  readonly onChange: (value: V) => void;
}

const named = (
  { label, labelledBy }: { label?: string | undefined; labelledBy?: string | undefined },
) => ({
  ...(label === undefined ? {} : { "aria-label": label }),
  ...(labelledBy === undefined ? {} : { "aria-labelledby": labelledBy }),
});

/** A row of buttons of which one is on: a filter, or values in common use. */
export function Segments<V extends string>(
  { label, labelledBy, options, value, disabled, onChange }: SegmentsProps<V>,
) {
  return (
    <div class={styles.segments} role="group" {...named({ label, labelledBy })}>
      {options.map((option) => (
        <button
          key={option.value}
          type="button"
          class={styles.segment}
          disabled={disabled || option.disabled}
          aria-pressed={option.value === value}
          onClick={() => onChange(option.value)}
        >
          {option.label}
        </button>
      ))}
    </div>
  );
}

/** The same as a field of a form: radio buttons, which the arrow keys go through. */
export function RadioSegments<V extends string>(
  { label, labelledBy, options, value, disabled, onChange }: SegmentsProps<V>,
) {
  const name = useId();
  return (
    <div
      class={cx(styles.segments, styles.even)}
      role="radiogroup"
      {...named({ label, labelledBy })}
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
