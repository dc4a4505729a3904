import { crossesAbove, crossesLevel } from "../../kernels/comparisons.ts";
import { type ComputeContext, defineBlock } from "../definition/definition.ts";
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
  above: "crosses above",
  below: "crosses below",
  either: "crosses",
};

/** Above: a[i−1] ≤ b[i−1] and a[i] > b[i], exact, both bars known; below is mirrored. */
export const crossover = defineBlock({
  type: "crossover",
  family: "conditions",
  name: "Crossover",
  summary: "True on the candle on which one value crosses another.",
  help:
    "True on the one candle at whose close a value has crossed a level: another block, or a number. On the candle before, the " +
    "value was still on the other side or exactly on the level. The usual trigger for a signal.",
  synonyms: [
    "cross",
    "crosses above",
    "crosses below",
    "golden cross",
    "death cross",
    "breakout",
    "trigger",
    "crosses over",
    "signal line cross",
    "flip",
  ],
  params: [
    {
      name: "direction",
      label: "Crosses",
      kind: "choice",
      default: "above",
      options: [
        { value: "above", label: "from below" },
        { value: "below", label: "from above" },
        { value: "either", label: "in either direction" },
      ],
      help: "From below: it was at or below the level and is now above it.",
    },
    {
      name: "value",
      label: "Level",
      kind: "number",
      default: 0,
      help: "The number to cross. A block connected to Level replaces it.",
      comparedWith: "a",
      when: (_params, connected) => !connected.has("b"),
    },
  ],
  inputs: [seriesInput("a", "Value"), seriesInput("b", "Level", false)],
  outputs: [signalOutput()],
  speaksOf: { type: "rsi", output: "value" },
  subtitle: (params, wired) =>
    [
      wired?.("a") ?? "value",
      WORDS[textOf(params, "direction")] ?? "crosses",
      wired?.("b") ?? plain(params.value),
    ].join(" "),
  lookback: () => 1,
  writesEveryBar: true,
  compute: ({ params, inputs, outputs }) => {
    const direction = textOf(params, "direction");
    const out = signalOf(outputs, "signal");
    if (direction !== "either") return crosses(direction, { params, inputs }, out);
    const below = new Uint8Array(out.length);
    crosses("above", { params, inputs }, out);
    crosses("below", { params, inputs }, below);
    for (let i = 0; i < out.length; i++) out[i] = out[i]! | below[i]!;
  },
  comparison: (params) => {
    const direction = textOf(params, "direction");
    if (direction === "either") return { needed: "to cross", side: 0, crosses: true };
    return { needed: `to cross ${direction}`, side: direction === "above" ? 1 : -1, crosses: true };
  },
  search: ({ params, inputs, crossing }) => {
    const direction = textOf(params, "direction");
    if (!inputs.b || direction === "either") return null;
    return direction === "above" ? crossing("a", "b") : crossing("b", "a");
  },
  phrase: (context) => [
    ...(context.input("a") ?? ["…"]),
    ` ${WORDS[textOf(context.params, "direction")] ?? "crosses"} `,
    ...operandPhrase(context),
  ],
  says: [
    {
      say: "{a} crosses|cross|goes|breaks|rises|moves|turns above|over|through_upwards {b}",
      params: { direction: "above" },
    },
    {
      say: "{a} crosses|cross|goes|breaks|drops|falls|moves|turns below|under {b}",
      params: { direction: "below" },
    },
    { say: "{a} crosses|cross {b}", params: { direction: "either" } },
  ],
});

function crosses(
  direction: string,
  { params, inputs }: Pick<ComputeContext, "params" | "inputs">,
  out: Uint8Array,
): void {
  const a = seriesOf(inputs, "a");
  if (!inputs.b) {
    return crossesLevel(a, numberOf(params, "value"), direction === "above" ? 1 : -1, out);
  }
  const b = seriesOf(inputs, "b");
  if (direction === "above") crossesAbove(a, b, out);
  else crossesAbove(b, a, out);
}
