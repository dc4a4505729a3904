/** What a narrow bar has no room for: in the bar while there is room, else behind one button. */
import type { ComponentChildren } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import { useSignal } from "@preact/signals";
import { Button } from "../../../ui/Button.tsx";
import { useEditor } from "../session/context.ts";
import styles from "./MoreTools.module.css.ts";

export function MoreTools({ children }: { readonly children: ComponentChildren }) {
  const open = useSignal(false);
  const root = useRef<HTMLDivElement>(null);
  // The field for a note is among them, and a key opens it.
  const { ui } = useEditor();
  const isOpen = open.value || ui.saveNote.value;
  const close = () => {
    open.value = false;
    root.current?.querySelector<HTMLElement>("button")?.focus();
  };
  useLayoutEffect(() => {
    if (!isOpen) return;
    const outside = (event: Event) => {
      if (!root.current?.contains(event.target as Element)) open.value = false;
    };
    document.addEventListener("pointerdown", outside, true);
    return () => document.removeEventListener("pointerdown", outside, true);
  }, [isOpen]);
  return (
    <div
      ref={root}
      class={styles.more}
      onKeyDown={(event: KeyboardEvent) => {
        if (event.key !== "Escape" || !open.peek()) return;
        event.stopPropagation();
        close();
      }}
      onClick={(event: MouseEvent) => {
        // What was chosen from a menu in it is done: nothing is left to choose here.
        if (open.peek() && (event.target as Element).closest('[data-part="menu"]')) close();
      }}
    >
      <Button
        class={styles.button}
        variant="ghost"
        size="compact"
        icon="more"
        iconSize={18}
        data-part="more"
        aria-label="More"
        aria-expanded={isOpen}
        title="More"
        onClick={() => {
          open.value = !open.peek();
        }}
      />
      <div class={styles.tools} data-open={isOpen}>{children}</div>
    </div>
  );
}
