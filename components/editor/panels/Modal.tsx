/** A native modal dialog: focus stays inside, Escape closes, focus goes back. */
import type { ComponentChildren } from "preact";
import { useEffect, useId, useRef } from "preact/hooks";
import { Icon } from "../icons.tsx";

export function Modal(
  { title, children, onClose, size = "medium" }: {
    title: string;
    children: ComponentChildren;
    onClose: () => void;
    size?: "medium" | "wide";
  },
) {
  const dialog = useRef<HTMLDialogElement>(null);
  const id = useId();
  useEffect(() => {
    const element = dialog.current;
    const before = globalThis.document.activeElement as HTMLElement | null;
    element?.showModal();
    return () => {
      element?.close();
      before?.focus({ preventScroll: true });
    };
  }, []);
  return (
    <dialog
      ref={dialog}
      class="ed-dialog"
      data-size={size}
      aria-labelledby={id}
      onCancel={(event: Event) => {
        event.preventDefault();
        onClose();
      }}
      onClick={(event: MouseEvent) => {
        if (event.target === dialog.current) onClose();
      }}
    >
      <div class="ed-dialog-body">
        <header class="ed-dialog-head">
          <h2 id={id}>{title}</h2>
          <button type="button" class="ed-tool" aria-label="Close" onClick={onClose}>
            <Icon name="close" />
          </button>
        </header>
        {children}
      </div>
    </dialog>
  );
}
