import { defineBlock } from "../definition/definition.ts";
import {
  barsInWords,
  barsParam,
  dotted,
  numberOf,
  plain,
  seriesOf,
  seriesOutput,
  SOURCE_INPUT,
  SOURCE_PARAM,
  textOf,
  WITH_SOURCE,
} from "../definition/parts.ts";
import { isSource, SOURCE_WORDS } from "../definition/definition.ts";

/** The value of n bars ago. */
export const previous = defineBlock({
  type: "previous",
  family: "indicators",
  name: "Previous",
  summary: "The value n candles ago.",
  help:
    "The value that its input had n candles ago. Use it to compare today with yesterday, or to leave the current candle out of a breakout.",
  synonyms: ["shift", "lag", "ago", "delay", "yesterday", "before"],
  params: [barsParam(1, "How many candles to look back.", [1, 2, 5, 24]), SOURCE_PARAM],
  inputs: [SOURCE_INPUT],
  outputs: [seriesOutput("value", "Value", WITH_SOURCE)],
  counterparts: { value: { kind: "price" } },
  subtitle: (params) => dotted(`${plain(params.bars)} ago`, textOf(params, "source")),
  lookback: (params) => numberOf(params, "bars"),
  compute: ({ params, inputs, outputs }) => {
    const bars = numberOf(params, "bars");
    const source = seriesOf(inputs, "source");
    seriesOf(outputs, "value").set(
      source.subarray(0, Math.max(0, source.length - bars)),
      Math.min(bars, source.length),
    );
  },
  openPhrase: true,
  phrase: (context) => {
    const { params, input } = context;
    const { source } = params;
    // A draft may name a source that there is not.
    const what = input("source") ?? [isSource(source) ? SOURCE_WORDS[source] : "…"];
    return [...what, ` ${barsInWords(params.bars)} ago`];
  },
  says: [
    "{source} {bars} bars|bar|candles|candle ago|earlier|before",
    { say: "previous {source}", params: { bars: 1 } },
  ],
});
