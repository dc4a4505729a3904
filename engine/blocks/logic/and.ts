import { defineBlock } from "../definition/definition.ts";
import { signalOf, signalOutput } from "../definition/parts.ts";
import { JOINED_INPUTS, joinedPhrase, joinedSignals } from "./inputs.ts";

export const and = defineBlock({
  type: "and",
  family: "logic",
  name: "And",
  summary: "True while all of its inputs are true.",
  help:
    "Joins two to eight conditions that must be true on the same candle. Each additional one makes signals rarer. Two crossovers " +
    "rarely happen on the same candle: pair a crossover with a comparison, or put one of them through Within.",
  synonyms: [
    "all",
    "both",
    "together",
    "combine",
    "filter",
    "&&",
    "at the same time",
    "also",
    "only if",
    "confluence",
  ],
  params: [],
  inputs: JOINED_INPUTS,
  outputs: [signalOutput()],
  minInputs: 2,
  subtitle: () => "all are true",
  lookback: () => 0,
  compute: (context) => {
    const out = signalOf(context.outputs, "signal");
    const signals = joinedSignals(context);
    out.set(signals[0]!);
    for (let k = 1; k < signals.length; k++) {
      const signal = signals[k]!;
      for (let i = 0; i < out.length; i++) out[i] = out[i]! & signal[i]!;
    }
  },
  openPhrase: true,
  phrase: (context) => joinedPhrase(context, "and"),
  says: [{ say: "{in1} [,] and|while|&|but_only_while|at_the_same_time_as {in2}", binds: 2 }],
});
