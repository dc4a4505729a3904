/** What a trader might say, offered while nothing is written yet. */
import type { SayField } from "../../studio/say/say_field.ts";
import { TextButton } from "../../ui/TextButton.tsx";
import { SAY_EXAMPLES } from "./examples.ts";
import styles from "./SayExamples.module.css.ts";

/** @param id of the field that the words are put into */
export function SayExamples({ field, id }: { readonly field: SayField; readonly id: string }) {
  if (field.text.value.trim() !== "") return null;
  return (
    <p class={styles.examples}>
      For example: {SAY_EXAMPLES.map(([name, text]) => (
        <TextButton
          key={name}
          onClick={() => {
            field.type(text, text.length);
            field.offering.value = false;
            globalThis.document.getElementById(id)?.focus();
          }}
        >
          {name}
        </TextButton>
      ))}
    </p>
  );
}
