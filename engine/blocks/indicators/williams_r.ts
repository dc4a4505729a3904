import { williamsR as kernel } from "../../kernels/oscillators.ts";
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

/** Williams %R (Larry Williams), as TA-Lib's WILLR; 0 in a flat window. */
export const williamsR = defineBlock({
  type: "williams_r",
  family: "indicators",
  name: "Williams %R",
  summary: "Where the close sits in the range of the last n candles, from −100 to 0.",
  help:
    "0 when the close is at the high of the range, −100 at its low. Below −80 is commonly called oversold, above −20 overbought.",
  synonyms: ["williams", "%r", "percent r", "oscillator", "oversold", "overbought", "rebound"],
  params: [periodParam(14, { presets: [7, 14, 28] })],
  inputs: [],
  outputs: [
    seriesOutput("value", "Williams %R", IN_PANE, { min: -100, max: 0, levels: [-80, -50, -20] }),
  ],
  counterparts: { value: { kind: "level", crossed: -80, standing: -50 } },
  subtitle: (params) => plain(params.period),
  lookback: (params) => numberOf(params, "period") - 1,
  compute: ({ candles, params, outputs }) => {
    const { high, low, close } = candles;
    kernel(high, low, close, numberOf(params, "period"), seriesOf(outputs, "value"));
  },
  phrase: ({ params }) => [`Williams %R(${plain(params.period)})`],
  says: called(["Williams %R", "%R", "Williams R"], ["period"]),
});
