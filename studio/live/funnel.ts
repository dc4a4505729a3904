/** The funnel of a result as steps with words. */
import { blockDefinition, type Funnel, type StrategyDocument } from "../../engine/mod.ts";

export interface FunnelStep {
  readonly label: string;
  readonly count: number;
  /** Of all bars, 0 … 1. */
  readonly share: number;
  readonly blockId: string | null;
  readonly tone: "plain" | "lost" | "filled";
}

const IGNORED: Readonly<Record<keyof Funnel["ignored"], string>> = {
  in_position: "Skipped: already in a position",
  exit_at_same_close: "Skipped: exit signal on the same candle",
  cooldown: "Skipped: cooldown",
  no_cash: "Skipped: no balance left",
  last_bar: "Last candle: the order is still pending",
};

/** From all candles to the entries that were filled; reasons that never applied are left out. */
export function funnelSteps(funnel: Funnel, nameOf: (blockId: string) => string): FunnelStep[] {
  const { bars, allowed, conditions, entry_signals, ignored, filled } = funnel;
  const step = (
    label: string,
    count: number,
    tone: FunnelStep["tone"] = "plain",
    blockId: string | null = null,
  ): FunnelStep => ({ label, count, share: bars > 0 ? count / bars : 0, blockId, tone });
  const reasons = Object.keys(IGNORED) as (keyof Funnel["ignored"])[];
  return [
    step("Candles", bars),
    step("Indicators ready", allowed),
    ...conditions.map(({ block_id, true_bars }) =>
      step(nameOf(block_id), true_bars, "plain", block_id)
    ),
    step("Entry signals", entry_signals),
    ...reasons.filter((reason) => ignored[reason] > 0).map((reason) =>
      step(IGNORED[reason], ignored[reason], "lost")
    ),
    step("Trades opened", filled, "filled"),
  ];
}

/**
 * The condition that is true least often, where there is more than one; the first of equals. Only those that compare things
 * themselves: an And is never true more often than what it reads.
 */
export function hardestCondition(
  { conditions }: Funnel,
  { blocks }: StrategyDocument,
): string | null {
  const own = conditions.filter(({ block_id }) => {
    const block = blocks.find(({ id }) => id === block_id);
    const definition = block && blockDefinition(block.type);
    return definition !== undefined && definition.inputs.every(({ kind }) => kind !== "signal");
  });
  if (own.length < 2) return null;
  return own.reduce((least, condition) => condition.true_bars < least.true_bars ? condition : least)
    .block_id;
}
