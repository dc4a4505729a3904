import { defineBlock } from "../definition/definition.ts";
import { dotted, numberOf, plain, textOf } from "../definition/parts.ts";
import { ATR_PERIOD, atrHistory, atrLookback, distanceRange, levelProblem } from "./parts.ts";

export const trailingStop = defineBlock({
  type: "trailing_stop",
  family: "risk",
  name: "Trailing stop",
  summary: "Stop that follows the price up and never moves down.",
  help:
    "A level below the highest high since the entry. It rises with the price and never falls, so a gain can grow and you give " +
    "back at most the distance. It uses the highs up to the candle before: within one candle it is unknown what came first.",
  synonyms: [
    "trail",
    "trailing",
    "lock in profit",
    "stop",
    "follow",
    "let profits run",
    "let winners run",
    "lock in gains",
    "chandelier",
  ],
  params: [
    {
      name: "mode",
      label: "Distance in",
      kind: "choice",
      default: "percent",
      options: [{ value: "percent", label: "Percent" }, { value: "atr", label: "ATR" }],
      help: "Percent of the highest high, or multiples of the average true range.",
    },
    {
      name: "value",
      label: "Distance",
      kind: "number",
      default: 5,
      defaultFor: (params) => textOf(params, "mode") === "atr" ? 3 : 5,
      rangeFor: ({ mode }) => distanceRange(mode, mode === "atr" ? [2, 3, 4] : [3, 5, 8, 12]),
      help: "How far the stop is below the highest high.",
    },
    ATR_PERIOD,
  ],
  inputs: [],
  outputs: [],
  subtitle: (params) =>
    params.mode === "atr"
      ? dotted(`${plain(params.value)} ATR`, plain(params.period))
      : `${plain(params.value)} % below the high`,
  check: (params) =>
    levelProblem("Trailing stop", textOf(params, "mode"), numberOf(params, "value")),
  lookback: atrLookback,
  history: atrHistory,
  role: { kind: "trailing_stop" },
  phrase: ({ params }) => [
    params.mode === "atr"
      ? `when it falls ${plain(params.value)} ATR(${plain(params.period)}) from its high`
      : `when it falls ${plain(params.value)} % from its high`,
  ],
  says: [
    { say: "when|if it falls|drops {value} % from|below its high", params: { mode: "percent" } },
    {
      say: "when|if it falls|drops {value} ATR [( {period} )] from|below its high",
      params: { mode: "atr" },
    },
    { say: "Trailing_stop|trail [at|of|:] {value} %", params: { mode: "percent" } },
    { say: "Trailing_stop|trail [at|of|:] {value} ATR [( {period} )]", params: { mode: "atr" } },
  ],
});
