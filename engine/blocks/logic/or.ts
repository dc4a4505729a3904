import { defineBlock } from "../definition/definition.ts";
import { signalOf, signalOutput } from "../definition/parts.ts";
import { JOINED_INPUTS, joinedPhrase, joinedSignals } from "./inputs.ts";

export const or = defineBlock({
  type: "or",
  family: "logic",
  name: "Or",
  summary: "True while at least one of its inputs is true.",
  help:
    "Joins two to eight conditions, one of which is enough. Each additional one makes signals more frequent.",
  synonyms: ["any", "either", "one of", "alternative", "||"],
  params: [],
  inputs: JOINED_INPUTS,
  outputs: [signalOutput()],
  minInputs: 2,
  subtitle: () => "any is true",
  lookback: () => 0,
  compute: (context) => {
    const out = signalOf(context.outputs, "signal");
    const signals = joinedSignals(context);
    out.set(signals[0]!);
    for (let k = 1; k < signals.length; k++) {
      const signal = signals[k]!;
      for (let i = 0; i < out.length; i++) out[i] = out[i]! | signal[i]!;
    }
  },
  openPhrase: true,
  phrase: (context) => joinedPhrase(context, "or"),
  says: [{ say: "{in1} [,] or {in2}", binds: 1 }],
});
