import { defineBlock } from "../definition/definition.ts";
import { signalInput, signalOf, signalOutput } from "../definition/parts.ts";

export const not = defineBlock({
  type: "not",
  family: "logic",
  name: "Not",
  summary: "True while its input is false.",
  help:
    "Reverses a condition. At the start of the data, while its input has no value yet, the output is false as well: without " +
    "a value there is never a signal.",
  synonyms: ["invert", "opposite", "unless", "except", "!", "never while"],
  params: [],
  inputs: [signalInput("in", "Input")],
  outputs: [signalOutput()],
  subtitle: () => "is not true",
  lookback: () => 0,
  compute: ({ inputs, outputs, knownFrom }) => {
    const signal = signalOf(inputs, "in");
    const out = signalOf(outputs, "signal");
    for (let i = knownFrom; i < out.length; i++) out[i] = signal[i]! ^ 1;
  },
  phrase: ({ input }) => {
    const what = input("in") ?? ["…"];
    return what[0] === "(" ? ["not ", ...what] : ["not (", ...what, ")"];
  },
  says: ["not {in}", "it is not true that {in}"],
});
