import { defineBlock } from "../definition/definition.ts";
import { barsInWords, barsParam } from "../definition/parts.ts";

export const timeExit = defineBlock({
  type: "time_exit",
  family: "risk",
  name: "Time exit",
  summary: "Sells n candles after the entry.",
  help:
    "Ends a trade after n candles, at the open, at whatever price. It frees capital from trades that go nowhere, and makes results easier to compare.",
  synonyms: [
    "timeout",
    "max duration",
    "hold for",
    "expiry",
    "bars held",
    "sell after",
    "exit after",
    "maximum time in a trade",
  ],
  params: [barsParam(24, "How many candles a position is held at most.", [6, 12, 24, 48, 96])],
  inputs: [],
  outputs: [],
  subtitle: (params) => `after ${barsInWords(params.bars)}`,
  lookback: () => 0,
  role: { kind: "time_exit" },
  phrase: ({ params }) => [`after ${barsInWords(params.bars)}`],
  says: [
    "after {bars} bars|bar|candles|candle",
    "hold [for] at most {bars} bars|bar|candles|candle",
  ],
});
