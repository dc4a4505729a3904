import type { Signal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useId, useRef } from "preact/hooks";
import { cx } from "./cx.ts";
import styles from "./Tabs.module.css.ts";

export interface Tab<V extends string> {
  readonly value: V;
  readonly label: string;
  readonly disabled?: boolean;
  /** What its panel holds, drawn only while it is selected. */
  readonly content: () => ComponentChildren;
}

/** Where the next tab is looked for: from which place, and in which direction. */
const KEYS: Readonly<Record<string, (at: number, count: number) => readonly [number, number]>> = {
  ArrowRight: (at) => [at + 1, 1],
  ArrowLeft: (at) => [at - 1, -1],
  Home: () => [0, 1],
  End: (_at, count) => [count - 1, -1],
};

/**
 * Panels of which one is seen. Tab reaches the selected tab, then its panel; the arrow keys, Home and End select another one,
 * around the ends and past those that are disabled.
 */
export function Tabs<V extends string>(
  { label, tabs, value, onChange, size = "md" }: {
    /** What the panels are about, for screen readers. */
    readonly label: string;
    readonly tabs: readonly Tab<V>[];
    /** The selected one; a signal is written by itself. */
    readonly value: V | Signal<V>;
    readonly onChange?: (value: V) => void;
    /** `compact` for panels beside a canvas. */
    readonly size?: "md" | "compact";
  },
) {
  const id = useId();
  const wanted = typeof value === "string" ? value : value.value;
  const selected = tabs.find((tab) => tab.value === wanted) ?? tabs.find((tab) => !tab.disabled);
  return (
    <div class={size === "compact" ? cx(styles.tabs, styles.compact) : styles.tabs}>
      <TabList id={id} label={label} tabs={tabs} value={value} onChange={onChange} size={size} />
      {selected && (
        <div
          key={selected.value}
          id={`${id}-panel`}
          role="tabpanel"
          aria-labelledby={`${id}-${selected.value}`}
          tabIndex={0}
        >
          {selected.content()}
        </div>
      )}
    </div>
  );
}

/** The names alone, for panels that stand elsewhere: `${id}-panel`, named by `${id}-${value}`. */
export function TabList<V extends string>(
  { id, label, tabs, value, onChange, size = "md" }: {
    readonly id: string;
    readonly label: string;
    readonly tabs: readonly Omit<Tab<V>, "content">[];
    readonly value: V | Signal<V>;
    readonly onChange?: ((value: V) => void) | undefined;
    readonly size?: "md" | "compact";
  },
) {
  const list = useRef<HTMLDivElement>(null);
  const wanted = typeof value === "string" ? value : value.value;
  const selected = tabs.find((tab) => tab.value === wanted) ?? tabs.find((tab) => !tab.disabled);
  const select = (next: V) => {
    if (next === wanted) return;
    if (typeof value !== "string") value.value = next;
    onChange?.(next);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const from = KEYS[event.key];
    if (!from || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    event.stopPropagation();
    const count = tabs.length;
    const current = [...list.current?.children ?? []].findIndex((tab) => tab === event.target);
    let [at, step] = from(current, count);
    for (let tried = 0; tried < count; tried++, at += step) {
      const place = (at + count) % count;
      const tab = tabs[place];
      if (!tab || tab.disabled) continue;
      (list.current?.children[place] as HTMLElement | undefined)?.focus();
      return select(tab.value);
    }
  };

  return (
    <div
      ref={list}
      class={size === "compact" ? cx(styles.list, styles.low) : styles.list}
      role="tablist"
      aria-label={label}
      onKeyDown={onKeyDown}
    >
      {tabs.map((tab) => {
        const isSelected = tab === selected;
        return (
          <button
            key={tab.value}
            type="button"
            role="tab"
            id={`${id}-${tab.value}`}
            class={styles.tab}
            aria-selected={isSelected}
            aria-controls={isSelected ? `${id}-panel` : undefined}
            tabIndex={isSelected ? 0 : -1}
            disabled={tab.disabled}
            onClick={() => select(tab.value)}
          >
            {tab.label}
          </button>
        );
      })}
    </div>
  );
}
