/** Saves the next version; beside it, a line to say what it is about. */
import { Button } from "../../../ui/Button.tsx";
import { useId, useLayoutEffect, useRef } from "preact/hooks";
import { useEditor } from "../session/context.ts";
import { Icon } from "../../../ui/Icon.tsx";
import { Popover } from "../../../ui/Popover.tsx";
import { ICON } from "../parts/icons.ts";
import { keysOf } from "../session/keyboard.ts";
import { MAX_NOTE } from "../../../studio/saving/saving.ts";
import { saveWords } from "./save_words.ts";
import frameStyles from "../styles/frame.module.css.ts";
import moreStyles from "./MoreTools.module.css.ts";
import styles from "./SaveButton.module.css.ts";
import toolbarStyles from "./toolbar.module.css.ts";

export function SaveButton() {
  const { saving, user } = useEditor();
  const saved = saving.saved.value;
  const { off, busy, unsaved, next } = useSaving();
  const { text, detail } = saveWords({ saving, user });
  return (
    <Button
      size="compact"
      class={styles.keep}
      data-dirty={saving.dirty.value}
      data-lost={saving.dirty.value && !saving.draftsWork.value}
      disabled={off}
      title={`${text}. ${detail} (${keysOf("save")})`}
      onClick={() => void saving.save()}
    >
      {busy
        ? "Saving…"
        : unsaved || !saved
        ? <Words short={`Save v${next}`} whole={`Save version ${next}`} />
        : (
          <Words
            short={`v${saved.versionNumber} saved`}
            whole={`Version ${saved.versionNumber} saved`}
          />
        )}
    </Button>
  );
}

/** Few words for a narrow button, and all of them for who hears it. */
function Words({ short, whole }: { readonly short: string; readonly whole: string }) {
  return (
    <>
      <span aria-hidden="true">{short}</span>
      <span class={frameStyles.unseen}>{whole}</span>
    </>
  );
}

export function NoteButton() {
  const { saving, ui } = useEditor();
  const { off, next } = useSaving();
  const open = ui.saveNote.value;
  return (
    <Popover
      open={ui.saveNote}
      class={styles.place}
      panelClass={styles.note}
      opener={(opener) => (
        <Button
          {...opener}
          size="compact"
          class={styles.more}
          aria-label="Save with a note"
          data-on={saving.note.value !== ""}
          disabled={off}
          title={`Save with a note (${keysOf("save_note")})`}
          onClick={() => {
            ui.saveNote.value = !open;
          }}
        >
          <Icon name={ICON.note} size={16} />
          <span class={moreStyles.words}>Note</span>
        </Button>
      )}
    >
      {(close) => <NoteForm next={next} off={off} onDone={() => close(true)} />}
    </Popover>
  );
}

function useSaving() {
  const { store, saving } = useEditor();
  const unsaved = saving.dirty.value || saving.saved.value === null;
  const busy = saving.busy.value;
  const off = busy || store.readOnly.value || !unsaved;
  return { off, busy, unsaved, next: saving.nextVersion.value };
}

function NoteForm({ next, off, onDone }: { next: number; off: boolean; onDone: () => void }) {
  const { saving } = useEditor();
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  useLayoutEffect(() => input.current?.focus(), []);
  return (
    <form
      class={toolbarStyles.boxForm}
      aria-label={`Save version ${next} with a note`}
      onSubmit={(event: SubmitEvent) => {
        event.preventDefault();
        if (off) return;
        onDone();
        void saving.save();
      }}
    >
      <label for={id}>Note for version {next}</label>
      <input
        ref={input}
        id={id}
        type="text"
        maxLength={MAX_NOTE}
        autocomplete="off"
        placeholder="What you changed, and why"
        value={saving.note.value}
        onInput={(event) => {
          saving.note.value = event.currentTarget.value;
        }}
      />
      <Button type="submit" variant="primary" size="compact" disabled={off}>
        Save version {next}
      </Button>
    </form>
  );
}
