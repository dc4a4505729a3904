import { mfi as kernel } from "../../kernels/volume.ts";
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

/** Money flow index (Quong and Soudack), as TA-Lib's MFI; 0 where no money moved. */
export const mfi = defineBlock({
  type: "mfi",
  family: "indicators",
  name: "MFI",
  summary: "RSI weighted by volume, from 0 to 100.",
  help:
    "Money flow index: the share of traded money in rising candles. Below 20 is commonly called oversold, above 80 overbought. It agrees with RSI while volume confirms the price, and differs when it does not.",
  synonyms: ["money flow index", "volume rsi", "oversold", "overbought", "oscillator"],
  params: [periodParam(14, { presets: [7, 14, 21] })],
  inputs: [],
  outputs: [seriesOutput("value", "MFI", IN_PANE, { min: 0, max: 100, levels: [20, 50, 80] })],
  counterparts: { value: { kind: "level", crossed: 20, standing: 50 } },
  subtitle: (params) => plain(params.period),
  lookback: (params) => numberOf(params, "period"),
  readsVolume: true,
  compute: ({ candles, params, outputs }) => {
    const { high, low, close, volume } = candles;
    kernel(high, low, close, volume, numberOf(params, "period"), seriesOf(outputs, "value"));
  },
  phrase: ({ params }) => [`MFI(${plain(params.period)})`],
  says: called(["MFI", "money flow index"], ["period"]),
});
