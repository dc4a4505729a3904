/** A number with its slider, unit and range. What is typed is kept as typed until it is a number that fits. */
import { useId, useLayoutEffect } from "preact/hooks";
import { useSignal } from "@preact/signals";
import type { ParamSpec, PortScale } from "../../../engine/mod.ts";
import { readTypedNumber, typedValue } from "../../../contracts/typed_number.ts";
import { numberRule, sliderRange, tidyNumber, valueProblem } from "../model/params.ts";
import { NumberMessage } from "./NumberMessage.tsx";

export function NumberField(
  { spec, value, defaultValue, scale, fault, disabled, labelId, describedBy, onChange }: {
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
  // The stretch stays put while the slider is held: it must not run away from the hand.
  const held = useSignal<ReturnType<typeof sliderRange>>(null);
  const range = value === undefined
    ? null
    : held.value ?? sliderRange(spec, value, defaultValue, scale);
  const commit = (next: string) => {
    typed.value = next;
    const number = typedValue(readTypedNumber(next, rule));
    if (number !== undefined) onChange(number);
  };
  const step = spec.step ?? (spec.kind === "integer" ? 1 : range?.step ?? 1);

  return (
    <>
      <div class="ed-number">
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
            onFocus={() => {
              held.value = range;
            }}
            onBlur={() => {
              held.value = null;
            }}
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
              held.value = null;
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
          {spec.unit && <span class="ed-unit">{spec.unit}</span>}
        </span>
      </div>
      <NumberMessage id={id} problem={problem} read={read} />
    </>
  );
}
