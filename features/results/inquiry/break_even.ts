/** At what cost the edge is gone: the same strategy on the same candles, run again with other costs. */
import {
  type CandleSeries,
  runBacktest,
  type RunSettings,
  type StrategyPlan,
} from "../../../engine/mod.ts";
import { type CostAnswer, type CostLevel, type CostLimit, MOST_PER_SIDE } from "./cost_answer.ts";

const LEVELS = [0, 0.0005, 0.001, 0.002, 0.003, 0.005, 0.01, MOST_PER_SIDE] as const;
/** A limit is found to a thousandth of a percent. */
const PRECISION = 1e-5;

/** Looks for the limits; `null` for a run that never traded, on which costs have no bearing. */
export function costAnswer(
  candles: CandleSeries,
  plan: StrategyPlan,
  settings: RunSettings,
): CostAnswer | null {
  const { feeRate, slippageRate } = settings;
  const current = feeRate + slippageRate;
  // Costs are varied together, in the proportion that the run had; without any they are all fee.
  const feeShare = current > 0 ? feeRate / current : 1;
  const known = new Map<number, CostLevel>();
  const at = (perSide: number): CostLevel => {
    let level = known.get(perSide);
    if (!level) {
      const { metrics } = runBacktest(candles, plan, {
        ...settings,
        ...(perSide === current ? {} : {
          feeRate: perSide * feeShare,
          slippageRate: perSide * (1 - feeShare),
        }),
      });
      level = {
        perSide,
        totalReturn: metrics.total_return ?? 0,
        hold: metrics.buy_and_hold_return ?? null,
      };
      known.set(perSide, level);
    }
    return level;
  };
  const own = runBacktest(candles, plan, settings);
  if (own.trades.length === 0) return null;
  const steps = [...new Set([...LEVELS, current])].sort((a, b) => a - b);
  const levels = steps.map(at);
  const tried = steps.filter((perSide) => perSide <= MOST_PER_SIDE);
  return {
    current,
    levels,
    gain: limitOf((perSide) => at(perSide).totalReturn, tried),
    aheadOfHold: levels.some(({ hold }) => hold === null)
      ? null
      : limitOf((perSide) => at(perSide).totalReturn - (at(perSide).hold ?? 0), tried),
  };
}

/** Where `lead` first falls to 0 or below, between the steps by halving. */
function limitOf(lead: (perSide: number) => number, steps: readonly number[]): CostLimit {
  if (lead(0) <= 0) return { kind: "never" };
  for (let k = 1; k < steps.length; k++) {
    if (lead(steps[k]!) > 0) continue;
    let low = steps[k - 1]!;
    let high = steps[k]!;
    while (high - low > PRECISION) {
      const middle = (low + high) / 2;
      if (lead(middle) > 0) low = middle;
      else high = middle;
    }
    return { kind: "at", perSide: high };
  }
  return { kind: "beyond" };
}
