/** The smallest complete rule, offered on an empty canvas. */
import type { StrategyDocument } from "../../engine/mod.ts";
import type { Catalog } from "./connection_rules.ts";

const STARTER: StrategyDocument = {
  version: 1,
  blocks: [
    { id: "rsi", type: "rsi", params: { period: 14 }, position: { x: -260, y: 0 }, folded: true },
    {
      id: "crossover",
      type: "crossover",
      params: { direction: "above", value: 30 },
      position: { x: 0, y: 0 },
    },
    { id: "entry_signal", type: "entry_signal", params: {}, position: { x: 360, y: 0 } },
  ],
  connections: [
    { from: { block: "rsi", port: "value" }, to: { block: "crossover", port: "a" } },
    { from: { block: "crossover", port: "signal" }, to: { block: "entry_signal", port: "signal" } },
  ],
};

/** RSI crosses above 30 → buy; `null` where one of its blocks is not known. */
export function starterDocument(catalog: Catalog): StrategyDocument | null {
  return STARTER.blocks.every((block) => catalog(block.type)) ? STARTER : null;
}
