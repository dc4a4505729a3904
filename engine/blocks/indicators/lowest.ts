import { lowest as kernel } from "../../kernels/window.ts";
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

/** Lowest value of a window, as TA-Lib's MIN. */
export const lowest = defineBlock({
  type: "lowest",
  family: "indicators",
  name: "Lowest",
  summary: "Lowest value of the last n candles.",
  help:
    "The lowest value of the last n candles, the current one included. Often used as a support level, or for a stop.",
  synonyms: [
    "minimum",
    "min",
    "low of",
    "trough",
    "support",
    "new low",
    "swing low",
    "all time low",
  ],
  params: [periodParam(20, { presets: [10, 20, 55, 100] }), SOURCE_PARAM],
  inputs: [SOURCE_INPUT],
  outputs: [seriesOutput("value", "Lowest", WITH_SOURCE)],
  counterparts: { value: { kind: "price", delayed: true, side: -1 } },
  subtitle: (params) => dotted(plain(params.period), textOf(params, "source")),
  lookback: (params) => numberOf(params, "period") - 1,
  compute: ({ params, inputs, outputs }) => {
    kernel(seriesOf(inputs, "source"), numberOf(params, "period"), seriesOf(outputs, "value"));
  },
  phrase: (context) =>
    indicatorPhrase(`the lowest of ${plain(context.params.period)} bars`, context),
  says: [
    `lowest [value] of|in|over [last] {period} [bars|bar|candles|candle] ${OF_SOURCE}`,
    `{period} bars|bar|candles|candle low`,
    ...called(["Lowest"], ["period"], OF_SOURCE),
  ],
});
