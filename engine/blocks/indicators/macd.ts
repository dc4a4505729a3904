import { macd as kernel } from "../../kernels/oscillators.ts";
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

/** Moving average convergence/divergence (Appel), as TA-Lib's MACD. */
export const macd = defineBlock({
  type: "macd",
  family: "indicators",
  name: "MACD",
  summary: "Distance between a fast and a slow average, with a signal line.",
  help:
    "Moving average convergence/divergence: the fast exponential average minus the slow one. Above zero, the fast one is higher. The signal line is an average of that distance; crossing it is the classic trigger. The histogram is the gap between the two.",
  synonyms: [
    "moving average convergence divergence",
    "momentum",
    "signal line",
    "histogram",
    "trend",
    "divergence",
    "trend following",
  ],
  params: [
    periodParam(12, {
      name: "fast",
      label: "Fast",
      help: "Number of candles for the fast average.",
    }),
    periodParam(26, {
      name: "slow",
      label: "Slow",
      help: "Number of candles for the slow average. Must be more than the fast one.",
    }),
    periodParam(9, {
      name: "signal",
      label: "Signal",
      help: "Number of candles for the signal line.",
    }),
    SOURCE_PARAM,
  ],
  inputs: [SOURCE_INPUT],
  outputs: [
    seriesOutput("macd", "MACD", IN_PANE, { levels: [0] }),
    seriesOutput("signal", "Signal line", IN_PANE, { levels: [0] }),
    seriesOutput("histogram", "Histogram", { on: "pane", shape: "histogram" }, { levels: [0] }),
  ],
  counterparts: {
    macd: { kind: "output", output: "signal" },
    signal: { kind: "level", crossed: 0, standing: 0 },
    histogram: { kind: "level", crossed: 0, standing: 0 },
  },
  subtitle: (params) =>
    dotted(
      `${plain(params.fast)}/${plain(params.slow)}/${plain(params.signal)}`,
      textOf(params, "source"),
    ),
  check: (params) =>
    numberOf(params, "fast") < numberOf(params, "slow")
      ? null
      : { param: "fast", message: "MACD: the fast period must be shorter than the slow one." },
  lookback: (params) => numberOf(params, "slow") + numberOf(params, "signal") - 2,
  // The slow average settles first, then the signal line on top of it.
  history: (params) => 11 * (numberOf(params, "slow") + 1) + 11 * (numberOf(params, "signal") + 1),
  compute: ({ params, inputs, outputs }) => {
    kernel(
      seriesOf(inputs, "source"),
      numberOf(params, "fast"),
      numberOf(params, "slow"),
      numberOf(params, "signal"),
      seriesOf(outputs, "macd"),
      seriesOf(outputs, "signal"),
      seriesOf(outputs, "histogram"),
    );
  },
  phrase: (context) => {
    const { fast, slow, signal } = context.params;
    const label = `MACD(${plain(fast)}, ${plain(slow)}, ${plain(signal)})`;
    const words: Record<string, string> = {
      signal: `the signal line of ${label}`,
      histogram: `the histogram of ${label}`,
    };
    return indicatorPhrase(words[context.output] ?? label, context);
  },
  says: called(["MACD"], ["fast", "slow", "signal"]).flatMap((name) => [
    { say: `${name} ${OF_SOURCE}`, output: "macd" },
    { say: `signal [line] of ${name} ${OF_SOURCE}`, output: "signal" },
    { say: `histogram of ${name} ${OF_SOURCE}`, output: "histogram" },
    { say: `MACD signal [line] ${OF_SOURCE}`, output: "signal" },
    { say: `MACD histogram ${OF_SOURCE}`, output: "histogram" },
  ]),
});
