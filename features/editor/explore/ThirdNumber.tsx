/** A third number, which is the same in all cells: moved with a slider. */
import { useId } from "preact/hooks";
import type { ExploreSession } from "../../../studio/explore/explore_session.ts";
import { proposedRange } from "../../../studio/explore/ranges.ts";
import { tidyNumber } from "../../../studio/document/params.ts";
import { plain } from "../../../text/format.ts";
import { Select } from "../../../ui/Select.tsx";
import styles from "./ExploreTab.module.css.ts";

export function ThirdNumber({ session }: { readonly session: ExploreSession }) {
  const id = useId();
  const third = session.numberOf("z");
  const others = session.numbers.value.filter((number) =>
    number !== session.numberOf("x") && number !== session.numberOf("y")
  );
  if (others.length === 0) return null;
  const value = third && (session.third.value ?? third.value);
  const range = third && proposedRange(third);
  return (
    <fieldset class={styles.axis} data-axis="z">
      <legend class={styles.legend}>Third number</legend>
      <Select
        size="compact"
        aria-label="Third number"
        value={third?.key ?? ""}
        options={[
          { value: "", label: "None" },
          ...others.map(({ key, label }) => ({ value: key, label })),
        ]}
        onChange={(event) => session.choose("z", event.currentTarget.value || null)}
      />
      {third && range && (
        <div class={styles.slider}>
          <input
            type="range"
            aria-label={third.label}
            min={range.from}
            max={range.to}
            step={range.step}
            value={value!}
            onInput={(event) => session.setThird(tidyNumber(Number(event.currentTarget.value)))}
          />
          <output for={id}>{plain(value!)}</output>
        </div>
      )}
    </fieldset>
  );
}
