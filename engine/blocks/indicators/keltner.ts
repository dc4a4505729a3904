import { keltner as keltnerBands } from "../../kernels/trend.ts";
import { atr } from "../../kernels/wilder.ts";
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

/** Keltner channel: EMA of the close ± multiple × ATR. */
export const keltner = defineBlock({
  type: "keltner",
  family: "indicators",
  name: "Keltner",
  summary: "Average with bands a multiple of ATR away.",
  help:
    "An exponential average, and a line some average true ranges above and below it. Smoother than Bollinger Bands. A close outside is read as a strong move; Bollinger Bands inside the Keltner channel are known as the squeeze.",
  synonyms: ["keltner channel", "bands", "channel", "atr bands", "squeeze", "volatility"],
  params: [
    periodParam(20, { presets: [10, 20, 50] }),
    periodParam(10, {
      name: "atr_period",
      label: "ATR period",
      help: "Number of candles for the average true range.",
    }),
    {
      name: "multiple",
      label: "Multiple",
      kind: "number",
      default: 2,
      min: 0.1,
      max: 20,
      step: 0.1,
      unit: "ATR",
      presets: [1.5, 2, 2.5, 3],
      help: "How many ATR the bands are from the average.",
    },
  ],
  inputs: [],
  outputs: [
    seriesOutput("upper", "Upper", bandDownTo("lower")),
    seriesOutput("middle", "Middle", ON_PRICE),
    seriesOutput("lower", "Lower", ON_PRICE),
  ],
  counterparts: {
    upper: { kind: "price" },
    middle: { kind: "price" },
    lower: { kind: "price", side: -1 },
  },
  subtitle: (params) =>
    dotted(plain(params.period), `${plain(params.multiple)} ATR(${plain(params.atr_period)})`),
  lookback: (params) => Math.max(numberOf(params, "period") - 1, numberOf(params, "atr_period")),
  history: (params) =>
    Math.max(11 * (numberOf(params, "period") + 1), 21 * numberOf(params, "atr_period")),
  compute: ({ candles, params, outputs }) => {
    const { high, low, close } = candles;
    const range = new Float64Array(close.length).fill(NaN);
    atr(high, low, close, numberOf(params, "atr_period"), range);
    keltnerBands(
      close,
      range,
      numberOf(params, "period"),
      numberOf(params, "multiple"),
      seriesOf(outputs, "upper"),
      seriesOf(outputs, "middle"),
      seriesOf(outputs, "lower"),
    );
  },
  phrase: ({ params, output }) => {
    const { period, atr_period, multiple } = params;
    return [
      `the ${output} band of Keltner(${plain(period)}, ${plain(multiple)} ATR(${
        plain(atr_period)
      }))`,
    ];
  },
  says: [
    "{output} band|line of Keltner [channel] [( {period} [, {multiple} [ATR ( {atr_period} )]] )]",
    "{output} Keltner [channel] [band|line]",
    "{output} Keltner [channel] ( {period} [, {multiple} [ATR ( {atr_period} )]] )",
  ],
});
