import { roc as kernel } from "../../kernels/oscillators.ts";
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

/** Rate of change in percent, as TA-Lib's ROC. */
export const roc = defineBlock({
  type: "roc",
  family: "indicators",
  name: "ROC",
  summary: "Percent change over the last n candles.",
  help:
    "Rate of change: how many percent the price is above or below the price n candles ago. Above zero, it has risen. A simple measure of momentum.",
  synonyms: [
    "rate of change",
    "momentum",
    "percent change",
    "return",
    "percent move",
    "pump",
    "dump",
    "crash",
  ],
  params: [periodParam(12, { min: 1, presets: [1, 12, 24] }), SOURCE_PARAM],
  inputs: [SOURCE_INPUT],
  outputs: [seriesOutput("value", "ROC", IN_PANE, { levels: [-5, 0, 5] })],
  counterparts: { value: { kind: "level", crossed: 0, standing: 0 } },
  subtitle: (params) => dotted(plain(params.period), textOf(params, "source")),
  lookback: (params) => numberOf(params, "period"),
  compute: ({ params, inputs, outputs }) => {
    kernel(seriesOf(inputs, "source"), numberOf(params, "period"), seriesOf(outputs, "value"));
  },
  phrase: (context) => indicatorPhrase(`ROC(${plain(context.params.period)})`, context),
  says: called(["ROC", "rate of change"], ["period"], OF_SOURCE),
});
