/** A number with its slider, unit and range. What is typed is kept as typed until it is a number that fits. */
import { type ReadonlySignal, useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useId } from "preact/hooks";
import type { ParamSpec, PortScale } from "../../../engine/mod.ts";
import { readTypedNumber } from "../../../contracts/typed_number.ts";
import { numberRule, tidyNumber, valueProblem } from "../../../studio/document/params.ts";
import { NumberBox, NumberMessage } from "../../../ui/NumberBox.tsx";
import { useTypedNumber } from "../../../ui/typed_number.ts";
import { type HeldAxis, useValueAxis } from "./use_value_axis.ts";
import styles from "./ParamNumber.module.css.ts";

/** Width of the slider's thumb: its middle goes from half of it to half of it before the end. */
const THUMB_PX = 16;

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
    describedBy?: string;
    onChange: (value: number) => void;
    /** A number alone. */
    plain?: boolean;
    /** The axis that the slider shares with what is drawn below it. */
    axis?: HeldAxis;
    /** What the slider moves along instead of a plain line, given the value below the pointer. */
    track?: (pointed: ReadonlySignal<number | null>) => ComponentChildren;
  },
) {
  const pointed = useSignal<number | null>(null);
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
          <div class={styles.track}>
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
              onPointerMove={(event) => {
                const { left, width } = event.currentTarget.getBoundingClientRect();
                const share = (event.clientX - left - THUMB_PX / 2) / (width - THUMB_PX);
                pointed.value = range.min + share * (range.max - range.min);
              }}
              onPointerLeave={() => {
                pointed.value = null;
              }}
              onInput={(event) => {
                field.reset();
                onChange(tidyNumber(Number(event.currentTarget.value)));
              }}
            />
            {more.track?.(pointed)}
          </div>
        )}
        <NumberBox
          size="compact"
          inputMode={spec.kind === "integer" ? "numeric" : "decimal"}
          aria-labelledby={labelId}
          aria-describedby={describedBy === undefined ? id : `${describedBy} ${id}`}
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
