/** A number with its slider, unit and range. What is typed is kept as typed until it is a number that fits. */
import { useId } from "preact/hooks";
import type { ParamSpec, PortScale } from "../../../engine/mod.ts";
import { readTypedNumber } from "../../../contracts/typed_number.ts";
import { numberRule, tidyNumber, valueProblem } from "../../../studio/document/params.ts";
import { NumberBox, NumberMessage } from "../../../ui/NumberBox.tsx";
import { useTypedNumber } from "../../../ui/typed_number.ts";
import { type HeldAxis, useValueAxis } from "./use_value_axis.ts";
import styles from "./ParamNumber.module.css.ts";

export function ParamNumber(
  { spec, value, defaultValue, scale, fault, disabled, labelId, describedBy, onChange, ...more }: {
    spec: ParamSpec;
    value: number | undefined;
    defaultValue: number | undefined;
    /** Where the values lie that it is held against. */
    scale: PortScale | null;
    /** What is wrong with it beside other parameters. */
    fault: string | null;
    disabled: boolean;
    labelId: string;
    describedBy: string;
    onChange: (value: number) => void;
    /** A number alone. */
    plain?: boolean;
    /** The axis that the slider shares with what is drawn below it. */
    axis?: HeldAxis;
  },
) {
  const id = useId();
  const rule = numberRule(spec);
  const field = useTypedNumber(value, (text) => readTypedNumber(text, rule), onChange);
  const own = field.isTyped
    ? field.problem
    : value === undefined
    ? null
    : valueProblem(spec, value);
  const problem = own ?? fault;
  const ownAxis = useValueAxis({ spec, value, defaultValue, scale });
  const { axis: range, hold } = more.axis ?? ownAxis;
  const step = spec.step ?? (spec.kind === "integer" ? 1 : range?.step ?? 1);

  return (
    <>
      <div class={styles.number} data-strip={more.axis !== undefined && range !== null}>
        {range && !more.plain && (
          <input
            type="range"
            aria-labelledby={labelId}
            aria-describedby={describedBy}
            min={range.min}
            max={range.max}
            step={range.step}
            value={value}
            disabled={disabled}
            onPointerDown={hold}
            onInput={(event) => {
              field.reset();
              onChange(tidyNumber(Number(event.currentTarget.value)));
            }}
          />
        )}
        <NumberBox
          size="compact"
          inputMode={spec.kind === "integer" ? "numeric" : "decimal"}
          aria-labelledby={labelId}
          aria-describedby={`${describedBy} ${id}`}
          aria-invalid={problem !== null}
          unit={spec.unit}
          isWrong={problem !== null}
          value={field.text}
          disabled={disabled}
          onInput={(event) => field.type(event.currentTarget.value)}
          onBlur={field.leave}
          onKeyDown={(event: KeyboardEvent) => {
            const by = event.key === "ArrowUp" ? 1 : event.key === "ArrowDown" ? -1 : 0;
            if (by === 0 || value === undefined) return;
            event.preventDefault();
            const next = tidyNumber(value + by * step * (event.shiftKey ? 10 : 1));
            const low = spec.min ?? -Infinity;
            const high = spec.max ?? Infinity;
            field.reset();
            onChange(Math.min(high, Math.max(low, next)));
          }}
        />
      </div>
      <NumberMessage id={id} problem={problem} remark={field.remark} />
    </>
  );
}
