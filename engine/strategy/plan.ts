/** A strategy that can run: its blocks in the order of computing, each port a numbered slot. */
import type {
  BlockDefinition,
  Params,
  PortKind,
  SourceName,
} from "../blocks/definition/definition.ts";
import { SOURCES } from "../blocks/definition/definition.ts";
import type { StrategyDocument } from "./document.ts";

/** Slots 0 … 7 are the candles' own columns, in the order of `SOURCES`. */
export function sourceSlot(source: SourceName): number {
  return SOURCES.indexOf(source);
}

/** One computation. Blocks that mean the same share one. */
export interface PlanNode {
  /** The block that asked for it first. */
  readonly blockId: string;
  readonly definition: BlockDefinition;
  readonly params: Params;
  /** Slot of each input, by port; `null` where an optional one is not connected. */
  readonly inputs: Readonly<Record<string, number | null>>;
  readonly outputs: Readonly<Record<string, number>>;
  /** First bar of the loaded candles at which all inputs are known, by lookbacks. */
  readonly inputLookback: number;
}

export interface SlotInfo {
  readonly kind: PortKind;
  readonly lookback: number;
}

export interface SizeRule {
  readonly mode: "percent_of_equity" | "fixed_amount" | "risk_percent";
  readonly value: number;
}

/** A price level: a share of the fill, or multiples of the ATR in `atrSlot`. */
export interface LevelRule {
  readonly mode: "percent" | "atr" | "r_multiple";
  readonly value: number;
  readonly atrSlot: number | null;
}

export interface RiskRules {
  readonly size: SizeRule;
  readonly stopLoss: LevelRule | null;
  readonly takeProfit: LevelRule | null;
  readonly trailingStop: LevelRule | null;
  /** 0 = none. */
  readonly timeExitBars: number;
  readonly cooldownBars: number;
}

/** A condition on the way to the entry, for the funnel. */
export interface PlanCondition {
  readonly blockId: string;
  readonly slot: number;
}

export interface StrategyPlan {
  readonly document: StrategyDocument;
  /** What a run computes, in order. */
  readonly nodes: readonly PlanNode[];
  /** What `explain` and extra columns compute on top: everything, connected or not. */
  readonly allNodes: readonly PlanNode[];
  readonly slots: readonly SlotInfo[];
  /** Slot of every output port of every block: `block.port`. */
  readonly ports: ReadonlyMap<string, number>;
  readonly entrySlot: number;
  readonly exitSlot: number | null;
  readonly risk: RiskRules;
  /** Slots that must be known before signals count. */
  readonly usedSlots: readonly number[];
  readonly conditions: readonly PlanCondition[];
  /** Bars from the first loaded candle to the first one at which everything in use is known. */
  readonly lookbackBars: number;
  /** Candles before the range that a run wants. */
  readonly historyBars: number;
}
