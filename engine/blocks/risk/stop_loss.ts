import { defineBlock } from "../definition/definition.ts";
import { dotted, numberOf, plain, textOf } from "../definition/parts.ts";
import { ATR_PERIOD, atrHistory, atrLookback, distanceRange, levelProblem } from "./parts.ts";

export const stopLoss = defineBlock({
  type: "stop_loss",
  family: "risk",
  name: "Stop loss",
  summary: "Sells when the price falls this far below the entry.",
  help:
    "A level below the price you bought at. When a candle reaches it, the position is sold there, or at the open if " +
    "the candle already opens below it. In percent the distance is fixed; in ATR it is wider when the market moves more and " +
    "narrower when it is calm.",
  synonyms: [
    "sl",
    "stop",
    "cut losses",
    "risk",
    "protective stop",
    "maximum loss",
    "cut my losses",
    "stop out",
    "stop losing",
  ],
  params: [
    {
      name: "mode",
      label: "Distance in",
      kind: "choice",
      default: "percent",
      options: [{ value: "percent", label: "Percent" }, { value: "atr", label: "ATR" }],
      help: "Percent of the entry price, or multiples of the average true range.",
    },
    {
      name: "value",
      label: "Distance",
      kind: "number",
      default: 3,
      defaultFor: (params) => textOf(params, "mode") === "atr" ? 2 : 3,
      rangeFor: ({ mode }) => distanceRange(mode, mode === "atr" ? [1.5, 2, 3] : [1, 2, 3, 5, 10]),
      help: "How far the stop is below the entry.",
    },
    ATR_PERIOD,
  ],
  inputs: [],
  outputs: [],
  subtitle: (params) =>
    params.mode === "atr"
      ? dotted(`${plain(params.value)} ATR`, plain(params.period))
      : `${plain(params.value)} % below entry`,
  check: (params) => levelProblem("Stop loss", textOf(params, "mode"), numberOf(params, "value")),
  lookback: atrLookback,
  history: atrHistory,
  role: { kind: "stop_loss" },
  phrase: ({ params }) => [
    params.mode === "atr"
      ? `at a loss of ${plain(params.value)} ATR(${plain(params.period)})`
      : `at a loss of ${plain(params.value)} %`,
  ],
  says: ["at a loss of", "Stop_loss|stop|SL [at|of|:]"].flatMap((words) => [
    { say: `${words} {value} %`, params: { mode: "percent" } },
    { say: `${words} {value} ATR [( {period} )]`, params: { mode: "atr" } },
  ]),
});
