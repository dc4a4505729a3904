import { useSignal } from "@preact/signals";
import type { Run } from "../../../contracts/backtests.ts";
import { api, ApiError } from "../../../contracts/client/api_client.ts";
import { MAX_NOTE, MAX_TAGS, typedTags } from "../../../contracts/tags.ts";
import { Button } from "../../../ui/Button.tsx";
import { Dialog } from "../../../ui/Dialog.tsx";
import { TextField } from "../../../ui/Field.tsx";
import styles from "./RunActions.module.css.ts";

type Errors = Partial<Record<"note" | "tags", string>>;

/** What the owner says of a run: a note and tags. */
export function RunWordsDialog(
  { run, onClose, onSaved }: {
    readonly run: Run;
    readonly onClose: () => void;
    readonly onSaved: (run: Run) => void;
  },
) {
  const note = useSignal(run.note ?? "");
  const tags = useSignal(run.tags.join(", "));
  const errors = useSignal<Errors>({});
  const busy = useSignal(false);
  const save = async () => {
    if (busy.value) return;
    busy.value = true;
    errors.value = {};
    try {
      onSaved(
        await api("PATCH /backtests/{run_id}", {
          params: { run_id: run.run_id },
          body: { note: note.value, tags: typedTags(tags.value) },
        }),
      );
    } catch (error) {
      errors.value = errorsOf(error);
    } finally {
      busy.value = false;
    }
  };
  return (
    <Dialog
      open
      onClose={onClose}
      title="Note and tags"
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" form="run-words" variant="primary" busy={busy.value}>Save</Button>
        </>
      }
    >
      <form
        id="run-words"
        class={styles.fields}
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        <TextField
          id="run-note"
          label="Note"
          hint="One line about this backtest."
          maxLength={MAX_NOTE}
          value={note.value}
          error={errors.value.note}
          autoFocus
          onInput={(event: { currentTarget: HTMLInputElement }) => {
            note.value = event.currentTarget.value;
          }}
        />
        <TextField
          id="run-tags"
          label="Tags"
          hint={`Up to ${MAX_TAGS}, with commas between them.`}
          value={tags.value}
          error={errors.value.tags}
          onInput={(event: { currentTarget: HTMLInputElement }) => {
            tags.value = event.currentTarget.value;
          }}
        />
      </form>
    </Dialog>
  );
}

/** What the server says, beside the field that it is about. */
function errorsOf(error: unknown): Errors {
  if (!(error instanceof ApiError)) return { note: "That did not work. Try again." };
  const about = (field: string) =>
    error.issues.find(({ path }) => path === field || path?.startsWith(`${field}.`))?.message;
  const tags = about("tags");
  const note = about("note") ?? (tags === undefined ? error.message : undefined);
  return { ...(note === undefined ? {} : { note }), ...(tags === undefined ? {} : { tags }) };
}
