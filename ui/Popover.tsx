import type { Signal } from "@preact/signals";
import type { ComponentChildren, JSX, RefObject } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import { float, type FloatingOptions, preloadFloating } from "./floating.ts";
import { cx } from "./cx.ts";
import styles from "./Popover.module.css.ts";
import surfacesStyles from "./surfaces.module.css.ts";

/** What the button that opens a popover carries. */
export interface Opener {
  readonly ref: RefObject<HTMLButtonElement | null>;
  readonly "aria-expanded": boolean;
  readonly onPointerEnter: () => void;
  readonly onFocus: () => void;
}

/**
 * A button, and a box that opens beside it. A press elsewhere and Escape close it; Escape and `close(true)` give focus back to
 * the button.
 */
export function Popover(
  {
    open,
    opener,
    align = "end",
    class: className = "",
    panelClass = "",
    part,
    label,
    onKeyDown,
    children,
  }: {
    readonly open: Signal<boolean>;
    /** Draws the button, with what it has to carry. */
    readonly opener: (attributes: Opener) => ComponentChildren;
    /** Which edge the box shares with the button. */
    readonly align?: "start" | "end";
    /** Of the element around both. */
    readonly class?: string;
    readonly panelClass?: string;
    /** `data-part` of the box. */
    readonly part?: string;
    /** What the box is, where nothing in it says so. */
    readonly label?: string;
    /** Other keys, while the box is open. */
    readonly onKeyDown?: (event: KeyboardEvent) => void;
    /** What is in the box, drawn only while it is open. */
    readonly children: (close: (givesFocusBack: boolean) => void) => ComponentChildren;
  },
): JSX.Element {
  const root = useRef<HTMLDivElement>(null);
  const panel = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const isOpen = open.value;
  const close = (givesFocusBack: boolean) => {
    open.value = false;
    if (givesFocusBack) button.current?.focus();
  };
  useLayoutEffect(() => {
    if (!isOpen) return;
    const outside = (event: Event) => {
      if (!root.current?.contains(event.target as Element)) close(false);
    };
    document.addEventListener("pointerdown", outside, true);
    const options: FloatingOptions = {
      placement: `bottom-${align}`,
      gap: 6,
      fitsHeight: true,
      onTop: true,
    };
    const stop = root.current && panel.current && float(root.current, panel.current, options);
    return () => {
      document.removeEventListener("pointerdown", outside, true);
      stop?.();
    };
  }, [isOpen]);

  return (
    <div
      ref={root}
      class={cx(styles.root, className)}
      onKeyDown={(event: KeyboardEvent) => {
        if (!open.peek()) return;
        if (event.key === "Escape") {
          event.stopPropagation();
          close(true);
        } else onKeyDown?.(event);
      }}
    >
      {opener({
        ref: button,
        "aria-expanded": isOpen,
        onPointerEnter: preloadFloating,
        onFocus: preloadFloating,
      })}
      {isOpen && (
        <div
          ref={panel}
          class={cx(surfacesStyles.popover, panelClass)}
          data-part={part}
          role={label === undefined ? undefined : "group"}
          aria-label={label}
        >
          {children(close)}
        </div>
      )}
    </div>
  );
}
