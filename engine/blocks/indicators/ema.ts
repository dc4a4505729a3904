import { defineBlock } from "../definition/definition.ts";
import { ema as kernel } from "../../kernels/moving.ts";
import {
  called,
  dotted,
  indicatorPhrase,
  numberOf,
  OF_SOURCE,
  periodParam,
  plain,
  seriesOf,
  seriesOutput,
  SOURCE_INPUT,
  SOURCE_PARAM,
  textOf,
  WITH_SOURCE,
} from "../definition/parts.ts";

/** Exponential moving average, as TA-Lib's EMA. */
export const ema = defineBlock({
  type: "ema",
  family: "indicators",
  name: "EMA",
  summary: "Moving average that follows the newest prices faster.",
  help:
    "An average that weighs recent candles more. It turns sooner than a simple average of the same period, and gives more false signals. It starts as a simple average and needs some history before it settles.",
  synonyms: [
    "exponential moving average",
    "moving average",
    "ma",
    "trend",
    "fast average",
    "trend following",
    "dynamic support",
  ],
  params: [periodParam(20, { presets: [9, 20, 50, 200] }), SOURCE_PARAM],
  inputs: [SOURCE_INPUT],
  outputs: [seriesOutput("value", "EMA", WITH_SOURCE)],
  counterparts: { value: { kind: "price" } },
  subtitle: (params) => dotted(plain(params.period), textOf(params, "source")),
  lookback: (params) => numberOf(params, "period") - 1,
  // The seed's weight falls by (1 − 2/(n+1)) a bar: after 11 × (n+1) bars it is about 1e-9.
  history: (params) => 11 * (numberOf(params, "period") + 1),
  compute: ({ params, inputs, outputs }) => {
    kernel(seriesOf(inputs, "source"), numberOf(params, "period"), seriesOf(outputs, "value"));
  },
  phrase: (context) => indicatorPhrase(`EMA(${plain(context.params.period)})`, context),
  says: called(["EMA", "exponential moving average", "exponential average"], ["period"], OF_SOURCE),
});
