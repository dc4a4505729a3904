import { defineBlock } from "../definition.ts";
import { dotted, numberOf, plain, textOf } from "../parts.ts";
import { ATR_PERIOD, atrHistory, atrLookback } from "./parts.ts";

export const stopLoss = defineBlock({
  type: "stop_loss",
  family: "risk",
  name: "Stop loss",
  summary: "Sells when the price has fallen too far below the entry.",
  help:
    "A level below the price you bought at. As soon as a candle reaches it, the position is sold there, or at the open when " +
    "the candle opens below it already. In percent the distance is fixed; in ATR it is wide in a wild market and narrow in a " +
    "calm one.",
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
      help: "How far below the entry the stop lies.",
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
});

/** What is wrong with a level's distance, `null` when nothing is. */
export function levelProblem(
  name: string,
  mode: string,
  value: number,
): { param: string; message: string } | null {
  if (mode === "percent") {
    if (value >= 0.01 && value <= 100) return null;
    return { param: "value", message: `${name}: the percentage must be from 0.01 to 100.` };
  }
  if (value >= 0.1 && value <= 20) return null;
  return { param: "value", message: `${name}: the multiple must be from 0.1 to 20.` };
}
