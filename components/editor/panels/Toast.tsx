/** The newest short message, for a few seconds; read out by screen readers. */
import { useEffect } from "preact/hooks";
import { useSignal } from "@preact/signals";
import { useEditor } from "../context.ts";

const SHOWN_MS = 4_000;
const SHOWN_BAD_MS = 7_000;

export function Toast() {
  const { store } = useEditor();
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
  return (
    <div class="ed-toast-area" role="status" aria-live="polite">
      {visible && (
        <div
          class={note.tone === "quiet" ? "ed-unseen" : "ed-toast"}
          data-tone={note.tone}
          key={note.id}
        >
          {note.text}
          {note.action && (
            <button type="button" class="ed-link" onClick={note.action.run}>
              {note.action.label}
            </button>
          )}
        </div>
      )}
    </div>
  );
}
