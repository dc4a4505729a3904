import { useSignal } from "@preact/signals";
import { useId, useLayoutEffect, useRef } from "preact/hooks";
import { MAX_NOTE } from "../../../contracts/tags.ts";
import type { VersionSummary } from "../../../studio/document/strategy_api.ts";
import { Button } from "../../../ui/Button.tsx";
import { useEditor } from "../session/context.ts";
import fieldStyles from "../../../ui/Field.module.css.ts";
import styles from "./VersionList.module.css.ts";

/** Writes the note of a version that was saved before. */
export function VersionNote(
  { version, onNoted, onCancel }: {
    readonly version: VersionSummary;
    readonly onNoted: (version: VersionSummary) => void;
    readonly onCancel: () => void;
  },
) {
  const { api, saving } = useEditor();
  const text = useSignal(version.note ?? "");
  const problem = useSignal<string | null>(null);
  const busy = useSignal(false);
  const field = useRef<HTMLInputElement>(null);
  const id = useId();
  useLayoutEffect(() => field.current?.focus(), []);
  const keep = async () => {
    if (busy.value || !api.noteVersion) return;
    busy.value = true;
    problem.value = null;
    const outcome = await api.noteVersion(version.versionNumber, text.value);
    busy.value = false;
    if (outcome.kind !== "done") {
      problem.value = outcome.kind === "signed_out" ? "You are logged out." : outcome.message;
      return;
    }
    const saved = saving.saved.peek();
    if (saved?.versionNumber === version.versionNumber) {
      saving.saved.value = { ...saved, note: outcome.value.note };
    }
    onNoted(outcome.value);
  };
  return (
    <form
      class={styles.noteForm}
      onSubmit={(event) => {
        event.preventDefault();
        void keep();
      }}
      onKeyDown={(event: KeyboardEvent) => {
        // Arrows move in the text; Escape closes the field, and the list stays.
        event.stopPropagation();
        if (event.key === "Escape") onCancel();
      }}
    >
      <input
        ref={field}
        class={fieldStyles.input}
        aria-label={`Note of version ${version.versionNumber}`}
        aria-describedby={problem.value ? id : undefined}
        aria-invalid={problem.value !== null || undefined}
        maxLength={MAX_NOTE}
        value={text.value}
        onInput={(event) => {
          text.value = event.currentTarget.value;
        }}
      />
      <Button type="submit" size="compact" busy={busy.value}>Save note</Button>
      {problem.value && <p id={id} class={fieldStyles.error} role="alert">{problem.value}</p>}
    </form>
  );
}
