/** A search field over a list: type, arrow keys, Enter. */
import type { ComponentChildren } from "preact";
import { useEffect, useId, useLayoutEffect, useRef } from "preact/hooks";
import { type Signal, useSignal } from "@preact/signals";
import { SearchBox } from "./Field.tsx";
import styles from "./ListPicker.module.css.ts";

/** One line of the list. */
export interface PickItem {
  readonly key: string;
  readonly name: string;
  readonly detail: string;
  readonly icon?: ComponentChildren;
  /** `data-…` attributes by which it takes its colour. */
  readonly tone?: Readonly<Record<`data-${string}`, string | undefined>>;
}

export function ListPicker(
  { label, query, items, onChoose, onCancel, emptyText = "Nothing fits these words." }: {
    label: string;
    query: Signal<string>;
    items: readonly PickItem[];
    onChoose: (key: string) => void;
    onCancel: () => void;
    emptyText?: string;
  },
) {
  const input = useRef<HTMLInputElement>(null);
  const list = useRef<HTMLUListElement>(null);
  const active = useSignal(0);
  const id = useId();
  // At once, not after the next frame: what is typed meanwhile would go to the canvas.
  useLayoutEffect(() => input.current?.focus(), []);
  const index = Math.min(active.value, items.length - 1);
  useEffect(() => {
    list.current?.children[index]?.scrollIntoView({ block: "nearest" });
  }, [index]);

  const onKeyDown = (event: KeyboardEvent) => {
    const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    if (step !== 0 && items.length > 0) active.value = (index + step + items.length) % items.length;
    else if (event.key === "Enter") {
      const item = items[index];
      if (item) onChoose(item.key);
    } else if (event.key === "Escape") onCancel();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div class={styles.picker} onKeyDown={onKeyDown}>
      <SearchBox
        ref={input}
        combobox
        class={styles.search}
        label={label}
        placeholder={label}
        autoFocus
        aria-expanded={items.length > 0}
        aria-controls={items.length > 0 ? `${id}-list` : undefined}
        aria-activedescendant={items.length > 0 ? `${id}-${index}` : undefined}
        value={query.value}
        onInput={(event) => {
          query.value = event.currentTarget.value;
          active.value = 0;
        }}
      />
      {items.length === 0
        ? <p class={styles.empty}>{emptyText}</p>
        : (
          <ul ref={list} id={`${id}-list`} role="listbox" aria-label={label}>
            {items.map((item, i) => (
              <li
                key={item.key}
                id={`${id}-${i}`}
                role="option"
                aria-selected={i === index}
                {...item.tone}
                onPointerMove={() => {
                  active.value = i;
                }}
                onClick={() => onChoose(item.key)}
              >
                {item.icon && <span class={styles.icon}>{item.icon}</span>}
                <span class={styles.words}>
                  <b>{item.name}</b>
                  <span>{item.detail}</span>
                </span>
              </li>
            ))}
          </ul>
        )}
    </div>
  );
}
