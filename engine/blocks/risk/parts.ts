/** Parameters that risk blocks share. */
import type { NumberRange, Params, ParamSpec } from "../definition/definition.ts";
import { plain } from "../definition/parts.ts";

/** The bars an ATR looks back over; only with the mode `atr`. */
export const ATR_PERIOD: ParamSpec = {
  name: "period",
  label: "ATR period",
  kind: "integer",
  default: 14,
  min: 2,
  max: 1000,
  step: 1,
  unit: "bars",
  help: "Number of candles for the average true range.",
  when: (params) => params.mode === "atr",
};

/** What a level's distance may be, by what it is measured in. */
export function distanceRange(mode: unknown, presets: readonly number[]): NumberRange {
  if (mode === "percent") return { min: 0.01, max: 100, step: 0.1, unit: "%", presets };
  return { min: 0.1, max: 20, step: 0.1, unit: mode === "atr" ? "ATR" : "R", presets };
}

/** What is wrong with a level's distance, `null` when nothing is. */
export function levelProblem(
  name: string,
  mode: string,
  value: number,
): { param: string; message: string } | null {
  const { min = -Infinity, max = Infinity } = distanceRange(mode, []);
  if (value >= min && value <= max) return null;
  const measure = mode === "percent" ? "percentage" : "multiple";
  return {
    param: "value",
    message: `${name}: the ${measure} must be from ${plain(min)} to ${plain(max)}.`,
  };
}

/** Lookback of a level that uses the ATR, 0 for one that does not. */
export function atrLookback(params: Params): number {
  return params.mode === "atr" ? (params.period as number) : 0;
}

/** Wanted history of such a level: Wilder's smoothing forgets its start in 21 × n bars. */
export function atrHistory(params: Params): number {
  return 21 * atrLookback(params);
}
