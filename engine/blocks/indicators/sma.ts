import { defineBlock } from "../definition/definition.ts";
import { sma as kernel } from "../../kernels/moving.ts";
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

/** Simple moving average, as TA-Lib's SMA. */
export const sma = defineBlock({
  type: "sma",
  family: "indicators",
  name: "SMA",
  summary: "Average price of the last n candles.",
  help:
    "The mean of the last closes. It smooths out noise and shows the direction: a price above a long average is commonly read as an uptrend. It lags: the longer the period, the later it turns.",
  synonyms: [
    "moving average",
    "ma",
    "mean",
    "trend",
    "golden cross",
    "death cross",
    "smooth",
    "trend following",
    "bull market",
    "bear market",
    "200 day average",
  ],
  params: [periodParam(20, { presets: [20, 50, 100, 200] }), SOURCE_PARAM],
  inputs: [SOURCE_INPUT],
  outputs: [seriesOutput("value", "SMA", WITH_SOURCE)],
  counterparts: { value: { kind: "price" } },
  subtitle: (params) => dotted(plain(params.period), textOf(params, "source")),
  lookback: (params) => numberOf(params, "period") - 1,
  writesEveryBar: true,
  compute: ({ params, inputs, outputs }) => {
    kernel(seriesOf(inputs, "source"), numberOf(params, "period"), seriesOf(outputs, "value"));
  },
  phrase: (context) => indicatorPhrase(`SMA(${plain(context.params.period)})`, context),
  says: called(
    ["SMA", "MA", "simple moving average", "moving average", "simple average", "average"],
    ["period"],
    OF_SOURCE,
  ),
});
