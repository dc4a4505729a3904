/** Which number stands on an axis, and which of its values are tried. */
import type { AxisName, ExploreSession } from "../../../studio/explore/explore_session.ts";
import { type AxisRange, type NumberChoice, rangeValues } from "../../../studio/explore/ranges.ts";
import { readTypedNumber } from "../../../contracts/typed_number.ts";
import { NumberBox } from "../../../ui/NumberBox.tsx";
import { Select } from "../../../ui/Select.tsx";
import { useTypedNumber } from "../../../ui/typed_number.ts";
import styles from "./ExploreTab.module.css.ts";

const AXES: Readonly<Record<AxisName, string>> = { x: "Across", y: "Up" };
const PARTS = ["from", "to", "step"] as const;

export function RangeFields(
  { session, axis }: { readonly session: ExploreSession; readonly axis: AxisName },
) {
  const number = session.numberOf(axis);
  if (!number) return null;
  const read = rangeValues(session.rangeOf(number), number);
  const isWrong = "problem" in read;
  return (
    <fieldset class={styles.axis} data-axis={axis}>
      <legend class={styles.legend}>{AXES[axis]}</legend>
      <Select
        size="compact"
        aria-label={`Number ${AXES[axis].toLowerCase()}`}
        value={number.key}
        options={session.numbers.value.map(({ key, label }) => ({ value: key, label }))}
        onChange={(event) => session.choose(axis, event.currentTarget.value)}
      />
      <div class={styles.range}>
        {PARTS.map((part) => (
          <RangePart
            key={`${number.key} ${part}`}
            session={session}
            number={number}
            part={part}
            isWrong={isWrong}
          />
        ))}
      </div>
    </fieldset>
  );
}

function RangePart({ session, number, part, isWrong }: {
  readonly session: ExploreSession;
  readonly number: NumberChoice;
  readonly part: keyof AxisRange;
  readonly isWrong: boolean;
}) {
  const value = session.rangeOf(number)[part];
  const field = useTypedNumber(
    Number.isFinite(value) ? value : undefined,
    (text) => readTypedNumber(text),
    (next) => session.setRange(number, { [part]: next }),
  );
  return (
    <label class={styles.part}>
      <span>{part}</span>
      <NumberBox
        size="compact"
        aria-label={`${number.label}: ${part}`}
        value={field.text}
        isWrong={isWrong || field.problem !== null}
        onInput={(event) => {
          field.type(event.currentTarget.value);
          const { kind } = readTypedNumber(event.currentTarget.value);
          // What is no number is not tried as the number that was there before.
          if (kind === "refused") session.setRange(number, { [part]: NaN });
        }}
        onBlur={field.leave}
      />
    </label>
  );
}
