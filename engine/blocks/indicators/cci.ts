import { cci as kernel } from "../../kernels/oscillators.ts";
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

/** Commodity channel index (Donald Lambert), as TA-Lib's CCI; 0 in a flat window. */
export const cci = defineBlock({
  type: "cci",
  family: "indicators",
  name: "CCI",
  summary: "How far the price is from its average, in units of its usual distance.",
  help:
    "Commodity channel index: the distance of the typical price from its average, divided by the usual distance. Above +100 or below −100 the move is called unusual: some trade the return from there, others the breakout.",
  synonyms: ["commodity channel index", "oscillator", "overbought", "oversold", "deviation"],
  params: [periodParam(20, { presets: [14, 20, 50] })],
  inputs: [],
  outputs: [seriesOutput("value", "CCI", IN_PANE, { levels: [-100, 0, 100] })],
  counterparts: { value: { kind: "level", crossed: -100, standing: 0 } },
  subtitle: (params) => plain(params.period),
  lookback: (params) => numberOf(params, "period") - 1,
  steps: (params) => numberOf(params, "period"),
  compute: ({ candles, params, outputs }) => {
    const { high, low, close } = candles;
    kernel(high, low, close, numberOf(params, "period"), seriesOf(outputs, "value"));
  },
  phrase: ({ params }) => [`CCI(${plain(params.period)})`],
  says: called(["CCI", "commodity channel index"], ["period"]),
});
