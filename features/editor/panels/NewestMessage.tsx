/** The newest short message, for a few seconds or until it is closed; read out by screen readers. */
import { useEffect } from "preact/hooks";
import { useSignal } from "@preact/signals";
import { useEditor } from "../session/context.ts";
import { ToastBox } from "../../../ui/ToastBox.tsx";
import frameStyles from "../styles/frame.module.css.ts";
import styles from "./NewestMessage.module.css.ts";

const SHOWN_MS = 4_000;
const SHOWN_BAD_MS = 7_000;

/** Stands over the words below the canvas: there it covers no block, and moves nothing. */
export function NewestMessage() {
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
    <div class={styles.toastArea} role="status" aria-live="polite">
      {visible &&
        (note.tone === "quiet"
          ? <span class={frameStyles.unseen} key={note.id}>{note.text}</span>
          : (
            <ToastBox
              key={note.id}
              tone={note.tone === "bad" ? "problem" : "neutral"}
              icon={note.tone === "plain" ? "info" : undefined}
              action={note.action ?? null}
              onDismiss={close}
            >
              {note.text}
            </ToastBox>
          ))}
    </div>
  );
}
