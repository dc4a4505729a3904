/** Random strategies for property tests. */
import fc from "fast-check";
import type { StrategyDocument } from "../strategy/document.ts";
import { randomStrategy } from "./random_strategy.ts";

/** Strategies of up to `blocks` blocks besides entry, exit and risk. */
export function randomStrategies(
  { blocks = 40 }: { readonly blocks?: number } = {},
): fc.Arbitrary<StrategyDocument> {
  // A seed, not a stream of numbers: streams that lean to 0 would draw the first block of the list again and again.
  return fc.tuple(fc.integer({ min: 3, max: blocks }), fc.noBias(fc.integer({ min: 0 })))
    .map(([count, seed]) => randomStrategy(count, seed));
}
