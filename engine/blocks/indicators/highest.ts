import { highest as kernel } from "../../kernels/window.ts";
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

/** Highest value of a window, as TA-Lib's MAX. */
export const highest = defineBlock({
  type: "highest",
  family: "indicators",
  name: "Highest",
  summary: "Highest value of the last n candles.",
  help:
    "The highest value of the last n candles, the current one included. To buy a breakout, compare the close with the highest value of the candles before: connect this block to Previous, or use Donchian with an offset of 1.",
  synonyms: [
    "maximum",
    "max",
    "high of",
    "peak",
    "resistance",
    "breakout",
    "new high",
    "all time high",
    "swing high",
  ],
  params: [periodParam(20, { presets: [10, 20, 55, 100] }), SOURCE_PARAM],
  inputs: [SOURCE_INPUT],
  outputs: [seriesOutput("value", "Highest", WITH_SOURCE)],
  counterparts: { value: { kind: "price", delayed: true } },
  subtitle: (params) => dotted(plain(params.period), textOf(params, "source")),
  lookback: (params) => numberOf(params, "period") - 1,
  compute: ({ params, inputs, outputs }) => {
    kernel(seriesOf(inputs, "source"), numberOf(params, "period"), seriesOf(outputs, "value"));
  },
  phrase: (context) =>
    indicatorPhrase(`the highest of ${plain(context.params.period)} bars`, context),
  says: [
    `highest [value] of|in|over [last] {period} [bars|bar|candles|candle] ${OF_SOURCE}`,
    `{period} bars|bar|candles|candle high`,
    ...called(["Highest"], ["period"], OF_SOURCE),
  ],
});
