import { atr as kernel } from "../../kernels/wilder.ts";
import { defineBlock } from "../definition/definition.ts";
import {
  called,
  IN_PANE,
  numberOf,
  periodParam,
  plain,
  seriesOf,
  seriesOutput,
} from "../definition/parts.ts";

/** Average true range (Wilder, 1978), as TA-Lib's ATR. */
export const atr = defineBlock({
  type: "atr",
  family: "indicators",
  name: "ATR",
  summary: "How far the price typically moves in one candle.",
  help:
    "Average true range: the usual distance between a candle's high and low, gaps from the candle before included, in the quote " +
    "currency. It says nothing about direction. Use it for stops that are wider when the market moves more.",
  synonyms: ["average true range", "volatility", "range", "wilder", "how far it moves", "noise"],
  params: [periodParam(14, { min: 1, presets: [7, 14, 21] })],
  inputs: [],
  outputs: [seriesOutput("value", "ATR", IN_PANE)],
  counterparts: { value: { kind: "average", bars: 20 } },
  subtitle: (params) => plain(params.period),
  lookback: (params) => numberOf(params, "period"),
  history: (params) => 21 * numberOf(params, "period"),
  compute: ({ candles, params, outputs }) => {
    const { high, low, close } = candles;
    kernel(high, low, close, numberOf(params, "period"), seriesOf(outputs, "value"));
  },
  phrase: ({ params }) => [`ATR(${plain(params.period)})`],
  says: called(["ATR", "average true range"], ["period"]),
});
