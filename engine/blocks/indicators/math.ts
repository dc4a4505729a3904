import { defineBlock, type Params, type PlotPlace } from "../definition/definition.ts";
import {
  numberOf,
  operandPhrase,
  plain,
  seriesInput,
  seriesOf,
  seriesOutput,
  textOf,
} from "../definition/parts.ts";

const SIGNS: Readonly<Record<string, string>> = {
  "+": "+",
  "-": "−",
  "*": "×",
  "/": "÷",
  min: "min",
  max: "max",
};

/** Arithmetic of two series; what is not a finite number is unknown. */
export const math = defineBlock({
  type: "math",
  family: "indicators",
  name: "Math",
  summary: "Adds, subtracts, multiplies or divides two values.",
  help:
    "Calculates with two values, or with a value and a number. Examples: high − low for the size of a candle; an average × 1.02 for a level 2 % above it; the larger of two lines. A division by zero has no result.",
  synonyms: [
    "add",
    "subtract",
    "multiply",
    "divide",
    "plus",
    "minus",
    "calculate",
    "formula",
    "max",
    "min",
    "absolute",
  ],
  params: [{
    name: "operator",
    label: "Operation",
    kind: "choice",
    default: "+",
    options: [
      { value: "+", label: "A + B" },
      { value: "-", label: "A − B" },
      { value: "*", label: "A × B" },
      { value: "/", label: "A ÷ B" },
      { value: "min", label: "the smaller of A and B" },
      { value: "max", label: "the larger of A and B" },
      { value: "abs", label: "A without its sign" },
    ],
    help: "What to calculate from A and B.",
  }, {
    name: "value",
    label: "B",
    kind: "number",
    default: 0,
    help: "The number on the right. A block connected to B replaces it.",
    when: (params, connected) => params.operator !== "abs" && !connected.has("b"),
  }],
  inputs: [
    seriesInput("a", "A"),
    { ...seriesInput("b", "B", false), when: (params) => params.operator !== "abs" },
  ],
  outputs: [seriesOutput("value", "Result", { on: placeOf, shape: "line" })],
  counterparts: { value: { kind: "average", bars: 20 } },
  subtitle: (params, wired) => {
    const a = wired?.("a") ?? "A";
    if (params.operator === "abs") return `|${a}|`;
    return `${a} ${SIGNS[textOf(params, "operator")] ?? ""} ${wired?.("b") ?? plain(params.value)}`;
  },
  lookback: () => 0,
  compute: ({ params, inputs, outputs }) => {
    const a = seriesOf(inputs, "a");
    const out = seriesOf(outputs, "value");
    const operator = textOf(params, "operator");
    if (operator === "abs") {
      for (let i = 0; i < a.length; i++) out[i] = Math.abs(a[i]!);
    } else if (inputs.b) {
      const b = seriesOf(inputs, "b");
      for (let i = 0; i < a.length; i++) out[i] = calculate(operator, a[i]!, b[i]!);
    } else {
      const b = numberOf(params, "value");
      for (let i = 0; i < a.length; i++) out[i] = calculate(operator, a[i]!, b);
    }
  },
  phrase: (context) => {
    const operator = textOf(context.params, "operator");
    const a = context.input("a") ?? ["…"];
    if (operator === "abs") return ["the size of ", ...a];
    if (operator === "min" || operator === "max") {
      return [
        `the ${operator === "min" ? "smaller" : "larger"} of `,
        ...a,
        " and ",
        ...operandPhrase(context),
      ];
    }
    return ["(", ...a, ` ${SIGNS[operator] ?? ""} `, ...operandPhrase(context), ")"];
  },
  says: [
    { say: "size|absolute_value of {a}", params: { operator: "abs" } },
    { say: "smaller|lower|minimum of {a} and {b}", params: { operator: "min" } },
    { say: "larger|higher|greater|maximum of {a} and {b}", params: { operator: "max" } },
    { say: "{a} * {b}", params: { operator: "*" }, binds: 6 },
    { say: "{a} times {b}", params: { operator: "*" }, binds: 6 },
    { say: "{a} / {b}", params: { operator: "/" }, binds: 6 },
    { say: "{a} divided_by {b}", params: { operator: "/" }, binds: 6 },
    { say: "{a} +|plus {b}", params: { operator: "+" }, binds: 5 },
    { say: "{a} -|minus {b}", params: { operator: "-" }, binds: 5 },
  ],
});

/** Beside A while the result is of A's size; a difference or a ratio of two lines has a pane of its own. */
function placeOf(params: Params, at: (input: string) => string | null): PlotPlace {
  const beside: PlotPlace = { input: at("a") === null ? "b" : "a" };
  const [a, b] = [at("a"), at("b")];
  const operator = textOf(params, "operator");
  if (operator === "*" || operator === "/") {
    // A factor near 1 moves a line; another makes something else of it. Of a connected number the size is not known here.
    const factor = a !== null && b === null ? numberOf(params, "value") : 0;
    return factor >= 0.5 && factor <= 2 ? beside : "pane";
  }
  const isOfTwo = (operator === "+" || operator === "-") && a !== null && b !== null;
  if (!isOfTwo) return beside;
  if (a !== "pane" && a !== b) return beside;
  return b === "price" && operator === "+" && a === "pane" ? { input: "b" } : "pane";
}

function calculate(operator: string, a: number, b: number): number {
  let result: number;
  if (operator === "+") result = a + b;
  else if (operator === "-") result = a - b;
  else if (operator === "*") result = a * b;
  else if (operator === "/") result = a / b;
  // Math.min and Math.max give NaN for NaN, as an unknown value must.
  else result = operator === "min" ? Math.min(a, b) : Math.max(a, b);
  return result - result === 0 ? result : NaN;
}
