import type { ComponentChildren } from "preact";
import { cx } from "./cx.ts";
import styles from "./Card.module.css.ts";

/** A surface with a hairline around it, with a head when it has a title. */
export function Card(
  { title, actions, pad = true, class: className = "", children, id }: {
    readonly title?: ComponentChildren;
    readonly actions?: ComponentChildren;
    /** Off for tables and charts that reach the edges. */
    readonly pad?: boolean;
    readonly class?: string;
    readonly id?: string;
    readonly children?: ComponentChildren;
  },
) {
  const headingId = id && title ? `${id}-title` : undefined;
  return (
    <section
      class={cx(styles.card, className)}
      id={id}
      aria-labelledby={headingId}
    >
      {title !== undefined && (
        <div class={styles.head}>
          <h2 class={styles.title} id={headingId}>{title}</h2>
          {actions}
        </div>
      )}
      {pad ? <div class={styles.pad}>{children}</div> : children}
    </section>
  );
}
