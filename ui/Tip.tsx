import type { ComponentChildren } from "preact";
import { useId } from "preact/hooks";
import { cx } from "./cx.ts";
import styles from "./Tip.module.css.ts";

/** A term whose definition shows on hover and on focus. */
export function Tip(
  { children, text, end = false, plain = false }: {
    readonly children: ComponentChildren;
    readonly text: ComponentChildren;
    /** Grows to the left, for terms at the right edge. */
    readonly end?: boolean;
    /** Without the dotted line, for values. */
    readonly plain?: boolean;
  },
) {
  const id = useId();
  return (
    <span class={end ? cx(styles.tip, styles.end) : styles.tip} data-part="tip">
      <span
        class={plain ? undefined : styles.term}
        data-part={plain ? "value" : "term"}
        tabIndex={0}
        aria-describedby={id}
      >
        {children}
      </span>
      <span class={styles.text} data-part="tip-text" role="tooltip" id={id}>{text}</span>
    </span>
  );
}
