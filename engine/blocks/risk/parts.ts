/** Parameters that risk blocks share. */
import type { Params, ParamSpec } from "../definition.ts";

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
  help: "Over how many candles the average true range is taken.",
  when: (params) => params.mode === "atr",
};

/** Lookback of a level that uses the ATR, 0 for one that does not. */
export function atrLookback(params: Params): number {
  return params.mode === "atr" ? (params.period as number) : 0;
}

/** Wanted history of such a level: Wilder's smoothing forgets its start in 21 × n bars. */
export function atrHistory(params: Params): number {
  return 21 * atrLookback(params);
}
