import { defineBlock } from "../definition/definition.ts";
import {
  barsParam,
  numberOf,
  plain,
  seriesInput,
  seriesOf,
  signalOf,
  signalOutput,
} from "../definition/parts.ts";

/** n strict changes down in a row. */
export const falling = defineBlock({
  type: "falling",
  family: "conditions",
  name: "Falling",
  summary: "True when a value has fallen n candles in a row.",
  help: "True when each of the last n values is lower than the one before it.",
  synonyms: [
    "streak",
    "in a row",
    "consecutive",
    "down closes",
    "momentum",
    "trend",
    "red candles",
    "down days",
    "losing streak",
    "falling knife",
    "sell off",
  ],
  params: [barsParam(3, "How many candles in a row.", [2, 3, 4, 5])],
  inputs: [seriesInput("source", "Value")],
  outputs: [signalOutput()],
  speaksOf: { type: "price", output: "close" },
  subtitle: (params) => `${plain(params.bars)} in a row`,
  lookback: (params) => numberOf(params, "bars"),
  compute: ({ params, inputs, outputs }) => {
    const bars = numberOf(params, "bars");
    const source = seriesOf(inputs, "source");
    const out = signalOf(outputs, "signal");
    let streak = 0;
    for (let i = 1; i < source.length; i++) {
      streak = source[i]! < source[i - 1]! ? streak + 1 : 0;
      out[i] = streak >= bars ? 1 : 0;
    }
  },
  phrase: ({ params, input }) => [
    ...(input("source") ?? ["…"]),
    ` has fallen ${plain(params.bars)} ${params.bars === 1 ? "time" : "times"} in a row`,
  ],
  says: [
    "{source} has_fallen|is_falling|falls|falling [{bars} times|time|bars|bar|candles|candle [in_a_row]]",
    "{source} has_fallen|is_falling|falls for {bars} bars|bar|candles|candle",
  ],
});
