/** How much there is to compute in a run, before it is queued: what goes first, and what cannot end in time, follow from it. */
import { takesTooLong } from "../../contracts/limits.ts";
import { AppError } from "../../contracts/errors.ts";
import { isSeriesTimeframe, MARKET_TIMEFRAMES } from "../market_data/catalog.ts";
import { compilations } from "../strategies/compilations.ts";

export interface RunSize {
  /** The strategy's document. */
  readonly definition: unknown;
  readonly timeframe: string;
  readonly from: Date;
  readonly to: Date;
}

/**
 * What a fast machine needs for each bar, nanoseconds: a block, each value of a window that a block reads whole, and what comes
 * beside the blocks (simulation, metrics, writing the result). Others need several times as long, so only what is out of reach
 * everywhere is refused by these; the rest is stopped when its time is up.
 */
const BLOCK_NS = 2;
const STEP_NS = 0.4;
const BAR_NS = 200;

/** Nanoseconds that a fast machine would need; 0 for what cannot run. */
export function estimateOf({ definition, timeframe, from, to }: RunSize): number {
  const compiled = compilations.of(definition);
  if (compiled.kind !== "sound" || !isSeriesTimeframe(timeframe)) return 0;
  const { nodes } = compiled.plan;
  const bars = Math.max(0, (to.getTime() - from.getTime()) / MARKET_TIMEFRAMES[timeframe]);
  const barNs = nodes.reduce(
    (sum, { definition, params }) => sum + BLOCK_NS + STEP_NS * (definition.steps?.(params) ?? 0),
    BAR_NS,
  );
  return Math.ceil(bars) * barNs;
}

/**
 * @param estimate as `estimateOf` gives it
 * @throws {AppError} `invalid_input` for a run that could not end within `timeoutMs` on any machine
 */
export function requireInTime(estimate: number, timeoutMs: number): void {
  const leastMs = estimate / 1e6;
  if (leastMs <= timeoutMs) return;
  const message = takesTooLong({ leastMs, timeoutMs });
  throw new AppError("invalid_input", message, {
    issues: [{ path: "date_from", code: "takes_too_long", message }],
  });
}
