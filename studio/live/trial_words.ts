import { bestSharpeOf } from "../../engine/trials.ts";
import type { Trials } from "../../contracts/trials.ts";
import { counted, number } from "../../text/format.ts";

/**
 * What luck alone makes of so many variations: "After 143 variations, luck alone would show a Sharpe ratio of 1.90; this
 * one has 1.42." Empty where there is nothing to say.
 *
 * @param sharpe of a year, of the result on screen
 */
export function luckOfTrials({ trials, variance }: Trials, sharpe: number | null): string {
  if (variance === null || !(variance > 0)) return "";
  const byLuck = bestSharpeOf(trials, variance) * Math.sqrt(365);
  const yours = sharpe === null ? "" : `; this one has ${number(sharpe, 2)}`;
  return `After ${counted(trials, "variation")}, luck alone would show a Sharpe ratio of ${
    number(byLuck, 2)
  }${yours}.`;
}
