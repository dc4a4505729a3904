/** The numbers of a strategy that can be explored, and the values that are tried of each. */
import type { ParamSpec, StrategyDocument } from "../../engine/mod.ts";
import { numbersOf, stepOf } from "../../engine/robustness.ts";
import { plain } from "../../text/format.ts";
import { tidyNumber } from "../document/params.ts";
import { niceAtLeast } from "../document/value_axis.ts";
import { numberLabels } from "../robustness/number_labels.ts";

/** Values of one axis at the most. */
export const MOST_VALUES = 50;
/** Steps to either side of the present value that are proposed. */
const PROPOSED_STEPS = 10;
/** How far a proposed range reaches to either side, as a share of the value. */
const REACH = 0.5;

/** A number that can change the result, as it is set now. */
export interface NumberChoice {
  /** `block.param` */
  readonly key: string;
  readonly blockId: string;
  readonly param: string;
  /** As it is called on screen. */
  readonly label: string;
  readonly spec: Pick<ParamSpec, "kind" | "min" | "max" | "step">;
  readonly value: number;
}

export interface AxisRange {
  readonly from: number;
  readonly to: number;
  readonly step: number;
}

/** Every number of a strategy that can change its result; none of a document that the engine cannot read. */
export function numberChoices(document: StrategyDocument): readonly NumberChoice[] {
  try {
    const labels = numberLabels(document);
    return numbersOf(document).map(({ blockId, spec, value }) => {
      const key = `${blockId}.${spec.name}`;
      const label = openEnded(labels[key] ?? spec.label, value);
      return { key, blockId, param: spec.name, label, spec, value };
    });
  } catch {
    return [];
  }
}

/** A level is called by what it says, without its present value: "RSI crosses above …". */
function openEnded(label: string, value: number): string {
  const end = ` ${plain(value)}`;
  return label.endsWith(end) ? `${label.slice(0, -end.length).replace(/\([^)]*\)/g, "")} …` : label;
}

/** A number with one of its values: "RSI · Period 14", "RSI crosses above 30". */
export function saidValue({ label }: Pick<NumberChoice, "label">, value: number): string {
  return label.includes("…") ? label.replace("…", plain(value)) : `${label} ${plain(value)}`;
}

/** A range around the present value, which is one of its values: half of it to either side, in about twenty steps. */
export function proposedRange({ spec, value }: Pick<NumberChoice, "spec" | "value">): AxisRange {
  const { min = -Infinity, max = Infinity } = spec;
  const least = stepOf(spec) ?? 0;
  const wanted = niceAtLeast(Math.max(REACH * Math.abs(value) / PROPOSED_STEPS, least || 0.1));
  const step = spec.kind === "integer" ? Math.max(1, Math.round(wanted)) : wanted;
  const stepsTo = (bound: number) =>
    Math.min(PROPOSED_STEPS, Math.floor(tidyNumber(Math.abs(bound - value) / step)));
  return {
    from: tidyNumber(value - stepsTo(min) * step),
    to: tidyNumber(value + stepsTo(max) * step),
    step,
  };
}

/** The values of a range, ascending; or why there are none, in a sentence. */
export function rangeValues(
  { from, to, step }: AxisRange,
  { spec, label }: Pick<NumberChoice, "spec" | "label">,
): { readonly values: readonly number[] } | { readonly problem: string } {
  const { kind, min = -Infinity, max = Infinity } = spec;
  if (![from, to, step].every(Number.isFinite)) return { problem: `${label}: fill in all three.` };
  if (!(step > 0)) return { problem: `${label}: the step must be above 0.` };
  if (to < from) return { problem: `${label}: the end must not be below the start.` };
  if (from < min || to > max) {
    const bounds = max === Infinity
      ? `from ${plain(min)} on`
      : min === -Infinity
      ? `up to ${plain(max)}`
      : `from ${plain(min)} to ${plain(max)}`;
    return { problem: `${label} can be ${bounds}.` };
  }
  if (kind === "integer" && ![from, step].every(Number.isInteger)) {
    return { problem: `${label} must be a whole number, and so must its step.` };
  }
  const count = Math.floor(tidyNumber((to - from) / step)) + 1;
  if (count > MOST_VALUES) {
    return { problem: `${label}: ${plain(count)} values; at most ${MOST_VALUES}.` };
  }
  return { values: Array.from({ length: count }, (_, k) => tidyNumber(from + k * step)) };
}
