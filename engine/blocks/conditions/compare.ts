import { above, atLeast, atLevel, beyondLevel } from "../../kernels/comparisons.ts";
import { defineBlock } from "../definition/definition.ts";
import {
  numberOf,
  operandPhrase,
  plain,
  seriesInput,
  seriesOf,
  signalOf,
  signalOutput,
  textOf,
} from "../definition/parts.ts";

const WORDS: Readonly<Record<string, string>> = {
  ">": "is above",
  "<": "is below",
  ">=": "is at or above",
  "<=": "is at or below",
};

/** Other words for the same, as they are read. */
const READINGS: Readonly<Record<string, string>> = {
  ">": "[is|goes|stays|are|was] above|over|>|higher_than|greater_than|more_than",
  "<": "[is|goes|stays|are|was] below|under|<|lower_than|less_than",
  ">=": "[is|stays] at_or_above|>=|at_least|not_below",
  "<=": "[is|stays] at_or_below|<=|at_most|not_above",
};

const SIGNS: Readonly<Record<string, string>> = { ">": ">", "<": "<", ">=": "≥", "<=": "≤" };

/** True while a stands to b as asked; false where either is unknown. */
export const compare = defineBlock({
  type: "compare",
  family: "conditions",
  name: "Compare",
  summary: "True while one value is above or below another.",
  help:
    "Compares a value with a level: another block, or a number. It is true on every candle on which the comparison holds; use " +
    "Crossover for the one candle on which it starts to hold.",
  synonyms: [
    "greater",
    "less",
    "above",
    "below",
    "higher",
    "lower",
    "threshold",
    ">",
    "<",
    "filter",
    "price above average",
    "bull market",
    "bear market",
    "regime",
  ],
  params: [
    {
      name: "operator",
      label: "Condition",
      kind: "choice",
      default: ">",
      options: [
        { value: ">", label: "is above" },
        { value: "<", label: "is below" },
        { value: ">=", label: "is at or above" },
        { value: "<=", label: "is at or below" },
      ],
      help: "When the condition is true.",
    },
    {
      name: "value",
      label: "Level",
      kind: "number",
      default: 0,
      help: "The number to compare with. A block connected to Level replaces it.",
      comparedWith: "a",
      when: (_params, connected) => !connected.has("b"),
    },
  ],
  inputs: [seriesInput("a", "Value"), seriesInput("b", "Level", false)],
  outputs: [signalOutput()],
  speaksOf: { type: "price", output: "close" },
  subtitle: (params, wired) =>
    [
      wired?.("a") ?? "value",
      WORDS[textOf(params, "operator")] ?? "is",
      wired?.("b") ?? plain(params.value),
    ].join(" "),
  lookback: () => 0,
  writesEveryBar: true,
  compute: ({ params, inputs, outputs }) => {
    const a = seriesOf(inputs, "a");
    const out = signalOf(outputs, "signal");
    const operator = textOf(params, "operator");
    const mirrored = operator === "<" || operator === "<=";
    const orEqual = operator === ">=" || operator === "<=";
    if (inputs.b) {
      const b = seriesOf(inputs, "b");
      if (mirrored) (orEqual ? atLeast : above)(b, a, out);
      else (orEqual ? atLeast : above)(a, b, out);
    } else {
      (orEqual ? atLevel : beyondLevel)(a, numberOf(params, "value"), mirrored ? -1 : 1, out);
    }
  },
  comparison: (params) => {
    const operator = textOf(params, "operator");
    return {
      needed: SIGNS[operator] ?? "",
      side: operator.startsWith(">") ? 1 : -1,
      crosses: false,
    };
  },
  phrase: (context) => [
    ...(context.input("a") ?? ["…"]),
    ` ${WORDS[textOf(context.params, "operator")] ?? "is"} `,
    ...operandPhrase(context),
  ],
  says: [">", "<", ">=", "<="].flatMap((operator) => ({
    say: `{a} ${READINGS[operator]} {b}`,
    params: { operator },
  })),
});
