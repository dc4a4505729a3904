import { stochastic as kernel } from "../../kernels/oscillators.ts";
import { defineBlock } from "../definition/definition.ts";
import {
  called,
  IN_PANE,
  numberOf,
  periodParam,
  plain,
  seriesOf,
  seriesOutput,
} from "../definition/parts.ts";

const SCALE = { min: 0, max: 100, levels: [20, 50, 80] } as const;

/** Slow stochastic (George Lane), as TA-Lib's STOCH with simple averages. */
export const stochastic = defineBlock({
  type: "stochastic",
  family: "indicators",
  name: "Stochastic",
  summary: "Where the close sits in the range of the last n candles, from 0 to 100.",
  help:
    "The slow stochastic: 0 when the close is at the low of the range, 100 at its high, smoothed. %D is an average of %K. A crossing of the two below 20 or above 80 is the usual signal. In a strong trend it can stay there for a long time.",
  synonyms: [
    "stoch",
    "%k",
    "%d",
    "oscillator",
    "overbought",
    "oversold",
    "momentum",
    "range position",
    "rebound",
  ],
  params: [
    periodParam(14, {
      name: "k_period",
      label: "%K period",
      help: "Number of candles for the range.",
      presets: [5, 14, 21],
      min: 1,
    }),
    periodParam(3, {
      name: "k_smoothing",
      label: "%K smoothing",
      help: "Number of candles that %K is averaged over.",
      min: 1,
    }),
    periodParam(3, {
      name: "d_period",
      label: "%D period",
      help: "Number of candles that %D averages %K over.",
      min: 1,
    }),
  ],
  inputs: [],
  outputs: [seriesOutput("k", "%K", IN_PANE, SCALE), seriesOutput("d", "%D", IN_PANE, SCALE)],
  counterparts: {
    k: { kind: "level", crossed: 20, standing: 50 },
    d: { kind: "level", crossed: 20, standing: 50 },
  },
  subtitle: (params) =>
    `${plain(params.k_period)}/${plain(params.k_smoothing)}/${plain(params.d_period)}`,
  lookback: (params) =>
    numberOf(params, "k_period") + numberOf(params, "k_smoothing") + numberOf(params, "d_period") -
    3,
  compute: ({ candles, params, outputs }) => {
    const { high, low, close } = candles;
    kernel(
      high,
      low,
      close,
      numberOf(params, "k_period"),
      numberOf(params, "k_smoothing"),
      numberOf(params, "d_period"),
      seriesOf(outputs, "k"),
      seriesOf(outputs, "d"),
    );
  },
  phrase: ({ params, output }) => [
    `%${output.toUpperCase()} of Stochastic(${plain(params.k_period)}, ${
      plain(params.k_smoothing)
    }, ${plain(params.d_period)})`,
  ],
  says: called(["Stochastic", "Stoch"], ["k_period", "k_smoothing", "d_period"]).flatMap((name) => [
    { say: `%K|K of ${name}`, output: "k" },
    { say: `%D|D of ${name}`, output: "d" },
    { say: `${name} %K|K`, output: "k" },
    { say: `${name} %D|D`, output: "d" },
    { say: name, output: "k" },
  ]),
});
