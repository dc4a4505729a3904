/** The newest short message, for a few seconds or until it is closed; read out by screen readers. */
import { useEffect } from "preact/hooks";
import { useSignal } from "@preact/signals";
import { useEditor } from "../session/context.ts";
import { Icon } from "../../../components/pictures/block_icons.tsx";

const SHOWN_MS = 4_000;
const SHOWN_BAD_MS = 7_000;

/** Stands over the words below the canvas: there it covers no block, and moves nothing. */
export function Toast() {
  const { store, ui } = useEditor();
  const hidden = useSignal(0);
  const note = store.note.value;
  useEffect(() => {
    if (!note) return;
    const ms = note.tone === "bad" ? SHOWN_BAD_MS : SHOWN_MS;
    const timer = setTimeout(() => {
      hidden.value = note.id;
    }, ms);
    return () => clearTimeout(timer);
  }, [note]);
  const visible = note !== null && hidden.value !== note.id;
  const close = (event: Event) => {
    // A button that goes away would take the focus with it.
    const hadFocus = event.currentTarget === globalThis.document.activeElement;
    if (note) hidden.value = note.id;
    if (hadFocus) ui.canvas.current?.focusGround();
  };
  return (
    <div class="ed-toast-area" role="status" aria-live="polite">
      {visible && (
        <div
          class={note.tone === "quiet" ? "ed-unseen" : "ed-toast"}
          data-part={note.tone === "quiet" ? undefined : "toast"}
          data-tone={note.tone}
          key={note.id}
        >
          <span class="ed-toast-text">{note.text}</span>
          {note.action && (
            <button type="button" class="ed-link" onClick={note.action.run}>
              {note.action.label}
            </button>
          )}
          {note.tone !== "quiet" && (
            <button type="button" class="ed-toast-close" aria-label="Dismiss" onClick={close}>
              <Icon name="close" size={14} />
            </button>
          )}
        </div>
      )}
    </div>
  );
}
