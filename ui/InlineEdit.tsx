import { useSignal } from "@preact/signals";
import type { ComponentChildren, HTMLAttributes } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";

/** `null` when the name is kept, or what is wrong with it. */
type Outcome = string | null;

type InputAttributes = Omit<
  HTMLAttributes<HTMLInputElement>,
  "name" | "value" | "class" | "ref" | "role" | "id" | "onInput" | "onBlur" | "onKeyDown"
>;

export interface InlineEditProps extends InputAttributes {
  readonly maxLength?: number;
  readonly placeholder?: string;
  readonly disabled?: boolean;
  /** The name as it is now. */
  readonly name: string;
  /** Keeps another name, without the space that was typed around it. While it cannot be kept, what was typed stays. */
  readonly onKeep: (name: string) => Outcome | Promise<Outcome>;
  /** Called with what is typed, as it is typed. */
  readonly onType?: (text: string) => void;
  /** Called when Escape was pressed, after the old name is back. */
  readonly onCancel?: () => void;
  /** What Enter says in an emptied field; without it, and when it is left, the old name comes back. */
  readonly emptyProblem?: string;
  /** Called when an emptied field went back to the old name. */
  readonly onEmptied?: () => void;
  /** For a field that is there only while a name is changed: called when it is over, with whether focus was still in it. */
  readonly onDone?: (hadFocus: boolean) => void;
  readonly class?: string;
  /** Around the field and what is wrong. */
  readonly rootClass?: string;
  /** Drawn behind the field, with what is in it. */
  readonly backdrop?: (text: string) => ComponentChildren;
  /** What is wrong, drawn with an id that the field refers to. */
  readonly error: (id: string, message: string) => ComponentChildren;
  /** Unique on the page. */
  readonly id: string;
}

/**
 * A name that is changed where it stands. Enter and leaving the field keep what was typed, Escape does not. A field that is
 * there only while a name is changed (`onDone`) begins with focus and the name selected.
 */
export function InlineEdit(
  {
    name,
    onKeep,
    onType,
    onCancel,
    emptyProblem,
    onEmptied,
    onDone,
    class: className,
    rootClass,
    backdrop,
    error,
    id,
    ...rest
  }: InlineEditProps,
) {
  const input = useRef<HTMLInputElement>(null);
  const busy = useRef(false);
  const over = useRef(false);
  const typed = useSignal<string | null>(null);
  const problem = useSignal<string | null>(null);
  useLayoutEffect(() => {
    if (!onDone) return;
    input.current?.focus();
    input.current?.select();
  }, []);

  const finish = (hadFocus: boolean) => {
    typed.value = null;
    problem.value = null;
    if (over.current || !onDone) return;
    over.current = true;
    onDone(hadFocus);
  };
  const keep = async (hadFocus: boolean) => {
    if (busy.current || over.current) return;
    const next = typed.peek()?.trim();
    if (next === undefined || next === name) return finish(hadFocus);
    if (next === "") {
      if (hadFocus && emptyProblem !== undefined) {
        problem.value = emptyProblem;
        return;
      }
      onEmptied?.();
      return finish(hadFocus);
    }
    busy.current = true;
    const outcome = await onKeep(next);
    busy.current = false;
    if (outcome === null) finish(hadFocus);
    else problem.value = outcome;
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "Enter") {
      // A field that stays is left with Enter, and keeps the name as it is left.
      if (onDone) void keep(true);
      else input.current?.blur();
    } else if (event.key === "Escape") {
      finish(true);
      onCancel?.();
      // The field is blurred after it shows the old name again.
      if (!onDone && !onType) setTimeout(() => input.current?.blur());
    } else return;
    event.preventDefault();
  };
  const text = typed.value ?? name;
  const message = problem.value;
  const errorId = `${id}-error`;
  return (
    <div class={rootClass}>
      {backdrop?.(text)}
      <input
        {...rest}
        ref={input}
        id={id}
        class={className}
        aria-invalid={message !== null || undefined}
        aria-describedby={message === null ? undefined : errorId}
        value={text}
        onInput={(event) => {
          typed.value = event.currentTarget.value;
          onType?.(typed.value);
        }}
        onBlur={() => void keep(false)}
        onKeyDown={onKeyDown}
      />
      {message !== null && error(errorId, message)}
    </div>
  );
}
