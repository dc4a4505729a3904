/** "Say it" on the first page: a strategy in words becomes blocks below. Without scripts it leads to the editor. */
import { useMemo } from "preact/hooks";
import { BuildButton } from "../../components/say/BuildButton.tsx";
import { SayBox } from "../../components/say/SayBox.tsx";
import { TRY_PATH } from "../../studio/guest/guest_key.ts";
import type { StrategyDocument } from "../../engine/mod.ts";
import { SayField } from "../../studio/say/say_field.ts";
import { TextButton } from "../../ui/TextButton.tsx";
import styles from "./SayHero.module.css.ts";

const ID = "say";
const LONGEST = 4_000;

/** What a trader might say, and what it is called. */
const EXAMPLES: readonly (readonly [name: string, text: string])[] = [
  [
    "RSI rebound",
    "Buy when RSI crosses above 30. Sell when RSI crosses below 70, or at a loss of 5 %.",
  ],
  [
    "Golden cross",
    "Buy when SMA(50) crosses above SMA(200). Sell when SMA(50) crosses below SMA(200).",
  ],
  [
    "Dip in a trend",
    "Buy when RSI(2) is below 10 and the close is above SMA(200). Sell when the close is above SMA(5).",
  ],
];

export function SayHero({ onBuild }: { onBuild?: (said: StrategyDocument) => void }) {
  // What was typed before the page came to life stays.
  const field = useMemo(() => {
    const typed = globalThis.document?.getElementById(ID) as HTMLTextAreaElement | null;
    return new SayField("strategy", typed?.value ?? "");
  }, []);
  const isEmpty = field.text.value.trim() === "";
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
        hint={isEmpty && (
          <p class={styles.examples}>
            For example: {EXAMPLES.map(([name, text]) => (
              <TextButton
                key={name}
                onClick={() => {
                  field.type(text, text.length);
                  field.offering.value = false;
                  globalThis.document.getElementById(ID)?.focus();
                }}
              >
                {name}
              </TextButton>
            ))}
          </p>
        )}
        aside={<BuildButton field={field} label="Build it" submits={{}} isAside />}
      />
    </form>
  );
}
