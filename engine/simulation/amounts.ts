/** Accounts that no computation can follow: candles whose prices leap over many orders of magnitude, again and again. */
import type { DeepestDrawdown } from "./deepest_drawdown.ts";
import type { SimulationOutput } from "./simulate.ts";

/**
 * Between these bounds, and with prices within theirs, every quantity, fee, ratio and sum of a result is a number. They are
 * a hundred orders of magnitude away from any money there is.
 */
const LARGEST = 1e150;
const SMALLEST = 1e-150;

/**
 * An amount that is no number stays one to the end of the run, and one that is too large is its highest, so that the whole
 * curve is looked at only when nearly nothing was left of it.
 *
 * @throws {RangeError} when the account outgrew what can be computed, or became smaller than that without being empty.
 */
export function checkAmounts(
  { lastEquity }: SimulationOutput,
  equity: Float64Array,
  { highest, depth }: DeepestDrawdown,
): void {
  const vanishes = depth === -1 && vanishesIn(equity);
  if (highest <= LARGEST && lastEquity >= 0 && !vanishes) return;
  throw new RangeError(
    "The account would become larger or smaller than can be computed. The prices of these candles cannot be real.",
  );
}

/** A loop, because a function called for each of a million bars would take a quarter of the whole run. */
function vanishesIn(equity: Float64Array): boolean {
  for (let i = 0; i < equity.length; i++) {
    const value = equity[i]!;
    if (value > 0 && value < SMALLEST) return true;
  }
  return false;
}
