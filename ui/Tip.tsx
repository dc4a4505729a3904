import type { ComponentChildren } from "preact";
import { useId } from "preact/hooks";

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
    <span class={end ? "tip tip-end" : "tip"}>
      <span
        class={plain ? undefined : "tip-term"}
        data-part={plain ? "value" : "term"}
        tabIndex={0}
        aria-describedby={id}
      >
        {children}
      </span>
      <span class="tip-text" role="tooltip" id={id}>{text}</span>
    </span>
  );
}
