/** Parameters in running text: their values as the form shows them, with units. */
import type { ParamSpec } from "../../engine/mod.ts";
import { plain } from "../../text/format.ts";
import type { ParamValue } from "./document.ts";

/** The days of the week by number, 0 = Sunday. */
export const DAY_NAMES = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"] as const;
/** The week as most people read it. */
export const WEEK = [1, 2, 3, 4, 5, 6, 0] as const;

/** `50 bars`, `Percent`, `Mon, Wed`; `–` for a value that is missing. Values that differ read differently. */
export function valueText(spec: ParamSpec, value: ParamValue | undefined): string {
  if (value === undefined) return "–";
  if (Array.isArray(value)) return daysText(value);
  if (typeof value === "number") return `${plain(value)}${spec.unit ? ` ${spec.unit}` : ""}`;
  return spec.options?.find((option) => option.value === value)?.label ?? String(value);
}

/** `20 → 50 bars`: a unit that both have is said once. */
export function changeText(
  spec: ParamSpec,
  before: ParamValue | undefined,
  after: ParamValue | undefined,
): string {
  const was = typeof before === "number" && typeof after === "number"
    ? plain(before)
    : valueText(spec, before);
  return `${was} → ${valueText(spec, after)}`;
}

/** A label inside a sentence: "Period" becomes "period", "ATR period" and "B" stay. */
export function paramLabelInText(label: string): string {
  return /^[A-Z][a-z]/.test(label) ? label.charAt(0).toLowerCase() + label.slice(1) : label;
}

function daysText(days: readonly number[]): string {
  if (WEEK.every((day) => days.includes(day))) return "every day";
  const names = WEEK.filter((day) => days.includes(day)).map((day) => DAY_NAMES[day]);
  return names.length > 0 ? names.join(", ") : "no day";
}
