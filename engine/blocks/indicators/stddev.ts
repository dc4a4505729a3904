import { meanAndDeviation } from "../../kernels/window.ts";
import { defineBlock } from "../definition/definition.ts";
import {
  called,
  dotted,
  IN_PANE,
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
} from "../definition/parts.ts";

/** Population standard deviation, as TA-Lib's STDDEV. */
export const stddev = defineBlock({
  type: "stddev",
  family: "indicators",
  name: "Std deviation",
  summary: "How far the last n values spread around their average.",
  help:
    "Standard deviation of the last n values, in the unit of what it measures. High when the price moves a lot, low when it is calm. Bollinger Bands are built on it.",
  synonyms: ["standard deviation", "volatility", "spread", "sigma", "dispersion", "choppy"],
  params: [periodParam(20, { presets: [10, 20, 50] }), SOURCE_PARAM],
  inputs: [SOURCE_INPUT],
  outputs: [seriesOutput("value", "Deviation", IN_PANE)],
  counterparts: { value: { kind: "average", bars: 20 } },
  subtitle: (params) => dotted(plain(params.period), textOf(params, "source")),
  lookback: (params) => numberOf(params, "period") - 1,
  compute: ({ params, inputs, outputs }) => {
    const source = seriesOf(inputs, "source");
    const mean = new Float64Array(source.length);
    meanAndDeviation(source, numberOf(params, "period"), mean, seriesOf(outputs, "value"));
  },
  phrase: (context) =>
    indicatorPhrase(`the standard deviation of ${plain(context.params.period)} bars`, context),
  says: [
    `standard_deviation of [last] {period} [bars|bar|candles|candle] ${OF_SOURCE}`,
    ...called(["Stddev", "standard deviation"], ["period"], OF_SOURCE),
  ],
});
