/** The forms below the chips, loaded when one of them is about to be opened: the editor itself loads without them. */
import { useEffect } from "preact/hooks";
import { type Signal, signal } from "@preact/signals";
import { Button } from "../../../ui/Button.tsx";
import { Skeleton } from "../../../ui/Skeleton.tsx";
import type { ContextFormProps, FormName } from "./context_form.ts";
import styles from "./ContextChips.module.css.ts";

const forms: Signal<typeof import("./context_forms.tsx").FORMS | null> = signal(null);
const isOutOfReach = signal(false);

export function loadForms(): void {
  if (forms.peek()) return;
  isOutOfReach.value = false;
  import("./context_forms.tsx").then(
    ({ FORMS }) => {
      forms.value = FORMS;
    },
    () => {
      isOutOfReach.value = true;
    },
  );
}

export function LaterForm({ name, ...props }: ContextFormProps & { readonly name: FormName }) {
  useEffect(loadForms, []);
  const Form = forms.value?.[name];
  if (Form) return <Form {...props} />;
  if (isOutOfReach.value) {
    return (
      <div class={styles.form} role="alert">
        <p>The server cannot be reached. Check your connection and try again.</p>
        <Button size="compact" onClick={loadForms}>Try again</Button>
      </div>
    );
  }
  return (
    <div class={styles.form} role="status" aria-label="Loading">
      {Array.from({ length: 4 }, (_, row) => <Skeleton key={row} />)}
    </div>
  );
}
