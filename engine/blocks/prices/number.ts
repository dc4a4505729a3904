import { defineBlock } from "../definition/definition.ts";
import { numberOf, plain, seriesOf, seriesOutput } from "../definition/parts.ts";

export const number = defineBlock({
  type: "number",
  family: "prices",
  name: "Number",
  summary: "A fixed number to compare with.",
  help:
    "The same number on every candle. Connect it to several conditions to change them all in one place.",
  synonyms: ["constant", "value", "level", "threshold"],
  params: [{
    name: "value",
    label: "Value",
    kind: "number",
    default: 0,
    help: "The number.",
  }],
  inputs: [],
  outputs: [seriesOutput("value", "Value", { on: "pane", shape: "level" })],
  subtitle: (params) => plain(params.value),
  lookback: () => 0,
  compute: ({ params, outputs }) => {
    seriesOf(outputs, "value").fill(numberOf(params, "value"));
  },
  phrase: ({ params }) => [plain(params.value)],
  says: ["{value}"],
});
