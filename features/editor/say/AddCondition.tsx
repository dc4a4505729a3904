/** "+ and …" behind a clause of the sentence: a field for one more condition. */
import { useSignal } from "@preact/signals";
import type { Clause, Join } from "../../../studio/say/add_condition.ts";
import { Popover } from "../../../ui/Popover.tsx";
import { useEditor } from "../session/context.ts";
import { later, useLater } from "../session/later.ts";
import styles from "./AddCondition.module.css.ts";

const form = later(() => import("./ConditionForm.tsx"));

export function AddCondition(
  { clause, join, words, label }: {
    clause: Clause;
    join: Join;
    /** On the button: "+ and …". */
    words: string;
    /** What the button does, and what is asked for then. */
    label: string;
  },
) {
  const { store } = useEditor();
  const open = useSignal(false);
  if (store.readOnly.value) return null;
  return (
    <Popover
      open={open}
      align="start"
      class={styles.root}
      panelClass={styles.panel}
      label={label}
      opener={(attributes) => (
        <button
          type="button"
          class={styles.add}
          aria-label={label}
          // Drawn by the styles: whoever copies the sentence copies the sentence alone.
          data-words={words}
          {...attributes}
          onClick={() => {
            open.value = !open.peek();
          }}
        />
      )}
    >
      {(close) => (
        <LaterForm
          clause={clause}
          join={join}
          label={label}
          onDone={() => close(false)}
        />
      )}
    </Popover>
  );
}

function LaterForm(props: { clause: Clause; join: Join; label: string; onDone: () => void }) {
  const loaded = useLater(form, true, props.onDone);
  // Keeps the room that the form takes.
  return loaded ? <loaded.ConditionForm {...props} /> : <div class={styles.waiting} />;
}
