import styles from "./Segments.module.css.ts";

export interface Segment<V extends string> {
  readonly value: V;
  readonly label: string;
  readonly disabled?: boolean;
}

export interface SegmentsProps<V extends string> {
  /** What is chosen, for screen readers; or `labelledBy`, the id of words that say so. */
  readonly label?: string;
  readonly labelledBy?: string;
  readonly options: readonly Segment<V>[];
  /** The one that is on; `null` when none is. */
  readonly value: V | null;
  readonly disabled?: boolean;
  readonly onChange: (value: V) => void;
}

/** A row of buttons of which one is on: a filter; as `chips` values in common use, which need not be all. */
export function Segments<V extends string>(
  { label, labelledBy, options, value, disabled, chips = false, onChange }: SegmentsProps<V> & {
    readonly chips?: boolean;
  },
) {
  return (
    <div
      class={chips ? styles.chips : styles.segments}
      role="group"
      aria-label={label}
      aria-labelledby={labelledBy}
    >
      {options.map((option) => (
        <button
          key={option.value}
          type="button"
          class={chips ? styles.chip : styles.segment}
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
