import { defineBlock } from "../definition/definition.ts";
import {
  barsInWords,
  barsParam,
  numberOf,
  signalInput,
  signalOf,
  signalOutput,
} from "../definition/parts.ts";

/** True on each of the last n bars. */
export const sustained = defineBlock({
  type: "sustained",
  family: "logic",
  name: "Sustained",
  summary: "True if its input was true on each of the last n candles.",
  help:
    "True only when the input has been true n candles in a row, the current one included. It filters out conditions that are true only briefly.",
  synonyms: ["for", "in a row", "each of the last", "confirmed", "confirmation", "persist"],
  params: [barsParam(3, "Number of candles, the current one included.", [2, 3, 5, 10])],
  inputs: [signalInput("in", "Input")],
  outputs: [signalOutput()],
  subtitle: (params) => `${barsInWords(params.bars)} in a row`,
  lookback: (params) => numberOf(params, "bars") - 1,
  compute: ({ params, inputs, outputs }) => {
    const bars = numberOf(params, "bars");
    const signal = signalOf(inputs, "in");
    const out = signalOf(outputs, "signal");
    let streak = 0;
    for (let i = 0; i < signal.length; i++) {
      streak = signal[i] === 1 ? streak + 1 : 0;
      out[i] = streak >= bars ? 1 : 0;
    }
  },
  openPhrase: true,
  phrase: ({ params, input }) => [
    ...(input("in") ?? ["…"]),
    ` for ${barsInWords(params.bars)}`,
  ],
  says: ["{in} for [last] {bars} bars|bar|candles|candle [in_a_row]"],
});
