/** At what cost the edge is gone, as it is told from the thread to the page. */

/** The highest cost of one side that is tried, as a fraction of the trade. */
export const MOST_PER_SIDE = 0.02;

/** What a run would have made at one level of costs. */
export interface CostLevel {
  /** Fee and slippage of one side together, as a fraction of the trade. */
  readonly perSide: number;
  readonly totalReturn: number;
  /** Buying and holding at the same costs; `null` where it is not known. */
  readonly hold: number | null;
}

/** Where something ends that is there without costs. */
export type CostLimit =
  /** It is not there even without costs. */
  | { readonly kind: "never" }
  /** It ends at this cost of one side. */
  | { readonly kind: "at"; readonly perSide: number }
  /** It is still there at the highest costs that were tried. */
  | { readonly kind: "beyond" };

export interface CostAnswer {
  /** Cost of one side as the run had it. */
  readonly current: number;
  /** From no costs to the highest, the run's own among them. */
  readonly levels: readonly CostLevel[];
  /** Up to where there is a gain. */
  readonly gain: CostLimit;
  /** Up to where it makes more than holding; `null` where holding is not known. */
  readonly aheadOfHold: CostLimit | null;
}
