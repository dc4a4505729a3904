import { defineBlock } from "../definition/definition.ts";
import { dotted, numberOf, plain, textOf } from "../definition/parts.ts";
import { ATR_PERIOD, atrHistory, atrLookback, distanceRange, levelProblem } from "./parts.ts";

const DEFAULTS: Readonly<Record<string, number>> = { percent: 6, atr: 4, r_multiple: 2 };
const PRESETS: Readonly<Record<string, readonly number[]>> = {
  percent: [2, 4, 6, 10, 20],
  atr: [2, 3, 4, 6],
  r_multiple: [1, 1.5, 2, 3],
};

export const takeProfit = defineBlock({
  type: "take_profit",
  family: "risk",
  name: "Take profit",
  summary: "Sells when the price rises this far above the entry.",
  help:
    "A level above the price you bought at. The position is sold there when the price trades above it; touching it is not " +
    "enough. In R the distance is a multiple of the distance to the stop: 2 R aims for twice the possible loss.",
  synonyms: [
    "tp",
    "target",
    "profit target",
    "limit",
    "r multiple",
    "risk reward",
    "gain",
    "take gains",
    "cash out",
  ],
  params: [
    {
      name: "mode",
      label: "Distance in",
      kind: "choice",
      default: "percent",
      options: [
        { value: "percent", label: "Percent" },
        { value: "atr", label: "ATR" },
        { value: "r_multiple", label: "R (multiples of the risk)" },
      ],
      help:
        "Percent of the entry price, multiples of the average true range, or of the distance to the stop.",
    },
    {
      name: "value",
      label: "Distance",
      kind: "number",
      default: 6,
      defaultFor: (params) => DEFAULTS[textOf(params, "mode")] ?? 6,
      rangeFor: ({ mode }) => distanceRange(mode, PRESETS[String(mode)] ?? []),
      help: "How far the target is above the entry.",
    },
    ATR_PERIOD,
  ],
  inputs: [],
  outputs: [],
  subtitle: (params) => {
    const value = plain(params.value);
    if (params.mode === "atr") return dotted(`${value} ATR`, plain(params.period));
    return params.mode === "r_multiple" ? `${value} R` : `${value} % above entry`;
  },
  check: (params) => levelProblem("Take profit", textOf(params, "mode"), numberOf(params, "value")),
  lookback: atrLookback,
  history: atrHistory,
  role: { kind: "take_profit" },
  phrase: ({ params }) => {
    const value = plain(params.value);
    if (params.mode === "atr") return [`at a gain of ${value} ATR(${plain(params.period)})`];
    return [
      params.mode === "r_multiple"
        ? `at a gain of ${value} times the risk`
        : `at a gain of ${value} %`,
    ];
  },
  says: ["at a gain|profit of", "Take_profit|target|TP [at|of|:]"].flatMap((words) => [
    { say: `${words} {value} %`, params: { mode: "percent" } },
    { say: `${words} {value} ATR [( {period} )]`, params: { mode: "atr" } },
    { say: `${words} {value} times [risk]`, params: { mode: "r_multiple" } },
    { say: `${words} {value} R`, params: { mode: "r_multiple" } },
  ]),
});
