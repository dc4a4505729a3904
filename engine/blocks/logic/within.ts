import { defineBlock } from "../definition/definition.ts";
import {
  barsInWords,
  barsParam,
  numberOf,
  signalInput,
  signalOf,
  signalOutput,
} from "../definition/parts.ts";

/** True on any of the last n bars. */
export const within = defineBlock({
  type: "within",
  family: "logic",
  name: "Within",
  summary: "True if its input was true on any of the last n candles.",
  help:
    "True on the candle on which the input is true and on the n − 1 candles after it. Use it to combine two events that rarely happen on the same candle, like a crossover and a rise in volume.",
  synonyms: ["recently", "lately", "any of the last", "memory", "linger", "hold"],
  params: [barsParam(3, "Number of candles, the current one included.", [2, 3, 5, 10])],
  inputs: [signalInput("in", "Input")],
  outputs: [signalOutput()],
  subtitle: (params) => params.bars === 1 ? "last bar" : `last ${barsInWords(params.bars)}`,
  lookback: () => 0,
  compute: ({ params, inputs, outputs }) => {
    const bars = numberOf(params, "bars");
    const signal = signalOf(inputs, "in");
    const out = signalOf(outputs, "signal");
    let since = bars;
    for (let i = 0; i < signal.length; i++) {
      since = signal[i] === 1 ? 0 : since + 1;
      out[i] = since < bars ? 1 : 0;
    }
  },
  openPhrase: true,
  phrase: ({ params, input }) => [
    params.bars === 1 ? "on the last bar, " : `within the last ${barsInWords(params.bars)}, `,
    ...(input("in") ?? ["…"]),
  ],
  says: [
    "within|in the [last] {bars} bars|bar|candles|candle [,] {in}",
    { say: "on the last bar|candle [,] {in}", params: { bars: 1 } },
    "{in} within|in [last] {bars} bars|bar|candles|candle",
  ],
});
