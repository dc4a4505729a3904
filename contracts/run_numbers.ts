/** The numbers that a person sets for a run, and what each may be. Without zod, so that pages can have it. */
import type { NumberRule } from "./typed_number.ts";

export const FEE_MAX_PERCENT = 5;
/** Candles before a range that can be asked for with it. */
export const MOST_HISTORY_BARS = 100_000;
export const CAPITAL_MIN = 1;
export const CAPITAL_MAX = 1e9;

/** The fee of one trade side and the slippage of one fill, percent. */
export const COST_RULE = { min: 0, max: FEE_MAX_PERCENT, unit: "%" } as const satisfies NumberRule;
/** The starting capital. */
export const CAPITAL_RULE = {
  min: CAPITAL_MIN,
  max: CAPITAL_MAX,
  unit: "USDT",
} as const satisfies NumberRule;
