import type { StrategyDocument } from "../../engine/mod.ts";
import type { PortRef } from "../document/document.ts";

/** A condition as the grammar gives it: its blocks, and the output that says whether it is met. */
export interface SaidCondition {
  readonly document: StrategyDocument;
  readonly signal: PortRef;
}
