import type { ComponentChildren } from "preact";
import { Icon } from "./Icon.tsx";
import { cx } from "./cx.ts";
import styles from "./Table.module.css.ts";

/** Which column a table is sorted by. */
export interface Sort<K extends string> {
  readonly key: K;
  readonly descending: boolean;
}

/** The sort after a click on a column's head: the other way round, or that column with the way it usually helps. */
export function nextSort<K extends string>(
  sort: Sort<K>,
  key: K,
  descendingFirst = false,
): Sort<K> {
  return sort.key === key
    ? { key, descending: !sort.descending }
    : { key, descending: descendingFirst };
}

/** Sorts a copy by a column. What is not known (`null`) stays at the end, whichever way round. */
export function sortedBy<T>(
  rows: readonly T[],
  valueOf: (row: T) => number | string | null,
  descending: boolean,
): T[] {
  const order = descending ? -1 : 1;
  return [...rows].sort((a, b) => {
    const x = valueOf(a);
    const y = valueOf(b);
    if (x === null || y === null) return Number(x === null) - Number(y === null);
    if (typeof x === "string" && typeof y === "string") {
      return order *
        (x.toLowerCase() < y.toLowerCase() ? -1 : x.toLowerCase() > y.toLowerCase() ? 1 : 0);
    }
    return order * (Number(x) - Number(y));
  });
}

/** The head of a column that sorts. */
export function SortHead<K extends string>(
  { column, sort, onSort, numeric = false, descendingFirst = numeric, class: cell, children }: {
    readonly column: K;
    readonly sort: Sort<K>;
    readonly onSort: (sort: Sort<K>) => void;
    readonly numeric?: boolean;
    readonly descendingFirst?: boolean;
    /** The class of the column's cells. */
    readonly class?: string;
    readonly children: ComponentChildren;
  },
) {
  const active = sort.key === column;
  return (
    <th
      scope="col"
      class={cx(numeric && styles.numeric, cell) || undefined}
      aria-sort={active ? (sort.descending ? "descending" : "ascending") : "none"}
    >
      <button
        type="button"
        class={styles.thSort}
        data-active={active}
        onClick={() => onSort(nextSort(sort, column, descendingFirst))}
      >
        {children}
        <Icon name={active ? (sort.descending ? "arrow-down" : "arrow-up") : "sort"} size={12} />
      </button>
    </th>
  );
}

/** A table that scrolls sideways within itself where the screen is narrow; focus allows to scroll it too. */
export function TableScroll({ label, children }: { label: string; children: ComponentChildren }) {
  return (
    <div class={styles.scroll} role="region" aria-label={label} tabIndex={0}>
      {children}
    </div>
  );
}
