import { LIMITS } from "../strategy/document.ts";
import type { StrategyPlan } from "../strategy/plan.ts";

/**
 * Candles before the range that the tests of a run can use: varied numbers are at most twice as high, and the history of a
 * block grows with its period; one that looks at a single candle may become one of two. With fewer, the results of varied
 * runs would depend on how many were handed in.
 */
export function robustnessHistory({ historyBars }: Pick<StrategyPlan, "historyBars">): number {
  return 2 * historyBars + LIMITS.blocks;
}
