import type { ComponentChildren } from "preact";
import { useId, useLayoutEffect, useRef } from "preact/hooks";
import { Button } from "./Button.tsx";
import { cx } from "./cx.ts";
import styles from "./Dialog.module.css.ts";

/**
 * A modal dialog: the browser's own, so that focus stays inside, Escape closes and the page behind is out of reach. The
 * content is there only while it is open.
 */
export function Dialog(
  { open, onClose, title, children, footer, wide = false, inPage = false }: {
    readonly open: boolean;
    readonly onClose: () => void;
    readonly title: string;
    readonly children: ComponentChildren;
    readonly footer?: ComponentChildren;
    readonly wide?: boolean;
    /** Stands in the page instead of over it, for pages that show what it looks like. */
    readonly inPage?: boolean;
  },
) {
  const element = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  // At once, not after the next frame: keys pressed meanwhile would go to the page behind.
  useLayoutEffect(() => {
    const dialog = element.current;
    if (!dialog) return;
    if (open && !dialog.open) dialog.showModal();
    if (!open && dialog.open) dialog.close();
  }, [open]);

  return (
    <dialog
      ref={element}
      open={inPage || undefined}
      style={inPage ? { position: "static" } : undefined}
      class={wide ? cx(styles.dialog, styles.wide) : styles.dialog}
      aria-labelledby={titleId}
      onClose={onClose}
      onMouseDown={(event) => {
        // A press on the backdrop is a press on the dialog itself, outside of its box.
        if (event.target === element.current) element.current?.close();
      }}
    >
      {open && (
        <div onMouseDown={(event) => event.stopPropagation()}>
          <div class={styles.head}>
            <h2 id={titleId}>{title}</h2>
            <Button variant="ghost" size="sm" icon="close" aria-label="Close" onClick={onClose} />
          </div>
          <div class={styles.body}>{children}</div>
          {footer && <div class={styles.foot}>{footer}</div>}
        </div>
      )}
    </dialog>
  );
}
