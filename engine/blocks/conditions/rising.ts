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

/** n strict changes up in a row. */
export const rising = defineBlock({
  type: "rising",
  family: "conditions",
  name: "Rising",
  summary: "True when a value has risen n candles in a row.",
  help: "True when each of the last n values is higher than the one before it.",
  synonyms: [
    "streak",
    "in a row",
    "consecutive",
    "up closes",
    "momentum",
    "trend",
    "green candles",
    "up days",
    "three green candles",
    "higher closes",
    "uptrend",
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
      streak = source[i]! > source[i - 1]! ? streak + 1 : 0;
      out[i] = streak >= bars ? 1 : 0;
    }
  },
  phrase: ({ params, input }) => [
    ...(input("source") ?? ["…"]),
    ` has risen ${plain(params.bars)} ${params.bars === 1 ? "time" : "times"} in a row`,
  ],
  says: [
    "{source} has_risen|is_rising|rises|rising [{bars} times|time|bars|bar|candles|candle [in_a_row]]",
    "{source} has_risen|is_rising|rises for {bars} bars|bar|candles|candle",
  ],
});
