/** A box below a button of the top bar: a press elsewhere closes it, and closing returns focus. */
import type { RefObject } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import type { Signal } from "@preact/signals";

/**
 * @param open whether the box is there
 * @returns `root` for the element around button and box; the button in it carries `data-opens="popover"`
 */
export function usePopover(
  open: Signal<boolean>,
): { root: RefObject<HTMLDivElement | null>; close: (giveFocusBack: boolean) => void } {
  const root = useRef<HTMLDivElement>(null);
  const close = (giveFocusBack: boolean) => {
    open.value = false;
    if (giveFocusBack) {
      root.current?.querySelector<HTMLElement>('[data-opens="popover"]')?.focus();
    }
  };
  useLayoutEffect(() => {
    if (!open.value) return;
    const outside = (event: Event) => {
      if (!root.current?.contains(event.target as Element)) close(false);
    };
    globalThis.document.addEventListener("pointerdown", outside, true);
    return () => globalThis.document.removeEventListener("pointerdown", outside, true);
  }, [open.value]);
  return { root, close };
}
