/** From the field of the first page to the playground beside it: two islands that know nothing else of each other. */
import { type Signal, signal } from "@preact/signals";
import type { StrategyDocument } from "../../engine/mod.ts";

/** A strategy that was built from words and waits to be shown; whoever shows it takes it away. */
export const saidStrategy: Signal<StrategyDocument | null> = signal(null);
