import { meanAndDeviation } from "../../kernels/window.ts";
import { defineBlock } from "../definition/definition.ts";
import {
  bandDownTo,
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

/** Bollinger Bands (John Bollinger) with the population deviation, as TA-Lib's BBANDS. */
export const bollinger = defineBlock({
  type: "bollinger",
  family: "indicators",
  name: "Bollinger Bands",
  summary: "Average with bands that widen when volatility rises.",
  help:
    "A simple average, and a line some standard deviations above and below it. The bands widen when the price moves a lot and narrow when it is calm. Touching a band is not a signal by itself: in a trend the price can stay at it.",
  synonyms: [
    "bollinger",
    "bands",
    "bbands",
    "volatility",
    "squeeze",
    "standard deviation",
    "overbought",
    "oversold",
    "mean reversion",
    "buy low",
    "pullback",
    "stretched",
  ],
  params: [periodParam(20, { presets: [10, 20, 50] }), {
    name: "deviations",
    label: "Deviations",
    kind: "number",
    default: 2,
    min: 0.1,
    max: 10,
    step: 0.1,
    presets: [1.5, 2, 2.5, 3],
    help: "How many standard deviations the bands lie from the average.",
  }, SOURCE_PARAM],
  inputs: [SOURCE_INPUT],
  outputs: [
    seriesOutput("upper", "Upper", bandDownTo("lower", WITH_SOURCE.on)),
    seriesOutput("middle", "Middle", WITH_SOURCE),
    seriesOutput("lower", "Lower", WITH_SOURCE),
  ],
  counterparts: {
    upper: { kind: "price" },
    middle: { kind: "price" },
    lower: { kind: "price", side: -1 },
  },
  subtitle: (params) =>
    dotted(plain(params.period), `${plain(params.deviations)} σ`, textOf(params, "source")),
  lookback: (params) => numberOf(params, "period") - 1,
  compute: ({ params, inputs, outputs }) => {
    const upper = seriesOf(outputs, "upper");
    const middle = seriesOf(outputs, "middle");
    const lower = seriesOf(outputs, "lower");
    const deviations = numberOf(params, "deviations");
    meanAndDeviation(seriesOf(inputs, "source"), numberOf(params, "period"), middle, upper);
    for (let i = 0; i < middle.length; i++) {
      const distance = deviations * upper[i]!;
      upper[i] = middle[i]! + distance;
      lower[i] = middle[i]! - distance;
    }
  },
  phrase: (context) => {
    const label = `Bollinger(${plain(context.params.period)}, ${plain(context.params.deviations)})`;
    return indicatorPhrase(`the ${context.output} band of ${label}`, context);
  },
  says: [
    ...called(["Bollinger", "Bollinger bands", "BB"], ["period", "deviations"]).flatMap((name) => [
      `{output} band|line of ${name} ${OF_SOURCE}`,
      `{output} ${name} [band] ${OF_SOURCE}`,
    ]),
    `{output} Bollinger band ${OF_SOURCE}`,
    `Bollinger {output} [band] ${OF_SOURCE}`,
  ],
});
