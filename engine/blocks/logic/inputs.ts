/** The inputs of blocks that join several signals. */
import type { ComputeContext, Phrase, PhraseContext, PortSpec } from "../definition/definition.ts";
import { signalInput } from "../definition/parts.ts";

/** `in1` … `in8`; at least two must be connected, whichever. */
export const JOINED_INPUTS: readonly PortSpec[] = Array.from(
  { length: 8 },
  (_, k) => signalInput(`in${k + 1}`, `Input ${k + 1}`, false),
);

/** The connected signals, in the order of the ports. */
export function joinedSignals({ inputs }: ComputeContext): Uint8Array[] {
  return JOINED_INPUTS.map(({ name }) => inputs[name]).filter((column) =>
    column instanceof Uint8Array
  );
}

/** The connected phrases with `word` between them; `group` puts each that is itself joined in brackets. */
export function joinedPhrase({ inputs }: PhraseContext, word: string): readonly Phrase[] {
  const phrases = inputs();
  if (phrases.length === 0) return ["…"];
  return phrases.flatMap((phrase, k) => (k === 0 ? phrase : [` ${word} `, ...phrase]));
}
