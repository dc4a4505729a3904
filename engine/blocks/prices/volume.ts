import { defineBlock } from "../definition/definition.ts";
import { seriesOutput } from "../definition/parts.ts";

export const volume = defineBlock({
  type: "volume",
  family: "prices",
  name: "Volume",
  summary: "How much was traded in each candle.",
  help:
    "The amount of the base currency (BTC for BTC/USDT) that changed hands during the candle on this exchange. " +
    "Rising prices on high volume are taken as stronger than the same move on little volume.",
  synonyms: ["turnover", "traded amount", "activity", "liquidity", "volume spike", "whales"],
  params: [],
  inputs: [],
  outputs: [seriesOutput("value", "Volume", null)],
  counterparts: {
    value: {
      kind: "block",
      type: "sma",
      output: "value",
      params: { period: 20, source: "volume" },
    },
  },
  subtitle: () => "base currency",
  lookback: () => 0,
  columns: { value: "volume" },
  phrase: () => ["the volume"],
  says: ["volume"],
});
