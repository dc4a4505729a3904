import { signal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { ToastBox, type ToastTone } from "./ToastBox.tsx";
import styles from "./Toast.module.css.ts";

interface Message {
  readonly id: number;
  readonly text: string;
  readonly tone: ToastTone;
  readonly action: { readonly label: string; readonly run: () => void } | null;
}

const messages = signal<readonly Message[]>([]);
let lastId = 0;

/** Says that something was done or did not work. Stays until it is dismissed when it is a problem or offers an action. */
export function toast(
  text: string,
  options: {
    readonly tone?: Message["tone"];
    readonly action?: { readonly label: string; readonly run: () => void };
  } = {},
): void {
  const message = {
    id: ++lastId,
    text,
    tone: options.tone ?? "neutral",
    action: options.action ?? null,
  };
  messages.value = [...messages.value.slice(-2), message];
}

function dismiss(id: number): void {
  messages.value = messages.value.filter((message) => message.id !== id);
}

/** Where messages appear; one per island that sends any. */
export function Toasts() {
  return (
    <div class={styles.toasts} role="status" aria-live="polite">
      {messages.value.map((message) => <ToastLine key={message.id} message={message} />)}
    </div>
  );
}

function ToastLine({ message }: { message: Message }) {
  const { id, text, tone, action } = message;
  useEffect(() => {
    if (tone === "problem") return;
    const timer = setTimeout(() => dismiss(id), action ? 8_000 : 4_000);
    return () => clearTimeout(timer);
  }, [id]);
  return (
    <ToastBox
      tone={tone}
      action={action && {
        label: action.label,
        run: () => {
          dismiss(id);
          action.run();
        },
      }}
      onDismiss={() => dismiss(id)}
    >
      {text}
    </ToastBox>
  );
}
