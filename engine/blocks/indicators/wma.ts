import { wma as kernel } from "../../kernels/window.ts";
import { defineBlock } from "../definition/definition.ts";
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

/** Linearly weighted moving average, as TA-Lib's WMA. */
export const wma = defineBlock({
  type: "wma",
  family: "indicators",
  name: "WMA",
  summary: "Moving average that weighs the newest candle most.",
  help:
    "Weighted moving average: the newest candle counts n times, the oldest once. It turns sooner than a simple average and, unlike an exponential one, ignores older candles completely.",
  synonyms: ["weighted moving average", "moving average", "ma", "linear weighted", "trend"],
  params: [periodParam(20, { presets: [10, 20, 50, 100] }), SOURCE_PARAM],
  inputs: [SOURCE_INPUT],
  outputs: [seriesOutput("value", "WMA", WITH_SOURCE)],
  counterparts: { value: { kind: "price" } },
  subtitle: (params) => dotted(plain(params.period), textOf(params, "source")),
  lookback: (params) => numberOf(params, "period") - 1,
  compute: ({ params, inputs, outputs }) => {
    kernel(seriesOf(inputs, "source"), numberOf(params, "period"), seriesOf(outputs, "value"));
  },
  phrase: (context) => indicatorPhrase(`WMA(${plain(context.params.period)})`, context),
  says: called(["WMA", "weighted moving average", "weighted average"], ["period"], OF_SOURCE),
});
