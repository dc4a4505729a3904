import { useSignal } from "@preact/signals";
import { useLayoutEffect, useRef } from "preact/hooks";
import { FieldError } from "../../ui/Field.tsx";

/**
 * A name as a field in its place. Enter or leaving it keeps what was typed, Escape does not; while it cannot be kept it stays
 * open and says why.
 */
export function RenameField({ id, name, onKeep, onDone }: {
  /** Unique on the page. */
  readonly id: string;
  readonly name: string;
  /** Resolves to what is wrong, `null` when the name is kept. */
  readonly onKeep: (name: string) => Promise<string | null>;
  /** Called when the field is no longer needed; `byKeyboard` when the person was still in it. */
  readonly onDone: (byKeyboard: boolean) => void;
}) {
  const input = useRef<HTMLInputElement>(null);
  const busy = useRef(false);
  const over = useRef(false);
  const problem = useSignal<string | null>(null);
  useLayoutEffect(() => {
    input.current?.focus();
    input.current?.select();
  }, []);

  const done = (byKeyboard: boolean) => {
    if (over.current) return;
    over.current = true;
    onDone(byKeyboard);
  };
  const keep = async (typed: string, byKeyboard: boolean) => {
    if (busy.current || over.current) return;
    const next = typed.trim();
    // Leaving an emptied field behind changes nothing; pressing Enter in it asks for a name.
    if (next === name || (next === "" && !byKeyboard)) return done(byKeyboard);
    // The field takes no longer names; anything else is the server's to refuse.
    if (next === "") {
      problem.value = "Give the strategy a name.";
      return;
    }
    busy.current = true;
    problem.value = await onKeep(next);
    busy.current = false;
    if (problem.value === null) done(byKeyboard);
  };
  const error = problem.value;
  return (
    <div class="row-rename">
      <input
        ref={input}
        class="input"
        aria-label={`New name of ${name}`}
        aria-invalid={error !== null || undefined}
        aria-describedby={error === null ? undefined : `${id}-error`}
        maxLength={100}
        defaultValue={name}
        onKeyDown={(event) => {
          if (event.key === "Enter") void keep(event.currentTarget.value, true);
          else if (event.key === "Escape") done(true);
        }}
        onBlur={(event) => void keep(event.currentTarget.value, false)}
      />
      {error !== null && <FieldError id={`${id}-error`} message={error} />}
    </div>
  );
}
