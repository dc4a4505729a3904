/** "Say it" on the first page: a strategy in words becomes blocks below. Without scripts it leads to the editor. */
import { useMemo } from "preact/hooks";
import { BuildButton } from "../../components/say/BuildButton.tsx";
import { SayBox } from "../../components/say/SayBox.tsx";
import { SayExamples } from "../../components/say/SayExamples.tsx";
import { TRY_PATH } from "../../studio/guest/guest_key.ts";
import type { StrategyDocument } from "../../engine/mod.ts";
import { SayField } from "../../studio/say/say_field.ts";
import styles from "./SayHero.module.css.ts";

const ID = "say";
const LONGEST = 4_000;

export function SayHero({ onBuild }: { onBuild?: (said: StrategyDocument) => void }) {
  // What was typed before the page came to life stays.
  const field = useMemo(() => {
    const typed = globalThis.document?.getElementById(ID) as HTMLTextAreaElement | null;
    return new SayField("strategy", typed?.value ?? "");
  }, []);
  const build = () => {
    const reading = field.reading.peek();
    if (reading.kind !== "strategy") return;
    onBuild?.(reading.document);
  };
  return (
    <form
      class={styles.say}
      action={TRY_PATH}
      method="get"
      onSubmit={(event: SubmitEvent) => {
        if (!onBuild) return;
        event.preventDefault();
        build();
      }}
    >
      <SayBox
        field={field}
        id={ID}
        name="say"
        label="Say it"
        placeholder="Buy when RSI crosses above 30. Sell when …"
        maxLength={LONGEST}
        load={() => import("../../studio/say/sentence_grammar.ts")}
        onSubmit={build}
        hint={<SayExamples field={field} id={ID} />}
        aside={<BuildButton field={field} label="Build it" submits={{}} isAside />}
      />
    </form>
  );
}
