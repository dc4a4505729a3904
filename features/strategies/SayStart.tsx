/** A new strategy in words: they are read while they are written, and by the server where scripts are off. */
import { useMemo } from "preact/hooks";
import { BuildButton } from "../../components/say/BuildButton.tsx";
import { SAY_EXAMPLE } from "../../components/say/examples.ts";
import { SayBox } from "../../components/say/SayBox.tsx";
import { SayExamples } from "../../components/say/SayExamples.tsx";
import { SayField } from "../../studio/say/say_field.ts";

/** What the button sends along: that the words are meant, and not the template that is chosen below. */
export const FROM_WORDS = { name: "from", value: "say" } as const;
/** The longest text that is written here, characters. */
const LONGEST = 20_000;

const ID = "say";

export function SayStart({ text, disabled }: { text: string; disabled: boolean }) {
  // What was typed before the page came to life stays.
  const field = useMemo(() => {
    const typed = globalThis.document?.getElementById(ID) as HTMLTextAreaElement | null;
    return new SayField("strategy", typed?.value ?? text);
  }, []);
  return (
    <>
      <SayBox
        field={field}
        id={ID}
        name="say"
        label="Say it"
        placeholder={SAY_EXAMPLE}
        maxLength={LONGEST}
        load={() => import("../../studio/say/sentence_grammar.ts")}
        hint={<SayExamples field={field} id={ID} />}
      />
      <BuildButton field={field} label="Build it" submits={FROM_WORDS} disabled={disabled} />
    </>
  );
}
