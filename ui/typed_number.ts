import { useSignal } from "@preact/signals";
import { useLayoutEffect } from "preact/hooks";

/** What became of a text that is to be a number, as `contracts/typed_number.ts` tells it. */
export type Reading =
  | { readonly kind: "number"; readonly value: number }
  /** The value counts, and the field says how the text was read. */
  | { readonly kind: "remarked"; readonly value: number; readonly remark: string }
  | { readonly kind: "refused"; readonly message: string };

/** A number field that is typed into. */
export interface TypedField {
  /** What the field shows: what is typed, else the value. */
  readonly text: string;
  readonly isTyped: boolean;
  /** Why what is typed does not count. */
  readonly problem: string | null;
  /** How what is typed was read, where it can be read in two ways. */
  readonly remark: string | null;
  readonly type: (text: string) => void;
  /** The field is left: it shows the value again, unless what is typed cannot be taken. */
  readonly leave: () => void;
  /** Forgets what is typed. */
  readonly reset: () => void;
}

/**
 * Keeps what is typed as it is typed, and hands on each number that counts.
 *
 * @param value the number as it is; `undefined` while there is none
 */
export function useTypedNumber(
  value: number | undefined,
  read: (text: string) => Reading,
  onChange: (value: number) => void,
): TypedField {
  const typed = useSignal<string | null>(null);
  const valueOf = (text: string) => {
    const reading = read(text);
    return reading.kind === "refused" ? undefined : reading.value;
  };
  // What comes from outside replaces what was typed; at once, for after the next frame more may have been typed.
  useLayoutEffect(() => {
    const before = typed.peek();
    if (before !== null && valueOf(before) !== value) typed.value = null;
  }, [value]);
  const shown = typed.value;
  // The value itself is written without any mark that could be misread: it needs no remark.
  const reading = shown === null ? null : read(shown);
  const reset = () => {
    typed.value = null;
  };
  return {
    text: shown ?? (value === undefined ? "" : String(value)),
    isTyped: shown !== null,
    problem: reading?.kind === "refused" ? reading.message : null,
    remark: reading?.kind === "remarked" ? reading.remark : null,
    type: (text) => {
      typed.value = text;
      const next = valueOf(text);
      if (next !== undefined) onChange(next);
    },
    leave: () => {
      if (reading?.kind !== "refused") reset();
    },
    reset,
  };
}
