import { defineBlock } from "../definition/definition.ts";
import { barsInWords, barsParam } from "../definition/parts.ts";

export const cooldown = defineBlock({
  type: "cooldown",
  family: "risk",
  name: "Cooldown",
  summary: "Waits n candles after an exit before it buys again.",
  help:
    "Ignores Entry signals for n candles after each exit, so that the strategy does not buy right back after a stop.",
  synonyms: [
    "wait",
    "pause",
    "delay",
    "re-entry",
    "rest",
    "wait before buying again",
    "overtrading",
  ],
  params: [barsParam(3, "How many candles to wait after an exit.", [1, 3, 6, 24])],
  inputs: [],
  outputs: [],
  subtitle: (params) => `${barsInWords(params.bars)} after an exit`,
  lookback: () => 0,
  role: { kind: "cooldown" },
  phrase: ({ params }) => [`After an exit it waits ${barsInWords(params.bars)}`],
  says: [
    "after an exit [it|wait] waits|wait {bars} [bars|bar|candles|candle]",
    "wait|cooldown|pause [of|for] {bars} [bars|bar|candles|candle] [after an|a|each exit|sale|trade]",
  ],
});
