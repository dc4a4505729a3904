/** A number with its slider, unit and range. What is typed is kept as typed until it is a number that fits. */
import { useId, useLayoutEffect } from "preact/hooks";
import { useSignal } from "@preact/signals";
import type { ParamSpec, PortScale } from "../../../engine/mod.ts";
import { readTypedNumber, typedValue } from "../../../contracts/typed_number.ts";
import { numberRule, tidyNumber, valueProblem } from "../../../studio/document/params.ts";
import { NumberMessage } from "../parts/NumberMessage.tsx";
import { type HeldAxis, useValueAxis } from "./use_value_axis.ts";

export function NumberField(
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
    /** The axis that the slider shares with what is drawn below it. */
    axis?: HeldAxis;
  },
) {
  const typed = useSignal<string | null>(null);
  const id = useId();
  const rule = numberRule(spec);
  // An undo, a slider or another block: what comes from outside replaces what was typed; at once, for
  // after the next frame more may have been typed.
  useLayoutEffect(() => {
    const before = typed.peek();
    if (before !== null && typedValue(readTypedNumber(before, rule)) !== value) typed.value = null;
  }, [value]);

  const text = typed.value ?? (value === undefined ? "" : String(value));
  // The value itself is written without any mark that could be misread: it needs no remark.
  const read = typed.value === null ? null : readTypedNumber(typed.value, rule);
  const own = read === null
    ? value === undefined ? null : valueProblem(spec, value)
    : read.kind === "refused"
    ? read.message
    : null;
  const problem = own ?? fault;
  const ownAxis = useValueAxis({ spec, value, defaultValue, scale });
  const { axis: range, hold } = more.axis ?? ownAxis;
  const commit = (next: string) => {
    typed.value = next;
    const number = typedValue(readTypedNumber(next, rule));
    if (number !== undefined) onChange(number);
  };
  const step = spec.step ?? (spec.kind === "integer" ? 1 : range?.step ?? 1);

  return (
    <>
      <div class="ed-number" data-strip={more.axis !== undefined && range !== null}>
        {range && (
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
              typed.value = null;
              onChange(tidyNumber(Number(event.currentTarget.value)));
            }}
          />
        )}
        <span class="ed-number-box" data-wrong={problem !== null}>
          <input
            type="text"
            inputMode={spec.kind === "integer" ? "numeric" : "decimal"}
            aria-labelledby={labelId}
            aria-describedby={`${describedBy} ${id}`}
            aria-invalid={problem !== null}
            autocomplete="off"
            value={text}
            disabled={disabled}
            onInput={(event) => {
              commit(event.currentTarget.value);
            }}
            onBlur={() => {
              if (own === null) typed.value = null;
            }}
            onKeyDown={(event: KeyboardEvent) => {
              const by = event.key === "ArrowUp" ? 1 : event.key === "ArrowDown" ? -1 : 0;
              if (by === 0 || value === undefined) return;
              event.preventDefault();
              const next = tidyNumber(value + by * step * (event.shiftKey ? 10 : 1));
              const low = spec.min ?? -Infinity;
              const high = spec.max ?? Infinity;
              typed.value = null;
              onChange(Math.min(high, Math.max(low, next)));
            }}
          />
          {spec.unit && <span class="ed-unit" data-part="unit">{spec.unit}</span>}
        </span>
      </div>
      <NumberMessage id={id} problem={problem} read={read} />
    </>
  );
}
