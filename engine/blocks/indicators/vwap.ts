import { vwap as kernel } from "../../kernels/volume.ts";
import { defineBlock } from "../definition/definition.ts";
import {
  called,
  numberOf,
  ON_PRICE,
  periodParam,
  plain,
  seriesOf,
  seriesOutput,
} from "../definition/parts.ts";

/** Volume-weighted average of hlc3 over a moving window. */
export const vwap = defineBlock({
  type: "vwap",
  family: "indicators",
  name: "VWAP",
  summary: "Average price paid over the last n candles, weighted by volume.",
  help:
    "Volume-weighted average price of the last n candles: candles with more volume count more. A price above it means that those who bought in that time are, on average, in profit. It has no value where nothing was traded.",
  synonyms: ["volume weighted average price", "average price", "fair price", "institutional"],
  params: [periodParam(24)],
  inputs: [],
  outputs: [seriesOutput("value", "VWAP", ON_PRICE)],
  counterparts: { value: { kind: "price" } },
  subtitle: (params) => plain(params.period),
  lookback: (params) => numberOf(params, "period") - 1,
  readsVolume: true,
  compute: ({ candles, params, outputs }) => {
    const { high, low, close, volume } = candles;
    kernel(high, low, close, volume, numberOf(params, "period"), seriesOf(outputs, "value"));
  },
  phrase: ({ params }) => [`VWAP(${plain(params.period)})`],
  says: called(["VWAP"], ["period"]),
});
