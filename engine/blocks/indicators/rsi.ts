import { rsi as kernel } from "../../kernels/wilder.ts";
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

/** Relative strength index (Wilder, 1978), as TA-Lib's RSI; 0 where nothing moved. */
export const rsi = defineBlock({
  type: "rsi",
  family: "indicators",
  name: "RSI",
  summary: "Strength of recent rises against falls, from 0 to 100.",
  help:
    "Relative strength index: the share of the recent movement that went up. Below 30 is commonly called oversold, above 70 " +
    "overbought. In a strong trend it can stay there for a long time, so many wait until it crosses back.",
  synonyms: [
    "relative strength index",
    "oversold",
    "overbought",
    "momentum",
    "oscillator",
    "dip",
    "buy the dip",
    "rebound",
    "pullback",
    "mean reversion",
    "buy low",
  ],
  params: [periodParam(14, { presets: [2, 7, 14, 21] }), SOURCE_PARAM],
  inputs: [SOURCE_INPUT],
  outputs: [seriesOutput("value", "RSI", IN_PANE, { min: 0, max: 100, levels: [30, 50, 70] })],
  counterparts: { value: { kind: "level", crossed: 30, standing: 50 } },
  subtitle: (params) => dotted(plain(params.period), textOf(params, "source")),
  lookback: (params) => numberOf(params, "period"),
  // Wilder's smoothing forgets by (1 − 1/n) a bar: after 21 × n bars about 1e-9 of the start is left.
  history: (params) => 21 * numberOf(params, "period"),
  compute: ({ params, inputs, outputs }) => {
    kernel(seriesOf(inputs, "source"), numberOf(params, "period"), seriesOf(outputs, "value"));
  },
  phrase: (context) => indicatorPhrase(`RSI(${plain(context.params.period)})`, context),
  says: called(["RSI", "relative strength index"], ["period"], OF_SOURCE),
});
