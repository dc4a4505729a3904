/** How much there is to compute in a run, before it is queued: what goes first, and what cannot end in time, follow from it. */
import { takesTooLong } from "../../contracts/limits.ts";
import { AppError } from "../../contracts/errors.ts";
import { isMarketTimeframe, MARKET_TIMEFRAMES } from "../market_data/catalog.ts";
import { compilations } from "../strategies/compilations.ts";

export interface RunSize {
  /** The strategy's document. */
  readonly definition: unknown;
  readonly timeframe: string;
  readonly from: Date;
  readonly to: Date;
}

/** What a bar costs beside its blocks, in steps: simulation, metrics, and writing the result. */
const STEPS_OF_A_BAR = 10;

/**
 * The least time that a fast machine needs for a block and bar, nanoseconds. Blocks differ by more than this number says, so
 * only what is far out of reach is refused by it; the rest is stopped when its time is up.
 */
const LEAST_NS = 2;

/** The steps of all blocks times the bars, with what each bar costs beside its blocks; 0 for what cannot run. */
export function estimateOf({ definition, timeframe, from, to }: RunSize): number {
  const compiled = compilations.of(definition);
  if (compiled.kind !== "sound" || !isMarketTimeframe(timeframe)) return 0;
  const { nodes } = compiled.plan;
  const bars = Math.max(0, (to.getTime() - from.getTime()) / MARKET_TIMEFRAMES[timeframe]);
  const steps = nodes.reduce(
    (sum, { definition, params }) => sum + (definition.steps?.(params) ?? 1),
    0,
  );
  return Math.ceil(bars) * (steps + STEPS_OF_A_BAR);
}

/** @throws {AppError} `invalid_input` for a run that could not end within `timeoutMs` on any machine */
export function requireInTime(estimate: number, timeoutMs: number): void {
  const leastMs = estimate * LEAST_NS / 1e6;
  if (leastMs <= timeoutMs) return;
  const message = takesTooLong({ leastMs, timeoutMs });
  throw new AppError("invalid_input", message, {
    issues: [{ path: "date_from", code: "takes_too_long", message }],
  });
}
