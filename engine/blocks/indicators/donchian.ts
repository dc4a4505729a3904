import { windowExtremes } from "../../kernels/extremes.ts";
import { defineBlock } from "../definition/definition.ts";
import {
  bandDownTo,
  dotted,
  numberOf,
  ON_PRICE,
  periodParam,
  plain,
  seriesOf,
  seriesOutput,
} from "../definition/parts.ts";

/** Donchian channel (Richard Donchian): extremes of the n bars that end `offset` bars ago. */
export const donchian = defineBlock({
  type: "donchian",
  family: "indicators",
  name: "Donchian",
  summary: "Highest high and lowest low of the last n candles.",
  help:
    "The channel between the highest high and the lowest low. A close above the upper line is the classic Turtle breakout: set the offset to 1, because the current candle's close is never above its own high.",
  synonyms: [
    "channel",
    "breakout",
    "turtle",
    "highest high",
    "lowest low",
    "price channel",
    "new high",
    "new low",
    "trend following",
  ],
  params: [periodParam(20, { presets: [10, 20, 55] }), {
    name: "offset",
    label: "Offset",
    kind: "integer",
    default: 0,
    min: 0,
    max: 100,
    step: 1,
    unit: "bars",
    help:
      "How many candles ago the channel ends. 1 leaves out the current candle, which a breakout needs.",
  }],
  inputs: [],
  outputs: [
    seriesOutput("upper", "Upper", bandDownTo("lower")),
    seriesOutput("middle", "Middle", ON_PRICE),
    seriesOutput("lower", "Lower", ON_PRICE),
  ],
  counterparts: {
    upper: { kind: "price", delayed: true },
    middle: { kind: "price" },
    lower: { kind: "price", delayed: true, side: -1 },
  },
  subtitle: (params) =>
    dotted(plain(params.period), params.offset === 0 ? "" : `${plain(params.offset)} ago`),
  lookback: (params) => numberOf(params, "period") - 1 + numberOf(params, "offset"),
  compute: ({ candles, params, outputs }) => {
    const upper = seriesOf(outputs, "upper");
    const middle = seriesOf(outputs, "middle");
    const lower = seriesOf(outputs, "lower");
    const offset = numberOf(params, "offset");
    windowExtremes(candles.high, candles.low, numberOf(params, "period"), upper, lower);
    if (offset > 0) {
      for (const band of [upper, lower]) {
        band.copyWithin(offset, 0, Math.max(0, band.length - offset));
        band.fill(NaN, 0, offset);
      }
    }
    for (let i = 0; i < middle.length; i++) middle[i] = (upper[i]! + lower[i]!) / 2;
  },
  phrase: ({ params, output }) => {
    const offset = params.offset === 0 ? "" : `, ${plain(params.offset)} ago`;
    return [`the ${output} line of Donchian(${plain(params.period)}${offset})`];
  },
  says: [
    "{output} line|band of Donchian [channel] [( {period} [, {offset} ago] )]",
    "{output} line|band of Donchian [channel] {period}",
    "{output} Donchian [channel] [line|band]",
    "{output} Donchian [channel] ( {period} [, {offset} ago] )",
  ],
});
